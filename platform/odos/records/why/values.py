"""Why a rule gives what it gives for one record: the value of each of its parts.

Everything is read with the reader's eyes: a record out of reach is not found, related records out of reach
are blank, and parts that read hidden fields are neither named nor valued.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any, NamedTuple

from odos.database.session import fetch_one
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.editing.steps import Step, steps_of
from odos.dsl.printer import number_text
from odos.dsl.to_sql import compile_outcome
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import Slot, Sql, join, quote
from odos.kernel.texts import DEFAULT_LANGUAGE, text, translate
from odos.records.computed.derived import derived_rule
from odos.records.context import Context
from odos.records.lists.queries import narrowing_of, record_not_found
from odos.records.rules.authoring import author_scope
from odos.records.rules.compiled import Rule, RuleSource, compile_rule
from odos.records.rules.sources import RowSource
from odos.schema.model import Entity, Field

_NOTHING_MORE = Sql("")
_MOST_AT_ONCE = 500  # nodes with three columns each; a statement gives at most 1,664


class Answer(NamedTuple):
    """The value of a node, what people call it, and whether it is blank since it failed."""

    value: Any = None
    label: Any = None
    failed: bool = False


Answers = Mapping[int, Answer]


@dataclass(frozen=True)
class Explanation:
    """One part with its value as JSON; ``label`` names an option or record for people. What ``failed`` has no
    value; it counts as blank, or as false."""

    text: str
    type: str
    value: Any
    label: str | None
    hidden: bool
    failed: bool
    parts: tuple[Explanation, ...]

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        return {
            "text": self.text,
            "type": self.type,
            "value": self.value,
            "label": self.label,
            "hidden": self.hidden,
            "failed": self.failed,
            "parts": [part.as_json() for part in self.parts],
        }


def explain_text(
    *, context: Context, entity: Entity, record_id: int, source: str, language: str = DEFAULT_LANGUAGE
) -> Explanation:
    """A rule that the actor wrote, for a record that they see. Raises `Invalid` with positions."""
    rule = compile_rule(context, entity, source, as_user=True)
    return _explain(context, entity, record_id, rule.checked, language)


def explain_field(
    *, context: Context, entity: Entity, record_id: int, field: Field, language: str = DEFAULT_LANGUAGE
) -> Explanation:
    """The formula of a field, as far as the actor may see what it reads."""
    if field.kind != "formula":
        message = text("This field is not computed by a formula", "此字段不是公式字段")
        raise Invalid(None, [Issue("no_formula", message, ("field",))])
    return _explain(context, entity, record_id, derived_rule(context.schema, entity, field), language)


def rule_sql(*, context: Context, entity: Entity, source: str) -> tuple[str, list[Any]]:
    """The statement that finds the value for every record that the actor sees, and its parameters."""
    rule = compile_rule(context, entity, source, as_user=True)
    statement = _statement(context, entity, [rule.checked.tree], rule.checked, _answer)
    return statement.text, [_json(value) for value in statement.bind({**context.slots, "id": None})]


def _explain(
    context: Context, entity: Entity, record_id: int, checked: Checked, language: str
) -> Explanation:
    scope = author_scope(context, entity)
    whole = steps_of(checked.tree, scope, scope.is_hidden)
    asked = [step.node for step in whole.walk() if not step.hidden]
    return explanation_of(whole, read_values(context, entity, record_id, asked, checked), language)


def read_values(
    context: Context, entity: Entity, record_id: int, nodes: list[tree.Node], checked: Checked
) -> Answers:
    """The answer of each node for one record, by the node's ``id()``; raises `NotFound`."""
    if context.access(entity).impossible:
        raise record_not_found(entity, record_id)
    answers: dict[int, Answer] = {}
    for first in range(0, max(len(nodes), 1), _MOST_AT_ONCE):
        part = nodes[first : first + _MOST_AT_ONCE]
        one = Sql(" AND t.id = %s", (Slot("id"),))
        statement = _statement(context, entity, part, checked, _answer_or_failure, one)
        row = fetch_one(context.workspace, statement.text, statement.bind({**context.slots, "id": record_id}))
        if row is None:
            raise record_not_found(entity, record_id)
        answers |= {id(node): Answer(*row[at * 3 : at * 3 + 3]) for at, node in enumerate(part)}
    return answers


Asking = Callable[[Rule, RowSource], list[Sql]]  # the columns that answer for one node


def _answer(rule: Rule, source: RowSource) -> list[Sql]:
    return [rule.sql(source), _label(rule.checked.tree, source)]


def _answer_or_failure(rule: Rule, source: RowSource) -> list[Sql]:
    outcome = compile_outcome(rule.checked, RuleSource(source))
    failed = (
        "(SELECT " + outcome.failed(Sql("v.b")) + " FROM (SELECT " + outcome.marked + " AS b OFFSET 0) v)"
    )
    return [*_answer(rule, source), failed if rule.checked.tree.fails else Sql("FALSE")]


def _statement(
    context: Context,
    entity: Entity,
    nodes: list[tree.Node],
    checked: Checked,
    asking: Asking,
    narrowed: Sql = _NOTHING_MORE,
) -> Sql:
    """``SELECT value, label, … FROM …``."""
    narrowing = narrowing_of(context, entity)
    source = narrowing.source("t", "x")
    columns = [Sql("t.id")] if not nodes else []
    for node in nodes:
        rule = Rule(replace(checked, tree=node, type=node.type))
        columns += asking(rule, source)
    condition = narrowing.condition(source)
    head = "SELECT " + join(", ", columns) + f" FROM {quote(entity.table)} t" + source.joins.sql()
    return head + " WHERE " + condition + narrowed


def _label(node: tree.Node, source: RowSource) -> Sql:
    """The title of the record that a path through references leads to; an amount as it was written."""
    if (
        not isinstance(node, tree.FieldPath)
        or node.root == "user"
        or node.type.kind not in {"record", "money"}
    ):
        return Sql("NULL")
    if node.type.kind == "money":
        return _written(node, RuleSource(source))
    for name in node.steps:
        source = source.follow(name.field)
    return Sql(source.title())


def _written(node: tree.FieldPath, source: RuleSource) -> Sql:
    for name in node.steps[:-1]:
        source = source.follow(name.field)
    item = node.steps[-1].field
    return source.amount(item) + "::text || ' ' || " + source.currency(item)


def explanation_of(step: Step, answers: Answers, language: str) -> Explanation:
    """A step with its value, where it has one."""
    answer = answers.get(id(step.node), Answer())
    return Explanation(
        step.text,
        step.node.type.kind,
        None if step.hidden else _json(answer.value),
        None if step.hidden else answer.label or option_label(step.node, answer.value, language),
        step.hidden,
        answer.failed and not step.hidden,
        tuple(explanation_of(part, answers, language) for part in step.parts),
    )


def option_label(node: tree.Node, value: Any, language: str) -> str | None:
    """What people call the option or options of a field."""
    if not isinstance(node, tree.FieldPath) or node.type.kind not in {"option", "optionset"}:
        return None
    options = node.steps[-1].field.options.get("options") or {}
    keys = value if isinstance(value, list) else [value] if value is not None else []
    return ", ".join(translate((options.get(key) or {}).get("label") or {}, language) or key for key in keys)


@singledispatch
def _json(value: Any) -> Any:
    return value


@_json.register
def _(value: Decimal) -> str:
    return number_text(value)


@_json.register
def _(value: date) -> str:
    return value.isoformat()


@_json.register
def _(value: list) -> list[Any]:  # type: ignore[type-arg]
    return [_json(item) for item in value]
