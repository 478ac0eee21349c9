"""Write ``docs/rules-functions.md`` from the registry of functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from odos.dsl.editing.function_help import functions_page


class Command(BaseCommand):
    """To be run after a function was added or its help changed."""

    help = "Write docs/rules-functions.md from the registry of functions"

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path("docs") / "rules-functions.md"
        page.write_text(functions_page(), encoding="utf-8")
        self.stdout.write(str(page))
