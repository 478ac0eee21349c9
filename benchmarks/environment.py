"""Where a run keeps its data and which servers it uses: embedded ones in a directory of their own.

A run always starts from an empty database of its own name, whatever else the directory holds.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from benchmarks.options import FOLDER
from odos.config import embedded, places, ports
from odos.database.roles import roles_of

DATABASE = "odos_bench"
FIRST_PORT = 8710


@contextmanager
def running_services() -> Iterator[None]:
    """Set the environment that the settings are read from, and run PostgreSQL and Redis meanwhile."""
    os.environ.setdefault("ODOS_DATA_DIR", str(FOLDER / ".data"))
    data = places.data_dir()
    os.environ |= {
        "DATABASE_URL": places.embedded_database_url(data, DATABASE),
        "REDIS_URL": places.embedded_redis_url(data),
        "ODOS_SECRET_KEY": "a secret key for benchmarks only",
        "ODOS_PORT": str(ports.find_free("127.0.0.1", FIRST_PORT)),
        "ODOS_WORKSPACE": "main",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": os.pathsep.join([str(FOLDER.parent / "platform"), str(FOLDER.parent)]),
    }
    started = embedded.ensure_started(data)
    try:
        _drop_database(places.embedded_database_url(data, "postgres"))
        yield
    finally:
        logging.disable()  # whoever still listens would complain that the server goes
        started.stop()


def _drop_database(server_url: str) -> None:
    connection = psycopg2.connect(server_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"drop database if exists {DATABASE} with (force)")
        for role in (roles_of(DATABASE).app, roles_of(DATABASE).audit):
            cursor.execute(f"drop role if exists {role}")
    connection.close()
