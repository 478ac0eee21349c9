"""Which of its former values a record can be given back, from what the trail says of a change of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.records.context import Context
from odos.records.values.inputs import is_locked
from odos.records.values.links import read_links
from odos.records.values.shapes import shape_of
from odos.records.writes.statements import Stored
from odos.schema.model import Entity, Field

Pair = tuple[Field, Any, Any]  # a field, its value before and after, as the trail writes them


def written_pairs(context: Context, entity: Entity, changes: Mapping[str, Sequence[Any]]) -> list[Pair]:
    """What somebody wrote: what was computed or stamped with it follows by itself."""
    access = context.access(entity, "edit")
    found = ((entity.by_id.get(key), *values) for key, values in changes.items())
    return [
        (item, old, new)
        for item, old, new in found
        if item is not None and not is_locked(item, access, "edit") and item.kind != "children"
    ]


def former_values(
    context: Context, entity: Entity, stored: Stored | None, pairs: Sequence[Pair]
) -> dict[str, Any]:
    """The former values, by key, of fields that still are what the change made of them."""
    if stored is None:
        return {}
    present = _present(context, entity, stored, [item for item, _old, _new in pairs])
    return {item.key: old for item, old, new in pairs if present.get(item.id) == new}


def _present(context: Context, entity: Entity, stored: Stored, fields: Sequence[Field]) -> dict[str, Any]:
    """Values as the trail writes them."""
    linked = [item.id for item in fields if item.id not in stored.values]
    links = read_links(context, entity, stored.id, linked) if linked else {}
    tracked = shape_of(entity).tracked
    found: dict[str, Any] = {key: [str(target) for target in targets] for key, targets in links.items()}
    for item in fields:
        if item.id in stored.values:
            found[item.id] = tracked[item.id][1](item, stored.values[item.id])
    return found
