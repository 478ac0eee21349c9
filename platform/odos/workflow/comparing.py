"""What a change that is to be approved would change: the present values beside the proposed ones."""

from __future__ import annotations

from typing import Any

import orjson

from odos.records.context import Context
from odos.records.queries import find_record
from odos.workflow.models import ApprovalCase


def compare_proposal(*, context: Context, row: ApprovalCase) -> list[dict[str, Any]]:
    """``{field, before, after}`` for each proposed value that the viewer may see in full."""
    entity = context.schema.by_id.get(str(row.entity_id))
    if entity is None or not row.proposed:
        return []
    hidden = context.access(entity).veiled_fields
    items = ((key, entity.find_field(key)) for key in row.proposed)
    shown = {key: item for key, item in items if item is not None and item.id not in hidden}
    body = find_record(
        context=context,
        entity=entity,
        record_id=row.record_id,
        fields=tuple(item.key for item in shown.values()),
    )
    present = orjson.loads(body) if body else {}
    return [
        {"field": item.key, "before": present.get(item.key), "after": row.proposed[key]}
        for key, item in shown.items()
    ]
