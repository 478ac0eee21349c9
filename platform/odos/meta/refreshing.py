"""Values that follow from others, brought into rows that are older than the fields that hold them.

A new formula, a rollup, another set of searchable fields: saving a record would fill them, so old rows are
gone through by a job. That raises no version and leaves no trail, as any recomputation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from odos.accounts.principals import system_principal
from odos.database.session import execute, fetch_all
from odos.jobs.running import JobContext
from odos.kernel.sql import quote
from odos.meta.compile_entity import COMPUTED_KINDS
from odos.records.computing import compute_rows
from odos.records.context import Context
from odos.records.rollups import recompute
from odos.records.shapes import shape_of
from odos.records.writing import lock_rows, search_text
from odos.schema.model import Entity, Field, Schema
from odos.search.grams import tsvector
from odos.storage.fence import run_fenced
from odos.storage.physical import SEARCH_COLUMN

REFRESH_ROWS = "meta.refresh_rows"
BATCH_ROWS = 500


def outdated_entities(old: Schema, new: Schema) -> Iterator[str]:
    """The identities of entities whose stored rows lack values that a save would now give them."""
    for identity, entity in new.by_id.items():
        former = old.by_id.get(identity)
        if former is not None and former is not entity and _is_outdated(former, entity):
            yield identity


def refresh_rows(job: JobContext) -> Mapping[str, Any]:
    """Go through an entity's rows, batch by batch, each in a transaction with the place to go on from."""
    position, done = int(job.saved.get("position", 0)), int(job.saved.get("done", 0))
    while (batch := _refresh_batch(job, position)) is not None:
        position, rows = batch
        done += rows
        job.save({"position": position, "done": done}, done=done)
        job.check_cancelled()
    return {"rows": done}


def _is_outdated(former: Entity, entity: Entity) -> bool:
    if _searched(former) != _searched(entity):
        return True
    return any(
        _rule(former.by_id.get(item.id)) != _rule(item) for item in entity.fields_of_kind(*COMPUTED_KINDS)
    )


def _searched(entity: Entity) -> set[tuple[str, str]]:
    return {(item.id, item.column) for item in entity.own_fields() if item.searchable}


def _rule(item: Field | None) -> object:
    return (item.kind, item.column, dict(item.options)) if item else None


def _refresh_batch(job: JobContext, position: int) -> tuple[int, int] | None:
    def work(schema: Schema) -> tuple[int, int] | None:
        entity = schema.by_id.get(str(job.args["entity"]))
        return _refresh(job, schema, entity, position) if entity else None

    return run_fenced(job.workspace, work, timeout_ms=0)


def _refresh(job: JobContext, schema: Schema, entity: Entity, position: int) -> tuple[int, int] | None:
    ids = _next_ids(job, entity, position)
    if not ids:
        return None
    context = Context(job.workspace, schema, system_principal(job.workspace), job.now(), source="job")
    for deleted in (False, True):
        stored = lock_rows(context, entity, ids, deleted=deleted)
        rows = [dict(row.values) for row in stored.values()]
        if rows:
            compute_rows(context, entity, rows)
            _write(context, entity, list(stored), rows)
    recompute(context, {entity.id: ids})
    return ids[-1], len(ids)


def _next_ids(job: JobContext, entity: Entity, position: int) -> list[int]:
    statement = f"SELECT id FROM {quote(entity.table)} WHERE id > %s ORDER BY id LIMIT %s"
    return [row[0] for row in fetch_all(job.workspace, statement, [position, BATCH_ROWS])]


def _write(
    context: Context, entity: Entity, ids: Sequence[int], rows: Sequence[Mapping[str, tuple[object, ...]]]
) -> None:
    """One statement for the batch."""
    columns = _columns(entity)
    if not columns:
        return
    marks = ", ".join(["%s::bigint", *(f"%s::{type_}" for _, type_ in columns)])
    values: list[object] = []
    for identity, row in zip(ids, rows, strict=True):
        values += [identity, *_flat(entity, row)]
    names = [quote(name) for name, _ in columns]
    sets = ", ".join(f"{name} = v.{name}" for name in names)
    listed = ", ".join([f"({marks})"] * len(ids))
    table = quote(entity.table)
    source = f"(VALUES {listed}) AS v (id, {', '.join(names)})"
    execute(context.workspace, f"UPDATE {table} t SET {sets} FROM {source} WHERE t.id = v.id", values)


def _formulas(entity: Entity) -> list[tuple[Field, tuple[Any, ...]]]:
    return [(item, columns) for item, columns in shape_of(entity).stored if item.kind == "formula"]


def _columns(entity: Entity) -> list[tuple[str, str]]:
    found = [
        (item.column + column.suffix, column.type) for item, all_ in _formulas(entity) for column in all_
    ]
    return [*found, (SEARCH_COLUMN, "tsvector")] if shape_of(entity).searched else found


def _flat(entity: Entity, row: Mapping[str, tuple[object, ...]]) -> Iterator[object]:
    for item, columns in _formulas(entity):
        yield from row.get(item.id, (None,) * len(columns))
    if shape_of(entity).searched:
        yield tsvector(search_text(entity, row))
