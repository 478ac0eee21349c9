"""The value of a literal in both back ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

from odos.dsl import moments, tree

Constant = str | int | Decimal | bool | date | datetime | time | None


def constant(node: tree.Literal) -> Constant:
    """By its type; a whole number as int, so that an index of integers serves. A local moment is naive."""
    kind, value = node.type.kind, node.value
    if kind == "blank" or value is None:
        return None
    if kind == "record" or (kind == "number" and isinstance(value, str)):
        return int(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if kind == "time" and isinstance(value, str):
        return moments.parse_time(value)
    return _moment(kind, value) if kind in {"date", "datetime"} and isinstance(value, str) else value


def _moment(kind: str, written: str) -> date | datetime | None:
    if kind == "date":
        return moments.parse_date(written)
    moment = moments.parse_moment(written)
    return moment.astimezone(UTC) if moment and moment.tzinfo else moment
