"""Checked tree → closure over one record.

A closure reads ``values[path.key]``: the identity of a field, identities joined by dots for a path, and
``user.`` before it for the acting user's record (`Checked.paths` lists them). A collection is a sequence of
such mappings in the order of their ids. Numbers are Decimal or int, moments aware, sets of options sequences.
Inside, a failure is raised; what is given away never raises for what a record holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from operator import ge, gt, le, lt
from typing import Any

from odos.dsl import casing, moments, numbers, tree
from odos.dsl.amounts import (
    COMPARISONS,
    base_argument,
    converting,
    in_one_currency,
    is_conversion,
    leaves_of,
    operands_of,
)
from odos.dsl.checked import Checked
from odos.dsl.constants import constant
from odos.dsl.context import Context
from odos.dsl.failures import Failure, either, failing
from odos.dsl.lookups import is_lookup, lookup_python
from odos.dsl.periods import bounds
from odos.dsl.python import arithmetic as arithmetic_python
from odos.dsl.python import collections as collection_python
from odos.dsl.python import matching as matching_python
from odos.dsl.python.code import compile_code, in_exact_context
from odos.dsl.python.collections import Closure, Values
from odos.dsl.types import BOOLEAN, DATE, DATETIME, Type
from odos.dsl.typing_rules import common_type, meet


def compile_python(checked: Checked) -> Closure:
    """The value of a rule for one record; true or false for a condition, None for a blank or a failure."""
    return _caught(checked, None)


def compile_outcome(checked: Checked) -> Closure:
    """Like `compile_python`; a failure is the `Failure` itself."""
    return _caught(checked, Failure())


def compile_test(checked: Checked) -> Callable[[Values, Context], bool]:
    """A boolean rule as a test: blank and failed count as false."""
    condition = _exact(checked.tree, _condition(checked.tree))
    return _never_failing(condition, False) if checked.tree.fails else condition


def compile_key(node: tree.Node, kind: Type) -> Closure:
    """A part of a checked rule, read as a type; None where it is blank or fails."""
    return _never_failing(_exact(node, _read_as(node, kind)), None)


def _caught(checked: Checked, failed: Any) -> Closure:
    value = _shown(checked.tree, _exact(checked.tree, _value(checked.tree)))
    return _never_failing(value, failed) if checked.tree.fails else value


def _exact(node: tree.Node, value: Closure) -> Closure:
    """With operators of decimals exact, where there are any."""
    calculates = any(isinstance(part, tree.Arithmetic | tree.Negative) for part in tree.walk(node))
    return in_exact_context(value) if calculates else value


def _never_failing(value: Closure, failed: Any) -> Closure:
    def closure(values: Values, context: Context) -> Any:
        try:
            return value(values, context)
        except Failure:
            return failed

    return closure


def _shown(node: tree.Node, value: Closure) -> Closure:
    """An inexact number with the digits that people see."""
    if not node.inexact:
        return value

    def closure(values: Values, context: Context) -> Any:
        number = value(values, context)
        return None if number is None else numbers.fifteen(number)

    return closure


def _value(node: tree.Node) -> Closure:
    return compile_code(node, _closure) or _closure(node)


def _closure(node: tree.Node) -> Closure:
    """Of what `python.code` cannot say in an expression."""
    value = _CLOSURES[type(node)](node)
    sides = operands_of(node) if isinstance(node, COMPARISONS) else ()
    return in_one_currency(sides, value, _contained, _contained_condition) if leaves_of(*sides) else value


def _condition(node: tree.Node) -> Closure:
    value = _value(node)
    if type(node) in _TWO_VALUED:
        return value
    return lambda values, context: value(values, context) is True


def _read_as(node: tree.Node, kind: Type) -> Closure:
    value = _value(node)
    return _midnight(value) if kind == DATETIME and node.type == DATE else value


def _midnight(value: Closure) -> Closure:
    def closure(values: Values, context: Context) -> datetime | None:
        day = value(values, context)
        return None if day is None else moments.midnight(day, context.zone)

    return closure


def _pair(left: tree.Node, right: tree.Node) -> tuple[Closure, Closure]:
    kind = meet(left.type, right.type)
    assert kind is not None
    return _read_as(left, kind), _read_as(right, kind)


# ------------------------------------------------------------------ leaves


def _literal(node: tree.Literal) -> Closure:
    value = constant(node)
    if isinstance(value, datetime) and value.tzinfo is None:
        return lambda values, context: moments.at_local(value, context.zone)
    return lambda values, context: value


def _context(node: tree.Context) -> Closure:
    name = node.name
    return lambda values, context: getattr(context, name)


def _field_path(node: tree.FieldPath) -> Closure:
    key = node.key
    if node.type.kind in {"text", "option", "optionset"}:
        return lambda values, context: values.get(key) or None
    if node.zero:
        return lambda values, context: values.get(key) or 0
    return lambda values, context: values.get(key)


def _call(node: tree.Call) -> Closure:
    if is_lookup(node):
        return lookup_python(node, _read_as(node.arguments[2], common_type(node.arguments[1:])))
    value = _called(node)
    return converting(node, value, _value) if is_conversion(node) else value


def _called(node: tree.Call) -> Closure:
    overload = node.overload
    assert overload is not None
    declared = overload.expand(len(node.arguments)) or ()
    closures = [
        _condition(argument) if parameter == BOOLEAN else _read_as(argument, kind)
        for argument, parameter, kind in zip(node.arguments, declared, node.parameters, strict=True)
    ]
    if overload.converts:
        closures[0] = base_argument(node.arguments[0], closures[0])
    if overload.lazy:
        return overload.python(*closures)  # type: ignore[no-any-return]
    if overload.shows:
        closures = [_shown(node, value) for node, value in zip(node.arguments, closures, strict=True)]
    form = failing(overload.python) if overload.fails and not overload.marks else overload.python
    blank = False if overload.predicate else None
    return _STRICT[overload.strict](form, closures, overload.needs_context, blank)


def _strict(form: Callable[..., Any], closures: Sequence[Closure], in_context: bool, blank: Any) -> Closure:
    if len(closures) == 1 and not in_context:
        return _strict_single(form, closures[0], blank)

    def closure(values: Values, context: Context) -> Any:
        arguments = [item(values, context) for item in closures]
        if None in arguments:
            return blank
        return form(context, *arguments) if in_context else form(*arguments)

    return closure


def _strict_single(form: Callable[..., Any], argument: Closure, blank: Any) -> Closure:
    def closure(values: Values, context: Context) -> Any:
        value = argument(values, context)
        return blank if value is None else form(value)

    return closure


def _loose(form: Callable[..., Any], closures: Sequence[Closure], in_context: bool, blank: Any) -> Closure:
    def closure(values: Values, context: Context) -> Any:
        arguments = [item(values, context) for item in closures]
        return form(context, *arguments) if in_context else form(*arguments)

    return closure


_STRICT = {True: _strict, False: _loose}


# ------------------------------------------------------------------ conditions


def _compare(node: tree.Compare) -> Closure:
    left, right = _pair(node.left, node.right)
    if node.operator == "=":
        return lambda values, context: left(values, context) == right(values, context)
    if node.operator == "<>":
        return lambda values, context: left(values, context) != right(values, context)
    return _ordered(_ORDERS[node.operator], left, right)


def _ordered(order: Callable[[Any, Any], bool], left: Closure, right: Closure) -> Closure:
    def closure(values: Values, context: Context) -> bool:
        first, second = left(values, context), right(values, context)
        return first is not None and second is not None and order(first, second)

    return closure


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _membership(node: tree.In) -> Closure:
    assert isinstance(node.options, tree.Items)
    kind = node.item.type
    for option in node.options.items:
        kind = meet(kind, option.type) or kind
    item, options = _read_as(node.item, kind), [_read_as(option, kind) for option in node.options.items]

    if any(option.fails for option in node.options.items):
        return _membership_of_failing(item, options)

    def closure(values: Values, context: Context) -> bool:
        wanted = item(values, context)
        return any(option(values, context) == wanted for option in options)

    return closure


def _membership_of_failing(item: Closure, options: Sequence[Closure]) -> Closure:
    """Like ``or``: one that is equal decides, whatever fails beside it."""

    def closure(values: Values, context: Context) -> bool:
        wanted = item(values, context)
        return either(partial(_is_equal, option, wanted, values, context) for option in options)

    return closure


def _is_equal(option: Closure, wanted: Any, values: Values, context: Context) -> bool:
    return bool(option(values, context) == wanted)


def _is_not(item: Closure, values: Values, context: Context) -> bool:
    return not item(values, context)


def _within(node: tree.Within) -> Closure:
    item, period = _read_as(node.item, DATE), node.period
    is_moment = node.item.type == DATETIME

    def closure(values: Values, context: Context) -> bool:
        value = item(values, context)
        if value is None:
            return False
        first, end = bounds(period, context)
        if not is_moment:
            return bool(first <= value < end)
        start, stop = moments.midnight(first, context.zone), moments.midnight(end, context.zone)
        return start is not None and stop is not None and start <= value < stop

    return closure


def _between(node: tree.Between) -> Closure:
    kind = meet(meet(node.item.type, node.low.type) or node.item.type, node.high.type) or node.item.type
    item, low, high = (_read_as(part, kind) for part in (node.item, node.low, node.high))

    def closure(values: Values, context: Context) -> bool:
        value, least, most = item(values, context), low(values, context), high(values, context)
        return None not in (value, least, most) and least <= value <= most

    return closure


def _conjunction(node: tree.And) -> Closure:
    """Of parts that may fail."""
    items = [_condition(item) for item in node.items]
    return lambda values, context: not either(partial(_is_not, item, values, context) for item in items)


def _disjunction(node: tree.Or) -> Closure:
    """Of parts that may fail."""
    items = [_condition(item) for item in node.items]
    return lambda values, context: either(partial(item, values, context) for item in items)


def _match(node: tree.TextMatch) -> Closure:
    item, pattern = _value(node.item), _value(node.pattern)
    if node.item.type.kind == "optionset":
        return matching_python.both(item, pattern, lambda options, option: option in options)
    if node.operator == "matches":
        return matching_python.pattern_match(item, pattern)
    test = matching_python.MATCHES[node.operator]
    return matching_python.both(
        item, pattern, lambda text, part: test(casing.lower(text), casing.lower(part))
    )


# ------------------------------------------------------------------ values


def _arithmetic(node: tree.Arithmetic) -> Closure:
    return arithmetic_python.arithmetic(node, _COMPILER)


def _concat(node: tree.Concat) -> Closure:
    items = [_value(item) for item in node.items]
    return lambda values, context: "".join(item(values, context) or "" for item in items) or None


def _aggregate(node: tree.Aggregate) -> Closure:
    value = collection_python.aggregate(node, _contained, _contained_condition)
    return (lambda values, context: value(values, context) or 0) if node.zero else value


def _contained(node: tree.Node) -> Closure:
    """The value of a related record, blank where it fails."""
    return _never_failing(_value(node), None) if node.fails else _value(node)


def _contained_condition(node: tree.Node) -> Closure:
    """A condition on a related record, false where it fails."""
    return _never_failing(_condition(node), False) if node.fails else _condition(node)


_TWO_VALUED = frozenset(
    {
        tree.Compare,
        tree.In,
        tree.Within,
        tree.Between,
        tree.And,
        tree.Or,
        tree.Not,
        tree.IsBlank,
        tree.TextMatch,
    }
)


class _Compiler:
    """This module, for the parts that it calls."""

    value = staticmethod(_value)
    read_as = staticmethod(_read_as)


_COMPILER = _Compiler()
_CLOSURES: dict[type[tree.Node], Callable[[Any], Closure]] = {
    tree.Literal: _literal,
    tree.Context: _context,
    tree.FieldPath: _field_path,
    tree.Call: _call,
    tree.Compare: _compare,
    tree.In: _membership,
    tree.Within: _within,
    tree.Between: _between,
    tree.And: _conjunction,
    tree.Or: _disjunction,
    tree.TextMatch: _match,
    tree.Arithmetic: _arithmetic,
    tree.Concat: _concat,
    tree.Aggregate: _aggregate,
}
