"""Numbers that the platform gives out by a pattern; see `odos.fields.numbering`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import TEXT
from odos.fields.kind import Column, ParseContext
from odos.fields.limits import check_text
from odos.fields.numbering import MAX_NUMBER, RESETS
from odos.fields.single import SingleColumn, is_blank
from odos.schema.model import Field


class AutoNumberKind(SingleColumn):
    """``text``, unique in its entity; the records engine fills it when a record comes without one."""

    key = "auto_number"
    rule = TEXT
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "pattern": {
                "type": "string",
                "minLength": 1,
                "maxLength": 60,
                "description": "Text with {YYYY} {YY} {MM} {DD} for the day, {0000} for the counter: "
                "Q-{YYYY}-{0000} gives Q-2026-0001.",
            },
            "reset": {
                "enum": list(RESETS),
                "default": "never",
                "description": "When the counter begins at 1 again.",
            },
            "reserved": {
                "type": "array",
                "maxItems": 1000,
                "items": {"type": "string", "pattern": "^[0-9]{1,12}(-[0-9]{1,12})?$"},
                "description": "Counters that are not given out: single ones (888) or ranges (900-999).",
            },
        },
        "required": ["pattern"],
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", 'text COLLATE "C"'),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        """A number of an earlier system, e.g. from an import; a blank asks for the next one."""
        return (None,) if is_blank(value) else (check_text(value, MAX_NUMBER),)

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return values[0] or ""
