"""Cases in and out of their tables: one statement each way.

A command locks its case first, so that two at once follow each other. What is read comes in a statement after
the lock's, in the same message: a single one would read with a snapshot older than the wait for its lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from odos.database.prepared import answered_ahead, fetch_all_in_order, fetch_one_prepared
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
        ARRAY(SELECT user_id FROM approval_copy WHERE case_id = c.id), c.replaced::text,
        (SELECT max(e.ended_at) FROM approval_case e WHERE e.entity_id = c.entity_id
            AND e.record_id = c.record_id AND e.id < c.id AND e.status = 'approved')
    FROM approval_case c WHERE c.id = %s
"""

_NEW = """
    INSERT INTO approval_case (status, marks, round, version, changed_at, ended_at, urged_at, proposed,
        replaced, workflow_id, workflow, document, entity_id, record_id, submitter_id, started_at)
    VALUES (%s, %s::jsonb, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::uuid, %s, %s::jsonb, %s::uuid, %s,
        %s, %s)
"""
_CHANGED = """
    UPDATE approval_case SET status = %s, marks = %s::jsonb, round = %s, version = %s, changed_at = %s,
        ended_at = %s, urged_at = %s, proposed = %s::jsonb, replaced = %s::jsonb
    WHERE id = %s
"""
_TASKS = """
    jsonb_to_recordset(%s::jsonb) AS t (number int, node text, "user" bigint, principal bigint, status text,
        waits_for int[], added text, added_by bigint, has_veto boolean, is_past boolean, comment text,
        opened_at timestamptz, decided_at timestamptz, due_at timestamptz, deadline int)
"""
# What differs, in the same statement, each only where there is any.
_NEW_TASKS = f"""
    INSERT INTO approval_task (case_id, number, node, user_id, principal_id, status, waits_for, added,
        added_by, has_veto, is_past, comment, opened_at, decided_at, due_at, deadline)
    SELECT written.id, t.* FROM written, {_TASKS}
"""
_CHANGED_TASKS = f"""
    UPDATE approval_task a SET user_id = t."user", principal_id = t.principal, status = t.status,
        waits_for = t.waits_for, is_past = t.is_past, comment = t.comment, opened_at = t.opened_at,
        decided_at = t.decided_at, due_at = t.due_at, deadline = t.deadline
    FROM written, {_TASKS} WHERE a.case_id = written.id AND a.number = t.number
"""
_EVENTS = """
    INSERT INTO approval_event (case_id, at, what, by_id, node, task, users, comment)
    SELECT written.id, e.at, e.what, e.by, e.node, e.task, e.users, e.comment
    FROM written, jsonb_to_recordset(%s::jsonb) AS e (place int, at timestamptz, what text, by bigint,
        node text, task int, users bigint[], comment text)
    ORDER BY e.place
"""
_COPIES = """
    INSERT INTO approval_copy (case_id, user_id, at)
    SELECT written.id, c.user_id, %s::timestamptz FROM written, unnest(%s::bigint[]) AS c (user_id)
    ON CONFLICT DO NOTHING
"""
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
        row.started_at,
    )  # fmt: skip
    nothing = replace(new, case=Case(row.submitter), timers={}, history=(), copied=frozenset())
    statement, values = _writing(_NEW, [*_standing(new), *about], nothing, new)
    found = fetch_one_prepared(workspace, statement, values)
    return replace(new, row=replace(row, id=found[0] if found else 0))


def update_case(workspace: Workspace, before: Stored, after: Stored) -> None:
    """Write what differs, of a locked case."""
    fetch_all_in_order(workspace, [_changing(before, after)])


@contextmanager
def updated_case(
    workspace: Workspace, before: Stored, after: Stored, *, along: Sequence[Sql], then: Sql | None
) -> Iterator[None]:
    """`update_case`; statements of ``along`` travel in the same message, and ``then`` as well: the answer to
    what the block asks first by `fetch_all_prepared`."""
    calls = [*((each.text, each.params) for each in along), _changing(before, after)]
    if then is None:
        fetch_all_in_order(workspace, calls)
        yield
        return
    rows = fetch_all_in_order(workspace, [*calls, (then.text, then.params)])
    with answered_ahead(then.text, then.params, rows):
        yield


def _changing(before: Stored, after: Stored) -> tuple[str, Sequence[object]]:
    return _writing(_CHANGED, [*_standing(after), after.row.id], before, after)


def _writing(
    write: str, values: Sequence[object], before: Stored, after: Stored
) -> tuple[str, Sequence[object]]:
    """The statement that writes a case and what differs of it, which gives its id, and its parameters."""
    parts, params = [f"WITH written AS ({write} RETURNING id)"], [*values]
    for number, (part, given) in enumerate(_differences(before, after)):
        parts.append(f"part_{number} AS ({part})")
        params += given
    return ", ".join(parts) + " SELECT id FROM written", params


def pass_deadline(workspace: Workspace, stored: Stored, number: int) -> Stored:
    """Have a task wait for its next deadline, whose moment is still to be found."""
    following = stored.timer(number).deadline + 1
    execute(workspace, _NEXT_DEADLINE, [following, stored.row.id, number])
    return replace(stored, timers={**stored.timers, number: Timer(None, following)})


def _standing(stored: Stored) -> tuple[object, ...]:
    row, case = stored.row, stored.case
    times = (row.changed_at, row.ended_at, row.urged_at)
    change = (None if values is None else _json(values) for values in (row.proposed, row.replaced))
    return (case.status, _json(dict(case.marks)), case.round, row.version, *times, *change)


def _differences(before: Stored, after: Stored) -> Iterator[tuple[str, Sequence[object]]]:
    changed = list(_changed_tasks(before, after))
    known = [task for task in changed if before.case.task(task.number)]
    asked = [task for task in changed if task not in known]
    events = after.history[len(before.history) :]
    copied = sorted(after.copied - before.copied)
    for part, tasks in ((_CHANGED_TASKS, known), (_NEW_TASKS, asked)):
        if tasks:
            yield part, [_json([_task_json(after, task) for task in tasks])]
    if events:
        yield _EVENTS, [_json([_event_json(place, event) for place, event in enumerate(events)])]
    if copied:
        yield _COPIES, [after.history[-1].at, copied]


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
    head, rest = found[:11], found[11:]
    status, round_, document, proposed, marks, tasks, events, copied, replaced, agreed = rest
    case_id, workflow_id, workflow, entity_id, record_id, submitter, version, *times = head
    read, definition = _definition(workflow, document)
    change, former = (None if each is None else orjson.loads(each) for each in (proposed, replaced))
    about = (case_id, workflow_id, workflow, read, entity_id, record_id, submitter)
    started_at, changed_at, ended_at, urged_at = times
    row = Row(*about, change, version, started_at, changed_at, ended_at, urged_at, replaced=former)
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
