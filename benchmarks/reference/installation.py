"""Making the reference's schema and tables, and bringing statistics of both sides up to date."""

from __future__ import annotations

import psycopg2
from django.conf import settings
from django.db import connections
from django.db.models import Model

from benchmarks.options import Sized
from benchmarks.reference.models import Account, ArchivedDeal, Deal, DealFields, Person
from benchmarks.reference.routing import ALIAS, SCHEMA
from odos.database.roles import roles_of

DEALS: dict[str, type[DealFields]] = {"deal": Deal, "archived_deal": ArchivedDeal}
MODELS: tuple[type[Model], ...] = (Account, Person, Deal, ArchivedDeal)


def create_tables() -> None:
    """The schema, owned by the application's role, and every table with its indexes."""
    role = roles_of(str(settings.DATABASES["default"]["NAME"])).app
    _as_administrator(f"CREATE SCHEMA {SCHEMA} AUTHORIZATION {role}")
    with connections[ALIAS].schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)


def table_of(sized: Sized) -> str:
    """The reference's table for an entity of the benchmark."""
    return str(DEALS[sized.key]._meta.db_table)


def tidy() -> None:
    """As autovacuum would leave both sides after a while: statistics, and pages known to be visible."""
    with connections[ALIAS].cursor() as cursor:
        for model in (Deal, ArchivedDeal):
            cursor.execute(f"REINDEX TABLE {model._meta.db_table}")
    vacuum()
    _as_administrator("CHECKPOINT")


def do_without_parallel_workers() -> None:
    """On both sides, from the next connection on: nobody sees how long such workers were on a processor."""
    database = str(settings.DATABASES["default"]["NAME"])
    _as_administrator(f"ALTER DATABASE {database} SET max_parallel_workers_per_gather = 0")
    connections.close_all()


def vacuum() -> None:
    """All tables of both sides."""
    _as_administrator("VACUUM ANALYZE")


def _as_administrator(statement: str) -> None:
    connection = psycopg2.connect(settings.ODOS_ADMIN_DATABASE_URL)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
