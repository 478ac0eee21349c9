"""Its tables stand in a schema of their own."""

from __future__ import annotations

from typing import Any

ALIAS = "reference"
SCHEMA = "reference"


class Router:
    """Sends the models of this application to their connection."""

    def db_for_read(self, model: type, **_hints: Any) -> str | None:
        return _alias(model)

    def db_for_write(self, model: type, **_hints: Any) -> str | None:
        return _alias(model)

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        return False if ALIAS in (db, app_label) else None


def _alias(model: Any) -> str | None:
    return ALIAS if model._meta.app_label == ALIAS else None
