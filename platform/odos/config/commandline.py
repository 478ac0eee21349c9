"""``manage.py``: every command finds its database, also when nothing runs yet."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import OperationalError

from odos.config import embedded, places
from odos.database.listen import stop_listening

# Commands that need no database, or (serve) look after it themselves.
STANDALONE = frozenset({"serve", "help", "version", "check", "--help", "-h", "--version"})
_BEGINNING = "If nothing is set up yet, start with: make run"


def run(arguments: Sequence[str]) -> None:
    """Run one command, with the embedded services around it where no addresses are given."""
    command = arguments[1] if len(arguments) > 1 else "help"
    needs_postgres = command not in STANDALONE and not os.environ.get("DATABASE_URL")
    needs_redis = command not in STANDALONE and not os.environ.get("REDIS_URL")
    if not (needs_postgres or needs_redis) or "--help" in arguments:
        _execute(arguments)
        return
    try:
        started = embedded.ensure_started(places.data_dir(), postgres=needs_postgres, redis=needs_redis)
    except RuntimeError as error:
        sys.exit(f"error: {error}")
    try:
        _execute(arguments)
    finally:
        stop_listening()
        started.stop()


def _execute(arguments: Sequence[str]) -> None:
    """A database that is not there, or not prepared, is told in a sentence."""
    try:
        execute_from_command_line(list(arguments))
    except OperationalError as error:
        sys.exit(f"error: the database cannot be used: {error}\n{_BEGINNING}")
