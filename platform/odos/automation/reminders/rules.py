"""The rules that run, as values: published ones, and those that people wrote for themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from odos.accounts.principals import Principal
from odos.accounts.queries import list_principals
from odos.automation.reminders.timetable import Timetable
from odos.dsl.statements.change_checker import CheckedStatement, format_statement
from odos.dsl.statements.tree import Remind
from odos.kernel.workspaces import Workspace
from odos.records.context import Context, person_context, platform_context
from odos.records.rules.statements import StatementRule, application_of, statements_of
from odos.schema.model import Entity, Labels, Schema


@dataclass(frozen=True)
class Rule:
    """A rule of ``entity``. ``owner`` is who wrote it for themselves; it then sees with their eyes, and tells
    nobody but ``allowed``, of escalations also ``superiors``. ``counts_by_owner``: by their working time, not
    by that of the records."""

    id: str
    key: str
    label: Labels
    entity: Entity
    checked: CheckedStatement
    revision: str
    owner: Principal | None = None
    allowed: frozenset[int] = frozenset()
    superiors: frozenset[int] = frozenset()
    counts_by_owner: bool = False

    @property
    def statement(self) -> Remind:
        """The tree, with identities."""
        assert isinstance(self.checked.statement, Remind)
        return self.checked.statement

    def may_tell(self, user: int, *, escalated: bool) -> bool:
        """Whether the rule may tell that user."""
        if self.owner is None:
            return True
        return user in self.allowed or (escalated and user in self.superiors)

    @cached_property
    def title(self) -> Labels:
        """What people read: the words of the rule, else its name."""
        title = self.statement.title
        return title.labels if title is not None else self.label


def published_rules(schema: Schema) -> Iterator[Rule]:
    """All active rules of the application."""
    for entity in schema.entities.values():
        for found in statements_of(schema, entity, Remind):
            yield rule_of(schema, entity, found)


def rule_of(schema: Schema, entity: Entity, found: StatementRule[Remind]) -> Rule:
    """A published rule."""
    return Rule(found.id, found.key, found.label, entity, found.checked, revision_of(schema, found.checked))


def revision_of(schema: Schema, checked: CheckedStatement) -> str:
    """A short name for what the statement says; comments and layout do not count."""
    canonical = format_statement(checked, application_of(schema))
    return hashlib.blake2s(canonical.encode(), digest_size=8).hexdigest()


def context_of(workspace: Workspace, schema: Schema, rule: Rule | None, now: datetime) -> Context:
    """Who evaluates a rule: whoever wrote it, else the platform, in the time zone of the workspace."""
    if rule is not None and rule.owner is not None:
        return person_context(workspace, schema, rule.owner, now)
    return platform_context(workspace, schema, now)


def timetable_of(context: Context) -> Timetable:
    """The working calendar and time zone that a context's rules count by."""
    return Timetable(context.surroundings.calendar, context.surroundings.zone)


def readers_of(context: Context, users: Iterable[int]) -> Mapping[int, Context]:
    """The same moment with the eyes of each of the users who may act."""
    found = list_principals(workspace=context.workspace, user_ids=users)
    return {user: replace(context, actor=principal) for user, principal in found.items()}
