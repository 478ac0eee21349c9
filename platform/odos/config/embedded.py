"""PostgreSQL and Redis out of Python wheels: no server to install, the data below the data directory.

Both listen on unix sockets only, in directories that nobody else may enter. They are started by whoever comes
first and know themselves by their pid files, which are checked against the living process, so that
files left by ``kill -9`` or a power cut do no harm.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from odos.config.embedded_postgres import Postgres
from odos.config.embedded_redis import Redis

NEEDED_BYTES = 300 * 1024 * 1024


class NotEnoughSpace(RuntimeError):
    """The disk is nearly full."""


@dataclass(frozen=True)
class Started:
    """Which of the services this process started, and should stop."""

    postgres: Postgres | None
    redis: Redis | None

    def stop(self) -> None:
        """Stop what was started here; what ran already goes on."""
        if self.redis:
            self.redis.stop()
        if self.postgres:
            self.postgres.stop()


def ensure_started(data: Path, *, postgres: bool = True, redis: bool = True) -> Started:
    """Start the services that do not run yet; safe when several processes try at once."""
    data.mkdir(parents=True, exist_ok=True, mode=0o711)
    with _one_at_a_time(data):
        database, memory = Postgres(data), Redis(data)
        if (postgres and not database.is_running()) or (redis and not memory.is_running()):
            require_space(data)
        return Started(
            postgres=database if postgres and database.start() else None,
            redis=memory if redis and memory.start() else None,
        )


def require_space(data: Path) -> None:
    """Raises NotEnoughSpace with what to do."""
    free = shutil.disk_usage(data).free
    if free < NEEDED_BYTES:
        raise NotEnoughSpace(
            f"Only {free // 2**20} MB are free on the disk of {data}; Odos needs at least "
            f"{NEEDED_BYTES // 2**20} MB. Free some space or set ODOS_DATA_DIR to another disk."
        )


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    handle = os.open(data / "embedded.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def stop(data: Path) -> None:
    """Stop both services of a data directory, whoever started them."""
    Redis(data).stop()
    Postgres(data).stop()
