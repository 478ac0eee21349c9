"""Values that only Python can make, brought into a batch of rows that are older than their fields.

Numbers of an auto_number field that was added, the default of a required one where it reads no other field,
sort keys of texts that were something else before, and whom records belong to whose entity came to be owned.
Each looks for what is still blank, so that a batch may be gone through again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from odos.database.session import execute, fetch_all
from odos.fields.kinds.text import KEY_SUFFIX
from odos.fields.registry import get_kind
from odos.fields.sort_keys import sort_key
from odos.kernel.sql import quote
from odos.records.computed.defaults import constant_default
from odos.records.context import Context
from odos.records.values.shapes import shape_of
from odos.records.writes.numbering import take_numbers
from odos.schema.model import Entity, Field

NUMBERED = "auto_number"
OWNER, UNIT = "owner", "unit"

# Whoever made a record owns it, as with a new one.
_OWN = """
    UPDATE {table} t SET {owner} = t.created_by, {unit} = coalesce(t.{unit}, u.unit) FROM user_account u
    WHERE t.id = ANY(%s) AND t.{owner} IS NULL AND u.id = t.created_by
"""


def is_outdated(former: Field | None, item: Field) -> bool:
    """Whether old rows lack what `fill` brings, by the field as it was before (None: it was not there)."""
    if item.system:
        return former is None and item.key == OWNER
    if item.kind == NUMBERED:
        return former is None or former.kind != NUMBERED
    if former is None:
        return _has_default(item)
    return _has_key(item) and former.column != item.column


def fill(context: Context, entity: Entity, fields: Iterable[str], ids: Sequence[int]) -> None:
    """Bring them into the rows, which are locked; ``fields`` are identities."""
    for item in (entity.by_id[key] for key in fields if key in entity.by_id):
        if item.system:
            _give_owners(context, entity, ids)
            continue
        if item.kind == NUMBERED:
            _give_numbers(context, entity, item, ids)
            continue
        if _has_default(item):
            _write_default(context, entity, item, ids)
        if _has_key(item):
            _write_keys(context, entity, item, ids)


def _has_default(item: Field) -> bool:
    """Whether no record may be without it and a new one starts with something."""
    return item.required and bool(item.default) and get_kind(item.kind).storage == "columns"


def _has_key(item: Field) -> bool:
    kind = get_kind(item.kind)
    return kind.storage == "columns" and any(part.suffix == KEY_SUFFIX for part in kind.columns(item))


def _give_numbers(context: Context, entity: Entity, item: Field, ids: Sequence[int]) -> None:
    """In the order of the rows; records in the bin get theirs too, since they may come back."""
    waiting = fetch_all(
        context.workspace,
        f"SELECT id FROM {quote(entity.table)} WHERE id = ANY(%s)"
        f" AND {quote(item.column)} IS NULL ORDER BY id",
        [list(ids)],
    )
    if waiting:
        numbers = take_numbers(context, entity, item, len(waiting))
        _write(context, entity, item.column, [row[0] for row in waiting], numbers)


def _give_owners(context: Context, entity: Entity, ids: Sequence[int]) -> None:
    columns = {key: quote(entity.fields[key].column) for key in (OWNER, UNIT)}
    execute(context.workspace, _OWN.format(table=quote(entity.table), **columns), [list(ids)])


def _write_default(context: Context, entity: Entity, item: Field, ids: Sequence[int]) -> None:
    values = constant_default(context, entity, item)
    if values is None:
        return
    names = [quote(name) for name in shape_of(entity).columns_of([item.id])]
    given = ", ".join(f"{name} = %s" for name in names)
    execute(
        context.workspace,
        f"UPDATE {quote(entity.table)} SET {given} WHERE id = ANY(%s) AND {quote(item.column)} IS NULL",
        [*values, list(ids)],
    )


def _write_keys(context: Context, entity: Entity, item: Field, ids: Sequence[int]) -> None:
    name, key = quote(item.column), quote(item.column + KEY_SUFFIX)
    rows = fetch_all(
        context.workspace,
        f"SELECT id, {name} FROM {quote(entity.table)} WHERE id = ANY(%s)"
        f" AND {name} IS NOT NULL AND {key} IS NULL",
        [list(ids)],
    )
    keys = {row[0]: sort_key(row[1]) for row in rows}
    found = {identity: value for identity, value in keys.items() if value is not None}
    _write(context, entity, item.column + KEY_SUFFIX, list(found), list(found.values()))


def _write(
    context: Context, entity: Entity, column: str, ids: list[int], values: Sequence[str | None]
) -> None:
    if ids:
        execute(
            context.workspace,
            f"UPDATE {quote(entity.table)} t SET {quote(column)} = v.text"
            " FROM unnest(%s::bigint[], %s::text[]) AS v (id, text) WHERE t.id = v.id",
            [ids, list(values)],
        )
