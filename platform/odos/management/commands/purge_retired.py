"""``manage.py purge_retired [KEY …] [--confirm]``: drop retired columns and tables, for good."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.accounts.principals import system_principal
from odos.audit.entries import Origin
from odos.kernel.clock import utc_now
from odos.kernel.problems import Problem
from odos.kernel.texts import translate
from odos.kernel.workspaces import Workspace
from odos.meta.rows.purging import PurgeItem, PurgePlan, plan_purge, purge


class Command(BaseCommand):
    """Shows what would be lost; only with ``--confirm`` it is."""

    help = "Show what deleted fields and entities have left in the database; drop it with --confirm."

    def add_arguments(self, parser: CommandParser) -> None:
        """Keys as the list shows them."""
        parser.add_argument("keys", nargs="*", help="what to purge; everything retired without them")
        parser.add_argument("--confirm", action="store_true", help="do it; there is no way back")
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """The list, then what happened."""
        workspace = Workspace(options["workspace"])
        try:
            plan = plan_purge(workspace=workspace, keys=options["keys"] or None)
            self._show(plan)
            if plan.items and options["confirm"]:
                self._purge(workspace, plan)
        except Problem as refusal:
            raise CommandError(str(refusal)) from refusal

    def _show(self, plan: PurgePlan) -> None:
        for item in plan.items:
            self.stdout.write(_line(item))
        lost = plan.incomplete_versions()
        if not plan.items:
            self.stdout.write("Nothing is retired.")
        elif lost:
            span = f"{lost[0]} to {lost[-1]}" if len(lost) > 1 else str(lost[0])
            self.stdout.write(f"{len(lost)} versions ({span}) could no longer be rolled back to completely.")

    def _purge(self, workspace: Workspace, plan: PurgePlan) -> None:
        now, actor = utc_now(), system_principal(workspace)
        done = purge(
            workspace=workspace,
            keys=[item.retired.key for item in plan.items],
            confirmed=True,
            actor=actor,
            now=now,
            origin=Origin(actor, now, "cli"),
        )
        self.stdout.write(f"Purged: {done['rows']} values, {done['bytes']} bytes, {done['files']} files.")


def _line(item: PurgeItem) -> str:
    retired = item.retired
    names = [translate(labels) for labels in (retired.entity_label, retired.label) if labels]
    files = f", {item.files[0]} files of {item.files[1]} bytes" if item.files[0] else ""
    what = " / ".join(dict.fromkeys(names)) or "unknown"
    return f"{retired.key}: {what}: {item.size.rows} rows, {item.size.bytes} bytes{files}"
