"""Putting records into somebody's hands or into a pool: owner, unit and pool change together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from odos.accounts.queries import list_working_places
from odos.kernel.texts import text
from odos.notifications.notice import RECORD, Notice
from odos.notifications.operations import notify_many
from odos.records.context import Context
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.schema.model import Entity
from odos.schema.system import pool_field
from odos.workflow.writing import with_rights

BY_RULE: Literal["rule"] = "rule"  # the source of what assignment writes
_YOURS = text("{record} is yours now", "{record} 已分配给您", record=RECORD)


@dataclass(frozen=True)
class Place:
    """Where a record goes: to ``owner``, else into ``pool``. ``reason`` stands in the trail."""

    owner: int | None
    pool: int | None
    reason: str


def place_records(
    context: Context, entity: Entity, places: Mapping[int, Place], *, tell: bool = True
) -> None:
    """Write all, with the rights of the platform in the name of the actor, and tell the new owners."""
    owners = {place.owner for place in places.values() if place.owner is not None}
    units = list_working_places(workspace=context.workspace, user_ids=owners)
    by_reason: dict[str, list[dict[str, Any]]] = {}
    for record_id, place in places.items():
        row = _row(entity, record_id, place, units)
        by_reason.setdefault(place.reason, []).append(row)
    for reason, rows in by_reason.items():
        mighty = in_the_name_of(context, reason)
        write_bulk(context=mighty, entity=entity.key, request=BulkRequest(update=rows, atomic=True))
    if tell:
        _tell(context, entity, places)


def in_the_name_of(context: Context, reason: str) -> Context:
    """The actor with the rights of the platform, by a rule."""
    return replace(with_rights(context, reason), source=BY_RULE)


def _row(entity: Entity, record_id: int, place: Place, units: Mapping[int, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": str(record_id), "owner": _id(place.owner)}
    if place.owner is not None:
        row["unit"] = _id(units.get(place.owner, (None, None))[0])
    field = pool_field(entity)
    if field is not None:
        row[field.key] = _id(place.pool)
    return row


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)


def _tell(context: Context, entity: Entity, places: Mapping[int, Place]) -> None:
    pairs = [
        (
            Notice(
                kind="assignment",
                key=f"assigned:{entity.id}:{record_id}:{place.owner}:{context.correlation}",
                title=_YOURS,
                entity_id=entity.id,
                record_id=record_id,
            ),
            place.owner,
        )
        for record_id, place in places.items()
        if place.owner is not None and place.owner != context.actor.user_id
    ]
    notify_many(context=context, notices=pairs)
