"""Stored scores that depend on the time, brought up to date several times a day.

Each batch is one statement for each level of fields, in a transaction with the place to go on from; rows
whose score is the same are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.accounts.principals import system_principal
from odos.database.session import fetch_all
from odos.fields.computed import RENEWED
from odos.jobs.kinds import JobKind, Periodic
from odos.jobs.running import JobContext
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.records.refilling import refill
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
        statement = f"SELECT id FROM {quote(entity.table)} WHERE id > %s ORDER BY id LIMIT %s"
        ids = [row[0] for row in fetch_all(job.workspace, statement, [position, BATCH_ROWS])]
        if not ids:
            return None
        context = Context(job.workspace, schema, system_principal(job.workspace), job.now(), source="job")
        refill(context, entity, fields, ids)
        return ids[-1], len(ids)

    return run_fenced(job.workspace, work, timeout_ms=0)


JOB_KINDS = (JobKind(RENEW_SCORES, renew_scores, {"en": "Renew scores", "zh-hans": "更新评分"}),)
PERIODICS = (Periodic("automation.renew_scores", RENEW_SCORES, every_seconds=EVERY_SECONDS),)
