"""Why a record has its score: which clause gave which points, and the grade.

Points are those of the score itself, which sees everything. A clause is told where the reader knows all that
it reads and finds the same in the records within reach; the points of all others are one sum. Where that
cannot be said of what chose the rule, neither the rule nor any clause is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from odos.database.session import fetch_one
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.editing.steps import Step, reads_hidden, steps_of
from odos.dsl.printer import number_text
from odos.dsl.statements import tree as st
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import DEFAULT_LANGUAGE, text, translate
from odos.records.caches import kept
from odos.records.computed.scores import clause_points, qualification
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.lists.queries import narrowing_of, record_not_found
from odos.records.rules.authoring import author_scope
from odos.records.rules.compiled import Rule, rule_scope, unknown_fields
from odos.records.rules.sources import see_everything
from odos.records.rules.statements import StatementRule, statements_of
from odos.records.why.values import Answers, Explanation, explanation_of, read_values
from odos.schema.model import Entity, Field, Schema


@dataclass(frozen=True)
class ClauseExplanation:
    """``given`` are the points with their sign, 0 where the condition does not hold."""

    given: Decimal
    applies: bool
    because: str | None
    when: Explanation | None
    worth: Explanation

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        return {
            "given": number_text(self.given),
            "applies": self.applies,
            "because": self.because,
            "when": self.when.as_json() if self.when else None,
            "worth": self.worth.as_json(),
        }


@dataclass(frozen=True)
class ScoreExplanation:
    """``applies``: whether the rule is meant for the record at all; ``rule`` and ``label`` are None where
    that is not to be told. ``hidden``: the points of further clauses; None where there are none.
    """

    rule: str | None
    label: str | None
    applies: bool
    points: Decimal
    grade: str | None = None
    qualified: bool | None = None
    clauses: tuple[ClauseExplanation, ...] = ()
    hidden: Decimal | None = None

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        return {
            "rule": self.rule,
            "label": self.label,
            "applies": self.applies,
            "points": number_text(self.points),
            "grade": self.grade,
            "qualified": self.qualified,
            "clauses": [clause.as_json() for clause in self.clauses],
            "hidden": None if self.hidden is None else number_text(self.hidden),
        }


ScoreRule = StatementRule[st.Score]


@dataclass(frozen=True)
class _Parts:
    """A rule taken apart, as the score has it: of each clause its condition and signed points."""

    when: Checked
    clauses: tuple[tuple[Checked, Checked], ...]
    qualified: Checked


@dataclass(frozen=True)
class _Given:
    """What a clause gives."""

    applies: bool
    points: Decimal


@dataclass(frozen=True)
class _Outcome:
    """What a clause gives by itself, and as far as the reader sees."""

    clause: st.ScoreClause
    given: _Given
    is_told: bool


def score_rules(schema: Schema, entity: Entity, field: Field) -> tuple[ScoreRule, ...]:
    """The rules that keep points, grade or qualification in the field."""
    if not entity.rules:
        return ()
    return tuple(rule for rule in statements_of(schema, entity, st.Score) if field.id in rule.checked.written)


def explain_score(
    *, context: Context, entity: Entity, record_id: int, field: Field, language: str = DEFAULT_LANGUAGE
) -> ScoreExplanation:
    """The first rule of the field that is meant for the record, else its last; raises `NotFound`."""
    rules = score_rules(context.schema, entity, field)
    if not rules or field.id in unknown_fields(context) or not all(_is_in_sight(context, r) for r in rules):
        message = text("No score is kept in this field", "此字段不保存评分")
        raise Invalid(None, [Issue("no_score", message, ("field",))])
    return _Reader(context, entity, record_id, language).explain(rules)


def explain_score_rule(
    *, context: Context, entity: Entity, record_id: int, key: str, language: str = DEFAULT_LANGUAGE
) -> ScoreExplanation:
    """The same by the key of a rule; raises `NotFound` for one that is not to be told, too."""
    rules = tuple(rule for rule in statements_of(context.schema, entity, st.Score) if rule.key == key)
    if rules and _is_in_sight(context, rules[0]):
        found = _Reader(context, entity, record_id, language).explain(rules)
        if found.rule is not None:
            return found
    message = text('There is no score rule "{key}"', "没有名为“{key}”的评分规则", key=key[:80])
    raise NotFound(None, [Issue("unknown_rule", message, ("rule",))])


def _is_in_sight(context: Context, rule: ScoreRule) -> bool:
    """Whether the reader may know the points, as far as they are kept, and anything at all that is kept."""
    unknown = unknown_fields(context)
    return _field_of(rule.statement.into) not in unknown and not rule.checked.written <= unknown


@dataclass(frozen=True)
class _Reader:
    """Explains the score of one record to the actor."""

    context: Context
    entity: Entity
    record_id: int
    language: str

    def explain(self, rules: Sequence[ScoreRule]) -> ScoreExplanation:
        conditions = [self._parts(rule).when for rule in rules]
        answers = self._both(conditions)
        chosen = next((at for at, (real, _seen) in enumerate(answers) if real), len(rules) - 1)
        rule = rules[chosen]
        is_told = all(
            bool(real) == bool(seen) and not self._is_hidden(condition.tree)
            for condition, (real, seen) in list(zip(conditions, answers, strict=True))[: chosen + 1]
        )
        label = translate(rule.statement.title.labels if rule.statement.title else rule.label, self.language)
        named = (rule.key, label) if is_told else (None, None)
        if not answers[chosen][0]:
            return ScoreExplanation(named[0], named[1], False, Decimal(0))
        return self._explained(rule, named, is_told=is_told)

    def _explained(
        self, rule: ScoreRule, named: tuple[str | None, str | None], *, is_told: bool
    ) -> ScoreExplanation:
        outcomes, qualified = self._outcomes(rule)
        told = [outcome for outcome in outcomes if outcome.is_told and is_told]
        further = [outcome.given.points for outcome in outcomes if outcome not in told]
        points = sum((outcome.given.points for outcome in outcomes), Decimal(0))
        return ScoreExplanation(
            named[0],
            named[1],
            True,
            points,
            self._grade(rule.statement.grades, points),
            self._qualified(rule.statement.qualified, qualified),
            self._clauses(rule, told),
            sum(further, Decimal(0)) if further else None,
        )

    def _outcomes(self, rule: ScoreRule) -> tuple[list[_Outcome], bool]:
        parts = self._parts(rule)
        asked = [part for clause in parts.clauses for part in clause]
        *answers, (qualified, _) = self._both([*asked, parts.qualified])
        found = []
        for at, clause in enumerate(rule.statement.clauses):
            (holds, amount), (holds_seen, amount_seen) = zip(*answers[2 * at : 2 * at + 2], strict=True)
            given, seen = _given(holds, amount), _given(holds_seen, amount_seen)
            found.append(_Outcome(clause, given, given == seen and not self._is_hidden(clause)))
        return found, bool(qualified)

    def _clauses(self, rule: ScoreRule, told: Sequence[_Outcome]) -> tuple[ClauseExplanation, ...]:
        scope = author_scope(self.context, self.entity)
        nodes = [node for item in told for node in (item.clause.when, item.clause.points) if node is not None]
        steps = {id(node): steps_of(node, scope, scope.is_hidden) for node in nodes}
        asked = [step.node for whole in steps.values() for step in whole.walk()]
        checked = rule.checked.expression(rule.statement.clauses[0].points)
        answers = read_values(self.context, self.entity, self.record_id, asked, checked)
        return tuple(self._clause(outcome, steps, answers) for outcome in told)

    def _clause(self, outcome: _Outcome, steps: dict[int, Step], answers: Answers) -> ClauseExplanation:
        clause = outcome.clause
        when = None if clause.when is None else steps[id(clause.when)]
        return ClauseExplanation(
            outcome.given.points,
            outcome.given.applies,
            translate(clause.because.labels, self.language) if clause.because else None,
            explanation_of(when, answers, self.language) if when else None,
            explanation_of(steps[id(clause.points)], answers, self.language),
        )

    def _grade(self, grades: st.Grades | None, points: Decimal) -> str | None:
        if grades is None or _field_of(grades.into) in unknown_fields(self.context):
            return None
        reached = (band.grade for band in grades.bands if points >= _start(band.start))
        return next(reached, grades.otherwise)

    def _qualified(self, qualified: st.Qualified | None, holds: bool) -> bool | None:
        """Where it is kept in no field, only those who know all that it reads are told."""
        if qualified is None or _field_of(qualified.into) in unknown_fields(self.context):
            return None
        return None if qualified.into is None and self._is_hidden(qualified.condition) else holds

    def _is_hidden(self, node: tree.Node) -> bool:
        return reads_hidden(node, author_scope(self.context, self.entity).is_hidden)

    def _parts(self, rule: ScoreRule) -> _Parts:
        return kept(
            self.context, ("score_parts", rule.id), lambda: _taken_apart(self.context, self.entity, rule)
        )

    def _both(self, asked: Sequence[Checked]) -> list[tuple[Any, Any]]:
        """What is, and what the reader sees of it; in one statement. Raises `NotFound`."""
        if self.context.access(self.entity).impossible:
            raise record_not_found(self.entity, self.record_id)
        narrowing = narrowing_of(self.context, self.entity)
        real = open_source(self.context.schema, self.entity, "t", see_everything, "s")
        seen = narrowing.source("t", "x")
        columns = [Rule(part).sql(source) for part in asked for source in (real, seen)]
        condition = narrowing.condition(seen)
        statement = (
            "SELECT "
            + join(", ", columns)
            + f" FROM {quote(self.entity.table)} t"
            + real.joins.sql()
            + seen.joins.sql()
            + " WHERE "
            + condition
            + Sql(" AND t.id = %s", (self.record_id,))
        )
        row = fetch_one(self.context.workspace, statement.text, statement.bind(self.context.slots))
        if row is None:
            raise record_not_found(self.entity, self.record_id)
        return list(zip(row[::2], row[1::2], strict=True))


def _taken_apart(context: Context, entity: Entity, rule: ScoreRule) -> _Parts:
    scope, score = rule_scope(context, entity), rule.statement
    true = tree.Literal(True, "boolean")
    clauses = [(clause.when or true, clause_points(clause)) for clause in score.clauses]
    return _Parts(
        check(score.when or true, scope),
        tuple((check(when, scope), check(points, scope)) for when, points in clauses),
        check(qualification(score) if score.qualified else true, scope),
    )


def _given(holds: Any, amount: Any) -> _Given:
    """Blank points are none."""
    return _Given(bool(holds), Decimal(amount) if holds and amount is not None else Decimal(0))


def _field_of(into: tree.Node | None) -> str | None:
    """The identity of the field in which something is kept."""
    return into.ids[0] if isinstance(into, tree.FieldPath) else None


def _start(node: tree.Node) -> Decimal:
    if isinstance(node, tree.Negative):
        return -_start(node.item)
    return Decimal(node.value) if isinstance(node, tree.Literal) and node.value is not None else Decimal(0)
