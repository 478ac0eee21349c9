"""Reading the trail: the history of a record, newest first."""

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
    " correlation::text, cause::text, schema_version, record_id"
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
    after = "" if cursor is None else " AND (at, id) < (%s, %s)"
    params = [entity_id, record_id, *(_decode(cursor) if cursor is not None else ()), limit + 1]
    rows = fetch_all(
        workspace,
        f"SELECT {_COLUMNS} FROM audit_entry WHERE entity = %s::uuid AND record_id = %s{after}"
        " ORDER BY at DESC, id DESC LIMIT %s",
        params,
    )
    items = tuple(_entry(row) for row in rows[:limit])
    return HistoryPage(items, _encode(items[-1]) if len(rows) > limit else None)


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
