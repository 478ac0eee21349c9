"""One of a list of options, held by its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import OPTION
from odos.fields.choices import OPTIONS, check_option, option_words, ordered_keys
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.literals import text_array
from odos.fields.single import SingleColumn, is_blank
from odos.schema.model import Field


class OptionKind(SingleColumn):
    """The key as text; sorts in the order of the options, found by its labels."""

    key = "option"
    rule = OPTION
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {"options": OPTIONS},
        "required": ["options"],
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", 'text COLLATE "C"'),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        return (None,) if is_blank(value) else (check_option(field, value),)

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return f"array_position({text_array(ordered_keys(field))}, {source.column(field)})"

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return option_words(field, values[:1])
