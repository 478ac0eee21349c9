"""What the database really holds: columns, row estimates, emptiness. Reads PostgreSQL's own catalog."""

from __future__ import annotations

from collections.abc import Iterable

from odos.database.session import fetch_all, fetch_value
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.storage.diff import Actual
from odos.storage.key_steps import AddForeignKey
from odos.storage.steps import RequireColumn, Step

_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND c.relname = ANY(%s)
GROUP BY c.relname
"""

_ROWS = """
SELECT c.relname, c.reltuples::bigint, pg_relation_size(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'r' AND c.relname = ANY(%s)
"""


def read_actual(workspace: Workspace, steps: Iterable[Step]) -> Actual:
    """The tables that the steps touch."""
    listed = tuple(steps)
    columns = table_columns(workspace, {step.table for step in listed})
    asking = {step.table for step in listed if isinstance(step, RequireColumn | AddForeignKey)}
    empty = frozenset(table for table in asking & columns.keys() if is_empty(workspace, table))
    return Actual(columns, empty, estimate_rows(workspace, columns))


def table_columns(workspace: Workspace, tables: Iterable[str]) -> dict[str, frozenset[str]]:
    """The columns of those tables that exist."""
    rows = fetch_all(workspace, _COLUMNS, [workspace.namespace, sorted(tables)])
    return {table: frozenset(columns) for table, columns in rows}


def estimate_rows(workspace: Workspace, tables: Iterable[str]) -> dict[str, int]:
    """About how many rows there are, the bin included; exact for small tables."""
    rows = fetch_all(workspace, _ROWS, [workspace.namespace, sorted(set(tables))])
    return {table: _estimate(workspace, table, int(tuples), int(size)) for table, tuples, size in rows}


def is_empty(workspace: Workspace, table: str) -> bool:
    """Whether the table has no row at all, the bin included."""
    return not fetch_value(workspace, f"SELECT EXISTS (SELECT 1 FROM {quote(table)})")


_COUNTED = 4 * 1024 * 1024  # bytes that are counted row by row
_WIDE_ROW = 500


def _estimate(workspace: Workspace, table: str, tuples: int, size: int) -> int:
    """The planner's number may be older than a bulk load: a large table never counts as a small one."""
    if size <= _COUNTED:
        return int(fetch_value(workspace, f"SELECT count(*) FROM {quote(table)}") or 0)
    return max(tuples, size // _WIDE_ROW)
