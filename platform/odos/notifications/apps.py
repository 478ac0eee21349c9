"""Django's name for this package."""

from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Inboxes, channels, what people prefer."""

    name = "odos.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
