"""A version and its tables, in one transaction.

`publishing` serialises publishers and repeats the whole transaction while a lock is not to be had:
nothing is held between two tries, and no try waits long, so that readers and writers never queue
behind one. Within it `activate` takes the fence, then every table lock in name order, runs the DDL and
moves the pointer. Writes are behind the fence before the first table lock, so the two never wait for
each other in a circle.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.db.utils import OperationalError

from odos.database.locks import is_lock_timeout, lock_exclusive, lock_key
from odos.database.session import execute, fetch_all, transaction
from odos.kernel.problems import Unavailable
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.storage import fence
from odos.storage.active import announce
from odos.storage.steps import Lock, Step

T = TypeVar("T")

PUBLISH_PURPOSE = "publish"
FIRST_WAIT_MS = 10
LONGEST_WAIT_MS = 200
PATIENCE_SECONDS = 30.0
BUILDER = "odos index build"
DEADLOCK = "40P01"

_STRENGTH: dict[Lock, int] = {
    "none": 0,
    "SHARE UPDATE EXCLUSIVE": 1,
    "SHARE ROW EXCLUSIVE": 2,
    "ACCESS EXCLUSIVE": 3,
}

_CANCEL = """
WITH builds AS (
    SELECT name, backend FROM managed_index
    WHERE "table" = ANY(%s) AND (state = 'building' OR name = ANY (
        SELECT c.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid
    )) FOR UPDATE
), noted AS (
    UPDATE managed_index m SET state = 'wanted', backend = NULL FROM builds b WHERE m.name = b.name
)
SELECT b.name, (
    SELECT pg_cancel_backend(a.pid) FROM pg_catalog.pg_stat_activity a
    WHERE a.pid = b.backend AND a.application_name = %s
) FROM builds b
"""


class Busy(Exception):
    """A lock was not to be had in the time of this try."""


def publishing(workspace: Workspace, work: Callable[[int], T], *, patience: float = PATIENCE_SECONDS) -> T:
    """Run ``work(lock wait in ms)`` in a transaction of its own that excludes other publishers.

    It is run again, as a whole, as long as it raises `Busy` and ``patience`` lasts; then `Unavailable`.
    """
    deadline = time.monotonic() + patience
    wait = FIRST_WAIT_MS
    while True:
        try:
            with transaction(workspace, timeout_ms=0):
                lock_exclusive(workspace, PUBLISH_PURPOSE, timeout_ms=int(patience * 1000))
                return work(wait)
        except Busy as error:
            if time.monotonic() > deadline:
                raise _too_busy() from error
        time.sleep(random.uniform(0.5, 1.5) * wait / 1000)  # noqa: S311  (spreads tries, guards nothing)
        wait = min(wait * 2, LONGEST_WAIT_MS)


def activate(workspace: Workspace, version: int, steps: Sequence[Step], *, wait_ms: int) -> None:
    """Make ``version`` the active one with the DDL of its immediate steps; raises `Busy`.

    Runs last in the transaction: from here on writers wait.
    """
    immediate = [step for step in steps if not step.background]
    needed = required_locks(immediate)
    cancelled = _cancel_builds(workspace, list(needed))
    statements = [
        f"SELECT set_config('lock_timeout', '{wait_ms}', true)",
        _fence_statement(workspace),
        *(f"LOCK TABLE {quote(table)} IN {lock} MODE" for table, lock in needed.items()),
        *(f"DROP INDEX IF EXISTS {quote(name)}" for name in cancelled),
        *(statement for step in immediate for statement in step.ddl),
        "SELECT set_config('lock_timeout', '0', true)",
        _move_pointer(version),
    ]
    _run(workspace, statements)
    announce(workspace, version)


def run_ddl(workspace: Workspace, statements: Sequence[str], *, wait_ms: int) -> None:
    """Run statements that change no version, waiting for each lock no longer than that; raises `Busy`."""
    wait = f"SELECT set_config('lock_timeout', '{wait_ms}', true)"
    _run(workspace, [wait, *statements, "SELECT set_config('lock_timeout', '0', true)"])


def required_locks(steps: Iterable[Step]) -> dict[str, Lock]:
    """The strongest lock needed on each existing table, in name order."""
    created = {step.table for step in steps if step.lock == "none" and step.ddl}
    needed: dict[str, Lock] = {}
    for table, lock in (pair for step in steps for pair in step.locks()):
        if table not in created and _STRENGTH[lock] > _STRENGTH[needed.get(table, "none")]:
            needed[table] = lock
    return dict(sorted(needed.items()))


def _move_pointer(version: int) -> str:
    moved = "ON CONFLICT (id) DO UPDATE SET version = excluded.version"
    return f"INSERT INTO active_schema (id, version) VALUES (1, {version:d}) {moved}"


def _fence_statement(workspace: Workspace) -> str:
    first, second = lock_key(workspace, fence.PURPOSE)
    return f"SELECT pg_advisory_xact_lock({first}, {second})"


def _cancel_builds(workspace: Workspace, tables: list[str]) -> list[str]:
    """End our own concurrent builds on those tables; their half-made indexes are dropped and wanted again.

    So are those that a build cancelled by an earlier try has left.
    """
    if not tables:
        return []
    return [row[0] for row in fetch_all(workspace, _CANCEL, [tables, BUILDER])]


def _run(workspace: Workspace, statements: Sequence[str]) -> None:
    """All statements in one message. They contain no values, but `quote` has doubled percent signs."""
    try:
        execute(workspace, "; ".join(statements))
    except OperationalError as error:
        if is_lock_timeout(error) or _is_deadlock(error):
            raise Busy from error
        raise


def _is_deadlock(error: BaseException) -> bool:
    return getattr(error.__cause__, "pgcode", None) == DEADLOCK


def _too_busy() -> Unavailable:
    return Unavailable(
        text(
            "The tables concerned were in use for {seconds} seconds; nothing was changed, please try again",
            "相关数据表持续被占用 {seconds} 秒，未做任何修改，请稍后重试",
            seconds=int(PATIENCE_SECONDS),
        )
    )
