"""``manage.py install_package KEY``: install or bring up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.accounts.principals import system_principal
from odos.kernel.clock import utc_now
from odos.kernel.problems import Problem
from odos.kernel.workspaces import Workspace
from odos.packages.installing import install_package


class Command(BaseCommand):
    """Publishes a package's metadata as a new version; what the organisation changed above it stays."""

    help = "Install a package from the metadata folder, or bring it to the state of its files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="the package, e.g. crm")
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)
        parser.add_argument(
            "--folder", type=Path, default=None, help="where packages are, if not in metadata/"
        )

    def handle(self, *_args: Any, **options: Any) -> str | None:
        workspace = Workspace(options["workspace"])
        try:
            applied = install_package(
                workspace=workspace,
                key=options["key"],
                actor=system_principal(workspace),
                now=utc_now(),
                folder=options["folder"],
            )
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        if options["verbosity"]:
            self.stdout.write(f"{options['key']} is installed: version {applied.version}")
        return None
