"""How long steps may take: when a task is due, and what happens when nobody decided by then.

A step lists its deadlines in order, each so long after the task was opened. A task remembers which one is
next, so that each is met once, whichever worker comes first. Working days are those of whoever is asked: of
their unit's calendar, in their time zone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from odos.accounts.queries import list_working_places
from odos.database.session import fetch_all
from odos.kernel.workspaces import Workspace
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.rules.compiled import compile_rule, rule_context
from odos.schema.model import Entity
from odos.workflow.approvals.definition import Step
from odos.workflow.approvals.state import Task
from odos.workflow.approvals.stored import Stored, Timer

BATCH = 100

_DUE = """
    SELECT case_id, number FROM approval_task WHERE status = 'open' AND due_at <= %s ORDER BY due_at LIMIT %s
"""


def scheduled(context: Context, entity: Entity, stored: Stored) -> Stored:
    """With the moment of the next deadline for every open task of the case."""
    tasks = [task for task in stored.case.tasks if task.status == "open"]
    following = {task.number: after for task in tasks if (after := _next_deadline(stored, task)) is not None}
    timed = {task.user for task in tasks if task.number in following}
    places = list_working_places(workspace=context.workspace, user_ids=timed) if timed else {}
    timers = dict(stored.timers)
    for task in tasks:
        after = following.get(task.number)
        there = _at(context, places.get(task.user, (None, None)))
        due_at = moment_after(there, entity, task.opened_at, after) if after else None
        timers[task.number] = Timer(due_at, stored.timer(task.number).deadline)
    return replace(stored, timers=timers)


def _at(context: Context, place: tuple[int | None, str | None]) -> Context:
    """The same, where somebody works."""
    unit_id, time_zone = place
    actor = replace(context.actor, unit_id=unit_id, time_zone=time_zone or context.actor.time_zone)
    return replace(context, actor=actor)


def due_tasks(workspace: Workspace, now: datetime) -> list[tuple[int, int]]:
    """(case, number) of tasks whose next deadline has passed, the longest overdue first."""
    return [(row[0], row[1]) for row in fetch_all(workspace, _DUE, [now, BATCH])]


def moment_after(context: Context, entity: Entity, start: datetime | None, duration: str) -> datetime | None:
    """``start`` and so long afterwards (``2 working days``), on the working calendar where it says so."""
    if start is None:
        return None
    key = ("approval deadline", entity.id, duration)
    rule = kept(context, key, lambda: compile_rule(context, entity, f"now + {duration}"))
    found = rule.evaluate({}, rule_context(replace(context, now=start)))
    return found if isinstance(found, datetime) else None


def _next_deadline(stored: Stored, task: Task) -> str | None:
    step, following = stored.definition.by_path.get(task.node), stored.timer(task.number).deadline
    if not isinstance(step, Step) or following >= len(step.deadlines):
        return None
    return step.deadlines[following].after
