"""The Django application of background work."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Static tables ``job`` and ``periodic_run``."""

    name = "odos.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
