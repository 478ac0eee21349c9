"""The Django application of record access."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Static tables ``record_share`` and ``team_member``."""

    name = "odos.access"
    label = "access"
