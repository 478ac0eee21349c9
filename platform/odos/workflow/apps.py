"""Django's name for this package."""

from __future__ import annotations

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Tables of approvals."""

    name = "odos.workflow"
    label = "workflow"
