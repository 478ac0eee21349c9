"""Rules that people write for themselves: no publish, their own rights, limits on number and cost.

A rule is kept as the tree of its statement, names by identity, and read with its owner's eyes every time. It
tells its owner and whoever reports to them, and escalates also to those above; nobody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from odos.accounts.principals import Principal
from odos.accounts.queries import list_principals
from odos.accounts.standing import find_standing
from odos.automation.models import PersonalRule, RuleState
from odos.automation.reminders.planning import MOST_LEVELS
from odos.automation.reminders.rules import Rule, revision_of
from odos.database.session import transaction
from odos.dsl.statements.change_checker import CheckedStatement, check_statement, format_statement
from odos.dsl.statements.change_printer import print_statement
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.tree import Remind, Statement
from odos.dsl.tree_json import from_json
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import LANGUAGES, text, translate
from odos.kernel.workspaces import Workspace
from odos.personal.sharing import owner_id
from odos.records.context import Context, person_context
from odos.records.rules.checking import author_application
from odos.records.rules.statements import about_another
from odos.schema.model import Entity, Schema
from odos.workflow.approvals import people

MOST_BEGUN = 500  # records at one evaluation
LONGEST_MS = 5_000  # an evaluation
MOST_FAILURES = 3
PAUSE = timedelta(minutes=10)  # after a failure, longer after each further one
_TOO_SLOW = text(
    "It takes too long. Narrow the condition, then switch it on again",
    "计算时间过长，请缩小条件范围后重新启用",
)


@dataclass(frozen=True)
class ShownRule:
    """A rule as its owner reads it; ``issues`` say why it cannot run any more."""

    row: PersonalRule
    entity: Entity | None
    text: str
    issues: tuple[Issue, ...]

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        row = self.row
        return {
            "id": str(row.pk),
            "rule": str(row.rule_id),
            "entity": self.entity.key if self.entity else None,
            "name": row.name,
            "text": self.text,
            "is_active": row.is_active,
            "paused": translate(row.paused, language) if row.paused else None,
            "version": row.version,
            "updated_at": row.updated_at.isoformat(),
            "issues": [issue.as_json(language) for issue in self.issues],
        }


# ------------------------------------------------------------------ reading


def list_rules(context: Context) -> list[ShownRule]:
    """All rules of the actor, by name."""
    with transaction(context.workspace):
        rows = list(PersonalRule.objects.filter(owner=owner_id(context)).order_by("name", "id"))
    return [show_rule(context, row) for row in rows]


def get_rule(context: Context, rule_id: int, *, lock: bool = False) -> PersonalRule:
    """The actor's rule, in the open transaction; raises `NotFound` also for somebody else's."""
    rows = PersonalRule.objects.select_for_update() if lock else PersonalRule.objects
    found = rows.filter(pk=rule_id, owner=owner_id(context)).first()
    if found is None:
        message = text("There is no reminder rule {id} of yours", "您没有编号为 {id} 的提醒规则", id=rule_id)
        raise NotFound(None, [Issue("no_rule", message)])
    return found


def show_rule(context: Context, row: PersonalRule) -> ShownRule:
    """The rule with the actor's eyes."""
    entity = context.schema.by_id.get(str(row.entity))
    node = from_json(row.tree)
    assert isinstance(node, Statement)
    if entity is None or context.access(entity).impossible:
        gone = text("You may not see these records any more", "您已无权查看这类记录")
        return ShownRule(row, None, print_statement(node), (Issue("entity_gone", gone),))
    application = author_application(context)
    checked = check_statement(node, application)
    if has_errors(checked.issues):
        return ShownRule(row, entity, print_statement(node, application.find(node.entity)), checked.issues)
    return ShownRule(row, entity, format_statement(checked, application), ())


def read_rule_text(context: Context, entity: Entity, source: str) -> CheckedStatement:
    """The statement of a text, with the actor's eyes; raises `Invalid` with findings under ``text``."""
    try:
        checked = check_statement(parse_statement(source), author_application(context))
    except Invalid as refusal:
        raise Invalid(None, [issue.under("text") for issue in refusal.issues]) from None
    issues = [*about_another(checked, entity), *checked.issues]
    if not has_errors(issues) and not isinstance(checked.statement, Remind):
        issues.append(Issue("no_reminder", text("A reminder begins with remind", "提醒规则应以 remind 开头")))
    if has_errors(issues):
        raise Invalid(None, [issue.under("text") for issue in issues])
    return checked


# ------------------------------------------------------------------ running


def running_rules(workspace: Workspace, schema: Schema, now: datetime) -> list[Rule]:
    """All rules of people that can run now."""
    with transaction(workspace):
        rows = PersonalRule.objects.filter(is_active=True, paused__isnull=True)
        return list(_running(workspace, schema, rows, now))


def find_running(
    workspace: Workspace, schema: Schema, ids: Collection[str], now: datetime
) -> Mapping[str, Rule]:
    """Those of them that have these identities, in the open transaction."""
    rows = PersonalRule.objects.filter(rule_id__in=ids, is_active=True, paused__isnull=True)
    return {rule.id: rule for rule in _running(workspace, schema, rows, now)}


def bounds(rule: Rule) -> tuple[int | None, int]:
    """How many records one evaluation may begin with, and how many milliseconds it may take (0: any)."""
    return (MOST_BEGUN, LONGEST_MS) if rule.owner is not None else (None, 0)


def personal_rule(
    context: Context, identity: str, name: str, checked: CheckedStatement, entity: Entity
) -> Rule:
    """A rule of the actor's; also one that is not kept yet."""
    user = owner_id(context)
    standing = find_standing(workspace=context.workspace, user_id=user)
    return Rule(
        id=identity,
        key=identity,
        label={"en": name, "zh-hans": name},
        entity=entity,
        checked=checked,
        revision=revision_of(context.schema, checked),
        owner=context.actor,
        allowed=frozenset({user, *standing.subordinates}),
        superiors=frozenset(people.managers(context.workspace, user, MOST_LEVELS)),
        counts_by_owner=True,
    )


def _running(
    workspace: Workspace, schema: Schema, rows: Iterable[PersonalRule], now: datetime
) -> Iterator[Rule]:
    listed = list(rows)
    owners: Mapping[int, Principal] = (
        list_principals(workspace=workspace, user_ids={row.owner for row in listed}) if listed else {}
    )
    for row in listed:
        entity = schema.by_id.get(str(row.entity))
        if row.owner in owners and entity is not None:
            context = person_context(workspace, schema, owners[row.owner], now)
            checked = _checked(context, entity, row)
            if checked is not None:
                yield personal_rule(context, str(row.rule_id), row.name, checked, entity)


def _checked(context: Context, entity: Entity, row: PersonalRule) -> CheckedStatement | None:
    """None where the owner may not see any more what the rule asks for."""
    if context.access(entity).impossible:
        return None
    node = from_json(row.tree)
    checked = check_statement(node, author_application(context)) if isinstance(node, Remind) else None
    return None if checked is None or has_errors(checked.issues) else checked


def note_failure(context: Context, rule: Rule, message: str) -> None:
    """A rule that fails again and again is paused, when it is somebody's own."""
    with transaction(context.workspace):
        state, _ = RuleState.objects.get_or_create(
            pk=rule.id, defaults={"revision": rule.revision, "next_at": context.now}
        )
        state.failures += 1
        state.error = message[:500]
        state.next_at = context.now + PAUSE * state.failures
        state.save()
        if rule.owner is not None and state.failures >= MOST_FAILURES:
            words = {language: _TOO_SLOW.render(language) for language in LANGUAGES}
            PersonalRule.objects.filter(rule_id=rule.id).update(paused=words)
