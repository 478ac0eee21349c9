"""Values that follow from others, brought into rows that are older than the fields that hold them.

A new formula, another rule, another set of searchable fields: saving a record would fill them, so old rows
are gone through by a job, one statement for each batch and level of formulas, while people go on working. The
fields are in state building until it ends. It raises no version and leaves no trail, as any recomputation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from odos.accounts.principals import Principal
from odos.database.session import execute, fetch_all
from odos.fields.computed import COMPUTED_KINDS
from odos.jobs.context import JobContext
from odos.jobs.operations import enqueue
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.meta.rows import old_rows
from odos.records.background import platform_context_of
from odos.records.computed.recomputing import lock_all
from odos.records.computed.refilling import refill
from odos.records.context import Context
from odos.records.values.shapes import shape_of
from odos.records.writes.statements import lock_rows, search_text
from odos.schema.model import Entity, Field, Schema
from odos.search.grams import tsvector
from odos.storage.building import Task, begin_work, end_work
from odos.storage.fence import run_fenced
from odos.storage.physical import SEARCH_COLUMN
from odos.storage.versions import digest

REFRESH_ROWS = "meta.refresh_rows"
TASK: Task = "compute"
BATCH_ROWS = 5_000


@dataclass(frozen=True)
class Outdated:
    """An entity whose stored rows lack values that a save would now give them."""

    entity: Entity
    fields: tuple[Field, ...]
    search: bool


def find_outdated(old: Schema, new: Schema) -> Iterator[Outdated]:
    """What a new version leaves to be done for rows of before."""
    for identity, entity in new.by_id.items():
        former = old.by_id.get(identity)
        if former is None or former is entity:
            continue
        fields = tuple(item for item in entity.fields.values() if _lacks(former.by_id.get(item.id), item))
        search = _searched(former) != _searched(entity)
        if fields or search:
            yield Outdated(entity, fields, search)


def _lacks(former: Field | None, item: Field) -> bool:
    if item.kind in COMPUTED_KINDS:
        return bool(item.column) and _rule(former) != _rule(item)
    return old_rows.is_outdated(former, item)


def refresh_converted(
    workspace: Workspace, schema: Schema, field: str, *, actor: Principal, now: datetime
) -> None:
    """What rows that were carried over by a job lack as well."""
    for entity in schema.entities.values():
        item = entity.by_id.get(field)
        if item is not None and item.kind not in COMPUTED_KINDS:
            put_in_refreshing(workspace, Outdated(entity, (item,), search=False), actor=actor, now=now)


def put_in_refreshing(workspace: Workspace, outdated: Outdated, *, actor: Principal, now: datetime) -> int:
    """Note the fields as building and put the job in."""
    rules = {item.id: digest(_rule(item)) for item in outdated.fields}
    for key, rule in rules.items():
        begin_work(workspace, field=key, task=TASK, detail={"rule": rule}, now=now)
    args = {"entity": outdated.entity.id, "fields": rules, "search": outdated.search}
    return enqueue(workspace=workspace, kind=REFRESH_ROWS, args=args, actor=actor, now=now)


def refresh_rows(job: JobContext) -> tuple[int, bool]:
    """Go through an entity's rows, batch by batch, each in a transaction with the place to go on from.

    Gives the number of rows, and whether the work on a field ended here.
    """
    position, done = int(job.saved.get("position", 0)), int(job.saved.get("done", 0))
    while (batch := _refresh_batch(job, position)) is not None:
        position, rows = batch
        done += rows
        job.save({"position": position, "done": done}, done=done)
        job.check_cancelled()
    ended = [end_work(job.workspace, key, TASK, rule=rule) for key, rule in dict(job.args["fields"]).items()]
    return done, any(ended)


def _searched(entity: Entity) -> set[tuple[str, str]]:
    return {(item.id, item.column) for item in entity.own_fields() if item.searchable}


def _rule(item: Field | None) -> object:
    return [item.kind, item.column, dict(item.options)] if item else None


def _refresh_batch(job: JobContext, position: int) -> tuple[int, int] | None:
    def work(schema: Schema) -> tuple[int, int] | None:
        entity = schema.by_id.get(str(job.args["entity"]))
        return _refresh(job, schema, entity, position) if entity else None

    return run_fenced(job.workspace, work, timeout_ms=0)


def _refresh(job: JobContext, schema: Schema, entity: Entity, position: int) -> tuple[int, int] | None:
    ids = _next_ids(job, entity, position)
    if not ids:
        return None
    context = platform_context_of(job, schema)
    lock_all(context, entity, ids)
    wanted = [key for key in job.args["fields"] if key in entity.by_id and entity.by_id[key].column]
    old_rows.fill(context, entity, wanted, ids)
    refill(context, entity, wanted, ids)
    if job.args["search"]:
        _write_search(context, entity, ids)
    return ids[-1], len(ids)


def _next_ids(job: JobContext, entity: Entity, position: int) -> list[int]:
    statement = f"SELECT id FROM {quote(entity.table)} WHERE id > %s ORDER BY id LIMIT %s"
    return [row[0] for row in fetch_all(job.workspace, statement, [position, BATCH_ROWS])]


def _write_search(context: Context, entity: Entity, ids: Sequence[int]) -> None:
    """The grams of a batch, which only Python can make, in one statement."""
    if not shape_of(entity).searched:
        return
    values: list[object] = []
    for deleted in (False, True):
        for identity, row in lock_rows(context, entity, ids, deleted=deleted).items():
            values += [identity, tsvector(search_text(entity, row.values))]
    if values:
        listed = ", ".join(["(%s::bigint, %s::tsvector)"] * (len(values) // 2))
        name = quote(SEARCH_COLUMN)
        execute(
            context.workspace,
            f"UPDATE {quote(entity.table)} t SET {name} = v.grams FROM (VALUES {listed}) AS v (id, grams)"
            " WHERE t.id = v.id",
            values,
        )
