"""Cases in and out of their tables. A command locks its case first, so that two at once follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from odos.kernel.problems import NotFound
from odos.workflow.approvals.definition import Definition, read_definition
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.state import Case, Task
from odos.workflow.models import ApprovalCase, ApprovalCopy, ApprovalEvent, ApprovalTask

_TASK_COLUMNS = (
    "user_id",
    "principal_id",
    "status",
    "waits_for",
    "is_past",
    "opened_at",
    "decided_at",
    "comment",
)


@dataclass(frozen=True)
class Stored:
    """A row with what it holds."""

    row: ApprovalCase
    definition: Definition
    case: Case


def lock_case(case_id: int) -> Stored:
    """The case, locked until the end of the transaction; raises `NotFound`."""
    row = ApprovalCase.objects.select_for_update().filter(pk=case_id).first()
    if row is None:
        raise NotFound
    return load(row)


def load(row: ApprovalCase) -> Stored:
    """The state that the row and its tasks hold."""
    tasks = ApprovalTask.objects.filter(case=row).order_by("number")
    case = Case(
        submitter=row.submitter_id,
        status=row.status,
        marks=row.marks,
        tasks=tuple(_task(task) for task in tasks),
        round=row.round,
    )
    return Stored(row, read_definition(row.workflow, row.document), case)


def insert_case(row: ApprovalCase, case: Case, happened: Sequence[Happening]) -> None:
    """A new case with its tasks and history."""
    _set(row, case)
    row.save(force_insert=True)
    _write_tasks(row, (), case.tasks)
    write_events(row, happened, row.started_at)


def update_case(before: Stored, case: Case, happened: Sequence[Happening], now: datetime) -> None:
    """What a command changed."""
    row = before.row
    _set(row, case)
    row.version += 1
    row.changed_at = now
    row.ended_at = now if case.is_over else None
    row.save()
    _write_tasks(row, before.case.tasks, case.tasks)
    write_events(row, happened, now)


def write_events(row: ApprovalCase, happened: Iterable[Happening], now: datetime) -> None:
    """Add to the history; whoever was copied finds the case in their inbox."""
    listed = list(happened)
    ApprovalEvent.objects.bulk_create(
        ApprovalEvent(
            case=row, at=now, what=each.what, by_id=each.by, node=each.node, task=each.task,
            users=list(each.users), comment=each.comment,
        )
        for each in listed
    )  # fmt: skip
    copied = {user for each in listed if each.what == "copied" for user in each.users}
    ApprovalCopy.objects.bulk_create(
        (ApprovalCopy(case=row, user_id=user, at=now) for user in sorted(copied)), ignore_conflicts=True
    )


def _set(row: ApprovalCase, case: Case) -> None:
    row.status, row.marks, row.round = case.status, dict(case.marks), case.round


def _write_tasks(row: ApprovalCase, before: Sequence[Task], after: Sequence[Task]) -> None:
    """Only what differs."""
    new = after[len(before) :]
    changed = [task for old, task in zip(before, after, strict=False) if old != task]
    ApprovalTask.objects.bulk_create(ApprovalTask(case=row, **_values(task)) for task in new)
    for task in changed:
        values = _values(task)
        columns = {name: values[name] for name in _TASK_COLUMNS}
        ApprovalTask.objects.filter(case=row, number=task.number).update(**columns)


def _values(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "node": task.node,
        "user_id": task.user,
        "principal_id": task.principal,
        "status": task.status,
        "waits_for": sorted(task.waits_for),
        "added": task.added,
        "added_by": task.added_by,
        "has_veto": task.has_veto,
        "is_past": task.is_past,
        "opened_at": task.opened_at,
        "decided_at": task.decided_at,
        "comment": task.comment,
    }


def _task(row: ApprovalTask) -> Task:
    return Task(
        number=row.number,
        node=row.node,
        user=row.user_id,
        principal=row.principal_id,
        status=row.status,
        waits_for=frozenset(row.waits_for),
        added=row.added,
        added_by=row.added_by,
        has_veto=row.has_veto,
        is_past=row.is_past,
        opened_at=row.opened_at,
        decided_at=row.decided_at,
        comment=row.comment,
    )
