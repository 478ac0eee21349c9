"""Every address of the API stands in its OpenAPI document, with every method, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, path, resolve
from rest_framework.views import APIView

from odos.api.openapi.paths import PATHS
from odos.api.openapi.schemas import SCHEMAS
from odos.api.urls import ROUTES
from odos.config.health import events_redirect

METHODS = ("get", "post", "put", "patch", "delete")
OUTSIDE = (path("events", events_redirect),)  # served by the outermost package


def addresses() -> Iterator[tuple[str, frozenset[str]]]:
    for pattern in (*ROUTES, *OUTSIDE):
        assert isinstance(pattern, URLPattern)
        view: type[APIView] | None = getattr(pattern.callback, "view_class", None)
        route = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        yield route, frozenset(m for m in METHODS if hasattr(view, m)) if view else frozenset({"get"})


@pytest.mark.parametrize(("route", "methods"), list(addresses()), ids=str)
def test_every_address_is_documented_with_its_methods(route, methods):
    assert route in PATHS, f"describe {route} in odos/api/openapi/paths.py"
    assert set(PATHS[route]) == methods


def test_every_documented_address_exists():
    assert set(PATHS) == {route for route, _methods in addresses()}


def test_every_schema_that_is_named_exists_and_is_used():
    operations = [operation for methods in PATHS.values() for operation in methods.values()]
    named = {name for item in operations for name in (item.answer, item.body) if name}
    assert named <= set(SCHEMAS)
    inner = set(re.findall(r"#/components/schemas/(\w+)", str(dict(SCHEMAS))))
    kinds_only = {"Money", "File", "IdSent", "NamedSegment"}
    assert set(SCHEMAS) == named | inner | kinds_only | {"Problem"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.pattern))
def test_every_address_leads_to_its_own_view(route):
    example = re.sub(r"<uuid:\w+>", "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000001", str(route.pattern))
    found = resolve("/api/" + re.sub(r"<\w+:\w+>", "7", example))
    assert found.func.view_class is route.callback.view_class
