"""All exchange rates, for rules that convert money; read when a rule asks."""

from __future__ import annotations

from odos.database.session import fetch_all
from odos.dsl.exchange_rates import ExchangeRates, exchange_rates
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.schema.model import Schema
from odos.schema.system import CURRENCY_ENTITY, RATE_ENTITY


def find_rates(*, schema: Schema, workspace: Workspace) -> ExchangeRates:
    """Every currency with its rates; the base currency alone where the application keeps none."""
    currency, rate = schema.by_id.get(CURRENCY_ENTITY), schema.by_id.get(RATE_ENTITY)
    if currency is None or rate is None:
        return exchange_rates(schema.base_currency, {}, [])
    code, digits = (quote(currency.fields[key].column) for key in ("code", "digits"))
    link, day, worth = (quote(rate.fields[key].column) for key in ("currency", "on_date", "rate"))
    rows = fetch_all(
        workspace,
        f"SELECT c.{code}, c.{digits}, r.{day}, r.{worth} FROM {quote(currency.table)} c"
        f" LEFT JOIN {quote(rate.table)} r ON r.{link} = c.id AND r.deleted_at IS NULL"
        " WHERE c.deleted_at IS NULL ORDER BY r.id",
    )
    known = {str(row[0]): 2 if row[1] is None else int(row[1]) for row in rows}
    dated = [(str(row[0]), row[2], row[3]) for row in rows if row[2] is not None and row[3] is not None]
    return exchange_rates(schema.base_currency, known, dated)
