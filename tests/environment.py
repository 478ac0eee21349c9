"""Where this run keeps its data and which servers it uses; set before Django reads its settings."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2.extensions import make_dsn, parse_dsn

from odos.config import embedded, places
from odos.database.roles import roles_of
from odos.kernel.sql import quote


@dataclass(frozen=True)
class Environment:
    """One run; the workers of pytest-xdist share the servers and have a database each."""

    data: Path
    database: str
    server_url: str
    is_embedded: bool
    is_worker: bool

    def start_services(self) -> None:
        """Start what is embedded and does not run yet."""
        embedded.ensure_started(
            self.data, postgres=self.is_embedded, redis="ODOS_TEST_REDIS_URL" not in os.environ
        )

    def drop_database(self) -> None:
        """Remove the database and its roles from a server that outlives the run."""
        roles = roles_of(self.database)
        connection = psycopg2.connect(self.server_url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {quote(self.database)} with (force)")
            for role in (roles.app, roles.audit):
                cursor.execute(f"drop role if exists {quote(role)}")
        connection.close()

    def remove(self) -> None:
        """Stop the embedded services and delete the data."""
        embedded.stop(self.data)
        shutil.rmtree(self.data, ignore_errors=True)


def prepare_environment() -> Environment:
    """Point the settings at this run's servers."""
    environ = os.environ
    worker = environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        environ["ODOS_DATA_DIR"] = tempfile.mkdtemp(prefix="odos-test-")
        _remember("DATABASE_URL", "ODOS_TEST_SERVER_URL")
        _remember("REDIS_URL", "ODOS_TEST_REDIS_URL")
        environ["ODOS_TEST_RUN"] = str(os.getpid())
    data = Path(environ["ODOS_DATA_DIR"])
    database = f"odos_test_{environ['ODOS_TEST_RUN']}{'_' + worker if worker else ''}"
    server = environ.get("ODOS_TEST_SERVER_URL") or places.embedded_database_url(data, "postgres")
    environ["DATABASE_URL"] = make_dsn(**(parse_dsn(server) | {"dbname": database}))
    environ["REDIS_URL"] = environ.get("ODOS_TEST_REDIS_URL") or places.embedded_redis_url(data)
    environ["ODOS_SECRET_KEY"] = "a secret key for tests only"
    environ["DJANGO_SETTINGS_MODULE"] = "odos.config.settings"
    environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in the tests' thread
    return Environment(data, database, server, "ODOS_TEST_SERVER_URL" not in environ, bool(worker))


def _remember(name: str, as_name: str) -> None:
    if given := os.environ.get(name):
        os.environ[as_name] = given
