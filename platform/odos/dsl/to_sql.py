"""Checked tree → SQL over a table.

Two forms of the same truth. In a positive place (a WHERE clause, under AND and OR) NULL means
"not selected", so ``column = %s`` stays plain and an index serves it. Where exactness matters (under NOT,
inside a value) such a condition is closed by ``IS TRUE`` or ``IS NOT TRUE``, which makes it two-valued.

Every piece is an atom or stands in brackets; none can raise for a row; every value is a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

from odos.dsl import sql_forms, tree
from odos.dsl.checker import Checked
from odos.dsl.constants import constant
from odos.dsl.context import NOW, TIME_ZONE, TODAY, USER
from odos.dsl.moments import DAYS, MAX_DAYS, MONTHS
from odos.dsl.sql_source import SqlCollection, SqlSource
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, Type
from odos.dsl.typing_rules import meet
from odos.kernel.sql import Sql, join


def compile_sql(checked: Checked, source: SqlSource) -> Sql:
    """A condition for a WHERE clause (NULL: not selected) of a boolean rule, the value of any other."""
    node = checked.tree
    return _condition(node, source).sql if node.type == BOOLEAN else _value(node, source)


def compile_value(checked: Checked, source: SqlSource) -> Sql:
    """The value, for a SELECT or an UPDATE; conditions are true or false, never NULL."""
    return _value(checked.tree, source)


@dataclass(frozen=True)
class _Condition:
    """A condition; unless ``exact``, NULL stands for false."""

    sql: Sql
    exact: bool = False

    def closed(self) -> Sql:
        """Never NULL."""
        return self.sql if self.exact else "(" + self.sql + " IS TRUE)"

    def negated(self) -> Sql:
        """True where the condition is false or NULL."""
        return "(NOT " + self.sql + ")" if self.exact else "(" + self.sql + " IS NOT TRUE)"


def _value(node: tree.Node, source: SqlSource) -> Sql:
    build = _VALUES.get(type(node))
    return build(node, source) if build else _condition(node, source).closed()


def _condition(node: tree.Node, source: SqlSource) -> _Condition:
    build = _CONDITIONS.get(type(node))
    return build(node, source) if build else _Condition(_value(node, source))


def _read_as(node: tree.Node, kind: Type, source: SqlSource) -> Sql:
    """The value of ``node`` as ``kind``: a date among moments is its midnight, whole numbers are numeric."""
    value = _value(node, source)
    if kind == DATETIME and node.type == DATE:
        return _midnight(node, value)
    if kind.is_numeric:
        return value if value.text.endswith("::numeric") else "(" + value + ")::numeric"
    return value


def _midnight(node: tree.Node, day: Sql) -> Sql:
    """Plain for a constant of these days, so that it is easily read and planned."""
    at_zone = "((" + day + ")::timestamp AT TIME ZONE " + Sql("%s", (TIME_ZONE,)) + ")"
    return at_zone if _is_near(node) else _templated(sql_forms.real_moment("{0}"), at_zone)


def _is_near(node: tree.Node) -> bool:
    """Whether a date is certainly far from both ends of time."""
    if isinstance(node, tree.Literal):
        value = constant(node)
        return isinstance(value, date) and 1 < value.year < 9999
    return isinstance(node, tree.Context | tree.Arithmetic) and _never_blank(node)


def _templated(form: str, *arguments: Sql) -> Sql:
    return sql_forms.template(form)(arguments)


def _never_blank(node: tree.Node) -> bool:
    """Whether the value is certainly there, so that a plain ``=`` says it all."""
    if isinstance(node, tree.Literal):
        return node.type.kind != "blank"
    if isinstance(node, tree.Arithmetic) and isinstance(node.left, tree.Context):
        return isinstance(node.right, tree.Duration)
    return isinstance(node, tree.Context) or type(node) in _CONDITIONS


# ------------------------------------------------------------------ leaves

_CASTS = {
    "text": "text",
    "option": "text",
    "number": "numeric",
    "percent": "numeric",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz",
    "record": "bigint",
}


def _literal(node: tree.Literal, source: SqlSource) -> Sql:
    value = constant(node)
    if value is None:
        return Sql("NULL")
    if _is_local(node):
        return "(" + Sql("%s::timestamp AT TIME ZONE %s", (value, TIME_ZONE)) + ")"
    return Sql(f"%s::{_CASTS[node.type.kind]}", (value,))


def _is_local(node: tree.Literal) -> bool:
    return getattr(constant(node), "tzinfo", True) is None


def _context(node: tree.Context, source: SqlSource) -> Sql:
    slot, cast = {"user": (USER, "bigint"), "today": (TODAY, "date"), "now": (NOW, "timestamptz")}[node.name]
    return Sql(f"%s::{cast}", (slot,))


def _field_path(node: tree.FieldPath, source: SqlSource) -> Sql:
    if node.root == "user":
        user = source.user()
        return "(" + user.select(_steps(node, user.source)) + ")"
    return _steps(node, source)


def _steps(node: tree.FieldPath, source: SqlSource) -> Sql:
    for name in node.steps[:-1]:
        source = source.follow(name.field)
    return source.value(node.steps[-1].field)


def _call(node: tree.Call, source: SqlSource) -> Sql:
    assert node.overload is not None
    declared = node.overload.expand(len(node.arguments)) or ()
    arguments = []
    for argument, parameter, kind in zip(node.arguments, declared, node.parameters, strict=True):
        is_condition = parameter == BOOLEAN
        arguments.append(
            _condition(argument, source).closed()
            if is_condition
            else _typed(_read_as(argument, kind, source), kind)
        )
    built = node.overload.sql(arguments)
    return "(" + built + ")"


def _typed(value: Sql, kind: Type) -> Sql:
    """A bare NULL with its type, without which PostgreSQL cannot choose a function."""
    return Sql(f"NULL::{_CASTS[kind.kind]}") if value.text == "NULL" and kind.kind in _CASTS else value


def _call_value(node: tree.Call, source: SqlSource) -> Sql:
    value = _call(node, source)
    return _Condition(value).closed() if node.overload and node.overload.predicate else value


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
    return _typed(_value(node, source), kind)


def _is_null(node: tree.Node) -> bool:
    return isinstance(node, tree.Literal) and node.type.kind == "blank"


def _compare(node: tree.Compare, source: SqlSource) -> _Condition:
    left, right = node.left, node.right
    if node.operator in {"=", "<>"}:
        if _is_null(left):
            left, right = right, left
        if _is_null(right):
            return _null_test(left, node.operator == "=", source)
    first, second = _pair(left, right, source)
    known = _never_blank(left), _never_blank(right)
    operator = _OPERATORS.get((node.operator, any(known), all(known)), node.operator)
    exact = all(known) or "DISTINCT" in operator
    if node.operator not in {"=", "<>"} and left.type.is_textual:
        first = first + ' COLLATE "C"'
    return _Condition("(" + first + f" {operator} " + second + ")", exact)


# (operator, one side is never blank, both are never blank) → operator in SQL
_OPERATORS = {
    ("=", False, False): "IS NOT DISTINCT FROM",
    ("<>", False, False): "IS DISTINCT FROM",
    ("<>", True, False): "IS DISTINCT FROM",
}


def _null_test(node: tree.Node, positive: bool, source: SqlSource) -> _Condition:
    found = _is_blank(tree.IsBlank(node), source)
    return found if positive else _Condition(found.negated(), exact=True)


def _is_blank(node: tree.IsBlank, source: SqlSource) -> _Condition:
    value = _value(node.item, source)
    if node.item.type.kind == "optionset":
        return _Condition("(COALESCE(cardinality(" + value + "), 0) = 0)", exact=True)
    return _Condition("(" + value + " IS NULL)", exact=True)


def _negation(node: tree.Not, source: SqlSource) -> _Condition:
    return _Condition(_condition(node.item, source).negated(), exact=True)


def _junction(word: str, items: tuple[tree.Node, ...], source: SqlSource) -> _Condition:
    conditions = [_condition(item, source) for item in items]
    joined = "(" + join(f" {word} ", (condition.sql for condition in conditions)) + ")"
    return _Condition(joined, all(condition.exact for condition in conditions))


def _conjunction(node: tree.And, source: SqlSource) -> _Condition:
    return _junction("AND", node.items, source)


def _disjunction(node: tree.Or, source: SqlSource) -> _Condition:
    return _junction("OR", node.items, source)


def _between(node: tree.Between, source: SqlSource) -> _Condition:
    kind = _common([node.item, node.low, node.high])
    item, low, high = (_side(part, kind, source) for part in (node.item, node.low, node.high))
    collate = ' COLLATE "C"' if kind.is_textual else ""
    exact = all(map(_never_blank, (node.item, node.low, node.high)))
    return _Condition("(" + item + collate + " BETWEEN " + low + " AND " + high + ")", exact)


def _membership(node: tree.In, source: SqlSource) -> _Condition:
    """One array for the plain literals, a test for each other option; the item is computed once."""
    assert isinstance(node.options, tree.Items)
    kind = _common([node.item, *node.options.items])
    item = _side(node.item, kind, source)
    plain = [option for option in node.options.items if _is_plain(option, kind)]
    others = [option for option in node.options.items if not _is_plain(option, kind)]
    fenced = bool(others) and len(others) + bool(plain) > 1 and not sql_forms.is_simple(item)
    place = Sql('_v."item"') if fenced else item
    tests = ["(" + place + Sql(" = ANY(%s))", ([constant(option) for option in plain],))] if plain else []
    tests += [_equals(place, option, node.item, kind, source) for option in others]
    test = "(" + join(" OR ", tests) + ")" if tests else Sql("FALSE")
    return _Condition(sql_forms.once(test, [("item", item)]) if fenced else test)


def _common(nodes: list[tree.Node]) -> Type:
    kind = nodes[0].type
    for node in nodes:
        kind = meet(kind, node.type) or kind
    return kind


def _equals(item: Sql, option: tree.Node, node: tree.Node, kind: Type, source: SqlSource) -> Sql:
    operator = "=" if _never_blank(option) or _never_blank(node) else "IS NOT DISTINCT FROM"
    return "(" + item + f" {operator} " + _side(option, kind, source) + ")"


def _is_plain(option: tree.Node, kind: Type) -> TypeGuard[tree.Literal]:
    """Whether it may go into an array parameter: a literal that is no moment."""
    return isinstance(option, tree.Literal) and option.type.kind != "blank" and kind != DATETIME


def _match(node: tree.TextMatch, source: SqlSource) -> _Condition:
    item = _value(node.item, source)
    if node.item.type.kind == "optionset":
        return _Condition("(" + _value(node.pattern, source) + " = ANY(" + item + "))")
    subject = _folded(_typed(item, TEXT))
    if isinstance(node.pattern, tree.Literal) and isinstance(node.pattern.value, str) and node.pattern.value:
        before, after = _LIKE[node.operator]
        pattern = before + _escaped(node.pattern.value) + after
        return _Condition("(" + subject + " LIKE " + _folded(Sql("%s::text", (pattern,))) + ")")
    pattern_sql = _folded(_typed(_value(node.pattern, source), TEXT))
    return _Condition("(" + _templated(_POSITIONS[node.operator], subject, pattern_sql) + ")")


_LIKE = {"contains": ("%", "%"), "starts with": ("", "%"), "ends with": ("%", "")}
_POSITIONS = {
    "contains": "strpos({0}, {1}) > 0",
    "starts with": "starts_with({0}, {1})",
    "ends with": "right({0}, char_length({1})) = {1}",
}


def _folded(value: Sql) -> Sql:
    return "(lower(" + value + ' COLLATE odos_case) COLLATE "C")'


def _escaped(pattern: str) -> str:
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# ------------------------------------------------------------------ values


def _arithmetic(node: tree.Arithmetic, source: SqlSource) -> Sql:
    if node.left.type.is_temporal or node.right.type.is_temporal:
        return _temporal(node, source)
    left, right = (_typed(_read_as(side, NUMBER, source), NUMBER) for side in (node.left, node.right))
    form = _ARITHMETIC.get(node.operator)
    return "(" + form((left, right)) + ")" if form else "(" + left + f" {node.operator} " + right + ")"


_ARITHMETIC = {"/": sql_forms.divide, "^": sql_forms.power}


def _negative(node: tree.Negative, source: SqlSource) -> Sql:
    return "(-" + _typed(_read_as(node.item, NUMBER, source), NUMBER) + ")"


def _concat(node: tree.Concat, source: SqlSource) -> Sql:
    pieces = ("COALESCE(" + _typed(_value(item, source), TEXT) + ", '')" for item in node.items)
    return "NULLIF(" + join(" || ", pieces) + ", '')"


def _temporal(node: tree.Arithmetic, source: SqlSource) -> Sql:
    moment, by = node.left, node.right
    if moment.type.is_temporal and by.type.is_temporal:
        return _difference(moment, by, source)
    if not moment.type.is_temporal:
        moment, by = by, moment
    if not isinstance(by, tree.Duration):
        shifted = _days_shift(node, moment, by, source)
    else:
        shifted = _duration_shift(node, moment, by, source)
        if isinstance(moment, tree.Context):
            return shifted  # the present is far from both ends of time
    real = sql_forms.real_date if node.type == DATE else sql_forms.real_moment
    return _templated(real("{0}"), shifted)


def _difference(later: tree.Node, earlier: tree.Node, source: SqlSource) -> Sql:
    first, second = _pair(later, earlier, source)
    if later.type == DATE and earlier.type == DATE:
        return "(" + first + " - " + second + ")::numeric"
    seconds = "extract(epoch FROM " + first + " - " + second + ")"
    return sql_forms.divide((seconds, Sql("86400")))


def _duration_shift(node: tree.Arithmetic, moment: tree.Node, by: tree.Duration, source: SqlSource) -> Sql:
    start = _read_as(moment, node.type, source)
    if node.type == DATE and by.unit in DAYS:
        return "(" + start + f" {node.operator} " + Sql("%s::int)", (by.amount * DAYS[by.unit],))
    interval = Sql("%s::interval", (_interval(by),))
    if node.type == DATE:
        return "(" + start + f" {node.operator} " + interval + ")::date"
    if by.unit not in MONTHS:
        return "(" + start + f" {node.operator} " + interval + ")"
    return _templated(sql_forms.months_later("{0}", node.operator, "{1}"), start, interval)


def _interval(by: tree.Duration) -> str:
    """Days and weeks on a moment are 24 hours each, whatever the clocks do."""
    return f"{by.amount * DAYS[by.unit] * 24} hours" if by.unit in DAYS else f"{by.amount} {by.unit}s"


def _days_shift(node: tree.Arithmetic, moment: tree.Node, by: tree.Node, source: SqlSource) -> Sql:
    start, days = _read_as(moment, node.type, source), _typed(_read_as(by, NUMBER, source), NUMBER)
    if node.type == DATE:
        return "(" + start + f" {node.operator} " + _templated(sql_forms.whole("{0}", MAX_DAYS), days) + ")"
    limited = sql_forms.guarded("{0}", str(-MAX_DAYS - 1), str(MAX_DAYS + 1))
    seconds = _templated(f"make_interval(secs => round({limited} * 86400)::double precision)", days)
    return "(" + start + f" {node.operator} " + seconds + ")"


# ------------------------------------------------------------------ collections


def _aggregate(node: tree.Aggregate, source: SqlSource) -> Sql:
    build = _AGGREGATES.get(node.function, _plain_aggregate)
    collection, value = _collection(node, source)
    return build(node, collection, value)


def _collection(node: tree.Aggregate, source: SqlSource) -> tuple[SqlCollection, tree.FieldPath | None]:
    """The collection, and the rest of the path as read from an item."""
    path = node.path
    assert isinstance(path, tree.FieldPath)
    position = next(index for index, name in enumerate(path.steps) if name.is_collection)
    for name in path.steps[:position]:
        source = source.follow(name.field)
    rest = path.steps[position + 1 :]
    value = tree.FieldPath(path.ids[position + 1 :], type=rest[-1].type, steps=rest) if rest else None
    return source.collection(path.steps[position]), value


def _where(node: tree.Aggregate, collection: SqlCollection, *more: _Condition | None) -> Sql | None:
    found = [_condition(node.where, collection.source)] if node.where else []
    found += [condition for condition in more if condition]
    return join(" AND ", (condition.sql for condition in found)) if found else None


def _plain_aggregate(node: tree.Aggregate, collection: SqlCollection, value: tree.FieldPath | None) -> Sql:
    read = _value(value, collection.source) if value else Sql("*")
    inner = join("", (read if piece == "{0}" else Sql(piece) for piece in _FORMS[node.function]))
    return "(" + collection.select(inner, where=_where(node, collection)) + ")"


_FORMS = {
    name: re.split(r"(\{0\})", form)
    for name, form in {
        "count": "count({0})::numeric",
        "count_distinct": "count(DISTINCT {0})::numeric",
        "sum": "COALESCE(sum({0}::numeric), 0)",
        "min": "min({0})",
        "max": "max({0})",
        "avg": sql_forms.fifteen(
            f"((sum({{0}}::numeric) + {sql_forms.MANY_DIGITS}) / NULLIF(count({{0}}), 0))"
        ),
    }.items()
}


def _exists(node: tree.Aggregate, collection: SqlCollection, value: tree.FieldPath | None) -> Sql:
    wanted = _condition(value, collection.source) if value else None
    return "EXISTS (" + collection.select(Sql("1"), where=_where(node, collection, wanted)) + ")"


def _none(node: tree.Aggregate, collection: SqlCollection, value: tree.FieldPath | None) -> Sql:
    return "(NOT " + _exists(node, collection, value) + ")"


def _all(node: tree.Aggregate, collection: SqlCollection, value: tree.FieldPath | None) -> Sql:
    """All items satisfy the condition, or, when a value is asked for, it is true for all that do."""
    if value:
        where = _where(
            node, collection, _Condition(_condition(value, collection.source).negated(), exact=True)
        )
    else:
        assert node.where is not None
        where = _condition(node.where, collection.source).negated()
    return "(NOT EXISTS (" + collection.select(Sql("1"), where=where) + "))"


def _end(node: tree.Aggregate, collection: SqlCollection, value: tree.FieldPath | None) -> Sql:
    """The first or last row; rows with a blank order stand last either way, ties go by id."""
    assert value is not None
    source = collection.source
    downwards = node.function == "last"
    terms = [source.value(source.entity.fields["id"]) + (" DESC" if downwards else "")]
    if node.order:
        order = _value(node.order.value, source)
        collate = ' COLLATE "C"' if node.order.type.is_textual else ""
        direction = " DESC" if node.order.descending != downwards else ""
        terms.insert(0, order + collate + direction + " NULLS LAST")
    tail = "ORDER BY " + join(", ", terms) + " LIMIT 1"
    return "(" + collection.select(_value(value, source), where=_where(node, collection), tail=tail) + ")"


_AGGREGATES: dict[str, Callable[[tree.Aggregate, SqlCollection, tree.FieldPath | None], Sql]] = {
    "any": _exists,
    "none": _none,
    "all": _all,
    "first": _end,
    "last": _end,
}


_VALUES: dict[type[tree.Node], Callable[[Any, SqlSource], Sql]] = {
    tree.Literal: _literal,
    tree.Context: _context,
    tree.FieldPath: _field_path,
    tree.Call: _call_value,
    tree.Arithmetic: _arithmetic,
    tree.Negative: _negative,
    tree.Concat: _concat,
    tree.Aggregate: _aggregate,
}
_CONDITIONS: dict[type[tree.Node], Callable[[Any, SqlSource], _Condition]] = {
    tree.Compare: _compare,
    tree.In: _membership,
    tree.Between: _between,
    tree.And: _conjunction,
    tree.Or: _disjunction,
    tree.Not: _negation,
    tree.IsBlank: _is_blank,
    tree.TextMatch: _match,
}
