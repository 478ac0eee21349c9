"""Computed fields of many stored records anew: a statement for each level of formulas, then what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from odos.records.computed.recomputing import Affected
from odos.records.computed.stages import compute_stored
from odos.records.computed.values import formulas_of
from odos.records.context import Context
from odos.schema.model import Entity


def refill(context: Context, entity: Entity, wanted: Sequence[str], ids: Sequence[int]) -> None:
    """Formulas of the row itself level by level, then what follows from them and what reads other records.

    Formulas that only read those are computed where one of them changed.
    """
    affected = Affected(context)
    changed: set[int] = set()
    for level in _levels(context, entity, wanted):
        own = [key for key in level if key in wanted]
        following = [key for key in level if key not in wanted]
        for keys, listed in ((following, changed), (own, ids)):
            found = compute_stored(context, entity, keys, listed)
            affected.add_fields(entity, keys, found)
            changed = changed | set(found)
    affected.add_stages(entity, wanted, ids)
    affected.run()


def _levels(context: Context, entity: Entity, wanted: Sequence[str]) -> Iterator[list[str]]:
    """The wanted formulas of the row itself and those that read them, none beside what it reads."""
    level: list[str] = []
    changed = set(wanted)
    for computed in formulas_of(context, entity).here:
        if computed.field.id in changed or computed.reads & changed:
            changed.add(computed.field.id)
            if computed.reads & set(level):
                yield level
                level = []
            level.append(computed.field.id)
    if level:
        yield level
