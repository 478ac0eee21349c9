"""Reading the trail, newest first: the history of a record, and the whole of it by conditions."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from odos.database.session import fetch_all
from odos.kernel.problems import Invalid, invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

PAGE_SIZE = 50
LARGEST_ID = 2**63 - 1

_COLUMNS = (
    "id, at, version, action, actor_id, actor_label, source, reason, changes::text,"
    " correlation::text, cause::text, schema_version, record_id, entity::text, host(address), agent"
)


@dataclass(frozen=True)
class HistoryEntry:
    """One entry as it was written. ``changes`` is by field identity: ``[from, to]``."""

    id: int
    at: datetime
    version: int | None
    action: str
    actor_id: int | None
    actor_label: str
    source: str
    reason: str | None
    changes: Mapping[str, Sequence[Any]]
    correlation: str | None
    cause: str | None
    schema_version: int | None
    record_id: int | None
    entity: str
    address: str | None
    agent: str | None


@dataclass(frozen=True)
class Conditions:
    """Which entries; all that are given must hold. ``field`` is an identity or a name."""

    since: datetime | None = None
    until: datetime | None = None
    actor_id: int | None = None
    entity_id: str | None = None
    record_id: int | None = None
    field: str | None = None
    actions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()  # actions
    source: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class HistoryPage:
    """``next`` is the cursor of the page after this one, None at the end."""

    items: tuple[HistoryEntry, ...]
    next: str | None


def list_history(
    *,
    workspace: Workspace,
    entity_id: str,
    record_id: int,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> HistoryPage:
    """What happened to one record. Field masks are the caller's to apply."""
    wanted = Conditions(entity_id=entity_id, record_id=record_id)
    return list_entries(workspace=workspace, conditions=wanted, cursor=cursor, limit=limit)


def list_entries(
    *, workspace: Workspace, conditions: Conditions, cursor: str | None = None, limit: int = PAGE_SIZE
) -> HistoryPage:
    """A page of the trail. An index on time, actor, record or rare action leads to it."""
    clauses, params = ["true"], list[object]()
    for clause, value in _clauses(conditions):
        if value not in (None, ()):
            clauses.append(clause)
            params.append(value)
    if cursor is not None:
        clauses.append("(at, id) < (%s, %s)")
        params += _decode(cursor)
    rows = fetch_all(
        workspace,
        f"SELECT {_COLUMNS} FROM audit_entry WHERE {' AND '.join(clauses)}"
        " ORDER BY at DESC, id DESC LIMIT %s",
        [*params, limit + 1],
    )
    items = tuple(_entry(row) for row in rows[:limit])
    return HistoryPage(items, _encode(items[-1]) if len(rows) > limit else None)


def _clauses(conditions: Conditions) -> list[tuple[str, object]]:
    return [
        ("at >= %s", conditions.since),
        ("at < %s", conditions.until),
        ("actor_id = %s", conditions.actor_id),
        ("entity = %s::uuid", conditions.entity_id),
        ("record_id = %s", conditions.record_id),
        ("changes ? %s", conditions.field),
        ("action IN %s", conditions.actions),
        ("action NOT IN %s", conditions.without),
        ("source = %s", conditions.source),
        ("address = %s::inet", conditions.address),
    ]


def _encode(entry: HistoryEntry) -> str:
    return base64.urlsafe_b64encode(f"{entry.at.isoformat()} {entry.id}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, number = base64.urlsafe_b64decode(padded).decode().split(" ")
        position, entry_id = datetime.fromisoformat(at), int(number)
        if position.tzinfo is None or not 0 < entry_id <= LARGEST_ID:
            raise ValueError(cursor)
        return position, entry_id
    except ValueError as error:
        raise _unreadable() from error


def _unreadable() -> Invalid:
    message = text("This cursor cannot be read", "无法识别该分页游标")
    hint = text("Start again without a cursor", "请从第一页重新开始")
    return invalid("cursor", message, "cursor", hint=hint)


def _entry(row: tuple[Any, ...]) -> HistoryEntry:
    values = list(row)
    values[8] = json.loads(values[8])
    return HistoryEntry(*values)
