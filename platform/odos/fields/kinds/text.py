"""Short texts: names, codes, addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import TEXT
from odos.fields.columns import is_generated
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.limits import check_text
from odos.fields.single import SingleColumn
from odos.fields.sort_keys import MAX_KEY, sort_key
from odos.fields.time_zones import check_time_zone
from odos.schema.model import Field

TEXT_COLUMN = 'text COLLATE "C"'
KEY_SUFFIX = "_k"
TIME_ZONE = "time_zone"


class TextKind(SingleColumn):
    """A text and its sort key, which is blank for plain ASCII and absent in static tables.

    Subclasses normalise what was entered.
    """

    key = "text"
    rule = TEXT
    default_length = 255
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "max_length": {
                "type": "integer",
                "minimum": 1,
                "maximum": 4000,
                "default": 255,
                "description": "The most characters (code points) that a value may have.",
            },
            "multiline": {
                "type": "boolean",
                "default": False,
                "description": "Whether forms offer several lines to type in.",
            },
            "format": {
                "enum": ["time_zone"],
                "description": "What the text must name, such as Asia/Shanghai.",
            },
        },
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        plain = Column("", TEXT_COLUMN)
        return (plain, Column(KEY_SUFFIX, TEXT_COLUMN)) if is_generated(field) else (plain,)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        checked = None
        if value is not None and value != "":
            limit = field.options.get("max_length", self.default_length)
            checked = self.normalise(check_text(value, limit)) or None
            if checked is not None and field.options.get("format") == TIME_ZONE:
                check_time_zone(checked)
        if not is_generated(field):
            return (checked,)
        return (checked, None if checked is None or checked.isascii() else sort_key(checked))

    def normalise(self, value: str) -> str:
        """The form to store; raises `Invalid` for what is not of this kind."""
        return value

    def sort_sql(self, field: Field, source: Source) -> str | None:
        plain = f"lower(left({source.column(field)}, {MAX_KEY}))"
        return f"coalesce({source.column(field, KEY_SUFFIX)}, {plain})" if is_generated(field) else plain

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return values[0] or ""
