"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Its tables are made by `benchmarks.reference.installation`."""

    name = "benchmarks.reference"
    label = "reference"
