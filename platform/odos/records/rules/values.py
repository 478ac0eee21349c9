"""Values of the rule language ↔ column values, for formulas and defaults computed in Python.

A table of its own, since only the engine needs it: every kind not named here reads as its first column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import singledispatch
from typing import Any

from odos.dsl.amounts import amount
from odos.schema.model import Field

_HUNDRED = Decimal(100)


def _percent(values: Sequence[Any]) -> Any:
    return None if values[0] is None else Decimal(values[0]) / _HUNDRED


def _money(values: Sequence[Any]) -> Any:
    return money_value(*values)


def money_value(own: Any, currency: Any, base: Any) -> Any:
    """An amount that knows its currency; a number where it has no base amount."""
    if base is None or own is None:
        return base
    value = Decimal(base)
    return amount(value, value, Decimal(own), str(currency))


_READERS: Mapping[str, Callable[[Sequence[Any]], Any]] = {"percent": _percent, "money": _money}


def rule_value(item: Field, values: Sequence[Any]) -> Any:
    """The value that a rule sees: 10 % reads as 0.1, money as its base amount that knows more."""
    reader = _READERS.get(item.options.get("result", item.kind))
    value = reader(values) if reader else (values[0] if values else None)
    return Decimal(value) if isinstance(value, int) and item.kind == "integer" else value


def input_value(item: Field, value: Any) -> Any:
    """A rule's result as the JSON value that the field's kind parses."""
    if item.kind == "percent" and value is not None:
        value = Decimal(value) * _HUNDRED
    return plain_value(value)


@singledispatch
def plain_value(value: Any) -> Any:
    """A value of the rule language in JSON: numbers and moments as texts."""
    return value


@plain_value.register
def _(value: Decimal) -> str:
    return format(value.normalize(), "f")


@plain_value.register(datetime)
@plain_value.register(date)
def _(value: date) -> str:
    return value.isoformat()
