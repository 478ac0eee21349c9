"""A case as it is kept: what it is about, where it stands, what it waits for, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from odos.schema.model import Document
from odos.workflow.approvals.definition import Definition
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.state import Case


@dataclass(frozen=True)
class Row:
    """What a case is about. ``proposed`` holds values that are to be written when the change of an approved
    record is agreed to, ``replaced`` the JSON values that they took the place of; ``version`` rises with
    every command."""

    id: int
    workflow_id: str
    workflow: str
    document: Document
    entity_id: str
    record_id: int
    submitter: int
    proposed: Mapping[str, Any] | None
    version: int
    started_at: datetime
    changed_at: datetime
    ended_at: datetime | None = None
    urged_at: datetime | None = None
    replaced: Mapping[str, Any] | None = None

    @property
    def label(self) -> Mapping[str, str]:
        """What the approval is called, by language."""
        found: Mapping[str, str] = self.document.get("label") or {"en": self.workflow}
        return found


@dataclass(frozen=True)
class Timer:
    """When the next deadline of a task passes, and which of its step's that is."""

    due_at: datetime | None = None
    deadline: int = 0


@dataclass(frozen=True)
class Event:
    """What happened, and when."""

    at: datetime
    happened: Happening


@dataclass(frozen=True)
class Stored:
    """A case with all that is kept of it. ``timers`` are those of tasks by number, ``copied`` are people who
    were told of it, ``agreed_before`` is when an earlier approval of the record ended."""

    row: Row
    definition: Definition
    case: Case
    timers: Mapping[int, Timer] = field(default_factory=dict)
    history: tuple[Event, ...] = ()
    copied: frozenset[int] = frozenset()
    agreed_before: datetime | None = None

    def timer(self, number: int) -> Timer:
        """The timer of a task."""
        return self.timers.get(number, _UNTIMED)

    def after(self, case: Case, happened: Sequence[Happening], now: datetime) -> Stored:
        """What a command made of it."""
        ended_at = now if case.is_over else None
        row = replace(self.row, version=self.row.version + 1, changed_at=now, ended_at=ended_at)
        return replace(self, row=row, case=case).with_events(happened, now)

    def with_events(self, happened: Iterable[Happening], now: datetime) -> Stored:
        """With more history; whoever was copied finds the case in their inbox."""
        listed = tuple(happened)
        copied = {user for each in listed if each.what == "copied" for user in each.users}
        history = (*self.history, *(Event(now, each) for each in listed))
        return replace(self, history=history, copied=self.copied | copied)

    def takes_part(self, user: int | None) -> bool:
        """Whether somebody submitted the case or is or was to decide in it."""
        tasks = self.case.tasks
        return user == self.row.submitter or any(user in (task.user, task.principal) for task in tasks)

    def is_asked(self, user: int | None) -> bool:
        """Whether somebody decides or decided in it, or has somebody do so in their place."""
        tasks = self.case.tasks
        return any(user in (task.user, task.principal) and task.status != "withdrawn" for task in tasks)

    def is_involved(self, user: int | None) -> bool:
        """Whether somebody takes part, was told of it, or did anything in it."""
        did = (each.happened.by for each in self.history)
        return user is not None and (self.takes_part(user) or user in self.copied or user in did)

    def nodes_of(self, user: int | None) -> set[str]:
        """The nodes at which somebody had a part."""
        asked = {task.node for task in self.case.tasks if user in (task.user, task.principal)}
        happened = (each.happened for each in self.history)
        return asked | {each.node for each in happened if user == each.by or user in each.users}


_UNTIMED = Timer()
