"""Indexes that come and go beside the versions: wanted, built concurrently, dropped.

`want` notes an index, `build_wanted` makes all that are noted, one after the other, each in a connection
of its own since a concurrent build cannot stand in a transaction. A publish that needs the table cancels
the build, drops what it left and notes it again (see `migrate`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg2
from django.db import connection as django_connection
from psycopg2.errors import QueryCanceled, UndefinedColumn, UndefinedTable, UniqueViolation
from psycopg2.extensions import connection as Connection  # noqa: N812  (it is a class)

from odos.database.priority import give_way
from odos.database.session import execute, fetch_all, fetch_one, search_path
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.schema.model import Entity
from odos.storage.list_indexes import list_index
from odos.storage.migrate import BUILDER
from odos.storage.row_steps import concurrently
from odos.storage.shapes import Index

_WANT = """
INSERT INTO managed_index (name, "table", statement, "unique", purpose, state, detail, wanted_at)
VALUES (%s, %s, %s, %s, %s, 'wanted', '', %s)
ON CONFLICT (name) DO UPDATE SET statement = excluded.statement, wanted_at = excluded.wanted_at,
    purpose = excluded.purpose, detail = '',
    state = CASE WHEN managed_index.state IN ('ready', 'building') THEN managed_index.state ELSE 'wanted' END
"""
_NEXT = """
SELECT name, "table", statement, state FROM managed_index
WHERE state IN ('wanted', 'unwanted') ORDER BY state, "unique" DESC, wanted_at, name LIMIT 1
"""
_INVALID = """
SELECT 1 FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relname = %s AND NOT i.indisvalid
"""
_KNOWN = "SELECT 1 FROM managed_index WHERE name = %s AND state <> 'unwanted'"
_FREQUENT = (
    """SELECT 1 FROM managed_index WHERE "table" = %s AND purpose = 'frequent' AND state <> 'unwanted'"""
)
_WEEKLY = """
SELECT m.name, s.idx_scan, m.detail FROM managed_index m
JOIN pg_catalog.pg_stat_user_indexes s ON s.schemaname = %s AND s.indexrelname = m.name
WHERE m.purpose = %s AND m.state = 'ready' AND m.built_at < %s
"""
LOCK_WAIT_MS = 10_000
FREQUENT = "frequent"
MOST_FREQUENT = 8  # for each table
UNUSED_AFTER = timedelta(days=7)


def want(workspace: Workspace, index: Index, *, now: datetime) -> None:
    """Note an index to be built."""
    values = [index.name, index.table, index.statement, index.unique, index.purpose, now]
    execute(workspace, _WANT, values)


def unwant_index(workspace: Workspace, name: str, *, dropped: bool = False) -> None:
    """Note that nothing wants an index any more; without a row where it is gone already."""
    if dropped:
        execute(workspace, "DELETE FROM managed_index WHERE name = %s", [name])
        return
    execute(
        workspace,
        'INSERT INTO managed_index (name, "table", statement, "unique", purpose, state, detail, wanted_at)'
        " VALUES (%s, '', '', false, '', 'unwanted', '', now())"
        " ON CONFLICT (name) DO UPDATE SET state = 'unwanted'",
        [name],
    )


def build_wanted(
    workspace: Workspace, *, clock: Callable[[], datetime], go_on: Callable[[], bool] = lambda: True
) -> dict[str, str]:
    """Build and drop until nothing is noted; what became of each index, by name."""
    done: dict[str, str] = {}
    while go_on():
        row = fetch_one(workspace, _NEXT)
        if row is None or row[0] in done:
            break
        name, _table, statement, state = row
        done[name] = (
            _drop(workspace, name) if state == "unwanted" else _build(workspace, name, statement, clock())
        )
    return done


def _build(workspace: Workspace, name: str, statement: str, now: datetime) -> str:
    with _builder(workspace) as connection:
        pid = connection.info.backend_pid
        if not _mark(workspace, name, "wanted", "building", backend=pid):
            return "taken"
        outcome, detail = _run(workspace, connection, name, statement)
    _mark(workspace, name, "building", outcome, backend=None, detail=detail, built_at=now)
    return outcome


def _run(workspace: Workspace, connection: Connection, name: str, statement: str) -> tuple[str, str]:
    """A cancelled build is wanted again; one that can never succeed has failed."""
    with connection.cursor() as cursor:
        try:
            if fetch_one(workspace, _INVALID, [workspace.namespace, name]):
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {quote(name)}")
            cursor.execute(concurrently(statement), ())  # doubled percent signs become single
        except UniqueViolation as error:
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {quote(name)}")
            return "failed", str(error)
        except (UndefinedTable, UndefinedColumn) as error:
            return "failed", str(error)
        except (QueryCanceled, psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected):
            return "wanted", ""
    return "ready", ""


def _drop(workspace: Workspace, name: str) -> str:
    with _builder(workspace) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {quote(name)}")
        except (QueryCanceled, psycopg2.errors.LockNotAvailable):
            return "unwanted"
    execute(workspace, "DELETE FROM managed_index WHERE name = %s AND state = 'unwanted'", [name])
    return "dropped"


def _mark(
    workspace: Workspace,
    name: str,
    former: str,
    state: str,
    *,
    backend: int | None,
    detail: str = "",
    built_at: datetime | None = None,
) -> bool:
    return bool(
        execute(
            workspace,
            "UPDATE managed_index SET state = %s, backend = %s, detail = %s, built_at = %s"
            " WHERE name = %s AND state = %s",
            [state, backend, detail, built_at, name, former],
        )
    )


@contextmanager
def _builder(workspace: Workspace) -> Iterator[Connection]:
    """A connection in autocommit that a publisher recognises and may cancel."""
    connection = psycopg2.connect(**django_connection.get_connection_params())
    try:
        give_way(connection)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "select set_config('search_path', %s, false), set_config('application_name', %s, false),"
                " set_config('lock_timeout', %s, false), set_config('statement_timeout', '0', false),"
                # An index may take its time; it leaves the other processors to those who wait.
                " set_config('max_parallel_maintenance_workers', '0', false)",
                (search_path(workspace), BUILDER, str(LOCK_WAIT_MS)),
            )
        yield connection
    finally:
        connection.close()


def want_index(
    workspace: Workspace, entity: Entity, equality_fields: Sequence[str], sort: str, *, now: datetime
) -> bool:
    """A list with those fields (keys) held equal in that order is asked for often: give it an index.

    Tells whether one was noted now; a background job builds it within the hour, or with the next publish.
    """
    index = list_index(entity, tuple(equality_fields), sort, purpose=FREQUENT)
    if index is None or fetch_one(workspace, _KNOWN, [index.name]):
        return False
    if len(fetch_all(workspace, _FREQUENT, [entity.table])) >= MOST_FREQUENT:
        return False
    want(workspace, index, now=now)
    return True


def reconsider(workspace: Workspace, *, now: datetime) -> int:
    """Give up indexes of frequent filters that a week passed by unused; tells how much there is to do.

    ``detail`` holds how often the index had been scanned when it was looked at last.
    """
    for name, scans, before in fetch_all(
        workspace, _WEEKLY, [workspace.namespace, FREQUENT, now - UNUSED_AFTER]
    ):
        if scans == int(before or 0):
            unwant_index(workspace, name)
        else:
            execute(
                workspace,
                "UPDATE managed_index SET detail = %s, built_at = %s WHERE name = %s",
                [str(scans), now, name],
            )
    return len(fetch_all(workspace, "SELECT 1 FROM managed_index WHERE state IN ('wanted', 'unwanted')"))
