"""Several of a list of options, held by their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import OPTIONSET
from odos.fields.choices import OPTIONS, check_option, option_words, ordered_keys
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.refusals import wrong_type
from odos.fields.single import SingleColumn, is_blank
from odos.kernel.texts import text
from odos.schema.model import Field

_HINT = text(
    "Send a list of option keys, e.g. {example}", "请提供选项键的列表，例如 {example}", example='["a", "b"]'
)


class OptionsKind(SingleColumn):
    """``text[]`` in the order of the options; none chosen is blank and an empty list in JSON."""

    key = "options"
    rule = OPTIONSET
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "options": OPTIONS,
            "options_from": {
                "enum": ["roles"],
                "description": "Take the options from other metadata: the roles of the application.",
            },
        },
        "anyOf": [{"required": ["options"]}, {"required": ["options_from"]}],
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "text[]"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None,)
        if not isinstance(value, list | tuple):
            raise wrong_type(value, ("a list of options", "选项列表"), _HINT)
        chosen = {check_option(field, item) for item in value}
        return ([key for key in ordered_keys(field) if key in chosen] or None,)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        return list(values[0] or ())

    def json_sql(self, field: Field, source: Source) -> str:
        return f"coalesce(to_json({source.column(field)}), '[]'::json)"

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return None

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return option_words(field, values[0] or ())
