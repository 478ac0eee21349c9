"""``manage.py restore FILE``: an installation as it was when the backup was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.config.backups import restore_backup
from odos.kernel.clock import utc_now


class Command(BaseCommand):
    """Stop Odos before; start it after."""

    help = "Put back what a backup holds. Odos must not be running on this database."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file; ``--replace`` deletes what is there."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="delete what is there first")

    def handle(self, *args: Any, **options: Any) -> None:
        """A trail that was tampered with is told, and the data is there nevertheless."""
        if not options["file"].is_file():
            raise CommandError(f"there is no file {options['file']}")
        say = self.stdout.write if options["verbosity"] else lambda line: None
        try:
            findings = restore_backup(options["file"], replace=options["replace"], now=utc_now(), say=say)
        except RuntimeError as refusal:
            raise CommandError(str(refusal)) from refusal
        for finding in findings:
            self.stderr.write(finding)
        say("restored; the audit trail is " + ("NOT intact, see above" if findings else "intact"))
