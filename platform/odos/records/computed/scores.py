"""Score rules as values of fields: what a rule keeps ``into`` a field becomes that field's rule.

    score lead "Qualification" when business_line = "retail" into score
      +20 when industry = "retail" because "Target industry"
      grade A from 70, B from 40, C otherwise into grade
      qualified when score >= 60 into is_qualified

Several rules may keep their points into one field: of each record the first whose ``when`` holds counts, in
the order of the rules' documents. Points that are blank or failed count as none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import singledispatch
from typing import Any, Literal

from odos.dsl import tree
from odos.dsl.statements.change_checker import CheckedStatement
from odos.dsl.statements.scopes import POINTS
from odos.dsl.statements.tree import Score, ScoreClause
from odos.kernel.issues import has_errors
from odos.kernel.problems import Invalid
from odos.records.rules.statements import read_document
from odos.schema.model import Entity, Field, Schema

Part = Literal["points", "grade", "qualified"]
NONE = tree.Literal(None, "blank")
ZERO = tree.Literal(Decimal(0), "number")


@dataclass(frozen=True)
class ScoreRule:
    """A score rule, and the part of it that one field keeps. ``key`` is its document's."""

    key: str
    statement: Score
    checked: CheckedStatement
    part: Part


def rules_into(schema: Schema, entity: Entity, item: Field) -> Iterator[ScoreRule]:
    """The active rules that keep something in the field, in order."""
    for document in entity.rules:
        if document.get("active") is False:
            continue
        try:
            checked = read_document(schema, document)
        except Invalid:
            continue
        statement = checked.statement
        part = _part(statement, item) if isinstance(statement, Score) else None
        if part is not None and isinstance(statement, Score):
            yield ScoreRule(str(document["key"]), statement, checked, part)


def score_tree(schema: Schema, entity: Entity, item: Field) -> tree.Node:
    """The value of a score field: of the first rule that applies."""
    value: tree.Node = NONE
    for rule in reversed(list(rules_into(schema, entity, item))):
        own = _VALUES[rule.part](rule.statement)
        value = own if rule.statement.when is None else _if(rule.statement.when, own, value)
    return value


def grade_names(schema: Schema, entity: Entity, item: Field) -> list[str]:
    """The grades that the field may have, from the best down."""
    found: dict[str, None] = {}
    for rule in rules_into(schema, entity, item):
        grades = rule.statement.grades
        if grades is not None:
            found |= dict.fromkeys([*(band.grade for band in grades.bands)])
    for rule in rules_into(schema, entity, item):
        if rule.statement.grades is not None and rule.statement.grades.otherwise:
            found.setdefault(rule.statement.grades.otherwise)
    return list(found)


def clause_points(clause: ScoreClause) -> tree.Node:
    """What a clause gives when it applies: limited, with its sign, never blank."""
    points: tree.Node = clause.points
    if clause.limit is not None:
        points = tree.Call("MIN", (points, clause.limit))
    if not isinstance(points, tree.Literal):
        points = tree.Call("BLANKVALUE", (tree.Call("IFERROR", (points, ZERO)), ZERO))
    return tree.Negative(points) if clause.sign == "-" else points


def qualification(statement: Score) -> tree.Node:
    """The condition of qualifying, with the points worked out in the place of ``score``."""
    assert statement.qualified is not None
    found: tree.Node = _with_points(statement.qualified.condition, _points(statement))
    return found


def has_faults(rule: ScoreRule) -> bool:
    """Whether its checks found errors."""
    return has_errors(rule.checked.issues)


def _part(statement: Score, item: Field) -> Part | None:
    kept: Sequence[tuple[Part, Any]] = (
        ("points", statement.into),
        ("grade", statement.grades.into if statement.grades else None),
        ("qualified", statement.qualified.into if statement.qualified else None),
    )
    return next((part for part, into in kept if _leads_to(into, item)), None)


def _leads_to(into: Any, item: Field) -> bool:
    if isinstance(into, tree.FieldPath):
        return into.ids == (item.id,)
    return isinstance(into, tree.Path) and into.names in {(name,) for name in (item.key, *item.aliases)}


def _points(statement: Score) -> tree.Node:
    total: tree.Node | None = None
    for clause in statement.clauses:
        given = clause_points(clause)
        part = given if clause.when is None else _if(clause.when, given, ZERO)
        total = part if total is None else tree.Arithmetic("+", total, part)
    return total or ZERO


def _kept_points(statement: Score) -> tree.Node:
    """The field that keeps the points, else the points worked out anew."""
    return statement.into if isinstance(statement.into, tree.FieldPath) else _points(statement)


def _grade(statement: Score) -> tree.Node:
    grades = statement.grades
    assert grades is not None
    value: tree.Node = tree.Literal(grades.otherwise, "text") if grades.otherwise else NONE
    points = _kept_points(statement)
    for band in reversed(grades.bands):
        value = _if(tree.Compare(">=", points, band.start), tree.Literal(band.grade, "text"), value)
    return value


def _qualified(statement: Score) -> tree.Node:
    assert statement.qualified is not None
    found: tree.Node = _with_points(statement.qualified.condition, _kept_points(statement))
    return found


_VALUES: dict[Part, Callable[[Score], tree.Node]] = {
    "points": _points,
    "grade": _grade,
    "qualified": _qualified,
}


def _if(condition: tree.Node, then: tree.Node, otherwise: tree.Node) -> tree.Node:
    return tree.Call("IF", (condition, then, otherwise))


@singledispatch
def _with_points(value: Any, points: tree.Node) -> Any:
    return value


@_with_points.register
def _(value: tuple, points: tree.Node) -> Any:  # type: ignore[type-arg]
    return tuple(_with_points(item, points) for item in value)


@_with_points.register
def _(value: tree.Node, points: tree.Node) -> Any:
    """The node with the points in the place of the name ``score``."""
    if isinstance(value, tree.FieldPath):
        return points if value.ids == (POINTS,) else value
    changed: dict[str, Any] = {
        name: _with_points(getattr(value, name), points) for name in tree.attributes_of(value)
    }
    return replace(value, **changed)
