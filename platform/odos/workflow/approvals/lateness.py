"""What happens when a deadline passes: a reminder, another approver, a decision in the late one's place."""

from __future__ import annotations

from collections.abc import Callable

from odos.records.context import Context
from odos.records.writes.operations import fenced
from odos.workflow.approvals import commands
from odos.workflow.approvals.definition import Late, Step
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.operations import carry_out, note, world_of
from odos.workflow.approvals.state import Task
from odos.workflow.approvals.stored import Stored
from odos.workflow.approvals.storing import lock_case, pass_deadline

_REASON = "deadline"


def meet_deadline(*, context: Context, case_id: int, number: int) -> bool:
    """Do what the step says of a late task; whether there still was anything to do."""
    return fenced(context, lambda current: _meet(current, lock_case(current.workspace, case_id), number))


def give_up(*, context: Context, case_id: int, number: int) -> bool:
    """Leave a deadline that cannot be met to people: they are reminded, and it does not come again."""

    def work(current: Context) -> bool:
        stored = lock_case(current.workspace, case_id)
        task = stored.case.task(number)
        if task is None or task.status != "open":
            return False
        _remind(current, pass_deadline(current.workspace, stored, number), task)
        return True

    return fenced(context, work)


def _meet(context: Context, stored: Stored, number: int) -> bool:
    """Looks again under the lock: somebody may have decided, or another worker been faster."""
    task, timer = stored.case.task(number), stored.timer(number)
    step = stored.definition.by_path.get(task.node) if task else None
    if task is None or not isinstance(step, Step) or task.status != "open":
        return False
    if timer.due_at is None or timer.due_at > context.now:
        return False
    passed = pass_deadline(context.workspace, stored, number)
    carry_out(context, passed, _ANSWERS[step.deadlines[timer.deadline].then](context, passed, task))
    return True


def _remind(context: Context, stored: Stored, task: Task) -> commands.Command | None:
    happening = Happening("reminded", node=task.node, task=task.number, users=(task.user,))
    note(context, stored, happening)
    return None


def _escalate(context: Context, stored: Stored, task: Task) -> commands.Command | None:
    """To whom the late person reports, else to an administrator; nobody is asked twice."""
    world = world_of(context, stored)
    asked = {each.user for each in stored.case.visit(task.node) if each.is_pending}
    above = world.manager_of(task.user)
    people = [above] if above else list(world.administrators())
    free = [person.user for person in people if person.user not in asked]
    if not free:
        return _remind(context, stored, task)
    return commands.Reassign(None, _REASON, task=task.number, to=free[0])


def _pass(_context: Context, _stored: Stored, task: Task) -> commands.Command:
    return commands.Approve(None, _REASON, task=task.number)


def _reject(_context: Context, _stored: Stored, task: Task) -> commands.Command:
    return commands.Reject(None, _REASON, task=task.number)


_ANSWERS: dict[Late, Callable[[Context, Stored, Task], commands.Command | None]] = {
    "remind": _remind,
    "escalate": _escalate,
    "pass": _pass,
    "reject": _reject,
}
