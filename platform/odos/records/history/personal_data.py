"""Personal data: who looked at it, what there is of one person, and its erasure on request.

Which fields hold any is said by their documents (``personal_data``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from odos.accounts.timed_cache import TimedCache
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.audit.queries import Conditions, list_entries
from odos.audit.removing import erase_values
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.files.operations import remove_files
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict
from odos.kernel.sql import quote
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.history.traces import TRACES, Person
from odos.records.history.trail import trail_entry
from odos.records.lists.queries import get_record
from odos.records.values.shapes import has_search, shape_of
from odos.records.writes.operations import fenced, update_record
from odos.schema.model import Entity, Field
from odos.storage.physical import SEARCH_COLUMN

ERASED = "–"  # where a value is required
CHILDREN = "children"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
MOST_LISTED = 1_000  # of records that refer to a person, and of entries about one
_noted: TimedCache[tuple[object, ...], bool] = TimedCache(seconds=60.0)


def personal_fields(entity: Entity) -> tuple[Field, ...]:
    """The fields of the entity that hold personal data."""
    return tuple(item for item in entity.fields.values() if item.personal_data)


def note_view(context: Context, entity: Entity, record_id: int) -> None:
    """Say in the trail that somebody read a record with personal data, where that is wanted."""
    if _watches(context, entity, "records", "all"):
        _write(context, Entry(entity.id, record_id, "viewed"))


def note_glimpse(context: Context, entity: Entity, record_id: int, of: str) -> None:
    """Like `note_view`, of another way to the same values (``of``: its history, its past, a preview of a
    change); screens ask for these again and again, so each is said once in a while.
    """
    if _watches(context, entity, "records", "all"):
        entry = Entry(entity.id, record_id, "viewed", changes={"of": [None, of]})
        who = (context.workspace.key, context.origin.actor.user_id, context.address)
        _noted.get((*who, entity.id, record_id, of), lambda: _write(context, entry))


def note_list(context: Context, entity: Entity, items: Sequence[str]) -> None:
    """Like `note_view`, of a page of a list; one entry names them all."""
    if items and _watches(context, entity, "all"):
        ids = [orjson.loads(item)["id"] for item in items]
        _write(context, Entry(entity.id, None, "listed", changes={"records": [None, ids]}))


def export_person(*, context: Context, entity: Entity, record_id: int, language: str) -> dict[str, Any]:
    """All that is kept of one person: the record, what happened to it, and what refers to it."""
    _refuse_bin(context, entity, record_id)
    record = orjson.loads(get_record(context=context, entity=entity, record_id=record_id))
    wanted = Conditions(entity_id=entity.id, record_id=record_id)
    page = list_entries(workspace=context.workspace, conditions=wanted, limit=MOST_LISTED)
    entry = Entry(entity.id, record_id, "exported", changes={"of": [None, "person"]})
    _write(context, entry)
    return {
        "entity": entity.key,
        "record": record,
        "personal_fields": [item.key for item in personal_fields(entity)],
        "referring": _referring(context, entity, record_id),
        "history": [trail_entry(context, item, language) for item in page.items],
    }


def plan_erasure(*, context: Context, entity: Entity, record_id: int, language: str) -> dict[str, Any]:
    """What an erasure would take out, and the records that refer to the person, which stay as they are."""
    _refuse_bin(context, entity, record_id)
    person, referring = _person(context, entity, record_id), _referring(context, entity, record_id)
    with transaction(context.workspace):
        counts = {trace.key: trace.count(context, person) for trace in TRACES.in_order()}
    return {
        "fields": [item.key for item in person.fields],
        "traces": _told(counts, language),
        "referring": [
            found for found in referring if context.schema.get_entity(found["entity"]).line_of is None
        ],
    }


def erase_person(
    *, context: Context, entity: Entity, record_id: int, admin_url: str, language: str
) -> dict[str, Any]:
    """Blank the personal fields of a record and take their values out of what else is kept of the person
    (`traces`) and out of the trail, whose chain holds.

    Gives the number of ``entries`` that were emptied, and of each trace. The caller must administer; the
    trail's owner must be reachable by ``admin_url``, and asks by itself: no transaction may be open, or the
    entry about the blanking would be out of its sight. A required field keeps a dash.
    """
    _refuse_bin(context, entity, record_id)
    elevated = replace(context, actor=replace(context.actor, is_admin=True))
    person = _person(elevated, entity, record_id)
    counts = fenced(elevated, lambda current: _blank(current, person))
    entries = erase_values(
        workspace=context.workspace,
        admin_url=admin_url,
        entity_id=entity.id,
        record_id=record_id,
        field_ids=[*(item.id for item in person.fields), *(_trail_names())],
        origin=context.origin,
    )
    return {"entries": entries, "traces": _told(counts, language)}


def _blank(context: Context, person: Person) -> dict[str, int]:
    """The record first, so that what follows from that is found among the traces."""
    entity, record_id = person.entity, person.record_id
    own = [item for item in person.fields if item.kind != CHILDREN and not item.read_only]
    values = {item.key: ERASED if item.required and item.kind == "text" else None for item in own}
    lines = _personal_lines(person, _read(context, entity, record_id))
    files = _attached(context, person)
    update_record(context=context, entity=entity.key, record_id=record_id, values={**values, **lines})
    counts = {trace.key: trace.erase(context, person) for trace in TRACES.in_order()}
    _blank_lines(context, person)
    remove_files(workspace=context.workspace, schema=context.schema, file_ids=files)
    return counts


def _person(context: Context, entity: Entity, record_id: int) -> Person:
    pairs = [(item, context.schema.target_of(item)) for item in entity.fields_of_kind(CHILDREN)]
    lines = [(item, target) for item, target in pairs if personal_fields(target)]
    record = _read(context, entity, record_id)
    rows = [
        (entity, record),
        *((target, row) for item, target in lines for row in record.get(item.key) or ()),
    ]
    words = {str(row.get(item.key)).lower() for holder, row in rows for item in personal_fields(holder)}
    addresses = tuple(sorted(filter(_ADDRESS.fullmatch, words)))
    return Person(entity, record_id, (*personal_fields(entity), *(item for item, _ in lines)), addresses)


def _told(counts: Mapping[str, int], language: str) -> list[dict[str, Any]]:
    return [
        {"key": key, "label": translate(TRACES[key].label, language), "count": count}
        for key, count in counts.items()
    ]


def _trail_names() -> Iterator[str]:
    return (name for trace in TRACES.in_order() for name in trace.told_as)


def _refuse_bin(context: Context, entity: Entity, record_id: int) -> None:
    """A record in the bin is changed by nothing; whoever may administer is told how to go on."""
    statement = f"SELECT deleted_at IS NOT NULL FROM {quote(entity.table)} WHERE id = %s"
    if fetch_value(context.workspace, statement, [record_id]):
        message = text("This record is in the bin", "该记录在回收站中")
        hint = text("Restore it first; delete it again afterwards", "请先恢复记录，完成后可再次删除")
        raise Conflict(None, [Issue("in_the_bin", message, hint=hint)])


def _read(context: Context, entity: Entity, record_id: int) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(get_record(context=context, entity=entity, record_id=record_id))
    return found


def _personal_lines(person: Person, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Line items with personal data (addresses, numbers) go as a whole."""
    return {
        item.key: [{"id": line["id"], "_delete": True} for line in record.get(item.key) or ()]
        for item in person.fields
        if item.kind == CHILDREN
    }


def _blank_lines(context: Context, person: Person) -> None:
    """Lines that were taken away, now or before, are still rows."""
    for item in person.fields:
        if item.kind == CHILDREN:
            line = context.schema.target_of(item)
            parent = line.by_id[item.inverse or ""]
            own = [each.id for each in line.own_fields() if each.id != parent.id]
            columns = shape_of(line).columns_of(own)
            columns += [SEARCH_COLUMN] if has_search(line) else []
            blank = ", ".join(f"{quote(column)} = NULL" for column in columns)
            gone = f"{quote(parent.column)} = %s AND deleted_at IS NOT NULL"
            execute(
                context.workspace, f"UPDATE {quote(line.table)} SET {blank} WHERE {gone}", [person.record_id]
            )


def _attached(context: Context, person: Person) -> list[int]:
    """Files that the personal fields refer to: a picture, say."""
    columns = [item.column for item in person.fields if item.kind == "file"]
    if not columns:
        return []
    chosen = ", ".join(map(quote, columns))
    statement = f"SELECT {chosen} FROM {quote(person.entity.table)} WHERE id = %s"
    (row,) = fetch_all(context.workspace, statement, [person.record_id])
    return [int(file) for file in row if file is not None]


def _referring(context: Context, entity: Entity, record_id: int) -> list[dict[str, Any]]:
    found = []
    for incoming in entity.incoming:
        owner = context.schema.by_id[incoming.entity]
        column = owner.by_id[incoming.field].column
        statement = (
            f"SELECT id FROM {quote(owner.table)} WHERE {quote(column)} = %s AND deleted_at IS NULL"
            f" ORDER BY id LIMIT {MOST_LISTED}"
        )
        if owner.by_id[incoming.field].kind in {"reference", "user", "parent"}:
            ids = [str(row[0]) for row in fetch_all(context.workspace, statement, [record_id])]
            if ids:
                found.append({"entity": owner.key, "field": owner.by_id[incoming.field].key, "ids": ids})
    return found


def _write(context: Context, entry: Entry) -> bool:
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
    return True


def _watches(context: Context, entity: Entity, *modes: str) -> bool:
    wanted = (context.schema.settings.get("audit") or {}).get("personal_views")
    if wanted not in modes:
        return False
    hidden = context.access(entity).hidden_fields
    return any(item.id not in hidden for item in personal_fields(entity))
