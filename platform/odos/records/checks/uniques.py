"""Unique values of many rows at once: who has them already, in the table and within the batch.

The unique index has the last word; this only finds out beforehand which rows are at fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db.utils import IntegrityError

from odos.database.session import fetch_all
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text
from odos.records.checks.findings import duplicate_value
from odos.records.context import Context
from odos.records.lists.reaching import reachable
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity, Field
from odos.storage.physical import unique_indexes

Key = tuple[object, ...]


def find_duplicates(
    context: Context, entity: Entity, rows: Sequence[tuple[Mapping[str, ColumnValues], int | None]]
) -> list[tuple[int, Issue]]:
    """Findings with their row numbers. Each row comes with its own id, None for a new one."""
    found: list[tuple[int, Issue]] = []
    for fields in _unique_groups(entity):
        issue = duplicate_value(fields)
        taken = _taken(context, entity, fields, [_key(fields, row) for row, _own_id in rows])
        for number, (row, own_id) in enumerate(rows):
            key = _key(fields, row)
            if key is None:
                continue
            holder = own_id if own_id is not None else -1 - number
            if taken.setdefault(key, holder) != holder:
                found.append((number, issue))
    return found


def find_existing(
    context: Context, entity: Entity, keys: Sequence[str], rows: Sequence[Mapping[str, ColumnValues]]
) -> list[int | None]:
    """For each row the id of the visible record with the same values in the fields ``keys``."""
    fields = [_key_field(context, entity, key) for key in keys]
    visible = reachable(context, entity, "t")
    wanted = [_key(fields, row) for row in rows]
    known = _lookup(context, entity, fields, wanted, visible)
    return [known.get(key) if key is not None else None for key in wanted]


def _key_field(context: Context, entity: Entity, key: str) -> Field:
    """One that the actor may not see plainly would tell whether a value is known."""
    item = entity.find_field(key)
    veiled = item is not None and item.id in context.access(entity).veiled_fields
    if item is None or veiled or get_kind(item.kind).storage != "columns":
        message = text('Rows cannot be matched by "{key}"', "不能按“{key}”匹配记录", key=key[:80])
        raise Invalid(None, [Issue("unknown_field", message, ("upsert_on",))])
    return item


def _unique_groups(entity: Entity) -> Iterator[list[Field]]:
    for item in entity.own_fields():
        if item.unique or item.kind == "auto_number":
            yield [item]
    for unique in entity.uniques:
        yield [entity.by_id[identity] for identity in unique.fields]


def _key(fields: Sequence[Field], row: Mapping[str, ColumnValues]) -> Key | None:
    """The values that must not meet again; None when one is blank (blanks never collide)."""
    values = tuple(row.get(item.id, (None,))[0] for item in fields)
    return None if any(value is None for value in values) else values


def _taken(
    context: Context, entity: Entity, fields: Sequence[Field], keys: Sequence[Key | None]
) -> dict[Key, int]:
    return _lookup(context, entity, fields, keys, Sql("TRUE"))


def _lookup(
    context: Context, entity: Entity, fields: Sequence[Field], keys: Sequence[Key | None], visible: Sql
) -> dict[Key, int]:
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    columns = ", ".join(f"t.{quote(item.column)}" for item in fields)
    statement = (
        Sql(
            f"SELECT t.id, {columns} FROM {quote(entity.table)} t WHERE t.deleted_at IS NULL"
            f" AND ({columns}) IN %s AND ",
            (tuple(wanted) if len(fields) > 1 else tuple(key[0] for key in wanted),),
        )
        + visible
        + " ORDER BY t.id DESC"
    )
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return {tuple(row[1:]): row[0] for row in rows}


@contextmanager
def explained(entity: Entity) -> Iterator[None]:
    """Turn a unique violation into a finding at its fields; it tells nothing of the other record."""
    try:
        yield
    except IntegrityError as error:
        fields = violated_fields(entity, error)
        if not fields:
            raise
        raise Invalid(None, [duplicate_value(fields)]) from error


def violated_fields(entity: Entity, error: IntegrityError) -> tuple[Field, ...]:
    """The fields whose values, together, are taken; none where something else was violated."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return unique_indexes(entity).get(name or "", ())
