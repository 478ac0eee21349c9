"""``manage.py database_url``: where the database is, for ``psql`` and ``pg_dump``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Prints the administrator's address."""

    help = "Print the administrator's address of the database, for psql and pg_dump."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> str:
        """The address as libpq takes it."""
        return str(settings.ODOS_ADMIN_DATABASE_URL)
