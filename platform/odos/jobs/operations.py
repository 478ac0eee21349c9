"""Putting jobs in, cancelling them, clearing away old ones."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from odos.accounts.principals import Principal
from odos.database.session import execute, fetch_one, fetch_value, transaction
from odos.jobs.doorbell import publish_after_commit, ring_after_commit
from odos.jobs.kinds import DEFAULT_ATTEMPTS, JOB_KINDS
from odos.jobs.queries import progress_event
from odos.kernel.problems import Conflict, NotFound
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

KEEP_FINISHED = timedelta(days=30)
KEEP_PERIODIC = timedelta(hours=6)
PERIODIC_PREFIX = "periodic:"

_INSERT = """
    INSERT INTO job (kind, state, args, saved, run_at, max_attempts, dedupe_key, created_at, created_by,
                     address, agent, correlation, schema_version)
    VALUES (%s, 'queued', %s::jsonb, '{}', %s, %s, %s, %s, %s, %s, %s, %s::uuid, %s)
    ON CONFLICT DO NOTHING RETURNING id
"""
# Locks the twin until the open transaction commits: one that waits then sees what this transaction wrote,
# and one that runs is followed by another.
_JOIN_TWIN = """
    UPDATE job SET again = again OR (state = 'running' AND %s)
    WHERE dedupe_key = %s AND state IN ('queued', 'running') RETURNING id
"""

_CANCEL = """
    UPDATE job SET cancel_requested = true,
        state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
        finished_at = CASE state WHEN 'queued' THEN %s ELSE finished_at END
    WHERE id = %s AND state IN ('queued', 'running') RETURNING id
"""


def enqueue(
    *,
    workspace: Workspace,
    kind: str,
    args: Mapping[str, Any],
    actor: Principal,
    now: datetime,
    dedupe_key: str | None = None,
    again: bool = True,
    run_at: datetime | None = None,
    address: str | None = None,
    agent: str | None = None,
    correlation: uuid.UUID | None = None,
    schema_version: int | None = None,
) -> int:
    """Put a job in, in the open transaction or its own; gives its id.

    The job runs as ``actor``. With a ``dedupe_key`` for which a job is pending, gives that one's id instead.
    If that one runs already, another will follow it, since it may have passed what this transaction
    writes; not so with ``again=False``.
    """
    known = JOB_KINDS.get(kind)
    values = [
        kind,
        json.dumps(dict(args), default=str),
        run_at or now,
        known.max_attempts if known else DEFAULT_ATTEMPTS,
        dedupe_key,
        now,
        actor.user_id,
        address,
        agent,
        str(correlation or uuid.uuid4()),
        schema_version,
    ]
    with transaction(workspace):
        job_id = _insert(workspace, values, [again, dedupe_key])
        if run_at is None or run_at <= now:
            ring_after_commit(workspace)
    return job_id


def cancel_job(*, workspace: Workspace, job_id: int, now: datetime) -> None:
    """Stop a job: at once when it waits, at its next check when it runs; raises `Conflict` when it ended."""
    with transaction(workspace):
        if fetch_one(workspace, _CANCEL, [now, job_id]) is None:
            raise _not_cancellable(workspace, job_id)
        publish_after_commit(workspace, "job", progress_event(workspace=workspace, job_id=job_id))


def remove_old_jobs(*, workspace: Workspace, now: datetime) -> int:
    """Clear away jobs that ended long ago, periodic ones sooner; gives their number."""
    return execute(
        workspace,
        "DELETE FROM job WHERE finished_at < %s"
        " OR finished_at < %s AND dedupe_key LIKE %s AND state = 'done'",
        [now - KEEP_FINISHED, now - KEEP_PERIODIC, PERIODIC_PREFIX + "%"],
    )


def _insert(workspace: Workspace, values: list[Any], twin: list[Any]) -> int:
    """The twin may end between the two statements; then there is room for a new job."""
    while True:
        job_id = fetch_value(workspace, _INSERT, values) or fetch_value(workspace, _JOIN_TWIN, twin)
        if job_id is not None:
            return int(job_id)


def _not_cancellable(workspace: Workspace, job_id: int) -> Exception:
    if fetch_one(workspace, "SELECT 1 FROM job WHERE id = %s", [job_id]) is None:
        return NotFound()
    return Conflict(text("The job has already ended", "任务已结束"))
