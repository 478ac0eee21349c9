"""Background work of the engine: late rollups, and clearing away what is no longer needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from odos.accounts.principals import system_principal
from odos.database.session import execute, fetch_all, transaction
from odos.jobs.kinds import JobKind, Periodic
from odos.jobs.running import JobContext
from odos.records.context import Context
from odos.records.rollups import recompute
from odos.storage.active import active_schema

BATCH = 500
KEEP_REPLIES = timedelta(days=1)

_TAKE = """
    DELETE FROM late_rollup WHERE id IN (
        SELECT id FROM late_rollup ORDER BY entity_id, record_id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING entity_id::text, record_id
"""


def recompute_late(job: JobContext) -> Mapping[str, Any]:
    """Recompute parents that were left for later, batch by batch; each commits by itself."""
    done = 0
    while batch := _recompute_batch(job):
        done += batch
        job.progress(done)
    return {"recomputed": done}


def _recompute_batch(job: JobContext) -> int:
    with transaction(job.workspace):
        rows = fetch_all(job.workspace, _TAKE, [BATCH])
        if not rows:
            return 0
        affected: dict[str, set[int]] = {}
        for entity_id, record_id in rows:
            affected.setdefault(entity_id, set()).add(record_id)
        schema = active_schema(job.workspace)
        known = {key: ids for key, ids in affected.items() if key in schema.by_id}
        actor = system_principal(job.workspace)
        recompute(Context(job.workspace, schema, actor, job.now(), source="job"), known)
        return len(rows)


def clear_replies(job: JobContext) -> Mapping[str, Any]:
    """Forget answers to repeated requests after a day."""
    with transaction(job.workspace):
        before = job.now() - KEEP_REPLIES
        return {"removed": execute(job.workspace, "DELETE FROM idempotent_reply WHERE at < %s", [before])}


LATE_ROLLUPS = JobKind(
    "records.late_rollups", recompute_late, {"en": "Bring totals up to date", "zh-hans": "更新汇总值"}
)
CLEAR_REPLIES = JobKind(
    "records.clear_replies", clear_replies, {"en": "Forget repeated requests", "zh-hans": "清理重复请求记录"}
)

JOB_KINDS = (LATE_ROLLUPS, CLEAR_REPLIES)
PERIODICS = (
    Periodic("records.late_rollups", LATE_ROLLUPS.key, every_seconds=10),
    Periodic("records.clear_replies", CLEAR_REPLIES.key, every_seconds=3600),
)
