"""Kinds of computed values: like the kind of their result, but they take what a rule gives.

Numbers are rounded, money in the company's currency is its own base amount, long texts are allowed.
One that depends on the time or the user has no column: it is computed when it is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import PERCENT, Type
from odos.fields.kind import Column, FieldKind, ParseContext, Source, Storage
from odos.fields.kinds.boolean import BooleanKind
from odos.fields.kinds.date import DateKind
from odos.fields.kinds.datetime import DatetimeKind
from odos.fields.kinds.decimal import DecimalKind
from odos.fields.kinds.money import WHOLE_DIGITS, MoneyKind
from odos.fields.kinds.option import OptionKind
from odos.fields.kinds.text import TextKind
from odos.fields.numbers import GROUPED, fit_result, read_decimal
from odos.fields.single import is_blank
from odos.kernel.sql import Sql
from odos.schema.model import Field

COMPUTED_KINDS = frozenset({"formula", "rollup", "lookup", "score"})
RENEWED = "renewed"  # the option of stored values that depend on the time, which a job renews
WHEN_READ = "when_read"  # the option by which the compiler marks what is computed when it is read
DIGITS = 24
SCALE = 4
MAX_TEXT = 20_000  # as in the rule language


class _Number(DecimalKind):
    """``numeric(24, scale)``, rounded half away from zero."""

    default_scale = SCALE

    def shape(self, field: Field) -> tuple[int, int]:
        return DIGITS, field.options.get("scale", self.default_scale)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        return (None,) if is_blank(value) else (fit_result(value, *self.shape(field)),)


class _Percent(_Number):
    """A rule gives 0.1 for 10 %, which the column holds as 10."""

    rule = PERCENT

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        return super().parse(field, None if is_blank(value) else read_decimal(value) * 100, context)

    def rule_sql(self, field: Field, source: Source) -> Sql:
        return Sql(f"({source.column(field)} * 0.01)")


class _Money(MoneyKind):
    """A number is an amount in the company's currency, rounded to its minor unit."""

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None, None, None)
        scale = context.currencies.get(context.base_currency, 0)
        amount, code, _base = super().parse(field, fit_result(value, WHOLE_DIGITS + scale, scale), context)
        return (amount, code, amount)


class _Text(TextKind):
    default_length = MAX_TEXT


RESULTS: Mapping[str, FieldKind] = {
    "text": _Text(),
    "number": _Number(),
    "percent": _Percent(),
    "boolean": BooleanKind(),
    "date": DateKind(),
    "datetime": DatetimeKind(),
    "money": _Money(),
    "option": OptionKind(),
}
RESULT_OPTIONS: Mapping[str, Any] = {
    "result": {
        "enum": [name for name in RESULTS if name != "option"],
        "description": "The kind of the result; found out from the rule where absent.",
    },
    "scale": {
        "type": "integer",
        "minimum": 0,
        "maximum": 10,
        "default": SCALE,
        "description": "To how many decimals a number is rounded.",
    },
    "grouped": GROUPED,
}


class ComputedKind:
    """Read only; behaves like the kind named by the option ``result``, which the compiler fills in."""

    storage: Storage = "columns"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return result_kind(field).columns(field)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        """A rule's result as column values; raises `Invalid` for what the column cannot hold."""
        return result_kind(field).parse(field, value, context)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        return result_kind(field).to_json(field, values)

    def json_sql(self, field: Field, source: Source) -> str:
        return result_kind(field).json_sql(field, source)

    def rule_type(self, field: Field) -> Type:
        return result_kind(field).rule_type(field)

    def rule_sql(self, field: Field, source: Source) -> Sql:
        return result_kind(field).rule_sql(field, source)

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return result_kind(field).sort_sql(field, source)

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return result_kind(field).search_text(field, values)


def is_computed_when_read(field: Field) -> bool:
    """Whether the field has no column of its own, since its value changes without anybody saving."""
    return field.options.get(WHEN_READ) is True


def result_kind(field: Field) -> FieldKind:
    """As what a computed field behaves."""
    return RESULTS[field.options["result"]]
