"""Background work of approvals, every minute: deadlines, what people leave behind, delegations."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.kernel.problems import Problem
from odos.records.background import platform_context_of
from odos.storage.active import active_schema
from odos.workflow.approvals.deadlines import due_tasks
from odos.workflow.approvals.departures import hand_on, left_behind
from odos.workflow.approvals.lateness import give_up, meet_deadline
from odos.workflow.approvals.standing_in import KIND as STAND_INS_KIND
from odos.workflow.approvals.standing_in import misplaced, place
from odos.workflow.handing_over import HAND_OVER

log = logging.getLogger(__name__)


def meet_deadlines(job: JobContext) -> Mapping[str, Any]:
    """Every task that waits for somebody who left or is away or is overdue, each in a transaction of its
    own."""
    _hand_on_all(job)
    follow_delegations(job)
    met = 0
    while late := due_tasks(job.workspace, job.now()):
        done = [_meet(job, case_id, number) for case_id, number in late]
        met += sum(done)
        job.progress(met)
        if not any(done):
            break
    return {"met": met}


def _hand_on_all(job: JobContext) -> None:
    place = (0, 0)
    while behind := left_behind(job.workspace, place):
        for case_id, number in behind:
            context = platform_context_of(job, active_schema(job.workspace))
            try:
                hand_on(context=context, case_id=case_id, number=number)
            except Problem as refusal:
                log.warning("approval %s of somebody who left was not handed on: %s", case_id, refusal)
        place = behind[-1]


def follow_delegations(job: JobContext) -> Mapping[str, Any]:
    """What waits for somebody goes to their stand-in, and back once the delegation is over."""
    moved, after = 0, (0, 0)
    while found := misplaced(platform_context_of(job, active_schema(job.workspace)), after):
        for case_id, number in found:
            context = platform_context_of(job, active_schema(job.workspace))
            try:
                moved += place(context=context, case_id=case_id, number=number)
            except Problem as refusal:
                log.warning("approval %s was not handed to a stand-in or back: %s", case_id, refusal)
        after = found[-1]
    return {"moved": moved}


def _meet(job: JobContext, case_id: int, number: int) -> bool:
    """A case whose deadline cannot be met (its record is gone, say) must not hold up the others."""
    context = platform_context_of(job, active_schema(job.workspace))
    try:
        return meet_deadline(context=context, case_id=case_id, number=number)
    except Problem as refusal:
        log.warning("a deadline of approval %s could not be met: %s", case_id, refusal)
        return give_up(context=context, case_id=case_id, number=number)


DEADLINES = JobKind(
    "workflow.deadlines", meet_deadlines, {"en": "Meet approval deadlines", "zh-hans": "处理审批时限"}
)
STAND_INS = JobKind(
    STAND_INS_KIND, follow_delegations, {"en": "Follow delegations", "zh-hans": "处理审批委托"}
)
JOB_KINDS = (DEADLINES, STAND_INS, HAND_OVER)
PERIODICS = (Periodic("workflow.deadlines", DEADLINES.key, every_seconds=60),)
