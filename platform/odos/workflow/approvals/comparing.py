"""What a change that is to be approved would change: the present values beside the proposed ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from odos.fields.links import read_id
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.lists.queries import find_record
from odos.records.values.selecting import LINKS
from odos.schema.model import Field
from odos.workflow.approvals.sight import hidden_ids
from odos.workflow.approvals.stored import Row


def compare_proposal(
    *, context: Context, row: Row, kept_back: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """``{field, before, after}`` for each proposed value that the viewer may see in full; ``kept_back`` are
    keys of fields that the case hides from them."""
    entity = context.schema.by_id.get(row.entity_id)
    if entity is None or not row.proposed:
        return []
    hidden = context.access(entity).veiled_fields | hidden_ids(entity, kept_back)
    items = ((key, entity.find_field(key)) for key in row.proposed)
    shown = {key: item for key, item in items if item is not None and item.id not in hidden}
    body = find_record(
        context=context,
        entity=entity,
        record_id=row.record_id,
        fields=tuple(item.key for item in shown.values()),
    )
    present = orjson.loads(body) if body else {}
    referred = {key: _place(context, item, row.proposed[key]) for key, item in shown.items()}
    labels = labels_in_sight(context, filter(None, referred.values()))
    return [
        {
            "field": item.key,
            "before": present.get(item.key),
            "after": _with_label(row.proposed[key], referred[key], labels),
        }
        for key, item in shown.items()
    ]


def _place(context: Context, item: Field, value: Any) -> tuple[str, int] | None:
    """Which record a proposed reference leads to."""
    if item.kind not in LINKS or value in (None, ""):
        return None
    return context.schema.target_of(item).id, read_id(value["id"] if isinstance(value, dict) else value)


def _with_label(value: Any, place: tuple[str, int] | None, labels: Mapping[tuple[str, int], str]) -> Any:
    return value if place is None else {"id": str(place[1]), "label": labels.get(place)}
