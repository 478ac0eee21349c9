"""Stored scores that depend on the time, brought up to date several times a day.

Each batch is a transaction with the place to go on from. One statement finds the rows whose score is another
one by now; these alone are locked and computed, by a statement for each level of fields. So whoever saves a
record meanwhile neither waits for the others nor gets a score of before the save.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.database.session import fetch_one
from odos.fields.computed import RENEWED
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.kernel.sql import quote
from odos.records.background import platform_context_of
from odos.records.computed.recomputing import lock_all
from odos.records.computed.refilling import refill
from odos.records.computed.stages import list_outdated
from odos.schema.model import Entity, Schema
from odos.storage.active import active_schema
from odos.storage.fence import run_fenced

RENEW_SCORES = "automation.renew_scores"
BATCH_ROWS = 10_000
EVERY_SECONDS = 6 * 3_600


def renewed_fields(schema: Schema) -> Iterator[tuple[Entity, tuple[str, ...]]]:
    """The entities with stored fields that depend on the time, and these fields (identities)."""
    for entity in schema.entities.values():
        fields = tuple(item.id for item in entity.fields.values() if item.options.get(RENEWED) is True)
        if fields:
            yield entity, fields


def renew_scores(job: JobContext) -> Mapping[str, Any]:
    """Go through all rows of these entities, one entity after the other in the order of identities."""
    done = int(job.saved.get("done", 0))
    reached = (str(job.saved.get("entity", "")), int(job.saved.get("position", 0)))
    for entity_id in sorted(entity.id for entity, _ in renewed_fields(active_schema(job.workspace))):
        if entity_id < reached[0]:
            continue
        position = reached[1] if entity_id == reached[0] else 0
        while (batch := _renew_batch(job, entity_id, position)) is not None:
            position, rows = batch
            done += rows
            job.save({"entity": entity_id, "position": position, "done": done}, done=done)
            job.check_cancelled()
    return {"rows": done}


def _renew_batch(job: JobContext, entity_id: str, position: int) -> tuple[int, int] | None:
    def work(schema: Schema) -> tuple[int, int] | None:
        found = {entity.id: (entity, fields) for entity, fields in renewed_fields(schema)}
        if entity_id not in found:
            return None
        entity, fields = found[entity_id]
        last, rows = _next_batch(job, entity, position)
        if not rows:
            return None
        context = platform_context_of(job, schema)
        ids = list_outdated(context, entity, fields, after=position, until=last)
        if ids:
            lock_all(context, entity, ids)
            refill(context, entity, fields, ids)
        return last, rows

    return run_fenced(job.workspace, work, timeout_ms=0)


def _next_batch(job: JobContext, entity: Entity, position: int) -> tuple[int, int]:
    """The last id of it and the number of its rows."""
    ids = f"SELECT id FROM {quote(entity.table)} WHERE id > %s ORDER BY id LIMIT {BATCH_ROWS}"
    found = fetch_one(job.workspace, f"SELECT coalesce(max(id), 0), count(*) FROM ({ids}) b", [position])
    assert found is not None
    return found


JOB_KINDS = (JobKind(RENEW_SCORES, renew_scores, {"en": "Renew scores", "zh-hans": "更新评分"}),)
PERIODICS = (Periodic("automation.renew_scores", RENEW_SCORES, every_seconds=EVERY_SECONDS),)
