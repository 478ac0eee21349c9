"""What rules did because a record was converted goes back when the conversion is undone.

Runs that a conversion led to, at once or by each other, are known by its correlation and their causes. Those
that still wait are cancelled; of what the others set in records that were there before, that goes back which
nobody else set since, unless another conversion needs the record as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from odos.automation.runs.models import CANCELLED, WAITING, Run, Step
from odos.database.session import fetch_all
from odos.kernel.problems import Conflict, Invalid
from odos.records.context import Context
from odos.records.writes.giving_back import former_values, written_pairs
from odos.records.writes.operations import update_record
from odos.records.writes.statements import lock_rows
from odos.schema.model import Entity
from odos.workflow.conversions.undoing import Aftermath
from odos.workflow.models import ConversionResult, RecordConversion

Place = tuple[str, int]  # identity of an entity, id of a record

_RUNS = """
    WITH RECURSIVE led AS (
        SELECT id, uid FROM automation_run
        WHERE (entity_id, record_id) IN (SELECT * FROM unnest(%s::uuid[], %s::bigint[]))
            AND correlation = %s AND cause IS NOT DISTINCT FROM %s::uuid AND created_at >= %s
        UNION
        SELECT r.id, r.uid FROM led JOIN automation_run r ON r.cause = led.uid AND r.created_at >= %s
    )
    SELECT id FROM led ORDER BY id
"""
_WRITTEN = """
    SELECT entity::text, record_id, id, changes::text FROM audit_entry
    WHERE actor_id IS NOT DISTINCT FROM %s AND at = ANY(%s) AND correlation = %s AND cause = ANY(%s)
        AND action = 'updated'
    ORDER BY at, id
"""
_SINCE = """
    SELECT DISTINCT field FROM audit_entry, jsonb_object_keys(changes) field
    WHERE entity = %s::uuid AND record_id = %s AND id > %s AND (cause IS NULL OR NOT cause = ANY(%s))
"""


@dataclass
class _Written:
    """What runs changed of a record: by identity of the field the values before the first and after the last.
    ``since`` is the first entry of the trail that says so."""

    since: int
    changes: dict[str, list[Any]] = field(default_factory=dict)


def take_back(context: Context, row: RecordConversion) -> None:
    """Of one conversion that is being undone."""
    runs = _runs_of(context, row)
    if not runs:
        return
    Run.objects.filter(id__in=[run.id for run in runs], state=WAITING).update(
        state=CANCELLED, wake_at=None, ended_at=context.now
    )
    made = {(str(each.entity_id), each.record_id) for each in row.results.filter(created=True)}
    causes = [run.uid for run in runs]
    written = _written_by(context, runs)
    for place in sorted(written.keys() - made - _needed_elsewhere(row, written)):
        entity = context.schema.by_id.get(place[0])
        if entity is not None and entity.line_of is None:
            _give_back(context, entity, place[1], written[place], causes)


def _runs_of(context: Context, row: RecordConversion) -> list[Run]:
    """Locked, so that none of them goes on meanwhile."""
    if row.correlation is None:
        return []
    places = [(row.entity_id, row.record_id)]
    places += [(each.entity_id, each.record_id) for each in row.results.all()]
    entities, records = zip(*places, strict=True)
    asked = [
        [str(key) for key in entities],
        list(records),
        row.correlation,
        row.cause,
        row.made_at,
        row.made_at,
    ]
    ids = [found[0] for found in fetch_all(context.workspace, _RUNS, asked)]
    return list(Run.objects.select_for_update().filter(id__in=ids).order_by("id"))


def _written_by(context: Context, runs: Sequence[Run]) -> Mapping[Place, _Written]:
    """What the trail says that runs changed, of each record."""
    moments = list(Step.objects.filter(run__in=runs).values_list("at", flat=True).distinct())
    found: dict[Place, _Written] = {}
    for entity, record_id, number, changes in _entries(context, runs, moments):
        known = found.setdefault((entity, record_id), _Written(number)).changes
        for key, (old, new) in orjson.loads(changes).items():
            known[key] = [known[key][0] if key in known else old, new]
    return found


def _entries(
    context: Context, runs: Sequence[Run], moments: Sequence[datetime]
) -> Sequence[tuple[str, int, int, str]]:
    first = runs[0]
    asked = [first.actor_id, list(moments), first.correlation, [run.uid for run in runs]]
    return fetch_all(context.workspace, _WRITTEN, asked)


def _needed_elsewhere(row: RecordConversion, places: Collection[Place]) -> set[Place]:
    """Records that another conversion, which stands, made or chose."""
    chosen = ConversionResult.objects.filter(
        record_id__in={record_id for _entity, record_id in places}, conversion__undone_at=None
    )
    others = chosen.exclude(conversion=row).values_list("entity_id", "record_id")
    return {(str(entity), record_id) for entity, record_id in others}


def _give_back(
    context: Context, entity: Entity, record_id: int, written: _Written, causes: Sequence[UUID]
) -> None:
    stored = lock_rows(context, entity, [record_id]).get(record_id)
    others = fetch_all(context.workspace, _SINCE, [entity.id, record_id, written.since, list(causes)])
    own = {key: pair for key, pair in written.changes.items() if (key,) not in others}
    values = former_values(context, entity, stored, written_pairs(context, entity, own))
    if not values:
        return
    try:
        update_record(
            context=context, entity=entity.key, record_id=record_id, values=values, is_answered=False
        )
    except Invalid as refusal:
        raise Conflict(refusal.issues[0].message, refusal.issues) from None


AFTERMATHS = (Aftermath("rules", 10, take_back),)
