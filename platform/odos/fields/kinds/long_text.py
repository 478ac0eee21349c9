"""Text of any length, with line breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import TEXT
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.limits import check_text
from odos.fields.single import SingleColumn, is_blank
from odos.schema.model import Field

_DEFAULT_LENGTH = 100_000


class LongTextKind(SingleColumn):
    """``text``; a list cannot be sorted by it."""

    key = "long_text"
    rule = TEXT
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "max_length": {
                "type": "integer",
                "minimum": 1,
                "maximum": 1_000_000,
                "default": _DEFAULT_LENGTH,
                "description": "The most characters (code points) that a value may have.",
            }
        },
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", 'text COLLATE "C"'),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        limit = field.options.get("max_length", _DEFAULT_LENGTH)
        return (None,) if is_blank(value) else (check_text(value, limit),)

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return None

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return values[0] or ""
