"""Background work of approvals: deadlines, every minute."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.kernel.problems import Problem
from odos.records.context import platform_context
from odos.storage.active import active_schema
from odos.workflow.approvals.deadlines import due_tasks
from odos.workflow.approvals.lateness import give_up, meet_deadline
from odos.workflow.handing_over import HAND_OVER

log = logging.getLogger(__name__)


def meet_deadlines(job: JobContext) -> Mapping[str, Any]:
    """Every task that is overdue, each in a transaction of its own."""
    met = 0
    while late := due_tasks(job.workspace, job.now()):
        done = [_meet(job, case_id, number) for case_id, number in late]
        met += sum(done)
        job.progress(met)
        if not any(done):
            break
    return {"met": met}


def _meet(job: JobContext, case_id: int, number: int) -> bool:
    """A case whose deadline cannot be met (its record is gone, say) must not hold up the others."""
    context = platform_context(job.workspace, active_schema(job.workspace), job.now())
    try:
        return meet_deadline(context=context, case_id=case_id, number=number)
    except Problem as refusal:
        log.warning("a deadline of approval %s could not be met: %s", case_id, refusal)
        return give_up(context=context, case_id=case_id, number=number)


DEADLINES = JobKind(
    "workflow.deadlines", meet_deadlines, {"en": "Meet approval deadlines", "zh-hans": "处理审批时限"}
)
JOB_KINDS = (DEADLINES, HAND_OVER)
PERIODICS = (Periodic("workflow.deadlines", DEADLINES.key, every_seconds=60),)
