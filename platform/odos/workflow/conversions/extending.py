"""What a conversion adds to a record that exists and was chosen: values of fields that hold several.

A supplier that becomes a customer is a supplier still. Undoing takes away what was added, unless another
conversion chose the same record since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from odos.records.context import Context
from odos.records.lists.queries import get_record
from odos.records.writes.operations import update_record
from odos.records.writes.statements import lock_rows
from odos.schema.model import Entity, Field
from odos.workflow.conversions.definition import Target
from odos.workflow.conversions.mapped_values import read_target, sendable
from odos.workflow.models import ConversionResult, RecordConversion

SEVERAL = frozenset({"options", "references"})  # kinds of fields whose values may be added to

Added = Mapping[str, Sequence[Any]]  # by identity of the field


def extend_existing(context: Context, source: Entity, record_id: int, target: Target, existing: int) -> Added:
    """Add what the mapping says to a record; gives what it did not have."""
    entity = context.schema.get_entity(target.entity)
    items = {name: item for name in target.fields if (item := _extended(entity, target, name)) is not None}
    if not items:
        return {}
    lock_rows(context, entity, [existing])
    mapping = replace(target, fields={name: target.fields[name] for name in items}, lines=())
    wanted = read_target(context, source, record_id, mapping)
    present = _present(context, entity, existing, [item.key for item in items.values()])
    added = {
        item.id: [value for value in wanted.get(item.key, ()) if value not in present[item.key]]
        for item in items.values()
    }
    keys = {item.id: item.key for item in items.values()}
    values = {keys[key]: [*present[keys[key]], *more] for key, more in added.items() if more}
    if values:
        update_record(context=context, entity=entity.key, record_id=existing, values=values)
    return {key: more for key, more in added.items() if more}


def take_back_added(context: Context, row: RecordConversion) -> None:
    """What was added to records that were chosen goes, unless somebody else needs it or took it away."""
    for result in row.results.filter(created=False).exclude(added={}):
        entity = context.schema.by_id.get(str(result.entity_id))
        other = _chosen_elsewhere(row, result)
        if other is not None:
            other.added = {**result.added, **other.added}
            other.save(update_fields=["added"])
        elif entity is not None:
            _remove(context, entity, result)


def _remove(context: Context, entity: Entity, result: ConversionResult) -> None:
    items = {entity.by_id[key].key: values for key, values in result.added.items() if key in entity.by_id}
    if not items or not lock_rows(context, entity, [result.record_id]):
        return
    present = _present(context, entity, result.record_id, list(items))
    left = {key: [each for each in present[key] if each not in values] for key, values in items.items()}
    values = {key: listed for key, listed in left.items() if listed != present[key]}
    if values:
        update_record(context=context, entity=entity.key, record_id=result.record_id, values=values)


def _chosen_elsewhere(row: RecordConversion, result: ConversionResult) -> ConversionResult | None:
    """By another conversion: from now on what was added is there for that one."""
    same = ConversionResult.objects.filter(entity_id=result.entity_id, record_id=result.record_id)
    others = same.filter(conversion__undone_at=None, target=result.target).exclude(conversion=row)
    return others.order_by("id").first()


def _extended(entity: Entity, target: Target, name: str) -> Field | None:
    item = entity.find_field(name)
    return item if item is not None and item.kind in SEVERAL and target.fields[name].extends else None


def _present(context: Context, entity: Entity, record_id: int, keys: Sequence[str]) -> dict[str, list[Any]]:
    body = orjson.loads(get_record(context=context, entity=entity, record_id=record_id, fields=keys))
    return {key: list(sendable(body[key]) or ()) for key in keys}
