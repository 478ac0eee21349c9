"""Taking a change of many records back, from what the trail says of it.

Only the entries of whoever asks count, of the last day; of each record those values go back that are still
what the change made of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from odos.database.session import fetch_all, fetch_value
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind
from odos.kernel.issues import Issue
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.records.background import put_in
from odos.records.context import Context
from odos.records.mass.changes import AT_ONCE, BATCH, Outcome, change_rows, run_in_batches
from odos.records.writes.giving_back import former_values, written_pairs
from odos.records.writes.operations import fenced
from odos.records.writes.statements import lock_rows
from odos.schema.model import Entity

UNDO = "records.undo_many"
KEEP = timedelta(days=1)
_WHERE = (
    "actor_id = %s AND at >= %s AND entity = %s::uuid AND correlation = %s::uuid AND cause IS NULL"
    " AND action = 'updated'"
)
_FIRST = ["0001-01-01T00:00:00+00:00", 0]


@dataclass(frozen=True)
class _Entry:
    at: datetime
    id: int
    record_id: int
    changes: Mapping[str, Sequence[Any]]


def undo_change(*, context: Context, entity: Entity, change: uuid.UUID) -> Outcome | int:
    """Give back what it took; the id of a job where there are too many. Raises `NotFound`."""
    context.require(entity, "edit")
    counted = f"SELECT count(*) FROM audit_entry WHERE {_WHERE}"
    count = int(fetch_value(context.workspace, counted, _asked(context, entity, change)))
    if not count:
        message = text("There is no change to take back", "没有可撤销的修改")
        hint = text("One can be taken back for a day, by whoever made it", "修改者可在一天内撤销")
        raise NotFound(None, [Issue("nothing_to_undo", message, (), hint)])
    if count > AT_ONCE:
        return put_in(context, UNDO, {"entity": entity.key, "change": str(change), "count": count})

    def work(current: Context) -> Outcome:
        return _give_back(current, entity, _entries(current, entity, change, _FIRST, AT_ONCE))

    return fenced(context, work)


def run_undo(job: JobContext) -> Mapping[str, Any]:
    """The same, batch by batch."""
    change = uuid.UUID(str(job.args["change"]))

    def step(context: Context, entity: Entity, position: Sequence[Any]) -> tuple[Any, int, Outcome] | None:
        entries = _entries(context, entity, change, position, BATCH)
        if not entries:
            return None
        last = entries[-1]
        return [last.at.isoformat(), last.id], len(entries), _give_back(context, entity, entries)

    return run_in_batches(job, step, _FIRST)


def _asked(context: Context, entity: Entity, change: uuid.UUID) -> list[object]:
    return [context.actor.user_id, context.now - KEEP, entity.id, str(change)]


def _entries(
    context: Context, entity: Entity, change: uuid.UUID, after: Sequence[Any], most: int
) -> list[_Entry]:
    rows = fetch_all(
        context.workspace,
        f"SELECT at, id, record_id, changes::text FROM audit_entry WHERE {_WHERE} AND (at, id) > (%s, %s)"
        " ORDER BY at, id LIMIT %s",
        [*_asked(context, entity, change), *after, most],
    )
    return [_Entry(at, number, record_id, orjson.loads(changes)) for at, number, record_id, changes in rows]


def _give_back(context: Context, entity: Entity, entries: Sequence[_Entry]) -> Outcome:
    outcome = Outcome()
    stored = lock_rows(context, entity, sorted(entry.record_id for entry in entries))
    rows = []
    for entry in entries:
        wanted = written_pairs(context, entity, entry.changes)
        kept = former_values(context, entity, stored.get(entry.record_id), wanted)
        if len(kept) < len(wanted):
            outcome.leave_out(str(entry.record_id), [_CHANGED])
        if kept:
            rows.append({"id": str(entry.record_id), **kept})
    written = change_rows(context, entity, rows)
    for reason in written.reasons.values():
        for record_id in reason.records:
            outcome.leave_out(record_id, [reason.issue])
    outcome.changed, outcome.unchanged = written.changed, written.unchanged
    return outcome


_CHANGED = Issue(
    "changed_since",
    text("Somebody changed this in the meantime", "此记录之后已被修改"),
    (),
    text("Its present value stays", "保留其当前值"),
)


UNDO_KIND = JobKind(UNDO, run_undo, {"en": "Take a change back", "zh-hans": "撤销批量修改"}, max_attempts=5)
