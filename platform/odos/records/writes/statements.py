"""Rows in and out of tables: the statements of the write pipeline, one row or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.database.prepared import fetch_all_prepared, fetch_one_prepared
from odos.database.session import fetch_all
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.lists.reaching import holds_everywhere, reachable
from odos.records.values.copying import copy_rows
from odos.records.values.inputs import ColumnValues
from odos.records.values.shapes import Shape, has_search, shape_of
from odos.schema.model import Entity
from odos.search.grams import tsvector

SYSTEM_FILLED = ("created_at", "created_by", "updated_at", "updated_by")
_IDS_SLOT = "ids"


@dataclass(frozen=True)
class Stored:
    """A row as it stands, locked. ``editable`` says whether the actor may change it, ``locked`` which fields
    this record keeps the actor from changing, though others do not."""

    id: int
    version: int
    values: dict[str, ColumnValues]
    editable: bool
    locked: frozenset[str] = frozenset()


def insert_row(
    context: Context,
    entity: Entity,
    row: Mapping[str, ColumnValues],
    extra: Mapping[str, object] | None = None,
) -> int:
    """Insert one row and give its id. ``extra`` are further columns (a line's position)."""
    statement = insert_sql(context, entity, row, extra)
    found = fetch_one_prepared(context.workspace, f"{statement.text} RETURNING id", statement.params)
    return int(found[0]) if found else 0


def insert_sql(
    context: Context,
    entity: Entity,
    row: Mapping[str, ColumnValues],
    extra: Mapping[str, object] | None = None,
) -> Sql:
    """The INSERT of one row. Its text is made once for each set of fields."""
    given = shape_of(entity).present(row)
    further = {**_search_column(entity, row), **(extra or {})}
    key = ("insert", entity.id, given, tuple(further))
    text = kept(context, key, lambda: _insert_text(entity, given, further))
    when, who = context.now, context.actor.user_id
    return Sql(text, (when, who, when, who, *_values(row, given), *further.values()))


def _insert_text(entity: Entity, given: Sequence[str], further: Iterable[str]) -> str:
    columns = [*SYSTEM_FILLED, *shape_of(entity).columns_of(given), *further]
    names = ", ".join([quote(name) for name in columns])
    return f"INSERT INTO {quote(entity.table)} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"


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
    shape = shape_of(entity)
    further = list(extra[0]) if extra else []
    searching = has_search(entity)
    names = ["id", *shape.columns, *(["search_grams"] if searching else []), *further]
    when, who = context.now, context.actor.user_id
    stamp = dict(zip(SYSTEM_FILLED, (when, who, when, who), strict=True))
    copy_rows(entity.table, names, _copy_values(entity, shape, ids, rows, extra, further, searching), stamp)
    return ids


def new_id_sql(entity: Entity) -> str:
    """SQL for the id that this connection gave to a row of the entity last."""
    return f"currval(pg_get_serial_sequence('{quote(entity.table)}', 'id'))"


def update_row(
    context: Context,
    entity: Entity,
    record_id: int,
    values: Mapping[str, ColumnValues],
    search: Mapping[str, object],
) -> int:
    """Write changed columns of a locked row; gives the new version."""
    statement = update_sql(context, entity, record_id, values, search)
    found = fetch_one_prepared(context.workspace, f"{statement.text} RETURNING version", statement.params)
    return int(found[0]) if found else 0


def update_sql(
    context: Context,
    entity: Entity,
    record_id: int,
    values: Mapping[str, ColumnValues],
    search: Mapping[str, object],
) -> Sql:
    """The UPDATE of a locked row, which raises its version. Its text is made once for each set of fields."""
    given = shape_of(entity).present(values)
    key = ("update", entity.id, given, tuple(search))
    text = kept(context, key, lambda: _update_text(entity, given, search))
    stamp = (context.now, context.actor.user_id)
    return Sql(text, (*_values(values, given), *search.values(), *stamp, record_id))


def _update_text(entity: Entity, given: Sequence[str], search: Iterable[str]) -> str:
    columns = [*shape_of(entity).columns_of(given), *search, "updated_at", "updated_by"]
    sets = ", ".join([f"{quote(name)} = %s" for name in columns])
    return f"UPDATE {quote(entity.table)} SET {sets}, version = version + 1 WHERE id = %s"


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
    shape = shape_of(entity)
    statement = lock_sql(context, entity, ids, deleted=deleted, action=action, strength=strength)
    rows = fetch_all_prepared(context.workspace, statement.text, statement.params)
    locks = context.access(entity).locks_by_record
    values = 3 + len(locks)
    return {
        row[0]: Stored(
            row[0],
            row[1],
            _unflatten(shape, row[values:]),
            bool(row[2]),
            frozenset(key for key, holds in zip(locks, row[3:values], strict=True) if holds),
        )
        for row in rows
    }


def lock_sql(
    context: Context,
    entity: Entity,
    ids: Sequence[int],
    *,
    deleted: bool = False,
    action: str = "edit",
    strength: str = "NO KEY UPDATE",
) -> Sql:
    """The statement of `lock_rows`."""
    one = len(ids) == 1
    key = ("lock", entity.id, deleted, action, strength, one)
    statement = kept(context, key, lambda: _compile_lock(context, entity, deleted, action, strength, one))
    slots = context.slots_and(**{_IDS_SLOT: ids[0] if one else list(ids)})
    return Sql(statement.text, tuple(statement.bind(slots)))


def _compile_lock(
    context: Context, entity: Entity, deleted: bool, action: str, strength: str, one: bool
) -> Sql:
    """A list of ids is planned anew each time, since its length is not known before; ``one`` id is not."""
    see, act = reachable(context, entity, "t"), reachable(context, entity, "t", action)
    state = "IS NOT NULL" if deleted else "IS NULL"
    columns = "".join(f", t.{quote(name)}" for name in shape_of(entity).columns)
    locks = context.access(entity).locks_by_record
    locked = [", " + holds_everywhere(context, entity, when, "t") for when in locks.values()]
    return (
        "SELECT t.id, t.version, ("
        + act
        + ")"
        + join("", locked)
        + f"{columns} FROM {quote(entity.table)} t WHERE t.deleted_at {state} AND "
        + Sql("t.id = %s AND " if one else "t.id = ANY(%s) AND ", (Slot(_IDS_SLOT),))
        + see
        + f" ORDER BY t.id FOR {strength} OF t"
    )


def search_text(entity: Entity, row: Mapping[str, ColumnValues]) -> str:
    """The words under which the row is found."""
    return " ".join(read(item, row[item.id]) for item, read in shape_of(entity).searched if item.id in row)


def search_change(
    entity: Entity, before: Mapping[str, ColumnValues], changed: Mapping[str, ColumnValues]
) -> dict[str, object]:
    """The new grams where a searchable value changed."""
    if not any(entity.by_id[key].searchable for key in changed if key in entity.by_id):
        return {}
    return _search_column(entity, {**before, **changed})


def _search_column(entity: Entity, row: Mapping[str, ColumnValues]) -> dict[str, object]:
    return {"search_grams": tsvector(search_text(entity, row))} if has_search(entity) else {}


def _values(row: Mapping[str, ColumnValues], given: Sequence[str]) -> list[object]:
    """The values of the fields, column by column."""
    return [value for key in given for value in row[key]]


def _unflatten(shape: Shape, flat: Sequence[Any]) -> dict[str, ColumnValues]:
    values: dict[str, ColumnValues] = {}
    position = 0
    for item, columns in shape.stored:
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
    entity: Entity,
    shape: Shape,
    ids: Sequence[int],
    rows: Sequence[Mapping[str, ColumnValues]],
    extra: Sequence[Mapping[str, object]],
    further: Sequence[str],
    searching: bool,
) -> Iterator[list[object]]:
    blanks = {item.id: (None,) * len(columns) for item, columns in shape.stored}
    order = list(blanks)
    for position, (record_id, row) in enumerate(zip(ids, rows, strict=True)):
        values: list[object] = [record_id]
        for field_id in order:
            values.extend(row.get(field_id) or blanks[field_id])
        if searching:
            values.append(tsvector(search_text(entity, row)))
        values.extend([extra[position][name] for name in further])
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
