"""Checked tree → SQL over a table.

Two forms of the same truth. In a positive place (a WHERE clause, under AND and OR) NULL means
"not selected", so ``column = %s`` stays plain and an index serves it. Where exactness matters (under NOT,
inside a value) such a condition is closed by ``IS TRUE`` or ``IS NOT TRUE``, which makes it two-valued.

What may fail for a record carries its failure in the value (`failures`); only such nodes pay for it.
Every piece is an atom or stands in brackets; none can raise for a row; every value is a parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeGuard

from odos.dsl import tree
from odos.dsl.amounts import COMPARISONS, is_conversion, operands_of
from odos.dsl.checked import Checked
from odos.dsl.constants import constant
from odos.dsl.context import NOW, TIME_ZONE, TODAY, USER
from odos.dsl.failures import TRUE
from odos.dsl.lookups import is_lookup, lookup_sql
from odos.dsl.sql import amounts as amounts_sql
from odos.dsl.sql import calls as sql_calls
from odos.dsl.sql import collections as collection_sql
from odos.dsl.sql import dates as date_sql
from odos.dsl.sql import forms as sql_forms
from odos.dsl.sql import matching as matching_sql
from odos.dsl.sql import whole_numbers
from odos.dsl.sql.codes import CODES
from odos.dsl.sql.failures import Argument, failure, guard, without_failure
from odos.dsl.sql.outcomes import Outcome
from odos.dsl.sql.pieces import (
    CASTS,
    Condition,
    joined_texts,
    shown,
    templated,
    typed,
    within_test,
)
from odos.dsl.sql.source import SqlSource
from odos.dsl.traits import is_near_present
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, Type
from odos.dsl.typing_rules import common_type, meet
from odos.kernel.sql import Sql, join


def compile_sql(checked: Checked, source: SqlSource) -> Sql:
    """A condition for a WHERE clause (NULL: not selected) of a boolean rule, the value of any other."""
    node = checked.tree
    return _condition(node, source).sql if node.type == BOOLEAN else compile_value(checked, source)


def compile_value(checked: Checked, source: SqlSource) -> Sql:
    """The value, for a SELECT or an UPDATE; NULL where it fails. Conditions are never NULL otherwise."""
    return shown(checked.tree, _plain(checked.tree, source))


def compile_outcome(checked: Checked, source: SqlSource) -> Outcome:
    """The value with what tells a failure from a blank."""
    return Outcome(typed(_value(checked.tree, source), checked.type), checked.tree)


def _plain(node: tree.Node, source: SqlSource) -> Sql:
    """The value; NULL where it fails."""
    value = _value(node, source)
    return without_failure(value, node.type) if node.fails else value


def _value(node: tree.Node, source: SqlSource) -> Sql:
    """The value as it travels: marked where it may fail."""
    if isinstance(node, COMPARISONS):
        sides = operands_of(node)
        return amounts_sql.in_one_currency(sides, source, COMPILER, lambda place: _travelling(node, place))
    return _travelling(node, source)


def _travelling(node: tree.Node, source: SqlSource) -> Sql:
    if node.fails and type(node) in CODES:
        return CODES[type(node)](node, source, COMPILER)
    build = _VALUES.get(type(node))
    return build(node, source) if build else _CONDITIONS[type(node)](node, source).closed()


def _condition(node: tree.Node, source: SqlSource) -> Condition:
    """Failed counts as false. A conjunction holds when all parts do, so each part may serve an index."""
    if node.fails and type(node) not in _JUNCTIONS:
        return Condition("(" + _value(node, source) + f" = {TRUE})")
    build = _CONDITIONS.get(type(node))
    if build is None:
        return Condition(_value(node, source))
    return _compared(node, source, build) if isinstance(node, COMPARISONS) else build(node, source)


def _compared(node: tree.Node, source: SqlSource, build: Callable[[Any, SqlSource], Condition]) -> Condition:
    """A comparison with its amounts in one currency."""
    exact = False

    def compared(place: SqlSource) -> Sql:
        nonlocal exact
        found = build(node, place)
        exact = found.exact
        return found.sql

    sql = amounts_sql.in_one_currency(operands_of(node), source, COMPILER, compared)
    return Condition(sql, exact)


def _argument(node: tree.Node, kind: Type, source: SqlSource) -> Argument:
    value = typed(_read_as(node, kind, source), kind)
    return Argument(value, kind, node.fails, not _never_blank(node))


def _read_as(node: tree.Node, kind: Type, source: SqlSource) -> Sql:
    """The value of ``node`` as ``kind``: a date among moments is its midnight, whole numbers are numeric."""
    value = _value(node, source)
    if node.fails and kind != node.type and node.type.kind in {"blank", "date"}:
        return _marked_as(node, kind, value)
    if kind == DATETIME and node.type == DATE:
        return _midnight(node, value)
    if node.type.kind == "blank" and kind.kind in CASTS:
        return "(" + value + f")::{CASTS[kind.kind]}"
    if kind.is_numeric:
        return value if value.text.endswith("::numeric") else "(" + value + ")::numeric"
    return value


def _marked_as(node: tree.Node, kind: Type, value: Sql) -> Sql:
    """A value that may have failed as another type, with the mark of that; a blank has no other value."""
    mark, other = failure(node.type), failure(kind)
    if node.type.kind == "blank":
        return "(CASE WHEN " + value + f" = {mark} THEN {other} END)"

    def converted(parts: Sequence[Sql]) -> Sql:
        return (
            "(CASE WHEN " + parts[0] + f" = {mark} THEN {other} ELSE " + _midnight(node, parts[0]) + " END)"
        )

    return sql_forms.once_each([value], converted)


def _midnight(node: tree.Node, day: Sql) -> Sql:
    """Plain for a constant of these days, so that it is easily read and planned."""
    at_zone = "((" + day + ")::timestamp AT TIME ZONE " + Sql("%s", (TIME_ZONE,)) + ")"
    return at_zone if _is_near(node) else templated(sql_forms.real_moment("{0}"), at_zone)


def _is_near(node: tree.Node) -> bool:
    """Whether a date is certainly far from both ends of time."""
    if isinstance(node, tree.Literal):
        value = constant(node)
        return isinstance(value, date) and 1 < value.year < 9999
    return is_near_present(node)


def _never_blank(node: tree.Node) -> bool:
    """Whether the value is certainly there, so that a plain ``=`` says it all."""
    if isinstance(node, tree.Literal):
        return node.type.kind != "blank"
    if isinstance(node, tree.FieldPath):
        return node.zero
    return isinstance(node, tree.Context) or is_near_present(node) or type(node) in _CONDITIONS


# ------------------------------------------------------------------ leaves


def _literal(node: tree.Literal, source: SqlSource) -> Sql:
    value = constant(node)
    if value is None:
        return Sql("NULL")
    if _is_local(node):
        return "(" + Sql("%s::timestamp AT TIME ZONE %s", (value, TIME_ZONE)) + ")"
    return Sql(f"%s::{CASTS[node.type.kind]}", (value,))


def _is_local(node: tree.Literal) -> bool:
    return getattr(constant(node), "tzinfo", True) is None


def _context(node: tree.Context, source: SqlSource) -> Sql:
    slot, cast = {"user": (USER, "bigint"), "today": (TODAY, "date"), "now": (NOW, "timestamptz")}[node.name]
    return Sql(f"%s::{cast}", (slot,))


def _field_path(node: tree.FieldPath, source: SqlSource) -> Sql:
    value = _path_value(node, source)
    return "COALESCE(" + value + ", 0)" if node.zero else value


def _path_value(node: tree.FieldPath, source: SqlSource) -> Sql:
    if node.root == "user":
        user = source.user()
        return "(" + user.select(_steps(node, amounts_sql.beside(source, user.source))) + ")"
    return _steps(node, source)


def _steps(node: tree.FieldPath, source: SqlSource) -> Sql:
    for name in node.steps[:-1]:
        source = source.follow(name.field)
    return amounts_sql.field_value(node, source)


def _call(node: tree.Call, source: SqlSource) -> Sql:
    if is_lookup(node):
        return lookup_sql(node, source, COMPILER)
    if is_conversion(node):
        return amounts_sql.conversion_value(node, source, COMPILER, sql_calls.call)
    return sql_calls.call(node, source, COMPILER)


# ------------------------------------------------------------------ conditions


def _pair(left: tree.Node, right: tree.Node, source: SqlSource) -> tuple[Sql, Sql]:
    """Both sides of a comparison. A bare number beside a column takes its type, so that an index serves."""
    kind = meet(left.type, right.type)
    assert kind is not None
    return _side(left, kind, source), _side(right, kind, source)


def _side(node: tree.Node, kind: Type, source: SqlSource) -> Sql:
    if isinstance(node, tree.Literal) and kind.is_numeric and node.type.kind != "blank":
        return Sql("%s", (constant(node),))
    if kind == DATETIME and node.type == DATE:
        return _midnight(node, _value(node, source))
    return typed(_value(node, source), kind)


def _compare(node: tree.Compare, source: SqlSource) -> Condition:
    if (existence := collection_sql.existence(node, source, COMPILER)) is not None:
        return existence
    left, right = node.left, node.right
    if node.operator in {"=", "<>"}:
        if left.type.kind == "blank":
            left, right = right, left
        if right.type.kind == "blank":
            return _null_test(left, node.operator == "=", source)
    first, second = _pair(left, right, source)
    known = _never_blank(left), _never_blank(right)
    operator = _OPERATORS.get((node.operator, any(known), all(known)), node.operator)
    exact = all(known) or "DISTINCT" in operator
    if node.operator not in {"=", "<>"} and left.type.is_textual:
        first = first + ' COLLATE "C"'
    return Condition("(" + first + f" {operator} " + second + ")", exact)


# (operator, one side is never blank, both are never blank) → operator in SQL
_OPERATORS = {
    ("=", False, False): "IS NOT DISTINCT FROM",
    ("<>", False, False): "IS DISTINCT FROM",
    ("<>", True, False): "IS DISTINCT FROM",
}


def _null_test(node: tree.Node, positive: bool, source: SqlSource) -> Condition:
    found = _is_blank(tree.IsBlank(node), source)
    return found if positive else Condition(found.negated(), exact=True)


def _is_blank(node: tree.IsBlank, source: SqlSource) -> Condition:
    value = _value(node.item, source)
    if node.item.type.kind == "optionset":
        return Condition("(COALESCE(cardinality(" + value + "), 0) = 0)", exact=True)
    return Condition("(" + value + " IS NULL)", exact=True)


def _junction(word: str, items: tuple[tree.Node, ...], source: SqlSource) -> Condition:
    conditions = [_condition(item, source) for item in items]
    joined = "(" + join(f" {word} ", (condition.sql for condition in conditions)) + ")"
    return Condition(joined, all(condition.exact for condition in conditions))


def _within(node: tree.Within, source: SqlSource) -> Condition:
    """Two bounds that are constants of the statement, so that an index on the date serves."""
    test = within_test(node)
    return Condition(sql_forms.once_each([_value(node.item, source)], test))


def _between(node: tree.Between, source: SqlSource) -> Condition:
    kind = common_type([node.item, node.low, node.high])
    item, low, high = (_side(part, kind, source) for part in (node.item, node.low, node.high))
    collate = ' COLLATE "C"' if kind.is_textual else ""
    exact = all(map(_never_blank, (node.item, node.low, node.high)))
    return Condition("(" + item + collate + " BETWEEN " + low + " AND " + high + ")", exact)


def _membership(node: tree.In, source: SqlSource) -> Condition:
    """One array for the plain literals, a test for each other option; the item is computed once."""
    assert isinstance(node.options, tree.Items)
    kind = common_type([node.item, *node.options.items])
    item = _side(node.item, kind, source)
    plain = [option for option in node.options.items if _is_plain(option, kind)]
    others = [option for option in node.options.items if not _is_plain(option, kind)]

    def tested(items: Sequence[Sql]) -> Sql:
        tests = (
            ["(" + items[0] + Sql(" = ANY(%s))", ([constant(option) for option in plain],))] if plain else []
        )
        tests += [_equals(items[0], option, node.item, kind, source) for option in others]
        return "(" + join(" OR ", tests) + ")" if tests else Sql("FALSE")

    if not others or len(others) + bool(plain) < 2:
        return Condition(tested([item]))
    sides = [_side(option, kind, source) for option in others]
    return Condition(sql_forms.once_each([item], tested, beside=sides))


def _equals(item: Sql, option: tree.Node, node: tree.Node, kind: Type, source: SqlSource) -> Sql:
    operator = "=" if _never_blank(option) or _never_blank(node) else "IS NOT DISTINCT FROM"
    return "(" + item + f" {operator} " + _side(option, kind, source) + ")"


def _is_plain(option: tree.Node, kind: Type) -> TypeGuard[tree.Literal]:
    """Whether it may go into an array parameter: a literal that is no moment."""
    return isinstance(option, tree.Literal) and option.type.kind != "blank" and kind != DATETIME


def _match(node: tree.TextMatch, source: SqlSource) -> Condition:
    return matching_sql.match(node, source, COMPILER)


# ------------------------------------------------------------------ values


def _arithmetic(node: tree.Arithmetic, source: SqlSource) -> Sql:
    if node.left.type.is_temporal or node.right.type.is_temporal:
        return date_sql.shift_or_difference(node, source, COMPILER)
    if "time" in (node.left.type.kind, node.right.type.kind):
        return date_sql.on_the_clock(node, source, COMPILER)
    if whole_numbers.whole_bound(node) is not None:
        return whole_numbers.whole_sql(node, source, COMPILER) + "::numeric"
    sides = [_operand(side, node.zero, source) for side in (node.left, node.right)]
    form = _ARITHMETIC.get(node.operator) or (lambda parts: parts[0] + f" {node.operator} " + parts[1])
    if not node.fails:
        return "(" + form([side.sql for side in sides]) + ")"
    return guard(sides, form, NUMBER, fails=node.operator in _ARITHMETIC)


def _operand(node: tree.Node, zero: bool, source: SqlSource) -> Argument:
    """A number in arithmetic; with ``zero`` a blank counts as 0."""
    found = _argument(node, NUMBER, source)
    if not zero or not found.may_be_blank:
        return found
    return Argument("COALESCE(" + found.sql + ", 0)", NUMBER, found.fails, may_be_blank=False)


_ARITHMETIC = {"/": sql_forms.divide, "^": sql_forms.power}


def _negative(node: tree.Negative, source: SqlSource) -> Sql:
    return guard([_operand(node.item, node.zero, source)], lambda parts: "(-" + parts[0] + ")", NUMBER)


def _concat(node: tree.Concat, source: SqlSource) -> Sql:
    return guard([_argument(item, TEXT, source) for item in node.items], joined_texts, TEXT)


def _aggregate(node: tree.Aggregate, source: SqlSource) -> Sql:
    value = amounts_sql.aggregate_value(node, source, COMPILER)
    return "COALESCE(" + value + ", 0)" if node.zero else value


class _Compiler:
    """This module, for the parts that it calls."""

    value = staticmethod(_plain)
    travelling = staticmethod(_value)
    condition = staticmethod(_condition)
    argument = staticmethod(_argument)
    operand = staticmethod(_operand)


COMPILER = _Compiler()
_VALUES: dict[type[tree.Node], Callable[[Any, SqlSource], Sql]] = {
    tree.Literal: _literal,
    tree.Context: _context,
    tree.FieldPath: _field_path,
    tree.Call: _call,
    tree.Arithmetic: _arithmetic,
    tree.Negative: _negative,
    tree.Concat: _concat,
    tree.Aggregate: _aggregate,
}
_CONDITIONS: dict[type[tree.Node], Callable[[Any, SqlSource], Condition]] = {
    tree.Compare: _compare,
    tree.In: _membership,
    tree.Within: _within,
    tree.Between: _between,
    tree.And: lambda node, source: _junction("AND", node.items, source),
    tree.Or: lambda node, source: _junction("OR", node.items, source),
    tree.Not: lambda node, source: Condition(_condition(node.item, source).negated(), exact=True),
    tree.IsBlank: _is_blank,
    tree.TextMatch: _match,
}
_JUNCTIONS = frozenset({tree.And, tree.Or})
