"""Fields whose stored rows are being worked on: they are in state building until no work is left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from odos.database.session import execute, fetch_all, fetch_one
from odos.kernel.workspaces import Workspace

Task = Literal["convert", "unique", "compute"]


@dataclass(frozen=True)
class FieldTask:
    """One piece of work. ``position`` is the id of the last row that is done."""

    id: int
    field: str
    task: Task
    detail: Mapping[str, Any]
    position: int


def building_fields(workspace: Workspace) -> frozenset[str]:
    """The identities of fields in state building."""
    return frozenset(row[0] for row in fetch_all(workspace, "SELECT DISTINCT field FROM field_work"))


def begin_work(
    workspace: Workspace, *, field: str, task: Task, detail: Mapping[str, Any], now: datetime
) -> None:
    """Note work on a field; work of the same kind that was not finished is replaced."""
    execute(
        workspace,
        "INSERT INTO field_work (field, task, detail, position, started_at)"
        " VALUES (%s, %s, %s::jsonb, 0, %s) ON CONFLICT (field, task)"
        " DO UPDATE SET detail = excluded.detail, position = 0, started_at = excluded.started_at",
        [field, task, json.dumps(dict(detail)), now],
    )


def find_work(workspace: Workspace, field: str, task: Task) -> FieldTask | None:
    """The work of that kind on a field."""
    row = fetch_one(
        workspace,
        "SELECT id, field, task, detail::text, position FROM field_work WHERE field = %s AND task = %s",
        [field, task],
    )
    if row is None:
        return None
    identity, known, kind, detail, position = row
    return FieldTask(identity, known, kind, json.loads(detail), position)


def move_work(workspace: Workspace, work: FieldTask, position: int) -> None:
    """Note how far it is; in the transaction of the batch."""
    execute(workspace, "UPDATE field_work SET position = %s WHERE id = %s", [position, work.id])


def end_work(workspace: Workspace, field: str, task: Task, *, rule: str | None = None) -> bool:
    """The work is done or no longer wanted; tells whether there was any.

    With ``rule`` only the work whose detail names that rule: another may have taken its place.
    """
    statement = "DELETE FROM field_work WHERE field = %s AND task = %s"
    if rule is None:
        return execute(workspace, statement, [field, task]) > 0
    return execute(workspace, statement + " AND detail ->> 'rule' = %s", [field, task, rule]) > 0
