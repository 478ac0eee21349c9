"""Odos as it is, and the application by hand below ``/api/reference/``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/reference/", include("benchmarks.reference.urls")),
    path("", include("odos.config.urls")),
]
