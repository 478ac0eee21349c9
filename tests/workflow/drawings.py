"""Definitions and a world for tests of the machine, which needs neither database nor people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from odos.workflow.approvals import commands, machine
from odos.workflow.approvals.definition import Copy, Definition, Fork, Step, read_definition
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.state import Case, Task
from odos.workflow.approvals.world import Person

SUBMITTER = 1
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def step(*users: int, order: int = 0, **attributes: Any) -> dict[str, Any]:
    """A step that asks the users of those numbers."""
    approvers = {f"u{user}": {"kind": "user", "name": str(user), "order": n} for n, user in enumerate(users)}
    return {"kind": "approval", "order": order, "approvers": approvers, **attributes}


def drawn(**nodes: dict[str, Any]) -> Definition:
    """Nodes in the order in which they are written."""
    ordered = {key: {**node, "order": position} for position, (key, node) in enumerate(nodes.items())}
    return read_definition("test", {"nodes": ordered})


@dataclass
class PaperWorld:
    """People are numbers; a condition holds when it is listed."""

    true: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    stand_ins: dict[int, int] = field(default_factory=dict)
    managers: dict[int, int] = field(default_factory=dict)

    def holds(self, condition: str) -> bool:
        return condition in self.true

    def named_branches(self, fork: Fork) -> frozenset[str]:
        return frozenset(self.named)

    def approvers(self, node: Step | Copy) -> tuple[Person, ...]:
        veto = node.veto if isinstance(node, Step) else ()
        people = (self.person(int(each.name)) for each in node.approvers)
        return tuple(
            Person(person.user, person.principal, str(person.principal) in veto)
            for person in people
            if person
        )

    def person(self, user: int) -> Person | None:
        return None if user in self.gone else Person(self.stand_ins.get(user, user), user)

    def manager_of(self, user: int) -> Person | None:
        return self.person(self.managers[user]) if user in self.managers else None

    def administrators(self) -> tuple[Person, ...]:
        return (Person(99, 99),)


class Walk:
    """A case in the hands of a test."""

    def __init__(
        self, definition: Definition, world: PaperWorld | None = None, *, submitter: int = SUBMITTER
    ):
        self.definition = definition
        self.world = world or PaperWorld()
        self.now = NOON
        begun = machine.start(definition=definition, submitter=submitter, world=self.world, now=self.now)
        self.case: Case = begun.case
        self.happened: list[Happening] = list(begun.happened)

    def do(self, command: commands.Command) -> Walk:
        self.now += timedelta(minutes=1)
        progress = machine.act(
            definition=self.definition, case=self.case, command=command, world=self.world, now=self.now
        )
        self.case = progress.case
        self.happened += progress.happened
        return self

    def task_of(self, user: int) -> Task:
        return next(task for task in self.case.tasks if task.user == user and task.is_pending)

    def approve(self, *users: int) -> Walk:
        for user in users:
            self.do(commands.Approve(user, task=self.task_of(user).number))
        return self

    def reject(self, user: int) -> Walk:
        return self.do(commands.Reject(user, task=self.task_of(user).number))

    def send_back(self, user: int, to: str, *, resume: bool = False) -> Walk:
        return self.do(commands.SendBack(user, task=self.task_of(user).number, to=to, resume=resume))

    @property
    def asked(self) -> list[int]:
        """Who may decide now."""
        return sorted(task.user for task in self.case.tasks if task.status == "open")

    @property
    def told(self) -> list[str]:
        return [each.what for each in self.happened]
