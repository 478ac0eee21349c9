"""Which record was in which stage from when to when: kept whenever a record leaves a stage, whoever moves it.

The present stage stands in the record itself; a visit is written when it ends, by one statement for all
records of a call. Beside it: the moment of entering and the confidence of the stage, stamped into the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from odos.database.session import execute
from odos.kernel.issues import Issue
from odos.kernel.sql import quote
from odos.records.computed.recomputing import RowChange
from odos.records.computed.stamps import Coming, Stamp
from odos.records.context import Context
from odos.records.writes.consequences import Consequence
from odos.schema.model import Entity
from odos.workflow.stages.gates import Move, broken_gates, find_moves
from odos.workflow.stages.governing import Governor, governor_of, governors_of, read_for
from odos.workflow.writing import SOURCE

_LEAVE = """
    INSERT INTO stage_visit (entity_id, field_id, pipeline_id, record_id, stage, entered_at, entered_by,
                             left_at, left_by, next_stage)
    SELECT %s, %s, %s, m.record_id, m.stage, COALESCE(m.since, last.left_at, t.created_at),
           COALESCE(last.left_by, t.created_by), %s, %s, m.next
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[]) AS m (record_id, stage, next, since)
    JOIN {table} t ON t.id = m.record_id
    LEFT JOIN LATERAL (
        SELECT v.left_at, v.left_by FROM stage_visit v
        WHERE v.entity_id = %s AND v.record_id = m.record_id AND v.field_id = %s ORDER BY v.id DESC LIMIT 1
    ) last ON TRUE
"""


def has_pipelines(entity: Entity) -> bool:
    """Whether there are any."""
    return bool(entity.pipelines)


def stamp_stages(context: Context, entity: Entity, rows: Sequence[Coming]) -> None:
    """Since when a record is in its stage, and how likely that makes it unless somebody says otherwise."""
    governors = governors_of(context, entity)
    moved = [row for row in rows if any(_differs(row, key) for key in governors.by_field)]
    known = read_for(context, entity, [row.after for row in moved]) if moved else []
    for row, values in zip(moved, known, strict=True):
        for key, listed in governors.by_field.items():
            governor = governor_of(context, listed, values) if _differs(row, key) else None
            if governor is not None:
                _stamp(context, row, governor)


def _stamp(context: Context, row: Coming, governor: Governor) -> None:
    stage = governor.stage(governor.stage_of(row.after) or "")
    if governor.since is not None:
        row.after[governor.since.id] = (context.now,)
    confidence = governor.confidence
    if confidence is None or stage is None or stage.confidence is None:
        return
    if confidence.id not in row.given or (row.before and not _differs(row, confidence.id)):
        row.after[confidence.id] = (stage.confidence,)


def _differs(row: Coming, key: str) -> bool:
    return row.before.get(key) != row.after.get(key)


def concerns_stages(context: Context, entity: Entity, changed: Collection[str] | None) -> bool:
    """Moves are kept; a new record matters only where a stage asks for what is written along with it."""
    if not entity.pipelines:
        return False
    governors = governors_of(context, entity)
    if changed is None:
        return governors.written is not None
    return not governors.by_field.keys().isdisjoint(changed)


def follow_moves(
    context: Context, entity: Entity, changes: Sequence[RowChange]
) -> Mapping[int, Sequence[Issue]]:
    """Keep what was left, and ask the gates that could not be asked before."""
    pairs = [(change.before, change.after) for change in changes]
    moves = [
        (changes[move.position].record_id, move)
        for move in find_moves(context, entity, pairs)
        if move.before != move.after
    ]
    _write_visits(context, entity, changes, moves)
    return {} if context.source == SOURCE else broken_gates(context, entity, moves)


def _write_visits(
    context: Context, entity: Entity, changes: Sequence[RowChange], moves: Sequence[tuple[int, Move]]
) -> None:
    left: dict[tuple[str, str], list[tuple[int, str, str, object]]] = defaultdict(list)
    for record_id, move in moves:
        if move.before is not None:
            since = move.governor.since
            entered = changes[move.position].before.get(since.id, (None,))[0] if since else None
            key = (move.governor.field.id, move.governor.pipeline.id)
            left[key].append((record_id, move.before, move.after, entered))
    statement = _LEAVE.format(table=quote(entity.table))
    for (field_id, pipeline_id), visits in left.items():
        columns = [list(column) for column in zip(*visits, strict=True)]
        stamp = [context.now, context.actor.user_id]
        execute(
            context.workspace,
            statement,
            [entity.id, field_id, pipeline_id, *stamp, *columns, entity.id, field_id],
        )


STAMPS = (Stamp("stages", 10, has_pipelines, stamp_stages),)
CONSEQUENCES = (Consequence("stages", 10, concerns_stages, follow_moves),)
