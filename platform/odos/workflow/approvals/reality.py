"""The `World` of a real record: its rules in SQL, its people in the organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_id
from odos.database.prepared import fetch_one_prepared
from odos.database.session import fetch_one
from odos.kernel.sql import Slot, Sql, quote
from odos.kernel.workspaces import Workspace
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import Rule, compile_condition, compile_rule
from odos.records.rules.decisions import read_decision
from odos.records.rules.sources import RowSource, see_everything
from odos.schema.model import Entity
from odos.workflow.approvals import people
from odos.workflow.approvals.definition import Approver, Copy, Departed, Fork, Step
from odos.workflow.approvals.world import Person

_RECORD = "record"  # the slot of its id


@dataclass(frozen=True)
class RecordWorld:
    """A record of ``entity`` on its way through ``workflow``, at the moment of the context.

    ``tables`` are the texts of its decision tables, by name.

    Rules see everything, whoever acts: what routes an approval is not a matter of the actor's eyes.
    """

    context: Context
    entity: Entity
    record_id: int
    submitter: int
    workflow: str
    tables: Mapping[str, str] = field(default_factory=dict)

    def holds(self, condition: str) -> bool:
        """Whether the condition is true of the record; ``user`` is the submitter."""
        return self._is_true(condition, self.submitter)

    def named_branches(self, fork: Fork) -> frozenset[str]:
        """What the rows of the fork's table that match the record give."""
        table = read_decision(self.context, self.entity, self.tables[fork.decide])
        matching = self._select(table.matching, self.submitter)
        return frozenset(table.listed(table.rows(matching or ()), fork.result))

    def approvers(self, node: Step | Copy) -> tuple[Person, ...]:
        """Everybody whom the node names, in the order in which it names them."""
        named = [user for approver in node.approvers for user in _FINDERS[approver.kind](self, approver)]
        found = self._acting(self._staying(named, getattr(node, "departed", "superior")))
        veto = {user for role in getattr(node, "veto", ()) for user in people.by_role(self._workspace, role)}
        return tuple(replace(person, has_veto=person.principal in veto) for person in found)

    def person(self, user: int) -> Person | None:
        """Who acts when ``user`` is asked."""
        return next(iter(self._acting([user])), None)

    def manager_of(self, user: int) -> Person | None:
        """Who acts for whom the user reports to."""
        superior = people.find_superior(self._workspace, user)
        return self.person(superior) if superior else None

    def administrators(self) -> tuple[Person, ...]:
        """Everybody above all rules."""
        roles = (key for key, role in self.context.schema.roles.items() if role.get("admin"))
        return self._acting(people.administrators(self._workspace, roles))

    def _staying(self, users: list[int], departed: Departed) -> list[int]:
        """Without those who left, where nobody is to act for them; administrators where they are to."""
        if departed == "superior" or not users:
            return users
        here = people.living(self._workspace, users)
        staying = [user for user in users if user in here]
        if departed == "administrators" and len(staying) < len(users):
            staying += [person.principal for person in self.administrators()]
        return staying

    # -------------------------------------------------------------- ways of naming people

    def by_user(self, approver: Approver) -> list[int]:
        """By user name."""
        return people.by_name(self._workspace, approver.name)

    def by_role(self, approver: Approver) -> list[int]:
        """By role: everybody who holds it, or those nearest to a unit."""
        if approver.near:
            return people.by_role_near(self._workspace, approver.name, self._unit_of(approver))
        return people.by_role(self._workspace, approver.name)

    def by_position(self, approver: Approver) -> list[int]:
        """By position: everybody who holds it, or those nearest to a unit."""
        if approver.near:
            return people.by_position_near(self._workspace, approver.name, self._unit_of(approver))
        return people.by_position(self._workspace, approver.name)

    def by_field(self, approver: Approver) -> list[int]:
        """By a path that leads to a user, such as ``account.owner``."""
        found = self._led_to(approver.name)
        return [found] if found else []

    def by_manager(self, approver: Approver) -> list[int]:
        """The chain of managers above somebody, up to whoever may decide it."""
        start = self._led_to(approver.of) if approver.of else self.submitter
        chain = people.managers(self._workspace, start, approver.levels) if start else []
        return self._up_to(approver.until, chain)

    def by_head(self, approver: Approver) -> list[int]:
        """The heads of a unit and those above it, up to whoever may decide it."""
        chain = people.heads(self._workspace, self._unit_of(approver), approver.levels)
        return self._up_to(approver.until, chain)

    def by_submitter(self, _approver: Approver) -> list[int]:
        """The submitter, for copies and confirmations."""
        return [self.submitter]

    # -------------------------------------------------------------- asking the database

    @property
    def _workspace(self) -> Workspace:
        return self.context.workspace

    def _acting(self, users: Iterable[int]) -> tuple[Person, ...]:
        return people.acting_for(self._workspace, users, workflow=self.workflow, now=self.context.now)

    def _unit_of(self, approver: Approver) -> int | None:
        """The unit that the approver is looked for in, and above."""
        if approver.of:
            return self._led_to(approver.of)
        row = fetch_one(self._workspace, "SELECT unit FROM user_account WHERE id = %s", [self.submitter])
        return row[0] if row else None

    def _led_to(self, path: str) -> int | None:
        """Whom, or which unit, a path from the record leads to."""
        found = self._asked(compile_rule, path, self.submitter)
        return found if isinstance(found, int) else None

    def _up_to(self, until: str | None, chain: list[int]) -> list[int]:
        """The chain as far as the first for whom the condition holds; all of it where nobody does."""
        if until is None:
            return chain
        ends = (place for place, user in enumerate(chain, 1) if self._is_true(until, user))
        return chain[: next(ends, len(chain))]

    def _is_true(self, condition: str, user: int) -> bool:
        return self._asked(_condition, condition, user) is True

    def _asked(self, compile_it: Callable[[Context, Entity, str], Rule], rule: str, user: int) -> Any:
        """What a rule gives for the record; the statement of each is made once."""
        key = ("approval rule", self.entity.id, compile_it, rule)
        statement = kept(
            self.context, key, lambda: self._statement(compile_it(self.context, self.entity, rule).sql)
        )
        return self._fetch(statement, user)

    def _seen_by(self, user: int) -> Context:
        """The context of rules about somebody: their roles and units, the workspace's time."""
        known = find_principal_by_id(workspace=self._workspace, user_id=user)
        actor = known or replace(system_principal(self._workspace), user_id=user, is_admin=False)
        return replace(self.context, actor=replace(actor, time_zone=self.context.schema.time_zone))

    def _select(self, write: Callable[[RowSource], Sql], user: int) -> Any:
        """What ``write`` gives for the record, with ``user`` as the user of rules."""
        return self._fetch(self._statement(write), user)

    def _statement(self, write: Callable[[RowSource], Sql]) -> Sql:
        source = open_source(self.context.schema, self.entity, "t", see_everything)
        value = write(source)
        table = f" FROM {quote(self.entity.table)} t" + source.joins.sql()
        return "SELECT " + value + table + Sql(" WHERE t.id = %s", (Slot(_RECORD),))

    def _fetch(self, statement: Sql, user: int) -> Any:
        """Who the user is beside their id is looked up where the statement asks."""
        own = {"user": user, _RECORD: self.record_id}
        asked = {item.name for item in statement.params if isinstance(item, Slot)}
        slots = own if asked <= own.keys() else {**self._seen_by(user).slots, **own}
        row = fetch_one_prepared(self._workspace, statement.text, statement.bind(slots))
        return row[0] if row else None


def _condition(context: Context, entity: Entity, rule: str) -> Rule:
    return compile_condition(context, entity, rule, as_user=False)


_FINDERS: dict[str, Callable[[RecordWorld, Approver], list[int]]] = {
    "user": RecordWorld.by_user,
    "role": RecordWorld.by_role,
    "position": RecordWorld.by_position,
    "field": RecordWorld.by_field,
    "manager": RecordWorld.by_manager,
    "head": RecordWorld.by_head,
    "submitter": RecordWorld.by_submitter,
}
