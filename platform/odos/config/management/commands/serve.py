"""``manage.py serve``: everything that one machine runs, prepared and supervised."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from odos.config import installation
from odos.config.console import Console


class Command(BaseCommand):
    """Runs until Ctrl-C or SIGTERM."""

    help = "Prepare the database and run web, events, worker and beat until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """A refusal is printed as what to do."""
        try:
            installation.serve(Console())
        except RuntimeError as refusal:
            raise CommandError(str(refusal)) from refusal
