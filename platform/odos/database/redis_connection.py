"""One pool of Redis connections for each process: throttles, doorbells, live events.

What Redis holds may vanish at any time; the truth is in PostgreSQL.
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis

from odos.kernel.workspaces import Workspace

TIMEOUT_SECONDS = 2.0


@cache
def redis_connection() -> Redis:
    """The process's client; safe to share between threads and after a fork."""
    return Redis.from_url(
        settings.ODOS_REDIS_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )


def redis_name(workspace: Workspace, *parts: str) -> str:
    """The name of a key or channel of one workspace: ``odos:<workspace>:…``."""
    return ":".join(("odos", workspace.key, *parts))
