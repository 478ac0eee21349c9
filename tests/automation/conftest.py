"""Reminders with a clock that is moved by hand: sally sells, mona is her manager, greta is above both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id, forget_answers
from odos.automation.reminders.jobs import EVALUATE, tell_due
from odos.database.session import fetch_all
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from odos.kernel.workspaces import Workspace
from odos.notifications.queries import list_inbox
from odos.records.context import Context
from odos.records.writes.operations import create_record, update_record
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_changes

ROLES = [
    labelled("boss", kind="role", key="boss", entities={"quote": {"see": "all"}}),
    labelled(
        "seller",
        kind="role",
        key="seller",
        entities={"customer": {"see": "own", "create": True, "edit": "own"}, "quote": {"see": "all"}},
    ),
]


@dataclass
class Office:
    """People, records and rules; `pass_time` moves the clock and does what is due."""

    workspace: Workspace
    now: datetime = NOW
    people: dict[str, Principal] = field(default_factory=dict)

    def hire(self, name: str, *roles: str, manager: str | None = None, **columns: Any) -> int:
        user_id = create_user(
            workspace=self.workspace, username=name, name=name.title(), roles=roles,
            manager_id=self.id(manager) if manager else None, actor=system_principal(self.workspace),
            now=self.now, **columns,
        )  # fmt: skip
        forget_answers()
        found = find_principal_by_id(workspace=self.workspace, user_id=user_id)
        assert found is not None
        self.people[name] = found
        return user_id

    def id(self, name: str) -> int:
        user_id = self.people[name].user_id
        assert user_id is not None
        return user_id

    def context(self, name: str | None = None) -> Context:
        actor = self.people[name] if name else None
        return replace(context_for(self.workspace, actor), now=self.now)

    def rules(self, **texts: str | None) -> None:
        """Publish reminder rules about customers by the second part of their keys; None switches one off."""
        self.rules_of("customer", **texts)

    def rules_of(self, entity: str, **texts: str | None) -> None:
        documents: list[tuple[str, str, dict[str, Any]]] = []
        for key, text in texts.items():
            document: dict[str, Any] = {"active": False} if text is None else {"text": text, "active": True}
            body = {"kind": "rule", "entity": entity, "label": {"en": key}, **document}
            documents.append(("rule", f"{entity}.{key}", body))
        publish_changes(self.workspace, documents)

    def customer(self, owner: str = "sally", **values: Any) -> int:
        values = {"name": "Acme", "owner": str(self.id(owner)), **values}
        made = orjson.loads(create_record(context=self.context(), entity="customer", values=values))
        return int(made["id"])

    def quote(self, **values: Any) -> None:
        create_record(context=self.context(), entity="quote", values=values)

    def change(self, record: int, **values: Any) -> None:
        update_record(context=self.context(), entity="customer", record_id=record, values=values)

    def pass_time(self, **span: float) -> None:
        """Later, with what is due by then; a minute at a time is not needed: what was missed is told once."""
        self.now += timedelta(**span)
        self.run()

    def run(self) -> None:
        actor = system_principal(self.workspace)
        enqueue(workspace=self.workspace, kind=EVALUATE, args={}, actor=actor, now=self.now)
        while work_once(workspace=self.workspace, clock=lambda: self.now) is not None:
            pass
        while tell_due(self.workspace, self.now):
            pass

    def inbox(self, name: str) -> list[str]:
        """Titles, the oldest first."""
        page = list_inbox(context=self.context(name), limit=100)
        return [str(item["title"]) for item in reversed(page.items)]

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return fetch_all(self.workspace, statement, list(values))


def grant_all(office: Office) -> None:
    """Superiors see every customer."""
    role = labelled("boss", kind="role", key="boss", entities={"customer": {"see": "all"}})
    publish(office.workspace, [role])


@pytest.fixture
def office(app: Workspace) -> Office:
    publish(app, ROLES)
    made = Office(app)
    made.hire("greta", "boss")
    made.hire("mona", "boss", manager="greta")
    made.hire("sally", "seller", manager="mona")
    made.hire("otto", "seller", manager="mona")
    return made


@pytest.fixture
def days() -> Callable[[Office, int], None]:
    """Day by day, so that nothing is missed."""

    def go(office: Office, count: int) -> None:
        for _ in range(count):
            office.pass_time(days=1)

    return go
