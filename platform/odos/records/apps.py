"""Django's name for this package."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Tables of the engine itself."""

    name = "odos.records"
    label = "records"
