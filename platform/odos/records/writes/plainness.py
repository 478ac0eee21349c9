"""Whether a row is all there is to write: one message then writes it, leaves its trail and reads it back."""

from __future__ import annotations

from odos.records.caches import kept
from odos.records.computed.graph import EXISTENCE
from odos.records.computed.recomputing import has_readers
from odos.records.computed.values import Row, formulas_of
from odos.records.context import Context
from odos.records.values.inputs import Draft
from odos.records.writes.consequences import is_followed
from odos.schema.model import Entity


def is_plain_new(context: Context, entity: Entity, draft: Draft) -> bool:
    """Whether the row is all there is to write, so that it can be read back in the same message."""
    if draft.lines or draft.links:
        return False
    return kept(context, ("plain new", entity.id), lambda: _stands_alone(context, entity))


def _stands_alone(context: Context, entity: Entity) -> bool:
    """Whether nothing is computed or asked once a new record stands."""
    if not formulas_of(context, entity).is_fresh or is_followed(context, entity, None):
        return False
    if not context.access(entity, "create").unrestricted:
        return False
    return not has_readers(context, entity, [*entity.by_id, EXISTENCE], beyond=True)


def is_plain_change(context: Context, entity: Entity, draft: Draft, changed: Row) -> bool:
    """Whether the changed columns are all there is to write."""
    if draft.lines or draft.links or is_followed(context, entity, changed):
        return False
    return not has_readers(context, entity, changed)
