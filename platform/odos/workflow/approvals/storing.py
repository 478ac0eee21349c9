"""Cases in and out of their tables: one statement each way.

A command locks its case first, so that two at once follow each other. What is read comes in a statement after
the lock's, in the same message: a single one would read with a snapshot older than the wait for its lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from odos.database.prepared import fetch_all_in_order, fetch_one_prepared
from odos.database.session import execute
from odos.kernel.problems import NotFound
from odos.kernel.sql import Sql
from odos.kernel.workspaces import Workspace
from odos.schema.model import Document
from odos.workflow.approvals.definition import Definition, read_definition
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.state import Case, Task
from odos.workflow.approvals.stored import Event, Row, Stored, Timer

_LOCK = "SELECT id FROM approval_case WHERE id = %s FOR UPDATE"
_READ = """
    SELECT c.id, c.workflow_id::text, c.workflow, c.entity_id::text, c.record_id, c.submitter_id, c.version,
        c.started_at, c.changed_at, c.ended_at, c.urged_at, c.status, c.round, c.document::text,
        c.proposed::text, c.marks::text,
        (SELECT json_agg(json_build_array(number, node, user_id, principal_id, status, waits_for, added,
                added_by, has_veto, is_past, comment, opened_at, decided_at, due_at, deadline)
            ORDER BY number)::text FROM approval_task WHERE case_id = c.id),
        (SELECT json_agg(json_build_array(at, what, by_id, node, task, users, comment) ORDER BY id)::text
            FROM approval_event WHERE case_id = c.id),
        ARRAY(SELECT user_id FROM approval_copy WHERE case_id = c.id),
        (SELECT max(e.ended_at) FROM approval_case e WHERE e.entity_id = c.entity_id
            AND e.record_id = c.record_id AND e.id < c.id AND e.status = 'approved')
    FROM approval_case c WHERE c.id = %s
"""

_NEW = """
    INSERT INTO approval_case (status, marks, round, version, changed_at, ended_at, urged_at, workflow_id,
        workflow, document, entity_id, record_id, submitter_id, proposed, started_at)
    VALUES (%s, %s::jsonb, %s, %s, %s, %s, %s, %s::uuid, %s, %s::jsonb, %s::uuid, %s, %s, %s::jsonb, %s)
"""
_CHANGED = """
    UPDATE approval_case SET status = %s, marks = %s::jsonb, round = %s, version = %s, changed_at = %s,
        ended_at = %s, urged_at = %s
    WHERE id = %s
"""
# Only what differs is given.
_WRITE = """
    WITH written AS ({write} RETURNING id), tasks AS (
        INSERT INTO approval_task (case_id, number, node, user_id, principal_id, status, waits_for, added,
            added_by, has_veto, is_past, comment, opened_at, decided_at, due_at, deadline)
        SELECT written.id, t.* FROM written, jsonb_to_recordset(%s::jsonb) AS t (number int, node text,
            "user" bigint, principal bigint, status text, waits_for int[], added text, added_by bigint,
            has_veto boolean, is_past boolean, comment text, opened_at timestamptz, decided_at timestamptz,
            due_at timestamptz, deadline int)
        ON CONFLICT (case_id, number) DO UPDATE SET user_id = excluded.user_id,
            principal_id = excluded.principal_id, status = excluded.status, waits_for = excluded.waits_for,
            is_past = excluded.is_past, comment = excluded.comment, opened_at = excluded.opened_at,
            decided_at = excluded.decided_at, due_at = excluded.due_at, deadline = excluded.deadline
    ), events AS (
        INSERT INTO approval_event (case_id, at, what, by_id, node, task, users, comment)
        SELECT written.id, e.at, e.what, e.by, e.node, e.task, e.users, e.comment
        FROM written, jsonb_to_recordset(%s::jsonb) AS e (place int, at timestamptz, what text, by bigint,
            node text, task int, users bigint[], comment text)
        ORDER BY e.place
    ), copies AS (
        INSERT INTO approval_copy (case_id, user_id, at)
        SELECT written.id, c.user_id, %s::timestamptz FROM written, unnest(%s::bigint[]) AS c (user_id)
        ON CONFLICT DO NOTHING
    )
    SELECT id FROM written
"""
_INSERT, _UPDATE = _WRITE.format(write=_NEW), _WRITE.format(write=_CHANGED)
_NEXT_DEADLINE = """
    UPDATE approval_task SET deadline = %s, due_at = NULL WHERE case_id = %s AND number = %s
"""


def locking(case_id: int) -> tuple[Sql, ...]:
    """The statements of `lock_case`."""
    return Sql(_LOCK, (case_id,)), Sql(_READ, (case_id,))


def lock_case(workspace: Workspace, case_id: int) -> Stored:
    """The case, locked until the end of the transaction; raises `NotFound`."""
    calls = [(statement.text, statement.params) for statement in locking(case_id)]
    rows = fetch_all_in_order(workspace, calls)
    return _stored(rows[0] if rows else None)


def find_case(workspace: Workspace, case_id: int) -> Stored:
    """The case as it stands; raises `NotFound`."""
    return _stored(fetch_one_prepared(workspace, _READ, [case_id]))


def insert_case(workspace: Workspace, new: Stored) -> Stored:
    """A new case; gives it with its id."""
    row = new.row
    about = (
        row.workflow_id, row.workflow, _json(row.document), row.entity_id, row.record_id, row.submitter,
        None if row.proposed is None else _json(row.proposed), row.started_at,
    )  # fmt: skip
    nothing = replace(new, case=Case(row.submitter), timers={}, history=(), copied=frozenset())
    values = [*_standing(new), *about, *_differences(nothing, new)]
    found = fetch_one_prepared(workspace, _INSERT, values)
    return replace(new, row=replace(row, id=found[0] if found else 0))


def update_case(workspace: Workspace, before: Stored, after: Stored, *, along: Sequence[Sql] = ()) -> None:
    """Write what differs, of a locked case; statements of ``along`` travel in the same message."""
    values = (*_standing(after), after.row.id, *_differences(before, after))
    calls = [(statement.text, statement.params) for statement in along]
    fetch_all_in_order(workspace, [*calls, (_UPDATE, values)])


def pass_deadline(workspace: Workspace, stored: Stored, number: int) -> Stored:
    """Have a task wait for its next deadline, whose moment is still to be found."""
    following = stored.timer(number).deadline + 1
    execute(workspace, _NEXT_DEADLINE, [following, stored.row.id, number])
    return replace(stored, timers={**stored.timers, number: Timer(None, following)})


def _standing(stored: Stored) -> tuple[object, ...]:
    row, case = stored.row, stored.case
    times = (row.changed_at, row.ended_at, row.urged_at)
    return (case.status, _json(dict(case.marks)), case.round, row.version, *times)


def _differences(before: Stored, after: Stored) -> tuple[object, ...]:
    copied = sorted(after.copied - before.copied)
    events = after.history[len(before.history) :]
    return (
        _json([_task_json(after, task) for task in _changed_tasks(before, after)]),
        _json([_event_json(place, event) for place, event in enumerate(events)]),
        after.history[-1].at,
        copied,
    )


def _changed_tasks(before: Stored, after: Stored) -> Iterator[Task]:
    for task in after.case.tasks:
        number = task.number
        if before.case.task(number) != task or before.timer(number) != after.timer(number):
            yield task


def _task_json(stored: Stored, task: Task) -> dict[str, Any]:
    timer = stored.timer(task.number)
    return {
        **{name: getattr(task, name) for name in _TASK},
        "waits_for": sorted(task.waits_for),
        "due_at": timer.due_at,
        "deadline": timer.deadline,
    }


def _event_json(place: int, event: Event) -> dict[str, Any]:
    return {"place": place, "at": event.at, **{name: getattr(event.happened, name) for name in _HAPPENING}}


_TASK = (
    "number", "node", "user", "principal", "status", "added", "added_by", "has_veto", "is_past", "comment",
    "opened_at", "decided_at",
)  # fmt: skip
_HAPPENING = ("what", "by", "node", "task", "users", "comment")


def _stored(found: tuple[Any, ...] | None) -> Stored:
    if found is None:
        raise NotFound
    head, (status, round_, document, proposed, marks, tasks, events, copied, agreed) = found[:11], found[11:]
    case_id, workflow_id, workflow, entity_id, record_id, submitter, version, *times = head
    read, definition = _definition(workflow, document)
    changed = None if proposed is None else orjson.loads(proposed)
    row = Row(case_id, workflow_id, workflow, read, entity_id, record_id, submitter, changed, version, *times)
    listed = orjson.loads(tasks) if tasks else []
    case = Case(submitter, status, orjson.loads(marks), tuple(_task(*each[:13]) for each in listed), round_)
    return Stored(
        row,
        definition,
        case,
        timers={each[0]: Timer(_moment(each[13]), each[14]) for each in listed},
        history=tuple(_event(*each) for each in (orjson.loads(events) if events else [])),
        copied=frozenset(copied),
        agreed_before=agreed,
    )


@lru_cache(maxsize=500)
def _definition(workflow: str, document: str) -> tuple[Document, Definition]:
    """Cases of one version share its text."""
    read: Document = orjson.loads(document)
    return read, read_definition(workflow, read)


def _task(
    number: int, node: str, user: int, principal: int, status: Any, waits_for: list[int], added: Any,
    added_by: int | None, has_veto: bool, is_past: bool, comment: str, opened_at: str | None,
    decided_at: str | None,
) -> Task:  # fmt: skip
    return Task(
        number, node, user, principal, status, frozenset(waits_for), added, added_by, has_veto, is_past,
        _moment(opened_at), _moment(decided_at), comment,
    )  # fmt: skip


def _event(
    at: str, what: Any, by: int | None, node: str, task: int | None, users: list[int], comment: str
) -> Event:
    return Event(datetime.fromisoformat(at), Happening(what, by, node, task, tuple(users), comment))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
