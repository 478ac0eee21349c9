"""The Django application of schema versions."""

from __future__ import annotations

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Tables ``schema_version``, ``compiled_part``, ``active_schema``, ``managed_index``, ``field_work``."""

    name = "odos.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
