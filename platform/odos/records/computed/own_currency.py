"""Money that formulas compute: in the one currency of all amounts in it, else in the company's.

Its base amount is what the base amounts give where the formula is proportional in its amounts (sums,
differences, multiples, shares of them). Where bare numbers are added, it is the amount as written at the rate
of the largest amount in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from odos.dsl import numbers, tree
from odos.dsl.amounts import Amount, as_written, is_in_base, is_proportional, leaves_of, shared_currency
from odos.dsl.context import Context as RuleContext
from odos.dsl.sql.forms import divide
from odos.dsl.sql.money import compile_money
from odos.fields.kinds.money import BASE_SUFFIX
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql
from odos.records.rules.compiled import Rule, RuleSource
from odos.schema.model import Field

Written = tuple[Decimal, str, Decimal]  # amount, currency, base amount


def is_money(item: Field) -> bool:
    """Whether the field holds amount, currency and base amount."""
    columns = get_kind(item.kind).columns(item)
    return bool(columns) and columns[-1].suffix == BASE_SUFFIX


def operands_of(item: Field, rule: Rule) -> tuple[tree.FieldPath, ...]:
    """The amounts of the record in whose one currency a formula of money may be."""
    leaves = leaves_of(rule.checked.tree) if is_money(item) else ()
    if any(is_in_base(leaf) for leaf in leaves):
        return ()
    return tuple(leaf for leaf in leaves if isinstance(leaf, tree.FieldPath))


def written_value(
    rule: Rule,
    operands: Sequence[tree.FieldPath],
    known: Mapping[str, Any],
    base: Decimal,
    asking: RuleContext,
) -> Written | None:
    """The result in the one currency of its amounts; None where it is the company's, or there are several."""
    code = shared_currency(operands, known, asking)
    if code is None or code == asking.base_currency:
        return None
    own = rule.evaluate(as_written(operands, known), asking)
    if own is None:
        return None
    if is_proportional(rule.checked.tree):
        return Decimal(own), code, base
    found = _at_rate(Decimal(own), [known.get(path.key) for path in operands])
    return None if found is None else (Decimal(own), code, found)


def _at_rate(own: Decimal, amounts: Sequence[Any]) -> Decimal | None:
    present = [item for item in amounts if isinstance(item, Amount) and item.own]
    if not present:
        return None
    largest = max(present, key=lambda item: abs(item.own))
    return numbers.divide(numbers.multiply(own, largest.base), largest.own)


def amounts_sql(rule: Rule, source: RuleSource) -> Sql:
    """``SELECT b, a, c``: in the company's currency, as written, and in which currency; NULL for the last two
    where there is no one currency."""
    money = compile_money(rule.checked, source)
    if money is None:
        return "SELECT " + rule.sql(source.row) + " AS b, NULL::numeric AS a, NULL::text AS c"
    if is_proportional(rule.checked.tree):
        return "SELECT " + money.base + " AS b, " + money.own + " AS a, " + money.currency + " AS c"
    worth, amount = money.rate
    inner = (
        "SELECT " + money.base + " AS b, " + money.own + " AS a, " + money.currency + " AS c, "
        + worth + " AS rb, " + amount + " AS ra"
    )  # fmt: skip
    at_rate = divide([Sql("(m.a * m.rb)"), Sql("m.ra")]).text
    return (
        f"SELECT CASE WHEN m.c IS NULL OR m.ra IS NULL THEN m.b ELSE {at_rate} END AS b, m.a,"
        " CASE WHEN m.ra IS NOT NULL THEN m.c END AS c FROM (" + inner + " OFFSET 0) m"
    )  # fmt: skip
