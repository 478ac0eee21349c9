"""What a change leaves behind in its own transaction: an audit entry and an outbox entry for each record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import orjson
from django.db import transaction

from odos.accounts.queries import forget_answers
from odos.audit.operations import ORIGIN_COLUMNS, insert_sql
from odos.audit.operations import TABLE as AUDIT_TABLE
from odos.calendars.queries import forget_calendars
from odos.database.prepared import fetch_all_prepared, fetch_last_prepared
from odos.jobs.doorbell import drain_after_commit
from odos.kernel.sql import Sql
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.values.copying import copy_rows
from odos.records.values.currencies import forget_currencies
from odos.records.values.inputs import ColumnValues
from odos.records.values.shapes import shape_of
from odos.schema.model import Entity
from odos.schema.system import CALENDAR_ENTITY, CURRENCY_ENTITY, ORGANISATION, UNIT_ENTITY

Action = Literal["created", "updated", "deleted", "restored"]
Changes = dict[str, Any]  # field identity → [from, to]; children → a list of line changes

OUTBOX_KEY = "outbox"
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # escaped in JSON, which PostgreSQL's cannot hold; no \\u0000
SHARED, TEAM = "$share", "$team"  # stand for a field where people were let in or out
COPIED_FROM = 100  # entries
_WORKING_TIME = frozenset({CALENDAR_ENTITY, UNIT_ENTITY})

_ENTRIES = """
    SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::text[])
        AS e (record_id, version, changes, changed)
"""
_RETURNING = " RETURNING id AS record_id, version, %s::text AS changes, %s::text AS changed"
_EVENT_COLUMNS = ("actor_id", "correlation", "cause", "schema_version")
_OUTBOX = f"""
    INSERT INTO outbox (entity_id, event, {", ".join(_EVENT_COLUMNS)}, record_id, version, changed)
    SELECT %s::uuid, %s, %s, %s, %s, %s, record_id, version, string_to_array(changed, ',') FROM entries
    RETURNING record_id, version
"""


@dataclass(frozen=True)
class Entry:
    """What happened to one record."""

    record_id: int
    version: int
    changes: Changes


class _Encoded(NamedTuple):
    """An entry as it goes to the database."""

    record_id: int
    version: int
    changes: str
    changed: str


def write_trail(context: Context, entity: Entity, action: Action, entries: Iterable[Entry]) -> None:
    """Audit and outbox entries of one action on records of one entity; each is let go once it is written."""
    encoded = [_encode(entry) for entry in entries]
    if not encoded:
        return
    if len(encoded) < COPIED_FROM:
        _insert(context, entity, action, _columns(encoded))
    else:
        _copy(context, entity, action, encoded)
    _announce(context, entity)


def _encode(entry: Entry) -> _Encoded:
    return _Encoded(entry.record_id, entry.version, _json(entry.changes), ",".join(entry.changes))


def write_with_trail(
    context: Context, entity: Entity, action: Action, write: Sql, changes: Changes
) -> tuple[int, int]:
    """Run ``write`` (an INSERT or UPDATE of one row, without RETURNING) and leave its trail: one statement.

    Gives the row's id and version.
    """
    returning = Sql(_RETURNING, (_json(changes), ",".join(changes)))
    record_id, version = _insert(context, entity, action, write + returning)
    _announce(context, entity)
    return record_id, version


def write_and_read(
    context: Context,
    entity: Entity,
    action: Action,
    write: Sql,
    changes: Changes,
    read: Sql,
    required: Sql | None = None,
) -> tuple[Any, ...] | None:
    """``required``, `write_with_trail` and then ``read`` in one message, the last of the transaction.

    Gives the first row of ``read``.
    """
    returning = Sql(_RETURNING, (_json(changes), ",".join(changes)))
    whole = _statement(context, entity, action, write + returning)
    statements = [(whole.text, whole.params), (read.text, read.params)]
    if required is not None:
        statements.insert(0, (required.text, required.params))
    row = fetch_last_prepared(context.workspace, statements)
    _announce(context, entity)
    return row


def _announce(context: Context, entity: Entity) -> None:
    drain_after_commit(context.workspace, OUTBOX_KEY)
    if entity.id == CURRENCY_ENTITY:
        forget_currencies(context.workspace)
    if entity.id in _WORKING_TIME:
        forget_calendars()
        transaction.on_commit(forget_calendars)
    if entity.id in ORGANISATION:
        forget_answers()
        transaction.on_commit(forget_answers)


def _insert(context: Context, entity: Entity, action: Action, entries: Sql) -> tuple[int, int]:
    whole = _statement(context, entity, action, entries)
    rows = fetch_all_prepared(context.workspace, whole.text, whole.params)
    return rows[0][0], rows[0][1]


def _statement(context: Context, entity: Entity, action: Action, entries: Sql) -> Sql:
    """Both in one statement, from rows of (record_id, version, changes, changed)."""
    text = kept(context, ("trail", entries.text), lambda: _text(entries.text))
    event = _event_values(context, entity, action)
    return Sql(text, (*entries.params, *_origin_values(context), entity.id, action, *event))


def _text(entries: str) -> str:
    audited = insert_sql(Sql("SELECT %s::uuid, record_id, version, %s, changes::jsonb FROM entries"))
    return f"WITH entries AS ({entries}), audited AS ({audited.text}){_OUTBOX}"


def _copy(context: Context, entity: Entity, action: Action, entries: Sequence[_Encoded]) -> None:
    """Both by COPY, which PostgreSQL takes in while Python still writes."""
    origin = dict(zip(ORIGIN_COLUMNS, _origin_values(context), strict=True))
    copy_rows(
        AUDIT_TABLE,
        ["record_id", "version", "changes"],
        (entry[:3] for entry in entries),
        {"entity": entity.id, "action": action, **origin},
    )
    event = _event_values(context, entity, action)
    copy_rows(
        "outbox",
        ["record_id", "version", "changed"],
        ([entry.record_id, entry.version, "{" + entry.changed + "}"] for entry in entries),
        dict(zip(("entity_id", "event", *_EVENT_COLUMNS), event, strict=True)),
    )


def _columns(entries: Sequence[_Encoded]) -> Sql:
    return Sql(_ENTRIES, tuple(list(column) for column in zip(*entries, strict=True)))


def _event_values(context: Context, entity: Entity, action: Action) -> tuple[object, ...]:
    cause = str(context.cause) if context.cause else None
    who, correlation = context.actor.user_id, str(context.correlation)
    return (entity.id, action, who, correlation, cause, context.schema.version)


def _origin_values(context: Context) -> list[object]:
    """In the order of `ORIGIN_COLUMNS`."""
    slots = context.origin.slots()
    return [slots[f"audit_{name}"] for name in ORIGIN_COLUMNS]


def created_changes(entity: Entity, row: Mapping[str, ColumnValues]) -> Changes:
    """Every tracked value of a new record, from blank."""
    changes: Changes = {}
    tracked = shape_of(entity).tracked
    for field_id, values in row.items():
        if field_id in tracked:
            item, to_json = tracked[field_id]
            value = to_json(item, values)
            if value is not None:
                changes[field_id] = [None, value]
    return changes


def changes_between(
    entity: Entity, before: Mapping[str, ColumnValues], after: Mapping[str, ColumnValues]
) -> Changes:
    """What differs in tracked fields of ``after``, as ``{field id: [from, to]}``."""
    changes: Changes = {}
    tracked = shape_of(entity).tracked
    for field_id, values in after.items():
        if field_id in tracked:
            item, to_json = tracked[field_id]
            old = to_json(item, before[field_id]) if field_id in before else None
            new = to_json(item, values)
            if old != new:
                changes[field_id] = [old, new]
    return changes


def _json(changes: Changes) -> str:
    document = orjson.dumps(changes, default=str).decode()
    return _NUL.sub(r"\1", document) if "\\u0000" in document else document
