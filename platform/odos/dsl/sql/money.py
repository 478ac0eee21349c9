"""Formulas of money in SQL: in the company's currency, as written, and what tells which one counts."""

from __future__ import annotations

from dataclasses import dataclass

from odos.dsl.amounts import leaves_of
from odos.dsl.checked import Checked
from odos.dsl.sql import amounts as amounts_sql
from odos.dsl.sql.pieces import shown
from odos.dsl.sql.source import SqlSource
from odos.dsl.to_sql import COMPILER
from odos.kernel.sql import Sql


@dataclass(frozen=True)
class MoneySql:
    """A formula of money: its value in the company's currency and as written, the one currency of all
    amounts in it (else NULL), and of the largest of them the base amount and the amount as written."""

    base: Sql
    own: Sql
    currency: Sql
    rate: tuple[Sql, Sql]


def compile_money(checked: Checked, source: SqlSource) -> MoneySql | None:
    """None for a rule that is made of plain numbers."""
    leaves = leaves_of(checked.tree)
    if not leaves:
        return None
    base, own = (
        shown(checked.tree, COMPILER.value(checked.tree, amounts_sql.InCurrency(source, flag)))
        for flag in (amounts_sql.BASE, amounts_sql.WRITTEN)
    )
    currency = amounts_sql.shared_currency(leaves, source, COMPILER)
    return MoneySql(base, own, currency, amounts_sql.rate_of(leaves, source, COMPILER))
