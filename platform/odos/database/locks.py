"""Advisory locks that end with the transaction, named by workspace and purpose.

PostgreSQL keeps them per database under two 32-bit numbers; ours are digests of the two names, so a
collision (1 in 2^64) would only make two strangers wait for each other.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection
from django.db.utils import OperationalError

from odos.database.session import WorkspaceMismatch, current_workspace, fetch_value
from odos.kernel.problems import Unavailable
from odos.kernel.workspaces import Workspace

LOCK_NOT_AVAILABLE = "55P03"


def lock_key(workspace: Workspace, purpose: str) -> tuple[int, int]:
    """The two signed numbers PostgreSQL knows the lock by."""
    return _number(workspace.namespace), _number(purpose)


def lock_shared(workspace: Workspace, purpose: str, *, timeout_ms: int | None = None) -> None:
    """Wait for a shared lock until the transaction ends; raises Unavailable after ``timeout_ms``."""
    _lock("pg_advisory_xact_lock_shared", workspace, purpose, timeout_ms)


def lock_exclusive(workspace: Workspace, purpose: str, *, timeout_ms: int | None = None) -> None:
    """Wait for the exclusive lock until the transaction ends; raises Unavailable after ``timeout_ms``."""
    _lock("pg_advisory_xact_lock", workspace, purpose, timeout_ms)


def try_lock_shared(workspace: Workspace, purpose: str) -> bool:
    """Take a shared lock until the transaction ends if that needs no waiting."""
    return bool(_call("pg_try_advisory_xact_lock_shared", workspace, purpose))


def try_lock_exclusive(workspace: Workspace, purpose: str) -> bool:
    """Take the exclusive lock until the transaction ends if that needs no waiting."""
    return bool(_call("pg_try_advisory_xact_lock", workspace, purpose))


def is_lock_timeout(error: BaseException) -> bool:
    """Whether a database error says that a lock was not to be had in time."""
    return getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE


def _number(name: str) -> int:
    return int.from_bytes(hashlib.blake2s(name.encode(), digest_size=4).digest(), "big", signed=True)


def _call(function: str, workspace: Workspace, purpose: str) -> Any:
    if current_workspace() is None:
        raise WorkspaceMismatch(f"lock {purpose!r} needs an open transaction; it would end at once")
    return fetch_value(workspace, f"select {function}(%s, %s)", lock_key(workspace, purpose))


def _lock(function: str, workspace: Workspace, purpose: str, timeout_ms: int | None) -> None:
    if timeout_ms is None:
        _call(function, workspace, purpose)
        return
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, true)", [str(timeout_ms)])
        try:
            _call(function, workspace, purpose)
        except OperationalError as error:
            if is_lock_timeout(error):
                raise Unavailable from error
            raise
        cursor.execute("select set_config('lock_timeout', '0', true)")
