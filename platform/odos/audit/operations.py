"""Writing entries, always in the transaction of the change.

A statement that changes records carries its entries along::

    WITH changed AS (UPDATE … RETURNING id, version, …),
         trail AS (<insert_sql(Sql("SELECT %s::uuid, id, version, 'updated', changes FROM changed", …))>)
    SELECT … FROM changed

    statement.bind({**slots, **origin.slots()})
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from odos.audit.entries import Entry, Origin
from odos.database.session import execute, fetch_value
from odos.kernel.sql import Slot, Sql
from odos.kernel.workspaces import Workspace

TABLE = "audit_entry"  # the search path of a workspace includes its audit schema

# What `rows` of `insert_sql` must select, in this order and of these types.
ROW_COLUMNS = {
    "entity": "uuid",
    "record_id": "bigint",
    "version": "integer",
    "action": "text",
    "changes": "jsonb",
}
# What the origin of an operation gives, through the slot ``audit_<column>``.
ORIGIN_COLUMNS = {
    "at": "timestamptz",
    "actor_id": "bigint",
    "actor_label": "text",
    "source": "text",
    "reason": "text",
    "address": "inet",
    "agent": "text",
    "correlation": "uuid",
    "cause": "uuid",
    "schema_version": "integer",
}
AUDIT_COLUMNS = (*ROW_COLUMNS, *ORIGIN_COLUMNS)

_ENTRY_ROWS = (
    "SELECT entity, record_id, version, action, changes FROM jsonb_to_recordset(%s::jsonb)"
    " AS given(entity uuid, record_id bigint, version integer, action text, changes jsonb)"
)


def insert_sql(rows: Sql) -> Sql:
    """An INSERT of one entry for each row that the query ``rows`` gives (see `ROW_COLUMNS`).

    It may stand alone or as a CTE; the slots that it leaves open are those of `Origin.slots`.
    """
    shared = ", ".join(f"%s::{kind}" for kind in ORIGIN_COLUMNS.values())
    slots = tuple(Slot(f"audit_{name}") for name in ORIGIN_COLUMNS)
    names = ", ".join(f"r.{name}" for name in ROW_COLUMNS)
    opening = f"INSERT INTO {TABLE} ({', '.join(AUDIT_COLUMNS)}) SELECT {names}, {shared} FROM ("
    return Sql(opening, slots) + rows + f") AS r({', '.join(ROW_COLUMNS)})"


def write_entries(*, workspace: Workspace, origin: Origin, entries: Sequence[Entry]) -> None:
    """Add entries that no statement carries along: sign-ins, publications, exports."""
    if entries:
        statement = entries_sql(origin=origin, entries=entries)
        execute(workspace, statement.text, statement.params)


def entries_sql(*, origin: Origin, entries: Sequence[Entry]) -> Sql:
    """The statement of `write_entries`, ready to run along with others."""
    rows = json.dumps([_row(entry) for entry in entries], default=str)
    statement = insert_sql(Sql(_ENTRY_ROWS, (rows,)))
    return Sql(statement.text, tuple(statement.bind(origin.slots())))


def add_partition(*, workspace: Workspace, month: str) -> bool:
    """Make the partition of the month that ``month`` (an ISO date) lies in; whether there was none."""
    return bool(fetch_value(workspace, "SELECT audit_add_partition(%s::date)", [month]))


def _row(entry: Entry) -> dict[str, object]:
    return {
        "entity": entry.entity,
        "record_id": entry.record_id,
        "version": entry.version,
        "action": entry.action,
        "changes": dict(entry.changes),
    }
