"""Django's name for this package."""

from __future__ import annotations

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """Saved views, choices of views, segments."""

    name = "odos.personal"
    label = "personal"
    default_auto_field = "django.db.models.BigAutoField"
