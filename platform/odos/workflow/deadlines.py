"""How long steps may take: when a task is due, and what happens when nobody decided by then.

A step lists its deadlines in order, each so long after the task was opened. A task remembers which one is
next, so that each is met once, whichever worker comes first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from odos.database.session import fetch_all
from odos.dsl.parser import parse
from odos.dsl.tree import Duration
from odos.kernel.problems import Invalid
from odos.kernel.workspaces import Workspace
from odos.workflow.definition import Definition, Step
from odos.workflow.models import ApprovalCase, ApprovalTask
from odos.workflow.state import Case

BATCH = 100
_LENGTHS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}

_DUE = """
    SELECT case_id, number FROM approval_task WHERE status = 'open' AND due_at <= %s ORDER BY due_at LIMIT %s
"""


def schedule(row: ApprovalCase, case: Case, definition: Definition) -> None:
    """Give every open task of the case the moment of its next deadline."""
    openings = {task.number: task for task in case.tasks if task.status == "open"}
    for stored in ApprovalTask.objects.filter(case=row, number__in=openings):
        due_at = _due_at(definition, stored)
        if due_at != stored.due_at:
            ApprovalTask.objects.filter(pk=stored.pk).update(due_at=due_at)


def due_tasks(workspace: Workspace, now: datetime) -> list[tuple[int, int]]:
    """(case, number) of tasks whose next deadline has passed, the longest overdue first."""
    return [(row[0], row[1]) for row in fetch_all(workspace, _DUE, [now, BATCH])]


def length(text: str) -> timedelta | None:
    """A duration of the rule language as a span of time; None for what is none."""
    try:
        node = parse(text)
    except Invalid:
        return None
    if not isinstance(node, Duration) or node.unit not in _LENGTHS:
        return None
    return node.amount * _LENGTHS[node.unit]


def _due_at(definition: Definition, task: ApprovalTask) -> datetime | None:
    step = definition.by_path.get(task.node)
    if not isinstance(step, Step) or task.opened_at is None or task.deadline >= len(step.deadlines):
        return None
    span = length(step.deadlines[task.deadline].after)
    return task.opened_at + span if span is not None else None
