"""``manage.py drop_workspace``: a workspace and all its data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.database.bootstrap import drop_workspace
from odos.kernel.workspaces import Workspace


class Command(BaseCommand):
    """Deletes a workspace for good."""

    help = "Delete a workspace with all its data, for good."

    def add_arguments(self, parser: CommandParser) -> None:
        """The key, and ``--yes`` to mean it."""
        parser.add_argument("--workspace", required=True)
        parser.add_argument("--yes", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses without ``--yes``."""
        workspace = Workspace(options["workspace"])
        if not options["yes"]:
            raise CommandError(f"this deletes every record of {workspace.key!r}; add --yes to do it")
        drop_workspace(settings.ODOS_ADMIN_DATABASE_URL, workspace)
        if options["verbosity"]:
            self.stdout.write(f"workspace {workspace.key} is gone")
