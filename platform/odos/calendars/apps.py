"""The Django application of working time."""

from __future__ import annotations

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Static tables ``working_calendar`` and ``special_day``."""

    name = "odos.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"
