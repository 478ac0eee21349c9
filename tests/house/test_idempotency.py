"""Every write of the API is done once for each ``Idempotency-Key``, without a word in its own code."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from odos.api.frame.idempotency import WRITING
from odos.api.openapi.operations import JSON
from odos.api.openapi.paths import PATHS
from odos.api.urls import ROUTES
from tests.api.conftest import Api

WRITES = [
    (method.upper(), path)
    for path, operations in sorted(PATHS.items())
    for method, operation in operations.items()
    if method.upper() in WRITING and not operation.reads
]
FOR_STRANGERS = [(method, path) for method, path in WRITES if PATHS[path][method.lower()].public]
SIGNED_IN = [write for write in WRITES if write not in FOR_STRANGERS]
# What must be right before the key is looked at: a change set.
BODIES: dict[str, dict[str, Any]] = {
    "/metadata/apply": {"changes": [], "message": "x"},
    "/metadata/retired/purge": {"items": []},
}


def address(path: str) -> str:
    """Of things that there need not be."""
    named = path.removeprefix("/")
    for name, value in {"entity": "customer", "kind": "entity", "change": str(uuid.UUID(int=1))}.items():
        named = named.replace(f"{{{name}}}", value)
    return re.sub(r"\{\w+\}", "1", named)


def views() -> Iterator[tuple[str, Any]]:
    for pattern in ROUTES:
        view = getattr(pattern.callback, "view_class", None)
        route = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if view is not None and route in PATHS:
            yield route, view


def refusals(api: Api, writes: list[tuple[str, str]], key: str) -> dict[tuple[str, str], list[str]]:
    """The codes that each write is refused with."""
    found = {}
    for method, path in writes:
        if PATHS[path][method.lower()].body_type == JSON:
            answer = api(method, address(path), BODIES.get(path, {}), idempotency_key=key)
        else:
            answer = api.form(address(path), {}, idempotency_key=key)
        found[method, path] = [issue["code"] for issue in answer.json()["issues"]]
    return found


def test_a_key_that_stands_for_another_request_is_refused_by_every_write(root):
    """Nothing is looked at before: neither the record nor the body."""
    assert root.post("records/customer", {"name": "First"}, idempotency_key="k-1").status_code == 201
    assert refusals(root, SIGNED_IN, "k-1") == {write: ["key_reused"] for write in SIGNED_IN}


def test_a_key_that_is_too_long_is_refused_by_every_write(root, nobody):
    for api, writes in ((root, SIGNED_IN), (nobody, FOR_STRANGERS)):
        assert refusals(api, writes, "k" * 201) == {write: ["key_too_long"] for write in writes}


def test_the_document_names_the_key_for_every_write_and_for_nothing_else(root):
    paths = root.get("openapi.json").json()["paths"]
    named = {
        (method.upper(), path)
        for path in PATHS
        for method, described in paths[path].items()
        if method != "parameters"
        and {"$ref": "#/components/parameters/Idempotency-Key"} in described["parameters"]
    }
    assert named == set(WRITES)


def test_endpoints_and_the_document_agree_on_what_only_reads():
    for path, view in views():
        for method, operation in PATHS[path].items():
            if method.upper() in WRITING:
                assert operation.reads == view.reads, (method, path)
