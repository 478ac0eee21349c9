"""Somebody leaves while they are asked: what waits for them goes on to others, as their step says.

Looked for every minute, however an account was closed. Where those who are found decide in the step already,
the task is withdrawn, since nobody is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from odos.database.session import fetch_all
from odos.kernel.workspaces import Workspace
from odos.records.context import Context
from odos.records.writes.operations import fenced
from odos.workflow.approvals import commands, people
from odos.workflow.approvals.definition import Step
from odos.workflow.approvals.operations import carry_out, world_of
from odos.workflow.approvals.reality import RecordWorld
from odos.workflow.approvals.state import PENDING, Task
from odos.workflow.approvals.stored import Stored
from odos.workflow.approvals.storing import lock_case

BATCH = 100
_REASON = "left"

_LEFT_BEHIND = """
    SELECT t.case_id, t.number FROM approval_task t JOIN approval_case c ON c.id = t.case_id
    JOIN user_account u ON u.id = t.user_id
    WHERE t.status = ANY(%s) AND c.status = 'running'
        AND (u.is_active IS NOT TRUE OR u.deleted_at IS NOT NULL) AND (t.case_id, t.number) > (%s, %s)
    ORDER BY t.case_id, t.number LIMIT %s
"""


def left_behind(workspace: Workspace, after: tuple[int, int] = (0, 0)) -> list[tuple[int, int]]:
    """(case, number) of tasks that wait for people who left, in that order."""
    rows = fetch_all(workspace, _LEFT_BEHIND, [sorted(PENDING), *after, BATCH])
    return [(row[0], row[1]) for row in rows]


def hand_on(*, context: Context, case_id: int, number: int) -> bool:
    """Have others decide what waits for somebody who left; whether there still was anything to do."""
    return fenced(context, lambda current: _hand_on(current, lock_case(current.workspace, case_id), number))


def _hand_on(context: Context, stored: Stored, number: int) -> bool:
    task = stored.case.task(number)
    if task is None or not task.is_pending or people.living(context.workspace, [task.user]):
        return False
    command = _command(stored, task, world_of(context, stored))
    if command is None:
        return False
    carry_out(context, stored, command)
    return True


def _command(stored: Stored, task: Task, world: RecordWorld) -> commands.Command | None:
    beside = {each.user for each in stored.case.visit(task.node) if each.is_pending and each != task}
    free = [user for user in _candidates(stored, task, world) if user not in beside]
    if free:
        return commands.Reassign(None, _REASON, task=task.number, to=free[0])
    return commands.Withdraw(None, _REASON, task=task.number) if beside else None


def _candidates(stored: Stored, task: Task, world: RecordWorld) -> Iterator[int]:
    """Whom to ask instead, the first of whom is not asked in the step already."""
    step = stored.definition.by_path.get(task.node)
    departed = step.departed if isinstance(step, Step) else "superior"
    is_alone = all(not each.is_pending or each == task for each in stored.case.visit(task.node))
    if departed == "superior":
        person = world.person(task.user)
        if person is not None:
            yield person.user
            return
    if departed != "pass" or is_alone:
        yield from (person.user for person in world.administrators())
