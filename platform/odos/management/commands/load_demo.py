"""``manage.py load_demo PACKAGE``: example records to try the application with."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from odos.accounts.principals import system_principal
from odos.kernel.clock import utc_now
from odos.kernel.problems import Problem
from odos.kernel.workspaces import Workspace
from odos.packages.demo import load_demo


class Command(BaseCommand):
    """Again: adds what is new in the files and leaves everything else alone."""

    help = "Load a package's example records; their users sign in with ODOS_DEMO_PASSWORD, if that is set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The package, ``--workspace``."""
        parser.add_argument("key", help="the package, e.g. crm")
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals name file, row and field."""
        workspace = Workspace(options["workspace"])
        try:
            added = load_demo(
                workspace=workspace,
                key=options["key"],
                actor=system_principal(workspace),
                now=utc_now(),
                password=os.environ.get("ODOS_DEMO_PASSWORD"),
            )
        except Problem as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            listed = ", ".join(f"{number} {entity}" for entity, number in added.items())
            self.stdout.write(f"example records added: {listed or 'none, they were there already'}")
