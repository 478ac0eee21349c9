"""Background work of the engine: values that follow late, and clearing away what is no longer needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from odos.access.operations import remove_expired_shares
from odos.database.session import execute, fetch_all, transaction
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.records.background import platform_context_of
from odos.records.computed.graph import Hop
from odos.records.computed.recomputing import RECOMPUTE, Affected, lock_all
from odos.records.computed.routes import seen_from
from odos.records.mass.changes import CHANGE_KIND
from odos.records.mass.undoing import UNDO_KIND
from odos.schema.model import Schema
from odos.storage.active import active_schema
from odos.storage.fence import run_fenced

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
        context = platform_context_of(job, schema)
        following = Affected(context)
        for key, ids in known.items():
            lock_all(context, schema.by_id[key], ids)
            following.add_own(schema.by_id[key], ids)
        following.run()
        return len(rows)


def recompute_seen(job: JobContext) -> Mapping[str, Any]:
    """Recompute the records from which those that changed are seen, batch by batch, in the order of ids."""
    position, done = int(job.saved.get("position", 0)), int(job.saved.get("done", 0))
    while (batch := _recompute_seen(job, position)) is not None:
        position, rows = batch
        done += rows
        job.save({"position": position, "done": done}, done=done)
        job.check_cancelled()
    return {"recomputed": done}


def _recompute_seen(job: JobContext, position: int) -> tuple[int, int] | None:
    def work(schema: Schema) -> tuple[int, int] | None:
        entity = schema.by_id.get(str(job.args["entity"]))
        fields = [key for key in job.args["fields"] if entity and key in entity.by_id]
        if entity is None or not fields:
            return None
        context = platform_context_of(job, schema)
        route = tuple(Hop(*hop) for hop in job.args["route"])
        ids = seen_from(context, route, job.args["ids"], after=position, most=BATCH)
        if not ids:
            return None
        lock_all(context, entity, ids)
        affected = Affected(context)
        affected.add_stages(entity, fields, ids)
        affected.run()
        return ids[-1], len(ids)

    return run_fenced(job.workspace, work, timeout_ms=0)


def clear_replies(job: JobContext) -> Mapping[str, Any]:
    """Forget answers to repeated requests after a day."""
    with transaction(job.workspace):
        before = job.now() - KEEP_REPLIES
        return {"removed": execute(job.workspace, "DELETE FROM idempotent_reply WHERE at < %s", [before])}


def clear_shares(job: JobContext) -> Mapping[str, Any]:
    """Forget shares that ended."""
    with transaction(job.workspace):
        return {"removed": remove_expired_shares(workspace=job.workspace, now=job.now())}


CLEAR_SHARES = JobKind(
    "records.clear_shares", clear_shares, {"en": "Forget shares that ended", "zh-hans": "清理已到期的共享"}
)
LATE_ROLLUPS = JobKind(
    "records.late_rollups", recompute_late, {"en": "Bring totals up to date", "zh-hans": "更新汇总值"}
)
CLEAR_REPLIES = JobKind(
    "records.clear_replies", clear_replies, {"en": "Forget repeated requests", "zh-hans": "清理重复请求记录"}
)

SEEN = JobKind(RECOMPUTE, recompute_seen, {"en": "Recompute what follows", "zh-hans": "重新计算相关数据"})

JOB_KINDS = (LATE_ROLLUPS, CLEAR_REPLIES, SEEN, CLEAR_SHARES, CHANGE_KIND, UNDO_KIND)
PERIODICS = (
    Periodic("records.late_rollups", LATE_ROLLUPS.key, every_seconds=10),
    Periodic("records.clear_replies", CLEAR_REPLIES.key, every_seconds=3600),
    Periodic("records.clear_shares", CLEAR_SHARES.key, every_seconds=3600),
)
