"""A small office: sally sells, mona is her manager, greta is above both, fin and fay are in finance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id
from odos.kernel.workspaces import Workspace
from odos.records.context import Context
from odos.workflow.approvals import commands, operations, queries
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.state import Case
from tests.fixtures.application import NOW, context_for, labelled, publish

ROLES = [
    labelled(
        key,
        kind="role",
        key=key,
        entities={"quote": {"see": "all", "create": True, "edit": "all"}, "customer": {"see": "all"}},
    )
    for key in ("sales", "finance")
]
STATUS = [
    labelled("quote", kind="entity", key="quote", fields={
        "status": labelled("status", kind="text", order=80), "discount": labelled("discount", kind="decimal", digits=5, scale=2, order=90),
    })
]  # fmt: skip


def workflow(**attributes: Any) -> dict[str, Any]:
    """Sally's manager, then finance where it is large."""
    document: dict[str, Any] = {
        "kind": "workflow",
        "key": "quote_approval",
        "entity": "quote",
        "label": {"en": "Quote approval", "zh-hans": "报价审批"},
        "nodes": {
            "manager": {"kind": "approval", "order": 1, "approvers": {"boss": {"kind": "manager"}}},
            "finance": {
                "kind": "approval",
                "order": 2,
                "when": "discount > 10",
                "approvers": {"all": {"kind": "role", "name": "finance"}},
            },
        },
        "effects": {
            "submitted": {"status": '"in review"'},
            "approved": {"status": '"approved"'},
            "rejected": {"status": '"rejected"'},
        },
    }
    return {**document, **attributes}


def republish(workspace: Workspace, **attributes: Any) -> None:
    """The approval with other attributes; nodes take the place of those that there are."""
    if "nodes" in attributes:
        attributes["nodes"] = dict.fromkeys(workflow()["nodes"]) | attributes["nodes"]
    publish(workspace, [workflow(**attributes)])


@dataclass
class Office:
    """People by name, and what they do; the clock moves a minute with everything that is done."""

    workspace: Workspace
    people: dict[str, Principal] = field(default_factory=dict)
    now: datetime = NOW

    def hire(self, name: str, *roles: str, manager: str | None = None, **columns: Any) -> int:
        manager_id = self.people[manager].user_id if manager else None
        user_id = create_user(
            workspace=self.workspace, username=name, name=name.title(), roles=roles, manager_id=manager_id,
            actor=system_principal(self.workspace), now=NOW, **columns,
        )  # fmt: skip
        found = find_principal_by_id(workspace=self.workspace, user_id=user_id)
        assert found is not None
        self.people[name] = found
        return user_id

    def id(self, name: str) -> int:
        user_id = self.people[name].user_id
        assert user_id is not None
        return user_id

    def context(self, name: str) -> Context:
        return replace(context_for(self.workspace, self.people[name]), now=self.now)

    def submit(self, name: str, record: Mapping[str, Any], **attributes: Any) -> int:
        self.now += timedelta(minutes=1)
        submission = operations.Submission("quote", int(record["id"]), **attributes)
        return operations.submit(context=self.context(name), submission=submission)

    def do(self, name: str, case_id: int, kind: Callable[..., commands.Command], **attributes: Any) -> None:
        self.now += timedelta(minutes=1)
        operations.act(context=self.context(name), case_id=case_id, command=kind(self.id(name), **attributes))

    def decide(
        self,
        name: str,
        case_id: int,
        kind: Callable[..., commands.Command] = commands.Approve,
        **attributes: Any,
    ) -> None:
        """As the person's own open task."""
        task = next(
            task for task in self.case(case_id).tasks if task.user == self.id(name) and task.status == "open"
        )
        self.do(name, case_id, kind, task=task.number, **attributes)

    def case(self, case_id: int) -> Case:
        return queries.get_case(context=context_for(self.workspace), case_id=case_id).case

    def history(self, case_id: int) -> list[Happening]:
        stored = queries.get_case(context=context_for(self.workspace), case_id=case_id)
        return [event.happened for event in stored.history]

    def asked(self, case_id: int) -> set[str]:
        names = {person.user_id: name for name, person in self.people.items()}
        return {names.get(task.user, "?") for task in self.case(case_id).tasks if task.status == "open"}


@pytest.fixture
def office(app: Workspace) -> Office:
    publish(app, [*ROLES, *STATUS, workflow()])
    made = Office(app)
    made.hire("greta")
    made.hire("mona", "sales", manager="greta")
    made.hire("sally", "sales", manager="mona")
    made.hire("fin", "finance", manager="greta")
    made.hire("fay", "finance", manager="greta")
    made.hire("chief", is_admin=True)
    return made


@pytest.fixture
def quote(office: Office, make: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    return make(office.context("sally"), "quote", contact_name="Ann", discount="5.00")
