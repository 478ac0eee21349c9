"""Why a record has its score: which clause of which rule gave which points.

Everything is asked of the database in one statement, as the score itself was. What a clause reads is told
only to those who may see it: the points of other clauses are told as one sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from odos.database.session import fetch_all
from odos.dsl import tree
from odos.dsl.checker import Checked, check
from odos.dsl.printer import print_rule
from odos.dsl.scope import SchemaScope
from odos.dsl.statements import ScoreClause
from odos.dsl.to_sql import compile_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import text, translate
from odos.records.computed_sql import open_source
from odos.records.context import Context
from odos.records.queries import find_record, record_not_found
from odos.records.rule_types import type_of
from odos.records.rules import RuleSource, hidden_fields
from odos.records.scores import ScoreRule, clause_points, rules_into
from odos.records.sources import see_everything
from odos.schema.model import Entity, Field


@dataclass(frozen=True)
class ClauseTrace:
    """One clause: its condition as text, whether it applied, what it gave and the reason it states."""

    text: str
    applied: bool
    points: Decimal
    because: Mapping[str, str]

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        reason = translate(self.because, language) or None
        return {"text": self.text, "applied": self.applied, "points": str(self.points), "because": reason}


@dataclass(frozen=True)
class ScoreTrace:
    """The rule that applied to the record, clause by clause. ``hidden`` are the points of clauses that read
    fields which the viewer may not see."""

    rule: str | None
    title: Mapping[str, str]
    total: Decimal | None
    clauses: tuple[ClauseTrace, ...] = ()
    hidden: Decimal | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        return {
            "rule": self.rule,
            "title": translate(self.title, language) or None,
            "total": None if self.total is None else str(self.total),
            "clauses": [clause.as_json(language) for clause in self.clauses],
            "hidden": None if self.hidden is None else str(self.hidden),
        }


def trace_score(*, context: Context, entity: Entity, record_id: int, field: Field) -> ScoreTrace:
    """Why the record has these points, this grade or this qualification."""
    if field.id in hidden_fields(context):
        raise NotFound(None, [_no_score(field.key)])
    if find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is None:
        raise record_not_found(entity, record_id)
    rules = list(rules_into(context.schema, entity, field))
    if field.kind != "score" or not rules:
        raise Invalid(None, [_no_score(field.key)])
    for rule in rules:
        found = _trace(context, entity, record_id, rule)
        if found is not None:
            return found
    return ScoreTrace(None, {}, None)


def trace_rule(*, context: Context, entity: Entity, record_id: int, key: str) -> ScoreTrace:
    """The same by the key of a rule; empty where the rule does not apply to the record."""
    for item in entity.fields_of_kind("score"):
        for rule in rules_into(context.schema, entity, item):
            if rule.key == key:
                if item.id in hidden_fields(context):
                    break
                if find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is None:
                    raise record_not_found(entity, record_id)
                return _trace(context, entity, record_id, rule) or ScoreTrace(None, {}, None)
    message = text('There is no score rule "{key}"', "没有名为“{key}”的评分规则", key=key[:80])
    raise NotFound(None, [Issue("unknown_rule", message, ("rule",))])


def _trace(context: Context, entity: Entity, record_id: int, rule: ScoreRule) -> ScoreTrace | None:
    """None where the rule does not apply."""
    clauses = rule.statement.clauses
    row = _values(context, entity, record_id, rule)
    if not row[0]:
        return None
    hidden = hidden_fields(context)
    shown: list[ClauseTrace] = []
    unseen: Decimal | None = None
    total = Decimal(0)
    for position, clause in enumerate(clauses):
        applied, points = bool(row[1 + 2 * position]), Decimal(row[2 + 2 * position] or 0)
        given = points if applied else Decimal(0)
        total += given
        if _reads(clause) & hidden:
            unseen = (unseen or Decimal(0)) + given
        else:
            shown.append(_shown(context, entity, clause, applied, points))
    title = rule.statement.title.labels if rule.statement.title else {}
    return ScoreTrace(rule.key, title, total, tuple(shown), unseen)


def _values(context: Context, entity: Entity, record_id: int, rule: ScoreRule) -> Sequence[Any]:
    """Whether the rule applies; then of each clause whether it holds, and its points."""
    true = tree.Literal(True, "boolean")
    asked = [rule.statement.when or true]
    for clause in rule.statement.clauses:
        asked += [clause.when or true, clause_points(clause)]
    source = open_source(context.schema, entity, "t", see_everything, "s")
    scope = SchemaScope(context.schema, entity, type_of)
    values = [compile_value(_checked(node, scope), RuleSource(source)) for node in asked]
    statement = (
        "SELECT "
        + join(", ", values)
        + f" FROM {quote(entity.table)} t"
        + source.joins.sql()
        + Sql(" WHERE t.id = %s", (record_id,))
    )
    return fetch_all(context.workspace, statement.text, statement.bind(context.slots))[0]


def _checked(node: tree.Node, scope: SchemaScope) -> Checked:
    return check(node, scope)


def _shown(
    context: Context, entity: Entity, clause: ScoreClause, applied: bool, points: Decimal
) -> ClauseTrace:
    scope = SchemaScope(context.schema, entity, type_of)
    condition = print_rule(clause.when, scope) if clause.when is not None else ""
    because = clause.because.labels if clause.because else {}
    return ClauseTrace(condition, applied, points, because)


def _reads(clause: ScoreClause) -> frozenset[str]:
    paths = (node for node in tree.walk(clause) if isinstance(node, tree.FieldPath))
    return frozenset(name.field.id for path in paths for name in path.steps)


def _no_score(key: str) -> Issue:
    message = text('"{key}" is no field with a score', "“{key}”不是评分字段", key=key)
    return Issue("no_score", message, ("field",))
