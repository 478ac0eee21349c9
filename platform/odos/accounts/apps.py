"""The Django application of people and credentials."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Static tables ``user_account``, ``unit``, ``access_token``."""

    name = "odos.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
