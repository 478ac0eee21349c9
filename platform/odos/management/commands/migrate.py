"""``manage.py migrate``: Django's own, in the schema of a workspace and as the application's role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connection

from odos.database.session import search_path
from odos.kernel.workspaces import Workspace


class Command(migrate.Command):
    """Migrates the static tables of one workspace."""

    help = "Create and alter the static tables of a workspace."

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's, and ``--workspace``."""
        super().add_arguments(parser)
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """The search path holds for this command's connection only, which is closed afterwards."""
        workspace = Workspace(options.pop("workspace"))
        with connection.cursor() as cursor:
            cursor.execute("select set_config('search_path', %s, false)", [search_path(workspace)])
        try:
            super().handle(*args, **options)
        finally:
            connection.close()
