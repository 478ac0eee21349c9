"""Addresses: ``/api`` belongs to `odos.api`; the user interface is served by a middleware."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from odos.config.health import events_redirect, healthz, readyz


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A path that is neither API nor user interface."""
    return HttpResponse("Not found\n", status=404, content_type="text/plain")


handler404 = not_found

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/events", events_redirect),
]
if find_spec("odos.api") and find_spec("odos.api.urls"):
    urlpatterns.append(path("api/", include("odos.api.urls")))
