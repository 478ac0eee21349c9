"""Where a case stands: frozen values, changed by making new ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

Status = Literal["running", "approved", "rejected", "returned", "recalled", "ended"]
Mark = Literal["active", "passed", "skipped"]
TaskStatus = Literal["waiting", "open", "approved", "rejected", "withdrawn"]
Added = Literal["before", "after", "beside"]

PENDING: frozenset[TaskStatus] = frozenset({"waiting", "open"})
GOING_ON: frozenset[Status] = frozenset({"running", "returned"})


@dataclass(frozen=True)
class Task:
    """One person's part in one step. ``number`` counts within the case and never comes back.

    ``user`` decides, in the place of ``principal`` where they stand in for somebody. The task opens when all
    of ``waits_for`` are approved. ``added`` says how it came in later, by whom is ``added_by``. ``is_past``
    tells a task of an earlier visit to its step, which counts no more.
    """

    number: int
    node: str
    user: int
    principal: int
    status: TaskStatus = "open"
    waits_for: frozenset[int] = frozenset()
    added: Added | None = None
    added_by: int | None = None
    has_veto: bool = False
    is_past: bool = False
    opened_at: datetime | None = None
    decided_at: datetime | None = None
    comment: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether a decision may still come."""
        return self.status in PENDING


@dataclass(frozen=True)
class Case:
    """The state of one case. ``marks`` say what became of each node and branch that was come to; what was
    returned over has none. ``round`` counts how often the submitter sent it off."""

    submitter: int
    status: Status = "running"
    marks: Mapping[str, Mark] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    round: int = 1

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen any more."""
        return self.status not in GOING_ON

    @property
    def next_number(self) -> int:
        """For a new task."""
        return len(self.tasks) + 1

    def task(self, number: int) -> Task | None:
        """The task of that number."""
        return self.tasks[number - 1] if 0 < number <= len(self.tasks) else None

    def at(self, node: str) -> tuple[Task, ...]:
        """The tasks that count in the node's present visit."""
        return tuple(task for task in self.visit(node) if task.status != "withdrawn")

    def visit(self, node: str) -> tuple[Task, ...]:
        """All tasks of the node's present visit, those that became needless as well."""
        return tuple(task for task in self.tasks if task.node == node and not task.is_past)

    def pending(self) -> Iterator[Task]:
        """Tasks that still wait for somebody."""
        return (task for task in self.tasks if task.is_pending)

    def marked(self, node: str, mark: Mark | None) -> Case:
        """With a node's mark set or taken away."""
        marks = {key: value for key, value in self.marks.items() if key != node}
        return replace(self, marks={**marks, node: mark} if mark else marks)

    def with_task(self, task: Task) -> Case:
        """With a task changed, or added when its number is the next."""
        tasks = list(self.tasks)
        tasks[task.number - 1 : task.number] = [task]
        return replace(self, tasks=tuple(tasks))

    def changed(self, which: Callable[[Task], bool], **values: object) -> Case:
        """With ``values`` set in every task that ``which`` holds for."""
        tasks = (replace(task, **values) if which(task) else task for task in self.tasks)  # type: ignore[arg-type]
        return replace(self, tasks=tuple(tasks))

    def withdrawn(self, which: Callable[[Task], bool] = lambda _: True) -> Case:
        """With nothing more to be decided in those tasks."""
        return self.changed(lambda task: task.is_pending and which(task), status="withdrawn")

    def resumed(self) -> Case:
        """On its way, also where it was sent back to the submitter."""
        return replace(self, status="running")

    def forgotten(self, nodes: frozenset[str]) -> Case:
        """As if those nodes and branches had not been come to; what was decided there is past."""
        kept = {path: mark for path, mark in self.marks.items() if path not in nodes}
        case = self.withdrawn(lambda task: task.node in nodes)
        return replace(case, marks=kept).changed(lambda task: task.node in nodes, is_past=True)
