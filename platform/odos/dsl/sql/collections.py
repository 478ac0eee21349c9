"""Aggregates in SQL: each is one correlated subquery over the records that belong to a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from odos.dsl import tree
from odos.dsl.sql import forms as sql_forms
from odos.dsl.sql.pieces import Compiler, Condition
from odos.dsl.sql.source import SqlCollection, SqlSource
from odos.kernel.sql import Sql, join

Reading = Callable[[SqlSource], SqlSource]  # how values of items are read


def aggregate(
    node: tree.Aggregate, source: SqlSource, compiler: Compiler, reading: Reading = lambda source: source
) -> Sql:
    """One correlated subquery."""
    return _asked(node, source, compiler, _AGGREGATES.get(node.function, _plain), reading)


def currency(node: tree.Aggregate, source: SqlSource, compiler: Compiler) -> Sql:
    """The one currency of the amounts that it runs over, `MIXED` where there are several."""
    return _asked(node, source, compiler, _currency, lambda source: source)


def _asked(
    node: tree.Aggregate,
    source: SqlSource,
    compiler: Compiler,
    summary: Callable[[_Part], Sql],
    reading: Reading,
) -> Sql:
    path = node.path
    assert isinstance(path, tree.FieldPath)
    if path.root == "user":
        user = source.user()
        return "(" + user.select(_summary(node, path, user.source, compiler, summary, reading)) + ")"
    return _summary(node, path, source, compiler, summary, reading)


# How many of them, beside how many, only asks whether there is any.
_NONE = frozenset({("=", 0), ("<=", 0), ("<", 1)})
_SOME = frozenset({("<>", 0), (">", 0), (">=", 1)})
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}


def existence(node: tree.Compare, source: SqlSource, compiler: Compiler) -> Condition | None:
    """``count(…) = 0`` and the like as EXISTS, of which PostgreSQL can make one join; None for any other."""
    operator, counted, number = node.operator, node.left, node.right
    if isinstance(counted, tree.Literal):
        operator, counted, number = _FLIPPED[operator], number, counted  # type: ignore[assignment]
    if not (isinstance(number, tree.Literal) and _counts_records(counted)):
        return None
    asked = (operator, number.value)
    if asked not in _NONE | _SOME:
        return None
    assert isinstance(counted, tree.Aggregate)
    assert isinstance(counted.path, tree.FieldPath)
    collection, value = _collection(counted.path, source)
    exists = _exists(_Part(counted, collection, value, compiler))
    return Condition(exists if asked in _SOME else "(NOT " + exists + ")", exact=True)


def _counts_records(node: tree.Node) -> bool:
    """Whether it is the number of the records themselves, not of a value of theirs."""
    if not isinstance(node, tree.Aggregate) or node.function != "count" or node.fails:
        return False
    path = node.path
    return isinstance(path, tree.FieldPath) and path.root == "record" and path.steps[-1].is_collection


def _summary(
    node: tree.Aggregate,
    path: tree.FieldPath,
    source: SqlSource,
    compiler: Compiler,
    summary: Callable[[_Part], Sql],
    reading: Reading,
) -> Sql:
    collection, value = _collection(path, source)
    return summary(_Part(node, collection, value, compiler, reading))


def _collection(path: tree.FieldPath, source: SqlSource) -> tuple[SqlCollection, tree.FieldPath | None]:
    """The collection, and the rest of the path as read from an item."""
    position = next(index for index, name in enumerate(path.steps) if name.is_collection)
    for name in path.steps[:position]:
        source = source.follow(name.field)
    rest = path.steps[position + 1 :]
    value = tree.FieldPath(path.ids[position + 1 :], type=rest[-1].type, steps=rest) if rest else None
    return source.collection(path.steps[position]), value


@dataclass(frozen=True)
class _Part:
    """An aggregate over a collection; ``path`` is the value of an item, when one is asked for."""

    node: tree.Aggregate
    collection: SqlCollection
    path: tree.FieldPath | None
    compiler: Compiler
    reading: Reading = lambda source: source

    @property
    def source(self) -> SqlSource:
        """Where an item is read."""
        return self.collection.source

    def value(self) -> Sql:
        """The value of an item, ``*`` when none is asked for."""
        return self.compiler.value(self.path, self.reading(self.source)) if self.path else Sql("*")

    def wanted(self) -> Condition | None:
        """The value as a condition."""
        return self.compiler.condition(self.path, self.source) if self.path else None

    def chosen(self) -> Condition | None:
        """The ``where`` of the rule."""
        return self.compiler.condition(self.node.where, self.source) if self.node.where else None

    def select(self, value: Sql, *conditions: Sql | None, tail: Sql | None = None) -> Sql:
        """The subquery without brackets."""
        present = [condition for condition in conditions if condition]
        return self.collection.select(value, where=join(" AND ", present) if present else None, tail=tail)


def _sql(condition: Condition | None) -> Sql | None:
    return condition.sql if condition else None


def _plain(part: _Part) -> Sql:
    read = part.value()
    inner = join("", (read if piece == "{0}" else Sql(piece) for piece in _FORMS[part.node.function]))
    return "(" + part.select(inner, _sql(part.chosen())) + ")"


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


def _currency(part: _Part) -> Sql:
    assert part.path is not None
    source = part.source
    for name in part.path.steps[:-1]:
        source = source.follow(name.field)
    code = source.currency(part.path.steps[-1].field)
    one = "CASE WHEN count(DISTINCT " + code + ") > 1 THEN '*' ELSE min(" + code + ") END"
    return "(" + part.select(one, _sql(part.chosen())) + ")"


def _exists(part: _Part) -> Sql:
    return "EXISTS (" + part.select(Sql("1"), _sql(part.chosen()), _sql(part.wanted())) + ")"


def _none(part: _Part) -> Sql:
    return "(NOT " + _exists(part) + ")"


def _all(part: _Part) -> Sql:
    """The condition holds for all items or, when a value is asked for, the value for all that are chosen."""
    chosen, wanted = part.chosen(), part.wanted()
    failing = (_sql(chosen), wanted.negated()) if wanted else (chosen.negated() if chosen else None,)
    return "(NOT EXISTS (" + part.select(Sql("1"), *failing) + "))"


def _end(part: _Part) -> Sql:
    """The first or last row; rows with a blank order stand last either way, ties go by id."""
    downwards = part.node.function == "last"
    terms = [part.source.value(part.source.entity.fields["id"]) + (" DESC" if downwards else "")]
    if part.node.order:
        order = part.compiler.value(part.node.order.value, part.source)
        collate = ' COLLATE "C"' if part.node.order.type.is_textual else ""
        direction = " DESC" if part.node.order.descending != downwards else ""
        terms.insert(0, order + collate + direction + " NULLS LAST")
    tail = "ORDER BY " + join(", ", terms) + " LIMIT 1"
    return "(" + part.select(part.value(), _sql(part.chosen()), tail=tail) + ")"


_AGGREGATES: dict[str, Callable[[_Part], Sql]] = {
    "any": _exists,
    "none": _none,
    "all": _all,
    "first": _end,
    "last": _end,
}
