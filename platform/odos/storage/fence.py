"""The version fence: no write of an outdated version commits after a newer one has become active.

A write takes a *shared* advisory transaction lock and reads the active version, in its first round trip.
Activation takes the lock *exclusively*: it waits for running writes, and writes that come later see the
new version, go back and run once more on it.

The lock must be held before the version is read. A single statement would read with a snapshot older than
the wait for its lock, so the fence is two statements in one message: in READ COMMITTED each has a
snapshot of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.utils import DataError, ProgrammingError

from odos.database.locks import lock_key
from odos.database.prepared import answered_ahead, call_sql, together
from odos.database.session import current_workspace, fetch_value, transaction
from odos.kernel.problems import Problem, Unavailable
from odos.kernel.sql import Sql
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.schema.model import Schema
from odos.storage.active import active_schema, refresh

T = TypeVar("T")

PURPOSE = "schema version"
_STRICTLY = (
    "SELECT CASE WHEN version = %s THEN 0 ELSE ('outdated by version ' || version)::integer END"
    " FROM active_schema"
)


class OutdatedVersion(Exception):
    """A newer version became active before the write began."""


class _Passed(threading.local):
    """Behind which fence this thread's transaction is: its lock is kept to the end."""

    fence: tuple[Workspace, int] | None = None

    @contextmanager
    def kept(self, workspace: Workspace, version: int) -> Iterator[None]:
        before, self.fence = self.fence, (workspace, version)
        try:
            yield
        finally:
            self.fence = before


_passed = _Passed()


@lru_cache(maxsize=1_000)
def fence_sql(workspace: Workspace) -> Sql:
    """Two statements in one message; the second returns the active version (no row: nothing published).

    It has no parameters, so that it may open a message with further statements of the same write.
    """
    first, second = lock_key(workspace, PURPOSE)
    lock = f"SELECT pg_advisory_xact_lock_shared({first}, {second})"
    return Sql(f"{lock}; SELECT version FROM active_schema")


def check_fence(workspace: Workspace, schema: Schema) -> None:
    """Pass the fence in the open transaction; raises `OutdatedVersion`."""
    fence = fence_sql(workspace)
    if int(fetch_value(workspace, fence.text, fence.params) or 0) != schema.version:
        raise OutdatedVersion


def run_fenced(
    workspace: Workspace,
    work: Callable[[Schema], T],
    *,
    schema: Schema | None = None,
    timeout_ms: int | None = None,
    ahead: Sequence[Sql] = (),
    held: bool = False,
) -> T:
    """Run ``work`` in a transaction on the active version; once more when another became active meanwhile.

    ``schema`` is the version the request has pinned; without it the active one. ``work`` must not have
    effects outside the transaction. Inside an open transaction there is no second try; one that is behind the
    fence of that version already does not come to it again.
    ``ahead`` are the statements that work on ``schema`` runs first, by `fetch_all_prepared` or, several, by
    `fetch_all_in_order`: they travel with the fence and save a round trip. With ``held`` the fence waits for
    the first statement of ``work``, which may be the whole transaction; what is refused is then tried once
    more behind the fence.
    """
    pinned = schema or active_schema(workspace)
    nested = current_workspace() is not None
    if nested and _passed.fence == (workspace, pinned.version):
        return work(pinned)
    try:
        if held and not connection.in_atomic_block:
            return _attempt_held(workspace, work, pinned, timeout_ms)
        if not ahead or nested:
            return _attempt(workspace, work, pinned, timeout_ms)
        return _attempt_ahead(workspace, work, pinned, timeout_ms, ahead)
    except OutdatedVersion as error:
        if nested:
            raise _changed() from error
    try:
        return _attempt(workspace, work, refresh(workspace), timeout_ms)
    except OutdatedVersion as error:
        raise _changed() from error


def _changed() -> Unavailable:
    return Unavailable(
        text(
            "The application was changed while this was saved; please save again",
            "保存期间应用配置已被修改，请重新保存",
        )
    )


def _attempt(workspace: Workspace, work: Callable[[Schema], T], schema: Schema, timeout_ms: int | None) -> T:
    with transaction(workspace, timeout_ms=timeout_ms, opening=fence_sql(workspace).text) as rows:
        if int(rows[0][0] if rows else 0) != schema.version:
            raise OutdatedVersion
        with _passed.kept(workspace, schema.version):
            return work(schema)


def _attempt_held(
    workspace: Workspace, work: Callable[[Schema], T], schema: Schema, timeout_ms: int | None
) -> T:
    """A refusal may be that of an outdated version, or of a statement that could only fail or pass."""
    opening = _strict_fence(workspace, schema.version)
    try:
        with transaction(workspace, timeout_ms=timeout_ms, opening=opening, held=True):
            return work(schema)
    except (DataError, ProgrammingError, Problem) as error:
        raise OutdatedVersion from error


def _attempt_ahead(
    workspace: Workspace,
    work: Callable[[Schema], T],
    schema: Schema,
    timeout_ms: int | None,
    ahead: Sequence[Sql],
) -> T:
    """The fence itself stops the message on an outdated version, before ``ahead`` would run on it."""
    with ExitStack() as stack:
        try:
            calls, values = together(workspace, [(each.text, each.params) for each in ahead])
            opening = f"{_strict_fence(workspace, schema.version)}; {calls}"
            rows = stack.enter_context(
                transaction(workspace, timeout_ms=timeout_ms, opening=opening, params=values)
            )
        except (DataError, ProgrammingError) as error:
            raise OutdatedVersion from error
        stack.enter_context(answered_ahead(ahead[-1].text, ahead[-1].params, rows))
        stack.enter_context(_passed.kept(workspace, schema.version))
        return work(schema)


def _strict_fence(workspace: Workspace, version: int) -> str:
    """`fence_sql` whose second statement fails unless ``version`` is the active one."""
    lock = fence_sql(workspace).text.partition(";")[0]
    return f"{lock}; {call_sql(workspace, _STRICTLY, [version]) % version}"
