"""The Django application of packages: it brings commands and one table."""

from __future__ import annotations

from django.apps import AppConfig


class PackagesConfig(AppConfig):
    """Static table ``installed_package``."""

    name = "odos.packages"
    label = "packages"
    default_auto_field = "django.db.models.BigAutoField"
