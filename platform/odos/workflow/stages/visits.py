"""Reading the way of a record through its stages, the present one included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from odos.database.session import fetch_all
from odos.dsl.calendar import business_hours
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.records.lists.queries import find_record, record_not_found
from odos.schema.model import Entity
from odos.workflow.approvals.queries import names_of
from odos.workflow.stages.governing import Governor, governors_of

_ENDED = """
    SELECT field_id::text, stage, entered_at, entered_by, left_at, left_by FROM stage_visit
    WHERE entity_id = %s AND record_id = %s ORDER BY id
"""


@dataclass(frozen=True)
class Visit:
    """A time in one stage of ``field`` (its key). ``left_at`` is None while the record stays there."""

    field: str
    stage: str
    entered_at: datetime
    entered_by: int | None
    left_at: datetime | None = None
    left_by: int | None = None


def list_visits(*, context: Context, entity: Entity, record_id: int) -> list[Visit]:
    """All visits, in order, the present ones last. Whether the record may be seen is not asked here."""
    ended = [
        Visit(entity.by_id[row[0]].key, *row[1:])
        for row in fetch_all(context.workspace, _ENDED, [entity.id, record_id])
        if row[0] in entity.by_id
    ]
    return [*ended, *_present(context, entity, record_id, ended)]


def stage_history(*, context: Context, entity: Entity, record_id: int) -> list[dict[str, Any]]:
    """The visits as JSON, with names and how long they took; raises `NotFound` for a record out of sight."""
    if find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is None:
        raise record_not_found(entity, record_id)
    hidden = context.access(entity).hidden_fields
    visits = [
        visit
        for visit in list_visits(context=context, entity=entity, record_id=record_id)
        if entity.fields[visit.field].id not in hidden
    ]
    names = names_of(
        context, {user for visit in visits for user in (visit.entered_by, visit.left_by) if user}
    )
    return [_document(context, visit, names) for visit in visits]


def _present(context: Context, entity: Entity, record_id: int, ended: Iterable[Visit]) -> Iterable[Visit]:
    governors = governors_of(context, entity).by_field
    if not governors:
        return
    listed = [governors[key][0] for key in governors]
    row = fetch_all(context.workspace, _present_sql(entity, listed), [record_id])
    last = {visit.field: visit for visit in ended}
    for position, governor in enumerate(listed):
        stage, since = row[0][2 + 2 * position : 4 + 2 * position] if row else (None, None)
        if stage is not None:
            before = last.get(governor.field.key)
            entered = since or (before.left_at if before and before.left_at else row[0][0])
            yield Visit(governor.field.key, stage, entered, before.left_by if before else row[0][1])


def _present_sql(entity: Entity, listed: Iterable[Governor]) -> str:
    columns = [
        f"{quote(item.field.column)}, {quote(item.since.column) if item.since else 'NULL::timestamptz'}"
        for item in listed
    ]
    return f"SELECT created_at, created_by, {', '.join(columns)} FROM {quote(entity.table)} WHERE id = %s"


def _document(context: Context, visit: Visit, names: Mapping[int, str]) -> dict[str, Any]:
    until = visit.left_at or context.now
    asking = context.surroundings
    worked = business_hours(asking.calendar, visit.entered_at, until, asking.zone)
    return {
        "field": visit.field,
        "stage": visit.stage,
        "entered_at": visit.entered_at,
        "entered_by": _person(visit.entered_by, names),
        "left_at": visit.left_at,
        "left_by": _person(visit.left_by, names),
        "seconds": round((until - visit.entered_at).total_seconds()),
        "working_hours": None if worked is None else float(worked),
    }


def _person(user: int | None, names: Mapping[int, str]) -> dict[str, str | None] | None:
    return {"id": str(user), "label": names.get(user)} if user is not None else None
