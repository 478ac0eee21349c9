"""Amounts of money: amount, currency, and the amount in the company's currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from odos.dsl.types import MONEY, Type
from odos.fields.kind import Column, ParseContext, Source, Storage
from odos.fields.kinds.decimal import BOUND
from odos.fields.numbers import check_bounds, fit, plain, read_decimal
from odos.fields.refusals import choose_one_of, refuse, shown, wrong_type
from odos.fields.single import is_blank
from odos.kernel.sql import Sql
from odos.kernel.texts import text
from odos.schema.model import Field

CURRENCY_SUFFIX = "_c"
BASE_SUFFIX = "_b"
WHOLE_DIGITS = 16
_MEMBERS = frozenset({"amount", "currency", "base"})
_HINT = text(
    "Send {example} or a bare number in the company's currency",
    "请提供 {example}，或仅提供本位币金额",
    example='{"amount": "120.50", "currency": "CNY"}',
)


class MoneyKind:
    """Three columns; ``base`` is filled by the records engine at the rate of the day.

    The columns are ``numeric`` without a scale of their own, so that they keep the one with which an
    amount was written, that of its currency: 120.50 in CNY, 120 in JPY.
    """

    key = "money"
    storage: Storage = "columns"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "rate_on": {
                "type": "string",
                "pattern": "^[a-z][a-z0-9_]{0,62}$",
                "description": "The date field whose day gives the exchange rate; today where it is blank.",
            },
            "min": {**BOUND, "description": "The smallest amount allowed."},
            "max": {**BOUND, "description": "The largest amount allowed."},
        },
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "numeric"), Column(CURRENCY_SUFFIX, "char(3)"), Column(BASE_SUFFIX, "numeric"))

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        amount, currency = _parts(value)
        if is_blank(amount):
            return (None, None, None)
        code = _currency(currency, context)
        exact = fit(read_decimal(amount), WHOLE_DIGITS + context.currencies[code], context.currencies[code])
        check_bounds(exact, field.options)
        return (exact, code, None)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        amount, currency, base = values
        if amount is None:
            return None
        return {"amount": plain(amount), "currency": currency, "base": None if base is None else plain(base)}

    def json_sql(self, field: Field, source: Source) -> str:
        amount, currency = source.column(field), source.column(field, CURRENCY_SUFFIX)
        base = source.column(field, BASE_SUFFIX)
        members = f"'amount', {amount}::text, 'currency', {currency}, 'base', {base}::text"
        return f"CASE WHEN {amount} IS NOT NULL THEN json_build_object({members}) END"

    def rule_type(self, field: Field) -> Type:
        return MONEY

    def rule_sql(self, field: Field, source: Source) -> Sql:
        return Sql(source.column(field, BASE_SUFFIX))

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return source.column(field, BASE_SUFFIX)

    def search_text(self, field: Field, values: Sequence[Decimal | None]) -> str:
        return "" if values[0] is None else plain(values[0])


def _parts(value: object) -> tuple[object, object]:
    """Amount and currency of an object, or of a bare number."""
    if not isinstance(value, Mapping):
        return (value, None)
    unknown = value.keys() - _MEMBERS
    if unknown:
        raise wrong_type(
            str(min(unknown, key=str)), ("a part of an amount of money", "金额的组成部分"), _HINT
        )
    return (value.get("amount"), value.get("currency"))


def _currency(value: object, context: ParseContext) -> str:
    named = context.base_currency if is_blank(value) else value
    code = named.strip().upper() if isinstance(named, str) else ""
    if code not in context.currencies:
        message = text("There is no currency {code}", "没有货币 {code}", code=shown(named))
        raise refuse("unknown_currency", message, choose_one_of(code, sorted(context.currencies)))
    return code
