"""Work in one workspace: transactions and single statements whose search path is set, and only locally.

The application's role has an empty search path, so a statement that forgets its workspace finds no table
instead of somebody else's. Inside `transaction` the Django ORM sees the workspace as well.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import transaction as django_transaction

from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace

Rows = list[tuple[Any, ...]]


class WorkspaceMismatch(RuntimeError):
    """A transaction of one workspace was asked to work in another."""


class _Current(threading.local):
    """What this thread's connection is bound to while a transaction is open."""

    workspace: Workspace | None = None
    savepoints: bool = False
    ended: bool = False
    database: Any = None  # Django's wrapper, which takes a dozen calls to look up


_current = _Current()


def current_workspace() -> Workspace | None:
    """The workspace of the open transaction, None outside one."""
    bound = _current.workspace
    return bound if bound is not None and _current.database.in_atomic_block else None


@contextmanager
def transaction(
    workspace: Workspace,
    *,
    timeout_ms: int | None = None,
    opening: str = "",
    params: Sequence[object] = (),
    held: bool = False,
) -> Iterator[Rows]:
    """All or nothing in ``workspace``; commits at the end of the outermost block.

    A nested block joins the transaction without a savepoint: what is raised out of it must leave the
    outermost block too (open ``django.db.transaction.atomic()`` where a part may fail alone).
    ``timeout_ms`` bounds each statement and counts on the outermost block only; 0 means no limit.
    ``opening`` is SQL that travels along in the first message; the block gets the rows of its last statement.
    With ``held`` that message waits for the block's first statement, which goes along (see `fetch_last`); it
    has no ``params`` then and must fail by itself where the block must not go on.
    """
    bound = current_workspace()
    if bound is None:
        opened = (
            _held(workspace, timeout_ms, opening) if held else _bound(workspace, timeout_ms, opening, params)
        )
        with django_transaction.atomic(), opened as rows:
            yield rows
    elif bound == workspace:
        with django_transaction.atomic(savepoint=_current.savepoints):
            yield fetch_all(workspace, opening, params) if opening else []
    else:
        raise WorkspaceMismatch(f"a transaction of {bound.key!r} cannot work in {workspace.key!r}")


@contextmanager
def taken_back() -> Iterator[None]:
    """For the length of the block its writes stand, afterwards they never were: what would come of them.

    A part of the open transaction, or one of its own.
    """
    with django_transaction.atomic():
        yield
        django_transaction.set_rollback(True)


@contextmanager
def isolated(workspace: Workspace) -> Iterator[None]:
    """A transaction that is always rolled back and in which nested blocks are savepoints; for tests."""
    with transaction(workspace):
        _current.savepoints = True
        try:
            yield
        finally:
            _current.savepoints = False
            django_transaction.set_rollback(True)


def fetch_all(workspace: Workspace, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row. One round trip, also outside a transaction."""
    with closing(_execute(_addressed(workspace, sql), params)) as cursor:
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def fetch_one(workspace: Workspace, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row or None. One round trip, also outside a transaction."""
    with closing(_execute(_addressed(workspace, sql), params)) as cursor:
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def fetch_value(workspace: Workspace, sql: str, params: Sequence[Any] = ()) -> Any:
    """The first column of the first row, None without a row."""
    row = fetch_one(workspace, sql, params)
    return row[0] if row else None


def is_held() -> bool:
    """Whether the transaction waits for its first statement, which may be all there is to it."""
    return bool(_backend().held)


def fetch_last(workspace: Workspace, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """`fetch_one` for the last message of a transaction; where that is the first as well, it commits.

    PostgreSQL runs the statements of one message as one transaction: no round trip for its end is needed.
    """
    if not is_held():
        return fetch_one(workspace, sql, params)
    database = _backend()
    with closing(_run(database, database.take_whole() + sql, params)) as cursor:
        _current.ended = True
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def execute(workspace: Workspace, sql: str, params: Sequence[Any] = ()) -> int:
    """Run a statement that returns no rows; gives the number of rows it touched."""
    with closing(_execute(_addressed(workspace, sql), params)) as cursor:
        return int(cursor.rowcount)


def search_path(workspace: Workspace) -> str:
    """The value of ``search_path`` in this workspace: its tables, then its audit trail; never ``public``."""
    return f"{quote(workspace.namespace)}, {quote(workspace.audit_namespace)}"


def _prefix(workspace: Workspace, timeout_ms: int | None) -> str:
    return _settings_sql(workspace, settings.ODOS_STATEMENT_TIMEOUT_MS if timeout_ms is None else timeout_ms)


@lru_cache(maxsize=1_000)
def _settings_sql(workspace: Workspace, limit: int) -> str:
    return (
        f"SET LOCAL search_path = {search_path(workspace)};"
        f" SET LOCAL statement_timeout = {int(limit)}; SET LOCAL timezone = 'UTC'"
    )


@contextmanager
def _bound(
    workspace: Workspace, timeout_ms: int | None, opening: str, params: Sequence[object]
) -> Iterator[Rows]:
    database = _backend()
    prefix = database.take_begin() + _prefix(workspace, timeout_ms)
    with closing(_execute(f"{prefix}; {opening}" if opening else prefix, params)) as cursor:
        rows = cursor.fetchall() if opening else []
    _current.workspace, _current.database = workspace, database
    try:
        yield rows
    finally:
        _current.workspace = _current.database = None


@contextmanager
def _held(workspace: Workspace, timeout_ms: int | None, opening: str) -> Iterator[Rows]:
    database = _backend()
    prefix = _prefix(workspace, timeout_ms)
    database.hold(f"{prefix}; {opening}" if opening else prefix)
    _current.workspace, _current.database = workspace, database
    try:
        yield []
    finally:
        database.hold("")
        _current.workspace, _current.database, _current.ended = None, None, False


def _addressed(workspace: Workspace, sql: str) -> str:
    """Outside a transaction the settings travel in the same message as the statement.

    PostgreSQL runs such a message as one implicit transaction, so the local settings end with it.
    """
    bound = current_workspace()
    if bound is not None and bound != workspace:
        raise WorkspaceMismatch(f"a transaction of {bound.key!r} cannot read {workspace.key!r}")
    return sql if bound else f"{_prefix(workspace, None)}; {sql}"


def _execute(sql: str, params: Sequence[Any]) -> Any:
    """A cursor that has run the statement.

    Django's cursor costs several times what psycopg2's does, a tenth of a save; it is used where somebody
    counts or logs queries. Errors are Django's either way.
    """
    database = _backend()  # once: the proxy looks it up for each attribute
    if _current.ended:
        raise RuntimeError("the transaction went out with its last message")
    opening = database.take_held() if database.held else database.take_begin()
    return _run(database, opening + sql, params)


def _run(database: Any, sql: str, params: Sequence[Any]) -> Any:
    if database.execute_wrappers or database.queries_logged:
        cursor = database.cursor()
        cursor.execute(sql, tuple(params))
        return cursor
    opened = _opened(database)
    with database.wrap_database_errors:
        cursor = opened.cursor()
        cursor.execute(sql, tuple(params))
    return cursor


def opened_connection() -> Any:
    """This thread's connection as psycopg2 knows it, opened where it is not."""
    return _opened(_backend())


def _backend() -> Any:
    return _current.database or connections[DEFAULT_DB_ALIAS]


def _opened(database: Any) -> Any:
    """Looked over as Django's cursor does: a transaction's connection was when that began."""
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    if database.connection is None or not database.in_atomic_block:
        database.close_if_health_check_failed()
        database.ensure_connection()
    return database.connection
