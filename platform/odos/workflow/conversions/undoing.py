"""Undoing a conversion while nothing depends on what came of it: the new records go into the bin, the source
gets back what it had. What was chosen and not created stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import fetch_value
from odos.fields.kinds.references import LINK_SOURCE, LINK_TARGET
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import get_record, record_not_found
from odos.records.writes.operations import delete_record, fenced, refuse_uneditable, update_record
from odos.records.writes.statements import lock_rows
from odos.schema.model import Entity, Field
from odos.workflow.conversions.converting import versions_of
from odos.workflow.conversions.definition import Conversion, get_conversion
from odos.workflow.conversions.mapped_values import sendable
from odos.workflow.models import ConversionResult, RecordConversion
from odos.workflow.writing import with_rights

_REFERRING = (
    "SELECT EXISTS (SELECT FROM {table} WHERE {column} = %s AND deleted_at IS NULL AND NOT id = ANY(%s))"
)
_LINKED = """
    SELECT EXISTS (SELECT FROM {link} l JOIN {table} t ON t.id = l.{source}
                   WHERE l.{target} = %s AND t.deleted_at IS NULL AND NOT t.id = ANY(%s))
"""


@dataclass(frozen=True)
class _Created:
    """A record that the conversion made and that is still there."""

    entity: Entity
    record_id: int
    untouched: bool


def undo_conversion(*, context: Context, entity: str, record_id: int, conversion: str) -> None:
    """Take back what was made; raises `Conflict` where something depends on it or it was changed since."""
    fenced(context, lambda current: _undo(current, current.schema.get_entity(entity), record_id, conversion))


def find_conversion(context: Context, conversion: Conversion, record_id: int) -> RecordConversion | None:
    """The conversion as it was done, if it was not undone."""
    return RecordConversion.objects.filter(
        conversion_id=conversion.id, record_id=record_id, undone_at=None
    ).first()


def obstacles(context: Context, entity: Entity, row: RecordConversion) -> list[Issue]:
    """Why it cannot be undone: records that refer to what was made, or changes that would be lost."""
    created = list(_created(context, row))
    kept = {(entity.id, row.record_id), *((item.entity.id, item.record_id) for item in created)}
    return [issue for item in created for issue in _obstacles_of(context, item, kept)]


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
    _restore(platform, entity, row)
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


def _created(context: Context, row: RecordConversion) -> Iterator[_Created]:
    """The youngest first, so that what refers to others goes before them."""
    results: Iterable[ConversionResult] = row.results.filter(created=True).order_by("-id")
    for result in results:
        entity = context.schema.by_id.get(str(result.entity_id))
        versions = versions_of(context, entity, [result.record_id]) if entity else {}
        if entity is not None and result.record_id in versions:
            yield _Created(entity, result.record_id, versions[result.record_id] == result.version)


def _obstacles_of(context: Context, item: _Created, kept: set[tuple[str, int]]) -> Iterator[Issue]:
    names = {
        "en": translate(item.entity.label),
        "zh": translate(item.entity.label, "zh-hans"),
        "id": item.record_id,
    }
    if not item.untouched:
        message = text("{en} {id} was changed since", "{zh} {id} 在转化后已被修改", **names)
        yield Issue("changed_since", message)
    for incoming in item.entity.incoming:
        holder = context.schema.by_id[incoming.entity]
        own = [record_id for entity_id, record_id in kept if entity_id == holder.id]
        is_line = holder.line_of is not None and holder.line_of.entity == item.entity.id
        if not is_line and _is_referred(context, holder, holder.by_id[incoming.field], item.record_id, own):
            labels = {"by": translate(holder.plural), "by_zh": translate(holder.plural, "zh-hans")}
            message = text("{by} refer to {en} {id}", "{by_zh} 引用了{zh} {id}", **names, **labels)
            yield Issue("in_use", message)


def _is_referred(context: Context, holder: Entity, link: Field, record_id: int, own: list[int]) -> bool:
    table, column = quote(holder.table), quote(link.column)
    if link.kind == "references":
        statement = _LINKED.format(link=column, table=table, source=LINK_SOURCE, target=LINK_TARGET)
    else:
        statement = _REFERRING.format(table=table, column=column)
    return bool(fetch_value(context.workspace, statement, [record_id, own]))


def _restore(platform: Context, entity: Entity, row: RecordConversion) -> None:
    """What the conversion set becomes what it was, unless somebody has set something else since."""
    known = {entity.by_id[key].key: pair for key, pair in row.before.items() if key in entity.by_id}
    if not known:
        return
    body = get_record(context=platform, entity=entity, record_id=row.record_id, fields=list(known))
    present: dict[str, Any] = orjson.loads(body)
    values = {key: sendable(old) for key, (old, new) in known.items() if _same(present[key], new)}
    update_record(context=platform, entity=entity.key, record_id=row.record_id, values=values)


def _same(present: Any, new: Any) -> bool:
    return bool(sendable(present) == sendable(new))


def _remove(context: Context, row: RecordConversion) -> None:
    for item in _created(context, row):
        try:
            delete_record(context=context, entity=item.entity.key, record_id=item.record_id)
        except Invalid as refusal:
            raise Conflict(refusal.issues[0].message, refusal.issues) from None
