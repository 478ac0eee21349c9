"""Rows in and out of tables: the statements of the write pipeline, one row or many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.access.model import combined_predicate
from odos.database.session import fetch_all, fetch_one
from odos.fields.kind import Column
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql, quote
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.copying import copy_rows
from odos.records.inputs import ColumnValues
from odos.schema.model import Entity, Field
from odos.search.grams import tsvector

SYSTEM_FILLED = ("created_at", "created_by", "updated_at", "updated_by")


@dataclass(frozen=True)
class Stored:
    """A row as it stands, locked. ``editable`` says whether the actor may change it."""

    id: int
    version: int
    values: dict[str, ColumnValues]
    editable: bool


@dataclass(frozen=True)
class Layout:
    """The physical columns of an entity's stored fields, in a fixed order."""

    fields: tuple[tuple[Field, tuple[Column, ...]], ...]

    @property
    def columns(self) -> list[str]:
        """Unquoted names, all of them."""
        return [item.column + column.suffix for item, columns in self.fields for column in columns]


def layout_of(context: Context, entity: Entity) -> Layout:
    """Computed once per schema version."""
    return kept(context, ("columns", entity.id), lambda: _layout(entity))


def insert_row(
    context: Context,
    entity: Entity,
    row: Mapping[str, ColumnValues],
    extra: Mapping[str, object] | None = None,
) -> int:
    """Insert one row and give its id. ``extra`` are further columns (a line's position)."""
    columns = {
        **system_columns(context),
        **_flatten(entity, row),
        **_search_column(entity, row),
        **(extra or {}),
    }
    names = ", ".join(quote(name) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(entity.table)} ({names}) VALUES ({marks}) RETURNING id"
    found = fetch_one(context.workspace, statement, list(columns.values()))
    return int(found[0]) if found else 0


def insert_rows(
    context: Context,
    entity: Entity,
    rows: Sequence[Mapping[str, ColumnValues]],
    extra: Sequence[Mapping[str, object]] = (),
) -> list[int]:
    """Insert many rows by COPY; gives their ids, ascending in the order of ``rows``."""
    if len(rows) == 1:
        return [insert_row(context, entity, rows[0], extra[0] if extra else None)]
    if not rows:
        return []
    ids = _take_ids(context, entity, len(rows))
    layout = layout_of(context, entity)
    further = list(extra[0]) if extra else []
    searching = has_search(entity)
    names = ["id", *SYSTEM_FILLED, *layout.columns, *(["search_grams"] if searching else []), *further]
    copy_rows(
        entity.table, names, _copy_values(context, entity, layout, ids, rows, extra, further, searching)
    )
    return ids


def update_row(
    context: Context,
    entity: Entity,
    record_id: int,
    values: Mapping[str, ColumnValues],
    search: Mapping[str, object],
    *,
    raise_version: bool = True,
) -> int:
    """Write changed columns of a locked row; gives the new version."""
    columns: dict[str, object] = {**_flatten(entity, values), **search}
    columns |= {"updated_at": context.now, "updated_by": context.actor.user_id}
    sets = ", ".join(f"{quote(name)} = %s" for name in columns)
    raising = ", version = version + 1" if raise_version else ""
    statement = f"UPDATE {quote(entity.table)} SET {sets}{raising} WHERE id = %s RETURNING version"
    found = fetch_one(context.workspace, statement, [*columns.values(), record_id])
    return int(found[0]) if found else 0


def update_rows(
    context: Context,
    entity: Entity,
    changes: Sequence[tuple[int, Mapping[str, ColumnValues], Mapping[str, object]]],
) -> None:
    """Write changed columns of many locked rows, (id, values, search columns) each; versions go up by one."""
    for record_id, values, search in changes:
        update_row(context, entity, record_id, values, search)


def lock_rows(
    context: Context,
    entity: Entity,
    ids: Sequence[int],
    *,
    deleted: bool = False,
    action: str = "edit",
    strength: str = "NO KEY UPDATE",
) -> dict[int, Stored]:
    """Lock and read the rows that the actor may see, in id order; absent and unseen ones are missing."""
    layout = layout_of(context, entity)
    see = combined_predicate(context.access(entity), "t")
    act = combined_predicate(context.access(entity, "delete" if action == "delete" else "edit"), "t")
    state = "IS NOT NULL" if deleted else "IS NULL"
    columns = "".join(f", t.{quote(name)}" for name in layout.columns)
    statement = (
        "SELECT t.id, t.version, ("
        + act
        + f"){columns} FROM {quote(entity.table)} t WHERE t.deleted_at {state} AND "
        + Sql("t.id = ANY(%s) AND ", (list(ids),))
        + see
        + f" ORDER BY t.id FOR {strength} OF t"
    )
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return {row[0]: Stored(row[0], row[1], _unflatten(layout, row[3:]), bool(row[2])) for row in rows}


def system_columns(context: Context) -> dict[str, object]:
    """What every new row carries."""
    who, when = context.actor.user_id, context.now
    return {"created_at": when, "created_by": who, "updated_at": when, "updated_by": who}


def has_search(entity: Entity) -> bool:
    """Whether the entity keeps grams."""
    return any(item.searchable for item in entity.own_fields())


def search_text(entity: Entity, row: Mapping[str, ColumnValues]) -> str:
    """The words under which the row is found."""
    return " ".join(
        get_kind(item.kind).search_text(item, row[item.id])
        for item in entity.own_fields()
        if item.searchable and item.id in row
    )


def search_change(
    entity: Entity, before: Mapping[str, ColumnValues], changed: Mapping[str, ColumnValues]
) -> dict[str, object]:
    """The new grams where a searchable value changed."""
    if not any(entity.by_id[key].searchable for key in changed if key in entity.by_id):
        return {}
    return _search_column(entity, {**before, **changed})


def _search_column(entity: Entity, row: Mapping[str, ColumnValues]) -> dict[str, object]:
    return {"search_grams": tsvector(search_text(entity, row))} if has_search(entity) else {}


def _layout(entity: Entity) -> Layout:
    stored = [
        (item, get_kind(item.kind).columns(item))
        for item in entity.fields.values()
        if get_kind(item.kind).storage == "columns" and (not item.system or item.key in {"owner", "unit"})
    ]
    return Layout(tuple(stored))


def _flatten(entity: Entity, row: Mapping[str, ColumnValues]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for field_id, values in row.items():
        item = entity.by_id[field_id]
        for column, value in zip(get_kind(item.kind).columns(item), values, strict=True):
            flat[item.column + column.suffix] = value
    return flat


def _unflatten(layout: Layout, flat: Sequence[Any]) -> dict[str, ColumnValues]:
    values: dict[str, ColumnValues] = {}
    position = 0
    for item, columns in layout.fields:
        values[item.id] = tuple(flat[position : position + len(columns)])
        position += len(columns)
    return values


def _take_ids(context: Context, entity: Entity, count: int) -> list[int]:
    rows = fetch_all(
        context.workspace,
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [quote(entity.table), count],
    )
    return sorted(row[0] for row in rows)


def _copy_values(
    context: Context,
    entity: Entity,
    layout: Layout,
    ids: Sequence[int],
    rows: Sequence[Mapping[str, ColumnValues]],
    extra: Sequence[Mapping[str, object]],
    further: Sequence[str],
    searching: bool,
) -> Iterator[list[object]]:
    when, who = context.now, context.actor.user_id
    stamp: list[object] = [when, who, when, who]
    blanks = {item.id: (None,) * len(columns) for item, columns in layout.fields}
    order = list(blanks)
    for position, (record_id, row) in enumerate(zip(ids, rows, strict=True)):
        values: list[object] = [record_id, *stamp]
        for field_id in order:
            values.extend(row.get(field_id) or blanks[field_id])
        if searching:
            values.append(tsvector(search_text(entity, row)))
        values.extend(extra[position][name] for name in further)
        yield values


def touch_rows(context: Context, entity: Entity, ids: Sequence[int]) -> dict[int, int]:
    """Raise the version of rows whose lines changed; gives id → new version."""
    rows = fetch_all(
        context.workspace,
        f"UPDATE {quote(entity.table)} SET version = version + 1, updated_at = %s, updated_by = %s"
        " WHERE id = ANY(%s) RETURNING id, version",
        [context.now, context.actor.user_id, list(ids)],
    )
    return {row[0]: row[1] for row in rows}
