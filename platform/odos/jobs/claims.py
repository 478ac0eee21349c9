"""Who holds a job: lease, heartbeat, fencing token.

1. A claim takes a due job, or a running one whose lease ran out, under ``FOR UPDATE SKIP LOCKED``; it adds
   one to ``fence``.
2. Whoever holds the job prolongs the lease. Every further write names the fence it claimed with; when
   somebody else claimed in between, the write changes nothing and raises `LeaseLost`.
3. A worker that was only slow therefore cannot spoil the work of the one that took over. A job that does
   its writes and `JobContext.save` in one transaction does each batch exactly once.

Times are those of the workers; their clocks may differ by a few seconds, which a lease outlasts.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from odos.database.session import execute, fetch_all, fetch_one
from odos.jobs.doorbell import ring_after_commit
from odos.kernel.workspaces import Workspace

LEASE = timedelta(seconds=30)  # so long is a dead worker not missed


class LeaseLost(RuntimeError):
    """Another worker holds the job; nothing that this one does counts any more."""


@dataclass(frozen=True)
class Claim:
    """A job as its worker took it."""

    workspace: Workspace
    id: int
    kind: str
    args: Mapping[str, Any]
    saved: Mapping[str, Any]
    done: int
    total: int | None
    fence: int
    attempts: int
    max_attempts: int
    created_by: int | None
    address: str | None
    agent: str | None
    correlation: uuid.UUID
    schema_version: int | None
    cancel_requested: bool


_RETURNED = (
    "id, kind, args::text, saved::text, done, total, fence, attempts, max_attempts, created_by,"
    " address, agent, correlation::text, schema_version, cancel_requested"
)

_DUE = (
    "state IN ('queued', 'running') AND run_at <= %s"
    " AND (state = 'queued' OR lease_until IS NULL OR lease_until < %s)"
)

_CLAIM = f"""
    UPDATE job SET state = 'running', fence = fence + 1, attempts = attempts + 1,
        lease_until = %s, heartbeat_at = %s, started_at = coalesce(started_at, %s)
    WHERE id = (SELECT id FROM job WHERE {_DUE} ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING {_RETURNED}
"""

_HELD = "id = %s AND fence = %s AND state = 'running'"

_PROGRESS = f"""
    UPDATE job SET heartbeat_at = %s, lease_until = %s,
        done = coalesce(%s, done), total = coalesce(%s, total), saved = coalesce(%s::jsonb, saved),
        attempts = CASE WHEN %s THEN 1 ELSE attempts END
    WHERE {_HELD} RETURNING cancel_requested
"""

# What was put in again while the job ran may have come too late for it, so another one follows.
_FINISH = f"""
    WITH ended AS (
        UPDATE job SET state = %s, result = %s::jsonb, issues = %s::jsonb, files = %s::jsonb,
            finished_at = %s, lease_until = NULL
        WHERE {_HELD} RETURNING *
    ), follower AS (
        INSERT INTO job (kind, state, args, saved, run_at, max_attempts, dedupe_key, created_at, created_by,
                         address, agent, correlation, schema_version)
        SELECT kind, 'queued', args, '{{}}', finished_at, max_attempts, dedupe_key, finished_at, created_by,
               address, agent, correlation, schema_version
        FROM ended WHERE again RETURNING id
    )
    SELECT (SELECT id FROM follower) FROM ended
"""

_RETRY = f"UPDATE job SET state = 'queued', run_at = %s, issues = %s::jsonb, lease_until = NULL WHERE {_HELD}"


def claim_next(*, workspace: Workspace, now: datetime, lease: timedelta = LEASE) -> Claim | None:
    """Take the job that has been due longest, None when there is none. Commits at once."""
    row = fetch_one(workspace, _CLAIM, [now + lease, now, now, now, now])
    return _claim(workspace, row) if row else None


def count_due(*, workspace: Workspace, now: datetime, limit: int) -> int:
    """How many jobs wait for a worker, counted up to ``limit``."""
    return len(fetch_all(workspace, f"SELECT 1 FROM job WHERE {_DUE} LIMIT %s", [now, now, limit]))


def prolong(
    claim: Claim,
    *,
    now: datetime,
    lease: timedelta,
    done: int | None = None,
    total: int | None = None,
    saved: Mapping[str, Any] | None = None,
) -> bool:
    """Keep the job for another ``lease`` and note how far it is; whether somebody wants it cancelled.

    A job that saves gets on, so that earlier tries count no more: only one that dies at the same place over
    and over comes to an end.
    """
    kept = None if saved is None else _json(saved)
    values = [now, now + lease, done, total, kept, kept is not None, claim.id, claim.fence]
    row = fetch_one(claim.workspace, _PROGRESS, values)
    if row is None:
        raise _lost(claim)
    return bool(row[0])


def finish(
    claim: Claim,
    *,
    state: str,
    now: datetime,
    result: Mapping[str, Any] | None = None,
    issues: Sequence[Mapping[str, Any]] = (),
    files: Sequence[str] = (),
) -> int | None:
    """The end of a job, good or bad; gives the id of the one that follows because it was put in again."""
    kept = None if result is None else _json(result)
    values = [state, kept, _json(issues), _json(files), now, claim.id, claim.fence]
    row = fetch_one(claim.workspace, _FINISH, values)
    if row is None:
        raise _lost(claim)
    if row[0] is not None:
        ring_after_commit(claim.workspace)
    return None if row[0] is None else int(row[0])


def retry_later(claim: Claim, *, run_at: datetime, issues: Sequence[Mapping[str, Any]]) -> None:
    """Give the job back for another try."""
    if not execute(claim.workspace, _RETRY, [run_at, _json(issues), claim.id, claim.fence]):
        raise _lost(claim)


def _lost(claim: Claim) -> LeaseLost:
    return LeaseLost(f"job {claim.id} is no longer held with fence {claim.fence}")


def _json(value: object) -> str:
    return json.dumps(value, default=str)


def _claim(workspace: Workspace, row: tuple[Any, ...]) -> Claim:
    job_id, kind, args, saved, *rest, correlation, schema_version, cancel_requested = row
    done, total, fence, attempts, max_attempts, created_by, address, agent = rest
    return Claim(
        workspace=workspace,
        id=job_id,
        kind=kind,
        args=json.loads(args),
        saved=json.loads(saved),
        done=done,
        total=total,
        fence=fence,
        attempts=attempts,
        max_attempts=max_attempts,
        created_by=created_by,
        address=address,
        agent=agent,
        correlation=uuid.UUID(correlation),
        schema_version=schema_version,
        cancel_requested=cancel_requested,
    )
