"""The outermost Django application: it knows every package, so it puts their background work together."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ConfigConfig(AppConfig):
    """Loaded last, when the models of all packages exist."""

    name = "odos.config"
    label = "config"

    def ready(self) -> None:
        """Imports by name, since modules with models cannot be imported before."""
        import_string("odos.config.background.register")()
