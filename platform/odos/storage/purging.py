"""Dropping what is retired, with the rows elsewhere that belonged to it. There is no way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from odos.database.session import execute, fetch_all
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.storage.migrate import run_ddl
from odos.storage.retired import Retired

# Static tables hold what belongs to a record by the entity's identity, of a field by the field's.
_NAMING = """
    SELECT c.relname::text, a.attname::text
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.atttypid = 'uuid'::regtype AND a.attname = ANY(%s)
    ORDER BY c.relname
"""
_ENTITY_COLUMNS = ("entity_id", "entity")
_FIELD_COLUMNS = ("field_id",)

_REFERRING = """
    SELECT k.conrelid::regclass::text, a.attname::text
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND k.confrelid = to_regclass(%s) AND k.conrelid <> k.confrelid
"""


def drop_retired(workspace: Workspace, items: Sequence[Retired], *, wait_ms: int) -> None:
    """Drop tables and columns, all locks first; raises `odos.storage.migrate.Busy`."""
    tables = [item.table for item in items if not item.columns]
    columns: dict[str, list[str]] = defaultdict(list)
    for item in items:
        columns[item.table] += item.columns
    altered = sorted(table for table, names in columns.items() if names)
    statements = [
        f"LOCK TABLE {quote(table)} IN ACCESS EXCLUSIVE MODE" for table in sorted({*tables, *altered})
    ]
    statements += [f"DROP TABLE {quote(table)}" for table in tables]
    for table in altered:
        drops = ", ".join(f"DROP COLUMN {quote(name)}" for name in columns[table])
        statements.append(f"ALTER TABLE {quote(table)} {drops}")
    execute(workspace, 'DELETE FROM managed_index WHERE "table" = ANY(%s)', [tables])
    run_ddl(workspace, statements, wait_ms=wait_ms)


def forget_rows(workspace: Workspace, *, entities: Iterable[str], fields: Iterable[str]) -> int:
    """Delete what stands in other tables about entities and fields that are purged: shares, approvals,
    numbers, what waits to be computed late. Gives the number of rows.
    """
    removed = 0
    for identities, names in ((sorted(entities), _ENTITY_COLUMNS), (sorted(fields), _FIELD_COLUMNS)):
        if identities:
            for table, column in fetch_all(workspace, _NAMING, [list(names)]):
                condition = f"{quote(column)} = ANY(%s::uuid[])"
                removed += sum(_delete(workspace, table, condition, identities))
    return removed


def _delete(workspace: Workspace, table: str, condition: str, identities: list[str]) -> Iterator[int]:
    """Whatever refers to the rows goes first."""
    for referring, column in fetch_all(workspace, _REFERRING, [quote(table)]):
        inner = f"{quote(column)} IN (SELECT id FROM {quote(table)} WHERE {condition})"
        yield from _delete(workspace, referring, inner, identities)
    yield execute(workspace, f"DELETE FROM {quote(table)} WHERE {condition}", [identities])
