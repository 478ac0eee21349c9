"""Doing one claimed job, and what becomes of its end."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id
from odos.jobs.claims import LEASE, Claim, LeaseLost, claim_next, finish, retry_later
from odos.jobs.context import JobCancelled, JobContext
from odos.jobs.doorbell import publish_event
from odos.jobs.heartbeat import Heartbeat, beating
from odos.jobs.issues import issue_to_kept
from odos.jobs.kinds import JOB_KINDS, JobKind
from odos.jobs.models import JobState
from odos.jobs.queries import progress_event
from odos.kernel.clock import Clock, utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Problem, invalid
from odos.kernel.retrying import Backoff
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

logger = logging.getLogger(__name__)

BACKOFF = Backoff(timedelta(seconds=5))
RETRIED_STATUS = 500  # refusals below it would only be repeated


def work_once(
    *,
    workspace: Workspace,
    clock: Clock = utc_now,
    kinds: Mapping[str, JobKind] = JOB_KINDS,
    lease: timedelta = LEASE,
) -> int | None:
    """Claim one due job and do it; gives its id, None when nothing is due."""
    claim = claim_next(workspace=workspace, now=clock(), lease=lease)
    if claim is None:
        return None
    with beating(claim, clock=clock, lease=lease) as heartbeat:
        try:
            _do(claim, kinds, clock, heartbeat, lease)
        except LeaseLost as lost:
            logger.warning("%s; its work here is dropped", lost)
            return claim.id
    publish_event(workspace, "job", progress_event(workspace=workspace, job_id=claim.id))
    return claim.id


def _do(
    claim: Claim, kinds: Mapping[str, JobKind], clock: Clock, heartbeat: Heartbeat, lease: timedelta
) -> None:
    if claim.cancel_requested:
        finish(claim, state=JobState.CANCELLED, now=clock())
        return
    try:
        kind, actor = _prepared(claim, kinds)
        context = JobContext(claim, actor, clock, heartbeat, lease)
    except Problem as refusal:
        _fail(claim, clock, list(refusal.issues))
        return
    _run(kind, context)


def _run(kind: JobKind, context: JobContext) -> None:
    """Everything that a job may raise becomes a state of its row."""
    try:
        result = kind.run(context)
    except LeaseLost:
        raise
    except JobCancelled:
        _end(context, JobState.CANCELLED, None)
    except Problem as refusal:
        issues = list(refusal.issues) or [Issue(refusal.code, refusal.detail or refusal.title)]
        _refused(context, issues, again=refusal.status >= RETRIED_STATUS)
    except Exception as error:
        logger.exception("job %s (%s) failed", context.claim.id, kind.key)
        _refused(context, [_unexpected(context.claim, error)], again=True)
    else:
        _end(context, JobState.DONE, result)


def _prepared(claim: Claim, kinds: Mapping[str, JobKind]) -> tuple[JobKind, Principal]:
    kind, actor = kinds.get(claim.kind), _actor(claim)
    if kind is None:
        message = text("No job of kind {kind} is known here", "未知的任务类型 {kind}", kind=claim.kind)
        raise invalid("unknown_job_kind", message)
    if actor is None:
        raise invalid("actor_gone", text("Whoever started this may no longer act", "任务发起人已被停用"))
    if claim.attempts > claim.max_attempts:
        message = text(
            "The worker died {n} times while doing this",
            "执行此任务的进程已中断 {n} 次",
            n=claim.max_attempts,
        )
        raise invalid("worker_died", message)
    return kind, actor


def _actor(claim: Claim) -> Principal | None:
    if claim.created_by is None:
        return system_principal(claim.workspace)
    return find_principal_by_id(workspace=claim.workspace, user_id=claim.created_by)


def _end(context: JobContext, state: JobState, result: Mapping[str, Any] | None) -> None:
    kept = [issue_to_kept(issue) for issue in context.issues]
    finish(context.claim, state=state, now=context.now(), result=result, issues=kept, files=context.files)


def _refused(context: JobContext, issues: list[Issue], *, again: bool) -> None:
    claim = context.claim
    found = [*context.issues, *issues]
    if not again or claim.attempts >= claim.max_attempts:
        _fail(claim, context.clock, found)
        return
    run_at = context.now() + BACKOFF.after(claim.attempts)
    retry_later(claim, run_at=run_at, issues=[issue_to_kept(issue) for issue in found])


def _fail(claim: Claim, clock: Clock, issues: list[Issue]) -> None:
    finish(claim, state=JobState.FAILED, now=clock(), issues=[issue_to_kept(issue) for issue in issues])


def _unexpected(claim: Claim, error: Exception) -> Issue:
    message = text("The job failed unexpectedly: {name}", "任务意外失败：{name}", name=type(error).__name__)
    hint = text(
        "The worker's log says more under the number {number}",
        "详情见后台日志，编号 {number}",
        number=claim.correlation,
    )
    return Issue("job_failed", message, hint=hint)
