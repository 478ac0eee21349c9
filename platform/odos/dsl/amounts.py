"""Amounts of money in rules, and the currency in which they are compared.

What stands together in a comparison, or makes up a formula of money, is computed in the one currency of all
its amounts, and then a bare number takes that currency; amounts of several currencies count as their base
amounts, in the company's. Everywhere else (points, texts, plain numbers) an amount is its base amount.

A closure reads an `Amount`: a number that also knows what it is in its own currency and in the company's. A
plain number is an amount of the company's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from odos.dsl import tree
from odos.dsl.context import Context
from odos.dsl.lookups import is_lookup
from odos.dsl.python.collections import Closure, Values
from odos.dsl.types import MONEY

MIXED = "*"
COMPARISONS = (tree.Compare, tree.Between, tree.In)
CONVERTED = "#converted"  # what a closure finds under it says whether conversions count
_SUMMARIES = frozenset({"sum", "avg", "min", "max", "first", "last"})


class Amount(Decimal):
    """A number that was written in another currency; its value is one of both."""

    base: Decimal
    own: Decimal
    currency: str

    @property
    def in_own(self) -> Amount:
        """As written."""
        return amount(self.own, self.base, self.own, self.currency)

    @property
    def in_base(self) -> Amount:
        """In the company's currency."""
        return amount(self.base, self.base, self.own, self.currency)


def amount(value: Decimal, base: Decimal, own: Decimal, currency: str) -> Amount:
    """A number with both that it may be."""
    made = Amount(value)
    made.base, made.own, made.currency = base, own, currency
    return made


# ------------------------------------------------------------------ what stands together


def leaves_of(*nodes: tree.Node) -> tuple[tree.Node, ...]:
    """The amounts that numbers under ``nodes`` are made of, each once: fields, aggregates, conversions."""
    found: dict[tree.Node, None] = {}
    for node in nodes:
        found |= dict.fromkeys(_leaves(node))
    return tuple(found)


def _leaves(node: tree.Node) -> Iterator[tree.Node]:
    if not node.type.is_numeric and node.type.kind != "list":
        return
    if node.type == MONEY and _is_leaf(node):
        yield node
    elif isinstance(node, tree.Aggregate) or is_lookup(node):
        return
    else:
        for child in tree.children(node):
            yield from _leaves(child)


def _is_leaf(node: tree.Node) -> bool:
    return isinstance(node, tree.FieldPath | tree.Aggregate) or is_conversion(node) or is_lookup(node)


def is_conversion(node: tree.Node) -> bool:
    """Whether it is money in a currency that the rule names."""
    return isinstance(node, tree.Call) and node.overload is not None and node.overload.converts


def is_in_base(node: tree.Node) -> bool:
    """Whether it is money in the company's currency, whatever the currency of what is in it."""
    return isinstance(node, tree.Call) and is_conversion(node) and len(node.arguments) == 1


def operands_of(node: tree.Node) -> tuple[tree.Node, ...]:
    """The sides of a comparison."""
    return tuple(tree.children(node)) if isinstance(node, COMPARISONS) else (node,)


def is_measured(node: tree.Node) -> bool:
    """Whether an aggregate is an amount in the currency of what it runs over."""
    return isinstance(node, tree.Aggregate) and node.function in _SUMMARIES


# ------------------------------------------------------------------ closures


@dataclass(frozen=True)
class _Leaf:
    """An amount as closures find it: ``key`` of a field or of a collection's items, and what tells the
    currencies in it."""

    key: str
    currencies: Callable[[Values, Context], Iterable[str]]
    moved: Callable[[Values, bool], Any] | None  # the value as written, or in the company's currency


def in_one_currency(
    nodes: Sequence[tree.Node], inner: Closure, compile_value: Callable[[tree.Node], Closure],
    compile_condition: Callable[[tree.Node], Closure],
) -> Closure:  # fmt: skip
    """``inner`` with the amounts under ``nodes`` in their one currency, or in the company's."""
    leaves = [_leaf(node, compile_value, compile_condition) for node in leaves_of(*nodes)]

    def closure(values: Values, context: Context) -> Any:
        codes = {code for leaf in leaves for code in leaf.currencies(values, context)}
        is_own = len(codes) < 2 and MIXED not in codes
        moved = {**values, CONVERTED: is_own}
        for leaf in leaves:
            if leaf.moved:
                moved[leaf.key] = leaf.moved(moved, is_own)
        return inner(moved, context)

    def plain(values: Values, context: Context) -> Any:
        """Nothing to do where all amounts are the company's."""
        if all(type(values.get(leaf.key)) is not Amount for leaf in leaves):
            return inner(values, context)
        return closure(values, context)

    return plain if all(isinstance(node, tree.FieldPath) for node in leaves_of(*nodes)) else closure


def shared_currency(leaves: Iterable[tree.Node], values: Values, context: Context) -> str | None:
    """The one currency of the fields that are not blank; None where there are several or none."""
    found = {code for leaf in leaves for code in _currency(values.get(leaf.key), context)}  # type: ignore[attr-defined]
    return found.pop() if len(found) == 1 else None


def as_written(leaves: Iterable[tree.Node], values: Values) -> dict[str, Any]:
    """The values with the amounts of these fields in their own currency."""
    keys = [leaf.key for leaf in leaves]  # type: ignore[attr-defined]
    return {**values, **{key: _moved(values.get(key), True) for key in keys}}


def converting(node: tree.Call, form: Closure, compile_value: Callable[[tree.Node], Closure]) -> Closure:
    """A conversion: what it gives, or the base amount where amounts of several currencies meet."""
    base = _in_base(node.arguments[0], compile_value)

    def closure(values: Values, context: Context) -> Any:
        return form(values, context) if values.get(CONVERTED, True) else base(values, context)

    return closure


def _in_base(node: tree.Node, compile_value: Callable[[tree.Node], Closure]) -> Closure:
    keys = [leaf.key for leaf in leaves_of(node) if isinstance(leaf, tree.FieldPath)]
    value = compile_value(node)

    def closure(values: Values, context: Context) -> Any:
        return value({**values, **{key: _moved(values.get(key), False) for key in keys}}, context)

    return closure


def base_argument(node: tree.Node, value: Closure) -> Closure:
    """What is converted, in the company's currency."""
    return _in_base(node, lambda _: value)


def _leaf(
    node: tree.Node, compile_value: Callable[[tree.Node], Closure], compile_condition: Callable[..., Closure]
) -> _Leaf:
    if isinstance(node, tree.FieldPath):
        key = node.key
        return _Leaf(
            key,
            lambda values, context: _currency(values.get(key), context),
            lambda values, is_own: _moved(values.get(key), is_own),
        )
    if is_in_base(node):
        return _Leaf("", lambda values, context: (context.base_currency,), None)
    if isinstance(node, tree.Call) and is_conversion(node):
        code = compile_value(node.arguments[1])
        base = compile_value(node.arguments[0])
        return _Leaf("", lambda values, context: _named(code, base, values, context), None)
    if isinstance(node, tree.Aggregate) and is_measured(node):
        return _measured(node, compile_condition)
    return _Leaf("", lambda *_: (MIXED,), lambda *_: None)


def _measured(node: tree.Aggregate, compile_condition: Callable[[tree.Node], Closure]) -> _Leaf:
    path = node.path
    assert isinstance(path, tree.FieldPath)
    position = next(index for index, name in enumerate(path.steps) if name.is_collection) + 1
    items, item = tree.FieldPath(path.ids[:position], path.root).key, ".".join(path.ids[position:])
    where = compile_condition(node.where) if node.where else lambda *_: True

    def currencies(values: Values, context: Context) -> Iterator[str]:
        for row in values.get(items) or ():
            if where(row, context):
                yield from _currency(row.get(item), context)

    def moved(values: Values, is_own: bool) -> Any:
        return [{**row, item: _moved(row.get(item), is_own)} for row in values.get(items) or ()]

    return _Leaf(items, currencies, moved)


def _currency(value: Any, context: Context) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value.currency if isinstance(value, Amount) else context.base_currency,)


def _moved(value: Any, is_own: bool) -> Any:
    if not isinstance(value, Amount):
        return value
    return value.in_own if is_own else value.in_base


def _named(code: Closure, base: Closure, values: Values, context: Context) -> tuple[str, ...]:
    named = code(values, context)
    if named is None or base(values, context) is None:
        return ()
    return (str(named).strip(" ").upper(),)


# ------------------------------------------------------------------ formulas of money


def is_proportional(node: tree.Node) -> bool:
    """Whether twice the amounts give twice the result: then base amounts give the base amount."""
    if isinstance(node, tree.FieldPath | tree.Aggregate):
        return node.type == MONEY
    rule = _PROPORTIONAL.get(type(node))
    return is_conversion(node) or (rule is not None and rule(node))


def _is_proportional_sum(node: tree.Arithmetic) -> bool:
    left, right = is_proportional(node.left), is_proportional(node.right)
    match node.operator:
        case "+" | "-":
            return left and right
        case "*":
            return (left and not leaves_of(node.right)) or (right and not leaves_of(node.left))
        case "/":
            return left and not leaves_of(node.right)
        case _:
            return False


def _is_proportional_call(node: tree.Call) -> bool:
    if node.name not in _PROPORTIONAL_CALLS:
        return False
    parts = node.arguments[_PROPORTIONAL_CALLS[node.name] :]
    return all(is_proportional(part) or _is_nothing(part) for part in parts)


# How many arguments, which may say anything, stand before those that make up the result.
_PROPORTIONAL_CALLS = {"IF": 1, "MIN": 0, "MAX": 0, "ABS": 0, "BLANKVALUE": 0}


def _is_nothing(node: tree.Node) -> bool:
    """Zero or blank: the same in every currency."""
    return isinstance(node, tree.Literal) and (node.value is None or node.value == 0)


_PROPORTIONAL: Mapping[type[tree.Node], Callable[[Any], bool]] = {
    tree.Negative: lambda node: is_proportional(node.item),
    tree.Arithmetic: _is_proportional_sum,
    tree.Call: _is_proportional_call,
}
