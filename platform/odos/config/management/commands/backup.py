"""``manage.py backup FILE``: everything of this installation in one file, also while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.config.backups import make_backup
from odos.kernel.clock import utc_now


class Command(BaseCommand):
    """Needs no stop; what is written meanwhile is in the next one."""

    help = "Write the database, the files of records and the secret key to FILE; Odos may go on running."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, which must not exist yet."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals say what to do."""
        target: Path = options["file"].absolute()
        if target.exists():
            raise CommandError(f"{target} exists already")
        if not target.parent.is_dir():
            raise CommandError(f"there is no folder {target.parent}")
        say = self.stdout.write if options["verbosity"] else lambda line: None
        try:
            manifest = make_backup(target, now=utc_now(), say=say)
        except RuntimeError as refusal:
            raise CommandError(str(refusal)) from refusal
        say(f"{target}: {target.stat().st_size / 2**20:.1f} MB, workspaces {', '.join(manifest.workspaces)}")
        say("It holds secrets: keep it where only you can read it.")
