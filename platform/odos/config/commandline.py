"""``manage.py``: every command finds its database, also when nothing runs yet."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from odos.config import embedded, places

# Commands that need no database, or (serve) look after it themselves.
STANDALONE = frozenset({"serve", "help", "version", "check", "--help", "-h", "--version"})


def run(arguments: Sequence[str]) -> None:
    """Run one command, with the embedded services around it where no addresses are given."""
    command = arguments[1] if len(arguments) > 1 else "help"
    needs_postgres = command not in STANDALONE and not os.environ.get("DATABASE_URL")
    needs_redis = command not in STANDALONE and not os.environ.get("REDIS_URL")
    if not (needs_postgres or needs_redis) or "--help" in arguments:
        execute_from_command_line(list(arguments))
        return
    try:
        started = embedded.ensure_started(places.data_dir(), postgres=needs_postgres, redis=needs_redis)
    except RuntimeError as error:
        sys.exit(f"error: {error}")
    try:
        execute_from_command_line(list(arguments))
    finally:
        started.stop()
