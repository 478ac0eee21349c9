"""What a request sends to the database, and what of it asks for metadata."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

FENCE = re.compile(
    r"SELECT pg_advisory_xact_lock_shared\(.*?\); "
    r"SELECT (version|CASE WHEN version = .*? END) FROM active_schema",
    re.DOTALL,
)
METADATA = re.compile(
    r"\b(active_schema|schema_version|compiled_part|managed_index|field_work|design_edit|component\w*)\b"
)


class Statements:
    """Collects what goes to the database."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.texts.append(sql)
        return execute(sql, params, many, context)

    @property
    def about_metadata(self) -> list[str]:
        """Those that read metadata; the version fence of a write is no such query."""
        return [text for text in self.texts if METADATA.search(FENCE.sub("", text))]


def warm_statements(request: Callable[[], object]) -> Statements:
    """What the third of three equal requests sends to the database."""
    request()
    request()
    statements = Statements()
    with connection.execute_wrapper(statements):
        request()
    return statements
