"""A delegation begins or ends while approvals are open: what waits for the one goes to the other, and back.

Looked for when one is made or taken back, and every minute. Where whoever it goes to decides in the step
already, the task is withdrawn, since nobody is asked twice.
"""

from __future__ import annotations

from odos.database.session import fetch_all
from odos.records.context import Context
from odos.records.writes.operations import fenced
from odos.workflow.approvals import commands
from odos.workflow.approvals.operations import carry_out, world_of
from odos.workflow.approvals.state import PENDING
from odos.workflow.approvals.stored import Stored
from odos.workflow.approvals.storing import lock_case

KIND = "workflow.stand_ins"
BATCH = 100
_REASON = "delegation"

_COUNTS = "d.starts_at <= %s AND d.ends_at > %s AND (d.workflows = '{}' OR c.workflow = ANY(d.workflows))"
_MISPLACED = f"""
    SELECT t.case_id, t.number FROM approval_task t JOIN approval_case c ON c.id = t.case_id
    WHERE t.status = ANY(%s) AND c.status = 'running' AND (t.case_id, t.number) > (%s, %s) AND (
        EXISTS (
            SELECT 1 FROM approval_delegation d WHERE d.user_id = t.user_id AND d.includes_open AND {_COUNTS}
        ) OR t.user_id <> t.principal_id AND NOT EXISTS (
            SELECT 1 FROM approval_delegation d
            WHERE d.user_id = t.principal_id AND d.stand_in_id = t.user_id AND {_COUNTS}
        ) AND EXISTS (
            SELECT 1 FROM user_account u WHERE u.id = t.principal_id AND u.is_active AND u.deleted_at IS NULL
        )
    )
    ORDER BY t.case_id, t.number LIMIT %s
"""


def misplaced(context: Context, after: tuple[int, int] = (0, 0)) -> list[tuple[int, int]]:
    """(case, number) of tasks that a delegation sends on, or whose delegation is over, in that order."""
    now = context.now
    values = [sorted(PENDING), *after, now, now, now, now, BATCH]
    return [(row[0], row[1]) for row in fetch_all(context.workspace, _MISPLACED, values)]


def place(*, context: Context, case_id: int, number: int) -> bool:
    """Have whoever acts by now for the person that a task is meant for decide it; whether that is another."""
    return fenced(context, lambda current: _place(current, lock_case(current.workspace, case_id), number))


def _place(context: Context, stored: Stored, number: int) -> bool:
    task = stored.case.task(number)
    if task is None or not task.is_pending:
        return False
    person = world_of(context, stored).person(task.principal)
    if person is None or person.user == task.user:
        return False
    beside = {each.user for each in stored.case.visit(task.node) if each.is_pending}
    if person.user in beside:
        carry_out(context, stored, commands.Withdraw(None, _REASON, task=number))
    else:
        carry_out(context, stored, commands.StandIn(None, task=number))
    return True
