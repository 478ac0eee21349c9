"""Currencies and dated rates: the base amount that every money value carries.

Currencies and rates are ordinary records of two system entities, kept by administrators.
A rate is the worth of one unit in the base currency, from its date on.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from odos.database.session import fetch_all
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.records.context import Context
from odos.schema.model import Entity
from odos.schema.system import CURRENCY_ENTITY, RATE_ENTITY

_FRESH_SECONDS = 1.0
_digits: dict[str, tuple[float, Mapping[str, int]]] = {}


def currency_digits(context: Context) -> Mapping[str, int]:
    """Code → digits of its minor unit; other processes notice a new currency within a second."""
    made, known = _digits.get(context.workspace.key, (float("-inf"), {}))
    if time.monotonic() - made > _FRESH_SECONDS:
        known = _load_digits(context)
        _digits[context.workspace.key] = (time.monotonic(), known)
    return known


def forget_currencies(workspace: Workspace) -> None:
    """After a currency was written in this process."""
    _digits.pop(workspace.key, None)


def _load_digits(context: Context) -> Mapping[str, int]:
    base = {context.schema.base_currency: 2}
    entity = context.schema.by_id.get(CURRENCY_ENTITY)
    if entity is None:
        return base
    code, digits = (quote(entity.fields[key].column) for key in ("code", "digits"))
    rows = fetch_all(
        context.workspace, f"SELECT {code}, {digits} FROM {quote(entity.table)} WHERE deleted_at IS NULL"
    )
    return {**base, **{str(row[0]): 2 if row[1] is None else int(row[1]) for row in rows}}


@dataclass(frozen=True)
class Rates:
    """Rates of some currencies against the base currency."""

    base: str
    digits: int
    dated: Mapping[str, tuple[tuple[date, ...], tuple[Decimal, ...]]]

    def base_amount(self, amount: Decimal, currency: str, on: date) -> Decimal:
        """``amount`` in the base currency at the rate of the day, rounded half up to its minor unit."""
        rate = Decimal(1) if currency == self.base else self._rate(currency, on)
        return (amount * rate).quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)

    def _rate(self, currency: str, on: date) -> Decimal:
        days, rates = self.dated.get(currency, ((), ()))
        position = bisect_right(days, on)
        if position:
            return rates[position - 1]
        message = text(
            "There is no exchange rate for {currency} on {day}", "没有 {currency} 在 {day} 的汇率",
            currency=currency, day=on.isoformat(),
        )  # fmt: skip
        hint = text("An administrator can enter one under Exchange rates", "管理员可在“汇率”中录入")
        raise Invalid(None, [Issue("no_exchange_rate", message, (), hint)])


def load_rates(context: Context, currencies: Iterable[str]) -> Rates:
    """The rates of ``currencies``; no query where only the base currency is asked for."""
    base = context.schema.base_currency
    foreign = sorted(set(currencies) - {base})
    digits = currency_digits(context).get(base, 2)
    entity = context.schema.by_id.get(RATE_ENTITY)
    if not foreign or entity is None:
        return Rates(base, digits, {})
    return Rates(base, digits, _load_dated(context, entity, foreign))


def _load_dated(
    context: Context, entity: Entity, foreign: list[str]
) -> dict[str, tuple[tuple[date, ...], tuple[Decimal, ...]]]:
    currency = context.schema.by_id[CURRENCY_ENTITY]
    link, day, rate = (quote(entity.fields[key].column) for key in ("currency", "on_date", "rate"))
    code = quote(currency.fields["code"].column)
    rows = fetch_all(
        context.workspace,
        f"SELECT c.{code}, r.{day}, r.{rate} FROM {quote(entity.table)} r"
        f" JOIN {quote(currency.table)} c ON c.id = r.{link}"
        f" WHERE c.{code} = ANY(%s) AND r.deleted_at IS NULL ORDER BY r.{day}",
        [foreign],
    )
    dated: dict[str, tuple[tuple[date, ...], tuple[Decimal, ...]]] = {}
    for name, on, value in rows:
        days, rates = dated.get(name, ((), ()))
        dated[name] = ((*days, on), (*rates, value))
    return dated
