"""The Django application of design-time metadata."""

from __future__ import annotations

from django.apps import AppConfig


class MetaConfig(AppConfig):
    """Static tables ``component`` (with one for each kind), ``component_override`` and ``design_edit``."""

    name = "odos.meta"
    label = "meta"
    default_auto_field = "django.db.models.BigAutoField"
