"""What people see of approvals: their boxes, one case with its picture and history, what a record has.

A case is seen by whoever had a part in it and by whoever may see its record; to others it does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from odos.database.prepared import fetch_all_prepared
from odos.database.session import execute, fetch_all, fetch_value
from odos.kernel.sql import ANY_ID, Sql
from odos.kernel.workspaces import Workspace
from odos.notifications.titles import Told
from odos.records.context import Context
from odos.records.lists.labels import labels_of
from odos.records.lists.queries import find_record, record_not_found
from odos.schema.model import Entity
from odos.workflow.approvals.sight import hides_title, kept_back, require_sight
from odos.workflow.approvals.stored import Stored
from odos.workflow.approvals.storing import find_case

Box = Literal["to_do", "started", "copied", "done"]
MOST = 100

_COLUMNS = (
    "c.id, c.workflow, (c.document->'label')::text, c.entity_id::text, c.record_id, c.status, c.submitter_id,"
    " c.started_at, c.changed_at, c.proposed IS NOT NULL"
)
_ENTITY = " AND (%s::uuid IS NULL OR c.entity_id = %s)"
_BOXES: Mapping[Box, str] = {
    "to_do": (
        f"SELECT {_COLUMNS}, t.id, t.number, t.due_at, t.opened_at, NULL FROM approval_task t"
        " JOIN approval_case c ON c.id = t.case_id WHERE t.user_id = %s AND t.status = 'open' AND t.id < %s"
        f"{_ENTITY} ORDER BY t.id DESC LIMIT %s"
    ),
    "done": (
        f"SELECT {_COLUMNS}, t.id, t.number, NULL, t.decided_at, t.status FROM approval_task t"
        " JOIN approval_case c ON c.id = t.case_id WHERE t.user_id = %s AND t.decided_at IS NOT NULL"
        f" AND t.id < %s{_ENTITY} ORDER BY t.id DESC LIMIT %s"
    ),
    "started": (
        f"SELECT {_COLUMNS}, c.id, NULL, NULL, c.started_at, NULL FROM approval_case c"
        f" WHERE c.submitter_id = %s AND c.id < %s{_ENTITY} ORDER BY c.id DESC LIMIT %s"
    ),
    "copied": (
        f"SELECT {_COLUMNS}, p.id, NULL, NULL, p.at, CASE WHEN p.read_at IS NULL THEN 'unread' END"
        " FROM approval_copy p JOIN approval_case c ON c.id = p.case_id WHERE p.user_id = %s AND p.id < %s"
        f"{_ENTITY} ORDER BY p.id DESC LIMIT %s"
    ),
}
_OF_RECORD = (
    f"SELECT {_COLUMNS}, c.id, NULL, NULL, c.started_at, NULL FROM approval_case c"
    " WHERE c.entity_id = %s AND c.record_id = %s ORDER BY c.id DESC LIMIT %s"
)
_GOING_ON = (
    "SELECT count(*) FROM approval_case WHERE entity_id = %s AND workflow = %s"
    " AND status IN ('running', 'returned')"
)
_NAMES = f"SELECT id, name FROM user_account WHERE id = {ANY_ID}"
_FIRST = 2**62
_REASONS = """
    SELECT DISTINCT ON (case_id) case_id, comment FROM approval_event
    WHERE case_id = ANY(%s) AND what IN ('submitted', 'resubmitted') ORDER BY case_id, id DESC
"""

_MARK_READ = """
    UPDATE approval_copy SET read_at = %s WHERE case_id = %s AND user_id = %s AND read_at IS NULL
"""


@dataclass(frozen=True)
class BoxPage:
    """Entries of a box, newest first; ``next`` is given to the following call."""

    items: list[dict[str, Any]]
    next: str | None


def list_box(
    *, context: Context, box: Box, entity: Entity | None = None, after: int | None = None, limit: int = 50
) -> BoxPage:
    """One page of the actor's box, of records of one entity or of all."""
    count, wanted = max(1, min(limit, MOST)), entity.id if entity else None
    before = _FIRST if after is None else after
    values = [context.actor.user_id, before, wanted, wanted, count + 1]
    rows = fetch_all(context.workspace, _BOXES[box], values)
    shown = rows[:count]
    return BoxPage(_entries(context, shown), str(shown[-1][_PLACE]) if len(rows) > count else None)


def count_to_do(*, context: Context) -> int:
    """How many tasks wait for the actor."""
    statement = "SELECT count(*) FROM approval_task WHERE user_id = %s AND status = 'open'"
    return int(fetch_value(context.workspace, statement, [context.actor.user_id]))


def get_case(*, context: Context, case_id: int) -> Stored:
    """A case that the actor may see; raises `NotFound`."""
    stored = find_case(context.workspace, case_id)
    require_sight(context, stored)
    return stored


def mark_read(*, context: Context, case_id: int) -> None:
    """Whoever was copied has looked at the case."""
    execute(context.workspace, _MARK_READ, [context.now, case_id, context.actor.user_id])


def list_cases(*, context: Context, entity: Entity, record_id: int) -> list[dict[str, Any]]:
    """The approvals of a record, newest first; raises `NotFound` where the record is out of sight."""
    if find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is None:
        raise record_not_found(entity, record_id)
    rows = fetch_all(context.workspace, _OF_RECORD, [entity.id, record_id, MOST])
    return _entries(context, rows)


def count_going_on(*, workspace: Workspace, entity: Entity, workflow: str) -> int:
    """How many cases of an approval are not over yet."""
    return int(fetch_value(workspace, _GOING_ON, [entity.id, workflow]) or 0)


def names_of(context: Context, users: set[int]) -> Mapping[int, str]:
    """Names of people."""
    return dict(fetch_all_prepared(context.workspace, _NAMES, [list(users)]))


def names_and_title(
    context: Context, users: set[int], title: Sql | None
) -> tuple[Mapping[int, str], str | None]:
    """Names of people and the title of a record, which ``title`` reads (`labels_sql`), in one query."""
    if title is None:
        return names_of(context, users), None
    statement = f"SELECT true, n.* FROM ({_NAMES}) n UNION ALL SELECT false, l.* FROM ({title.text}) l"
    rows = fetch_all_prepared(context.workspace, statement, [list(users), *title.params])
    labels = [label for is_name, _id, label in rows if not is_name]
    return {user: name for is_name, user, name in rows if is_name}, labels[0] if labels else None


def titles_by_part(context: Context, told: Sequence[Told]) -> list[str | None]:
    """Of what somebody was told of approvals: titles of their records, where they have a part in the case."""
    user = context.actor.user_id
    cases = [int(each.about.get("approval") or 0) for each in told]
    rows = fetch_all(context.workspace, _OWN_CASES, [cases, user, user, user])
    labels = _labels(context, [(case, "", "", entity_id, record_id) for case, entity_id, record_id in rows])
    return [labels.get(case) for case in cases]


def _labels(context: Context, rows: Sequence[tuple[Any, ...]]) -> Mapping[int, str]:
    """Titles of the records by case, a query for each entity; a part in a case lets one read the title,
    unless a step of it keeps that back."""
    hidden = kept_back(context, {row[0] for row in rows}) if rows else {}
    wanted: dict[str, dict[int, int]] = {}
    for row in rows:
        if not hides_title(context.schema.by_id.get(row[3]), hidden.get(row[0], frozenset())):
            wanted.setdefault(row[3], {})[row[0]] = row[4]
    found: dict[int, str] = {}
    for entity_id, records in wanted.items():
        entity = context.schema.by_id.get(entity_id)
        labels = labels_of(context, entity, set(records.values())) if entity is not None else {}
        found |= {case: labels[record] for case, record in records.items() if record in labels}
    return found


_OWN_CASES = """
    SELECT id, entity_id::text, record_id FROM approval_case c WHERE id = ANY(%s) AND (
        submitter_id = %s
        OR EXISTS (SELECT FROM approval_task t WHERE t.case_id = c.id AND %s IN (t.user_id, t.principal_id))
        OR EXISTS (SELECT FROM approval_copy o WHERE o.case_id = c.id AND o.user_id = %s))
"""
_PLACE = 10  # the column by which a box is ordered


def _entries(context: Context, rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    labels = _labels(context, rows)
    people = names_of(context, {row[6] for row in rows})
    reasons = dict(fetch_all(context.workspace, _REASONS, [[row[0] for row in rows]]))
    return [
        {**_entry(context, row), "record": _named(row[4], labels.get(row[0])),
         "submitter": _named(row[6], people.get(row[6])), "reason": reasons.get(row[0], "")}
        for row in rows
    ]  # fmt: skip


def _entry(context: Context, row: tuple[Any, ...]) -> dict[str, Any]:
    """What stands in the row itself."""
    entity = context.schema.by_id.get(row[3])
    return {
        "id": str(row[0]),
        "workflow": row[1],
        "label": orjson.loads(row[2]) if row[2] else {"en": row[1]},
        "entity": entity.key if entity else None,
        "status": row[5],
        "started_at": row[7],
        "changed_at": row[8],
        "is_change": row[9],
        "task": row[_PLACE + 1],
        "due_at": row[_PLACE + 2],
        "at": row[_PLACE + 3],
        "note": row[_PLACE + 4],
    }


def _named(key: int, label: str | None) -> dict[str, Any]:
    return {"id": str(key), "label": label}
