"""The Django application of the audit trail; its tables come from `sql/`, not from migrations."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """No Django models: the application does not own these tables."""

    name = "odos.audit"
    label = "audit"
