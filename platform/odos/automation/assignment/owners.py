"""What is kept of owners, whoever changes them: since when they have a record, and who lost it to a pool.

An entity that has a read-only field `OWNER_SINCE` gets the moment stamped there, so that rules can tell how
long somebody has had a record. What people give back by editing counts like *Back to the pool*; what rules
move they note by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from odos.automation.assignment.finished import FINISHED, finished_records
from odos.automation.assignment.models import RELEASED, PoolEvent
from odos.automation.assignment.placing import BY_RULE
from odos.automation.assignment.terms import terms_of
from odos.records.computed.recomputing import RowChange
from odos.records.computed.stamps import Coming, Stamp
from odos.records.context import Context
from odos.records.writes.consequences import Broken, Consequence
from odos.schema.model import Entity, Field
from odos.schema.system import pool_field

OWNER_SINCE = "owner_since"


def _since_field(entity: Entity) -> Field | None:
    item = entity.find_field(OWNER_SINCE) if entity.owned else None
    return item if item is not None and item.kind == "datetime" and item.read_only else None


def _is_stamped(entity: Entity) -> bool:
    return _since_field(entity) is not None


def stamp_owners(context: Context, entity: Entity, rows: Sequence[Coming]) -> None:
    """The moment at which the owner came; blank while there is none."""
    since, owner = _since_field(entity), entity.fields["owner"].id
    assert since is not None
    for row in rows:
        now = row.after.get(owner, (None,))[0]
        if row.before.get(owner, (None,))[0] != now:
            row.after[since.id] = (None if now is None else context.now,)


def _concerns(_context: Context, entity: Entity, changed: Collection[str] | None) -> bool:
    return pool_field(entity) is not None and (changed is None or entity.fields["owner"].id in changed)


def note_returns(context: Context, entity: Entity, changes: Sequence[RowChange]) -> Broken:
    """Whoever lost a record to a pool is kept out for a while, as if they had given it back; one that is
    finished does not go there."""
    returns = list(_returns(entity, changes)) if context.source != BY_RULE else []
    finished = finished_records(context, entity, [each[0] for each in returns]) if returns else ()
    if finished:
        return {record_id: [FINISHED.under("owner")] for record_id in finished}
    if returns:
        until = terms_of(context, entity).kept_out_until(context)
        PoolEvent.objects.bulk_create(
            PoolEvent(
                entity_id=entity.id, record_id=record_id, pool_id=pool, user_id=user, what=RELEASED,
                reason=context.reason or "", at=context.now, keep_out_until=until,
            )
            for record_id, user, pool in returns
        )  # fmt: skip
    return {}


def _returns(entity: Entity, changes: Sequence[RowChange]) -> Iterator[tuple[int, Any, Any]]:
    """(record, former owner, pool) of those that came to a pool."""
    field, owner = pool_field(entity), entity.fields["owner"].id
    for change in changes:
        before, after = (row.get(owner, (None,))[0] for row in (change.before, change.after))
        pool = change.after.get(field.id, (None,))[0] if field is not None else None
        if change.after and before is not None and after is None and pool is not None:
            yield change.record_id, before, pool


STAMPS = (Stamp("owner_since", 20, _is_stamped, stamp_owners),)
CONSEQUENCES = (Consequence("pools", 810, _concerns, note_returns),)
