"""A moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from odos.dsl.types import DATETIME
from odos.fields.kind import Column, ParseContext
from odos.fields.moments import read_moment, shift_to_utc, write_moment
from odos.fields.refusals import wrong_type
from odos.fields.single import SingleColumn, is_blank
from odos.kernel.texts import text
from odos.schema.model import Field

_NOUN = ("a date with a time", "日期时间")
_HINT = text(
    "Write date, time and offset, e.g. 2026-01-31T08:30:00+08:00 (without an offset it is UTC)",
    "请填写日期、时间和时区偏移，例如 2026-01-31T08:30:00+08:00（不带偏移时视为 UTC）",
)


class DatetimeKind(SingleColumn):
    """``timestamptz``; ISO 8601 with offset in JSON, where the session's time zone is UTC."""

    key = "datetime"
    rule = DATETIME
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {}}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "timestamptz"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None,)
        moment = read_moment(value) if isinstance(value, str) else shift_to_utc(value)
        if moment is None:
            raise wrong_type(value, _NOUN, _HINT)
        return (moment,)

    def to_json(self, field: Field, values: Sequence[datetime | None]) -> Any:
        return write_moment(values[0]) if values[0] else None
