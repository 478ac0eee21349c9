"""``manage.py create_admin``: the first user, where there is none."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.accounts.operations import ADMIN_USERNAME, ensure_admin
from odos.accounts.principals import system_principal
from odos.kernel.clock import utc_now
from odos.kernel.problems import Problem
from odos.kernel.workspaces import Workspace


class Command(BaseCommand):
    """Prints the password if it had to be invented."""

    help = "Make the user admin where no user exists; ODOS_ADMIN_PASSWORD gives the password."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--workspace``."""
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Gives the invented password, None where there is none to tell."""
        workspace = Workspace(options["workspace"])
        given = os.environ.get("ODOS_ADMIN_PASSWORD")
        actor = system_principal(workspace)
        try:
            invented = ensure_admin(workspace=workspace, password=given, actor=actor, now=utc_now())
        except Problem as refusal:
            raise CommandError(f"ODOS_ADMIN_PASSWORD: {refusal}") from refusal
        if invented and options["verbosity"]:
            self.stderr.write(f"Password of {ADMIN_USERNAME}, shown only this once:")
        return invented
