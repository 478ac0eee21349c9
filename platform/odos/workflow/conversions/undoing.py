"""Undoing a conversion while nothing depends on what came of it: the new records go into the bin, the source
gets back what it had. What was chosen and not created stays as it is. What followed from the conversion is
taken back first, by the packages above that did it (`AFTERMATHS`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.registry import OrderedRegistry
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import get_record, record_not_found
from odos.records.writes.operations import delete_record, fenced, refuse_uneditable, update_record
from odos.records.writes.statements import lock_rows
from odos.schema.model import Entity
from odos.workflow.conversions.definition import Conversion, get_conversion
from odos.workflow.conversions.extending import take_back_added
from odos.workflow.conversions.mapped_values import sendable
from odos.workflow.conversions.obstacles import created_by, obstacles
from odos.workflow.models import RecordConversion
from odos.workflow.writing import with_rights


@dataclass(frozen=True)
class Aftermath:
    """Takes back what followed from a conversion, with the rights of the platform."""

    key: str
    order: int
    take_back: Callable[[Context, RecordConversion], None]


AFTERMATHS: OrderedRegistry[Aftermath] = OrderedRegistry("aftermath")


def undo_conversion(*, context: Context, entity: str, record_id: int, conversion: str) -> None:
    """Take back what was made; raises `Conflict` where something depends on it or it was changed since."""
    fenced(context, lambda current: _undo(current, current.schema.get_entity(entity), record_id, conversion))


def find_conversion(context: Context, conversion: Conversion, record_id: int) -> RecordConversion | None:
    """The conversion as it was done, if it was not undone."""
    return RecordConversion.objects.filter(
        conversion_id=conversion.id, record_id=record_id, undone_at=None
    ).first()


def _undo(context: Context, entity: Entity, record_id: int, key: str) -> None:
    conversion = get_conversion(entity, key)
    stored = lock_rows(context, entity, [record_id]).get(record_id)
    if stored is None:
        raise record_not_found(entity, record_id)
    refuse_uneditable(entity, stored)
    row = find_conversion(context, conversion, record_id)
    if row is None:
        message = text("This was not converted", "此记录尚未转化")
        raise Conflict(message, [Issue("not_converted", message)])
    _lock_created(context, row)
    issues = obstacles(context, entity, row)
    if issues:
        raise Conflict(issues[0].message, issues)
    platform = with_rights(context, translate(conversion.label))
    for aftermath in AFTERMATHS.in_order():
        aftermath.take_back(platform, row)
    _restore(platform, entity, row)
    take_back_added(platform, row)
    _remove(replace(platform, source=context.source), row)
    row.undone_at, row.undone_by = context.now, context.actor.user_id
    row.save(update_fields=["undone_at", "undone_by"])
    entries = [Entry(entity.id, record_id, "conversion_undone")]
    write_entries(workspace=context.workspace, origin=platform.origin, entries=entries)


def _lock_created(context: Context, row: RecordConversion) -> None:
    platform = with_rights(context, None)
    for entity_id, ids in _by_entity(row).items():
        entity = context.schema.by_id.get(entity_id)
        if entity is not None:
            lock_rows(platform, entity, ids, strength="UPDATE")


def _by_entity(row: RecordConversion) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for result in row.results.filter(created=True).order_by("entity_id", "record_id"):
        found.setdefault(str(result.entity_id), []).append(result.record_id)
    return found


def _restore(platform: Context, entity: Entity, row: RecordConversion) -> None:
    """What the conversion set becomes what it was, unless somebody has set something else since."""
    known = {entity.by_id[key].key: pair for key, pair in row.before.items() if key in entity.by_id}
    if not known:
        return
    body = get_record(context=platform, entity=entity, record_id=row.record_id, fields=list(known))
    present: dict[str, Any] = orjson.loads(body)
    values = {key: sendable(old) for key, (old, new) in known.items() if _same(present[key], new)}
    update_record(
        context=platform, entity=entity.key, record_id=row.record_id, values=values, is_answered=False
    )


def _same(present: Any, new: Any) -> bool:
    return bool(sendable(present) == sendable(new))


def _remove(context: Context, row: RecordConversion) -> None:
    for item in created_by(context, row):
        try:
            delete_record(context=context, entity=item.entity.key, record_id=item.record_id)
        except Invalid as refusal:
            raise Conflict(refusal.issues[0].message, refusal.issues) from None
