"""Personal data: who looked at it, what there is of one person, and its erasure on request.

Which fields hold any is said by their documents (``personal_data``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.audit.queries import Conditions, list_entries
from odos.audit.removing import erase_values
from odos.database.session import fetch_all
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.records.history.trail import trail_entry
from odos.records.lists.queries import get_record
from odos.records.writes.operations import update_record
from odos.schema.model import Entity, Field

ERASED = "–"  # where a value is required
MOST_LISTED = 1_000  # of records that refer to a person, and of entries about one


def personal_fields(entity: Entity) -> tuple[Field, ...]:
    """The fields of the entity that hold personal data."""
    return tuple(item for item in entity.fields.values() if item.personal_data)


def note_view(context: Context, entity: Entity, record_id: int) -> None:
    """Say in the trail that somebody read a record with personal data, where that is wanted."""
    if _watches(context, entity, "records", "all"):
        entry = Entry(entity.id, record_id, "viewed")
        write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])


def note_list(context: Context, entity: Entity, items: Sequence[str]) -> None:
    """Like `note_view`, of a page of a list; one entry names them all."""
    if items and _watches(context, entity, "all"):
        ids = [orjson.loads(item)["id"] for item in items]
        entry = Entry(entity.id, None, "listed", changes={"records": [None, ids]})
        write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])


def export_person(*, context: Context, entity: Entity, record_id: int, language: str) -> dict[str, Any]:
    """All that is kept of one person: the record, what happened to it, and what refers to it."""
    record = orjson.loads(get_record(context=context, entity=entity, record_id=record_id))
    wanted = Conditions(entity_id=entity.id, record_id=record_id)
    page = list_entries(workspace=context.workspace, conditions=wanted, limit=MOST_LISTED)
    entry = Entry(entity.id, record_id, "exported", changes={"of": [None, "person"]})
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
    return {
        "entity": entity.key,
        "record": record,
        "personal_fields": [item.key for item in personal_fields(entity)],
        "referring": _referring(context, entity, record_id),
        "history": [trail_entry(context, item, language) for item in page.items],
    }


def erase_person(*, context: Context, entity: Entity, record_id: int, admin_url: str) -> int:
    """Blank the personal fields of a record and take their values out of the trail, whose chain holds.

    Gives the number of entries that were emptied. The caller must administer; the trail's owner must be
    reachable by ``admin_url``. A required field keeps a dash.
    """
    own = [item for item in personal_fields(entity) if not item.read_only]
    values = {item.key: ERASED if item.required and item.kind == "text" else None for item in own}
    elevated = replace(context, actor=replace(context.actor, is_admin=True))
    lines = _personal_lines(elevated, entity, record_id)
    update_record(context=elevated, entity=entity.key, record_id=record_id, values={**values, **lines})
    fields = [item.id for item in personal_fields(entity)]
    fields += [item.id for item in entity.fields_of_kind("children") if item.key in lines]
    return erase_values(
        workspace=context.workspace,
        admin_url=admin_url,
        entity_id=entity.id,
        record_id=record_id,
        field_ids=fields,
        origin=context.origin,
    )


def _personal_lines(context: Context, entity: Entity, record_id: int) -> Mapping[str, Any]:
    """Line items with personal data (addresses, numbers) go as a whole."""
    record = orjson.loads(get_record(context=context, entity=entity, record_id=record_id))
    return {
        item.key: [{"id": line["id"], "_delete": True} for line in record.get(item.key) or ()]
        for item in entity.fields_of_kind("children")
        if personal_fields(context.schema.target_of(item))
    }


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


def _watches(context: Context, entity: Entity, *modes: str) -> bool:
    wanted = (context.schema.settings.get("audit") or {}).get("personal_views")
    if wanted not in modes:
        return False
    hidden = context.access(entity).hidden_fields
    return any(item.id not in hidden for item in personal_fields(entity))
