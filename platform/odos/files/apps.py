"""The Django application of attachments."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The static table ``stored_file``."""

    name = "odos.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
