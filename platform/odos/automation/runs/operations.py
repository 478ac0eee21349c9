"""What administrators do to runs: retry from the step that failed, or cancel."""

from __future__ import annotations

from odos.automation.runs.models import CANCELLED, FAILED, STOPPED, WAITING, Run
from odos.automation.runs.triggers import CARRY_ON
from odos.database.session import transaction
from odos.jobs.doorbell import drain_after_commit
from odos.kernel.problems import Conflict, NotFound
from odos.kernel.texts import text
from odos.records.context import Context


def retry_run(*, context: Context, run_id: int) -> None:
    """Go on from the step that failed; raises `Conflict` for a run that did not fail."""
    with transaction(context.workspace):
        run = _lock(run_id)
        if run.state not in {FAILED, STOPPED}:
            raise Conflict(text("Only a run that failed can be retried", "只能重试失败的运行"))
        run.state, run.attempts, run.wake_at, run.ended_at, run.error = WAITING, 0, context.now, None, None
        run.save()
        drain_after_commit(context.workspace, CARRY_ON)


def cancel_run(*, context: Context, run_id: int) -> None:
    """Do no more of it; what was done stays. Raises `Conflict` when it has ended."""
    with transaction(context.workspace):
        run = _lock(run_id)
        if run.state != WAITING:
            raise Conflict(text("This run has ended already", "该运行已结束"))
        run.state, run.wake_at, run.ended_at = CANCELLED, None, context.now
        run.save()


def _lock(run_id: int) -> Run:
    run = Run.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run
