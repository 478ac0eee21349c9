"""Django's name for this package."""

from __future__ import annotations

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    """Reminders: episodes, what was told, rules of people. Automation: runs and their steps; webhooks."""

    name = "odos.automation"
    label = "automation"
    default_auto_field = "django.db.models.BigAutoField"
