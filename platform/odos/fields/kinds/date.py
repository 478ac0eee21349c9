"""A day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from odos.dsl.types import DATE
from odos.fields.kind import Column, ParseContext
from odos.fields.moments import read_date
from odos.fields.refusals import wrong_type
from odos.fields.single import SingleColumn, is_blank
from odos.kernel.texts import text
from odos.schema.model import Field

_HINT = text("Write year-month-day, e.g. 2026-01-31", "请按 年-月-日 填写，例如 2026-01-31")


class DateKind(SingleColumn):
    """``date``; ISO 8601 in JSON."""

    key = "date"
    rule = DATE
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {}}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "date"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None,)
        day = read_date(value) if isinstance(value, str) else value
        if not isinstance(day, date) or isinstance(day, datetime):
            raise wrong_type(value, ("a date", "日期"), _HINT)
        return (day,)

    def to_json(self, field: Field, values: Sequence[date | None]) -> Any:
        return values[0].isoformat() if values[0] else None
