"""The platform's own jobs: clearing away what ended."""

from __future__ import annotations

from odos.accounts.operations import remove_expired_tokens
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.jobs.operations import remove_old_jobs


def clear_away(context: JobContext) -> dict[str, object]:
    """Old jobs and expired tokens."""
    now = context.now()
    return {
        "jobs": remove_old_jobs(workspace=context.workspace, now=now),
        "tokens": remove_expired_tokens(workspace=context.workspace, now=now),
    }


CLEAR_AWAY = JobKind(
    key="jobs.clear_away",
    run=clear_away,
    label={"en": "Clear away old jobs and sign-ins", "zh-hans": "清理过期任务和登录凭证"},
)

JOB_KINDS = (CLEAR_AWAY,)
PERIODICS = (Periodic(key="jobs.clear_away", kind=CLEAR_AWAY.key, every_seconds=3600),)
