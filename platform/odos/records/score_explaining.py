"""Why a record has its score: which clause gave which points, and the grade; with the reader's eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from odos.dsl import statements as st
from odos.dsl import tree
from odos.dsl.checker import Checked
from odos.dsl.printer import number_text
from odos.dsl.statement_scopes import POINTS
from odos.dsl.steps import Step, exchanged, steps_of
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import DEFAULT_LANGUAGE, text, translate
from odos.records.authoring import author_scope
from odos.records.context import Context
from odos.records.explaining import Answers, Explanation, explanation_of, read_values
from odos.records.statements import StatementRule, statements_of
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
    """``applies``: whether the rule is meant for the record at all."""

    rule: str
    label: str
    applies: bool
    points: Decimal
    grade: str | None
    qualified: bool | None
    clauses: tuple[ClauseExplanation, ...]

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
        }


def score_rules(schema: Schema, entity: Entity, field: Field) -> tuple[StatementRule[st.Score], ...]:
    """The rules that keep points, grade or qualification in the field."""
    if not entity.rules:
        return ()
    return tuple(rule for rule in statements_of(schema, entity, st.Score) if field.id in rule.checked.written)


def explain_score(
    *, context: Context, entity: Entity, record_id: int, field: Field, language: str = DEFAULT_LANGUAGE
) -> ScoreExplanation:
    """The first rule of the field that is meant for the record, else its last; raises `NotFound`."""
    rules = score_rules(context.schema, entity, field)
    if not rules:
        message = text("No score is kept in this field", "此字段不保存评分")
        raise Invalid(None, [Issue("no_score", message, ("field",))])
    found = (_explained(context, entity, record_id, rule, language) for rule in rules)
    explained: ScoreExplanation | None = None
    for explained in found:
        if explained.applies:
            break
    assert explained is not None
    return explained


def _explained(
    context: Context, entity: Entity, record_id: int, rule: StatementRule[st.Score], language: str
) -> ScoreExplanation:
    score, scope = rule.statement, author_scope(context, entity)
    parts = [(clause.when, clause.points, clause.limit) for clause in score.clauses]
    asked = [score.when, *(node for part in parts for node in part)]
    steps = {id(node): steps_of(node, scope, scope.is_hidden) for node in asked if node is not None}
    nodes = [step.node for whole in steps.values() for step in whole.walk()]
    checked = rule.checked.expression(score.clauses[0].points)
    answers = read_values(context, entity, record_id, nodes, checked)
    applies = score.when is None or bool(answers[id(score.when)][0])
    clauses = tuple(_clause(clause, steps, answers, language) for clause in score.clauses)
    points = sum((clause.given for clause in clauses), Decimal(0)) if applies else Decimal(0)
    return ScoreExplanation(
        rule.key,
        translate(score.title.labels if score.title else rule.label, language),
        applies,
        points,
        _grade(score.grades, points) if applies else None,
        _qualified(context, entity, record_id, score.qualified, points, checked) if applies else None,
        clauses,
    )


def _clause(
    clause: st.ScoreClause, steps: dict[int, Step], answers: Answers, language: str
) -> ClauseExplanation:
    when = steps[id(clause.when)] if clause.when is not None else None
    applies = when is None or bool(answers[id(when.node)][0])
    amount = _number(answers[id(clause.points)][0])
    if clause.limit is not None:
        amount = min(amount, _number(answers[id(clause.limit)][0]))
    given = (amount if clause.sign == "+" else -amount) if applies else Decimal(0)
    hidden = when is not None and when.hidden
    return ClauseExplanation(
        given,
        applies,
        None if hidden or clause.because is None else translate(clause.because.labels, language),
        explanation_of(when, answers, language) if when else None,
        explanation_of(steps[id(clause.points)], answers, language),
    )


def _number(value: Any) -> Decimal:
    """Blank points are none."""
    return Decimal(value) if value is not None else Decimal(0)


def _grade(grades: st.Grades | None, points: Decimal) -> str | None:
    if grades is None:
        return None
    reached = (band.grade for band in grades.bands if points >= _start(band.start))
    return next(reached, grades.otherwise)


def _start(node: tree.Node) -> Decimal:
    if isinstance(node, tree.Negative):
        return -_start(node.item)
    return Decimal(node.value) if isinstance(node, tree.Literal) and node.value is not None else Decimal(0)


def _qualified(
    context: Context,
    entity: Entity,
    record_id: int,
    qualified: st.Qualified | None,
    points: Decimal,
    checked: Checked,
) -> bool | None:
    """The condition with the points in the place of ``score``."""
    if qualified is None:
        return None

    def stand_in(node: tree.Node) -> tree.Node | None:
        is_score = isinstance(node, tree.FieldPath) and node.ids == (POINTS,)
        return tree.Literal(points, "number", at=node.at, type=node.type) if is_score else None

    condition = exchanged(qualified.condition, stand_in)
    answers = read_values(context, entity, record_id, [condition], replace(checked, tree=condition))
    return bool(answers[id(condition)][0])
