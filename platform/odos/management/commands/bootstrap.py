"""``manage.py bootstrap``: roles, database and workspace schemas, with the administrator's rights."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.audit.installation import install_trail, plan_trail
from odos.audit.sealing import add_partitions
from odos.database.bootstrap import (
    NeedsAdministrator,
    UnsuitableServer,
    bootstrap_database,
    create_workspace,
    plan_everything,
)
from odos.database.roles import roles_of
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace


class Command(BaseCommand):
    """Prepares the database; may be repeated."""

    help = "Make the database, its roles and the schemas of a workspace (may be repeated)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """``--workspace``."""
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals end the command with what to do."""
        url, workspace = settings.ODOS_ADMIN_DATABASE_URL, Workspace(options["workspace"])
        try:
            roles = bootstrap_database(url, secret_key=settings.SECRET_KEY)
            create_workspace(url, workspace)
            install_trail(workspace=workspace, admin_url=url, app_role=roles.app)
            add_partitions(workspace=workspace, today=utc_now().date())
        except NeedsAdministrator as refusal:
            statements = [
                *plan_everything(url, workspace, secret_key=settings.SECRET_KEY),
                *plan_trail(workspace=workspace, roles=roles_of(str(settings.DATABASES["default"]["NAME"]))),
            ]
            raise CommandError(str(NeedsAdministrator(statements))) from refusal
        except UnsuitableServer as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            self.stdout.write(f"workspace {workspace.key} is ready for role {roles.app}")
