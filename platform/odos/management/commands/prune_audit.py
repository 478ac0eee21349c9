"""``manage.py prune_audit``: entries of the trail beyond the time that the settings keep them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.accounts.principals import system_principal
from odos.audit.entries import Origin
from odos.audit.retention import apply_retention
from odos.audit.sealing import seal_settled
from odos.database.bootstrap import NeedsAdministrator
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace
from odos.storage.active import active_schema


class Command(BaseCommand):
    """Runs with the rights of the trail's owner, which the application itself does not have."""

    help = "Remove audit entries beyond their time (settings: audit.keep_months, audit.entities)."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--workspace``."""
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many went."""
        workspace, now = Workspace(options["workspace"]), utc_now()
        seal_settled(workspace=workspace)
        schema = active_schema(workspace)
        try:
            removed = apply_retention(
                workspace=workspace,
                schema=schema,
                admin_url=settings.ODOS_ADMIN_DATABASE_URL,
                origin=Origin(system_principal(workspace), now, "cli", reason="retention"),
            )
        except NeedsAdministrator as refusal:
            raise CommandError(str(refusal)) from refusal
        for identity, number in removed.items():
            entity = schema.by_id.get(identity)
            self.stdout.write(f"{entity.key if entity else 'application'}: {number}")
