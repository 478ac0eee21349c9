"""Money that formulas compute stays in the one currency that all its operands share.

That holds where a formula is proportional in its amounts (sums, differences, multiples, shares of them):
then computing in euros and converting gives what converting and computing gives. Whatever compares
amounts or adds bare numbers to them is computed in the company's currency, as are mixed currencies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import singledispatch
from typing import Any

from odos.dsl import tree
from odos.fields.kinds.money import BASE_SUFFIX, CURRENCY_SUFFIX
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql
from odos.records.rules import Rule, RuleSource
from odos.schema.model import Entity, Field


def is_money(item: Field) -> bool:
    """Whether the field holds amount, currency and base amount."""
    columns = get_kind(item.kind).columns(item)
    return bool(columns) and columns[-1].suffix == BASE_SUFFIX


def operands_of(entity: Entity, item: Field, rule: Rule) -> tuple[Field, ...]:
    """The amounts of the record that make up a formula's; none where it is not proportional in them."""
    if not is_money(item) or not _is_proportional(rule.checked.tree):
        return ()
    paths = (node for node in tree.walk(rule.checked.tree) if isinstance(node, tree.FieldPath))
    ids = dict.fromkeys(path.ids[0] for path in paths if _is_amount(path))
    return tuple(entity.by_id[identity] for identity in ids)


def shared_currency(operands: Sequence[Field], row: Mapping[str, Sequence[Any]]) -> str | None:
    """The currency of all amounts that are there; None where there are several or none."""
    found = {str(row[item.id][1]) for item in operands if row.get(item.id, (None,))[0] is not None}
    return found.pop() if len(found) == 1 else None


def shared_currency_sql(operands: Sequence[Field], source: RuleSource) -> Sql:
    """`shared_currency` as SQL."""
    if not operands:
        return Sql("NULL::text")
    codes = ", ".join(f"({source.row.column(item, CURRENCY_SUFFIX)})" for item in operands)
    return Sql(f"(SELECT CASE WHEN count(DISTINCT o.c) = 1 THEN min(o.c) END FROM (VALUES {codes}) o(c))")


class AmountSource(RuleSource):
    """A source whose amounts read as written, not in the company's currency."""

    def value(self, field: Field) -> Sql:
        return Sql(self.row.column(field)) if is_money(field) else super().value(field)


def _is_amount(node: tree.FieldPath) -> bool:
    return node.type.kind == "money" and node.root == "record" and len(node.ids) == 1


@singledispatch
def _is_proportional(node: tree.Node) -> bool:
    return False


@_is_proportional.register
def _(node: tree.FieldPath) -> bool:
    return _is_amount(node)


@_is_proportional.register
def _(node: tree.Negative) -> bool:
    return _is_proportional(node.item)


@_is_proportional.register
def _(node: tree.Arithmetic) -> bool:
    left, right = _is_proportional(node.left), _is_proportional(node.right)
    match node.operator:
        case "+" | "-":
            return left and right
        case "*":
            return (left and _is_plain(node.right)) or (right and _is_plain(node.left))
        case "/":
            return left and _is_plain(node.right)
        case _:
            return False


@_is_proportional.register
def _(node: tree.Call) -> bool:
    rule = _PROPORTIONAL_CALLS.get(node.name.upper())
    return rule is not None and rule(node.arguments)


def _is_nothing(node: tree.Node) -> bool:
    """Zero or blank: the same in every currency."""
    return isinstance(node, tree.Literal) and (node.value is None or node.value == 0)


def _is_plain(node: tree.Node) -> bool:
    """No amount anywhere in it."""
    return all(item.type.kind != "money" for item in tree.walk(node))


def _is_choice(arguments: Sequence[tree.Node]) -> bool:
    condition, *branches = arguments
    return _is_plain(condition) and all(_is_proportional(item) or _is_nothing(item) for item in branches)


def _are_amounts(arguments: Sequence[tree.Node]) -> bool:
    return all(_is_proportional(item) or _is_nothing(item) for item in arguments)


_PROPORTIONAL_CALLS: Mapping[str, Callable[[Sequence[tree.Node]], bool]] = {
    "IF": _is_choice,
    "MIN": _are_amounts,
    "MAX": _are_amounts,
    "ABS": _are_amounts,
    "BLANKVALUE": _are_amounts,
}
