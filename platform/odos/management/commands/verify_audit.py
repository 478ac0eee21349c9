"""``manage.py verify_audit``: every hash of the trail, recomputed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.audit.sealing import seal_settled, verify_chain
from odos.kernel.workspaces import Workspace


class Command(BaseCommand):
    """Fails with what was found; prints the last hash, to be noted elsewhere."""

    help = "Check that nobody altered, added or removed an entry of the audit trail."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--workspace``."""
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads the whole trail."""
        workspace = Workspace(options["workspace"])
        seal_settled(workspace=workspace)
        found = verify_chain(workspace=workspace)
        if not found.intact:
            raise CommandError("\n".join(str(issue.message) for issue in found.issues))
        self.stdout.write(
            f"intact: {found.entries} entries under {found.seals} seals, "
            f"{found.erased} without their values, {found.pruned} removed by the rules"
        )
        self.stdout.write(f"last hash: {found.head}")
