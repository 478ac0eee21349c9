"""Warm requests ask the database for records, never for metadata."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from benchmarks.statements import Statements
from odos.accounts import queries
from odos.accounts.timed_cache import TimedCache
from odos.kernel.workspaces import MAIN
from odos.storage import active
from tests.fixtures.workers import wait_for

AN_HOUR = 3600.0


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], Statements]:
    """What an equal request sends after some others. What is asked once a second belongs to no request.

    Nor does what is asked when the process has begun to listen for new versions, in a thread of its own:
    it may have missed one until then.
    """
    monkeypatch.setattr(active, "RECHECK_SECONDS", AN_HOUR)
    monkeypatch.setattr(queries, "_principals", TimedCache(seconds=AN_HOUR))

    def of(request: Callable[[], Any]) -> Statements:
        assert request().status_code < 300
        wait_for(lambda: active._pointers[MAIN.key].news)
        assert request().status_code < 300
        found = Statements()
        with connection.execute_wrapper(found):
            assert request().status_code < 300
        return found

    return of


@pytest.fixture
def customer(root) -> str:
    created = root.post("records/customer", {"name": "Acme", "code": "A1", "tier": "a"})
    return str(created.json()["id"])


@pytest.mark.parametrize(
    "path",
    [
        "records/customer",
        "records/customer?filter=tier = \"a\"&sort=-created_at,name&limit=10&count=exact",
        "records/quote?fields=number,customer,customer.name,owner&count=none",
        "records/customer/{customer}",
        "records/customer/{customer}?fields=name,parent",
    ],
)  # fmt: skip
def test_a_warm_read_is_one_statement(root, customer, statements, path: str):
    found = statements(lambda: root.get(path.format(customer=customer)))
    assert found.about_metadata == []
    assert len(found.texts) == 1, found.texts


def test_the_schema_document_needs_no_query(root, statements):
    assert statements(lambda: root.get("schema")).about_metadata == []


def test_writes_ask_for_no_metadata_but_the_fence(root, customer, statements):
    numbers = iter(range(100))
    written = [
        lambda: root("PATCH", f"records/customer/{customer}", {"name": f"Acme {next(numbers)}"}),
        lambda: root.post("records/customer", {"name": f"New {next(numbers)}"}),
        lambda: root.post("records/customer/bulk", {"create": [{"name": f"One of {next(numbers)}"}]}),
    ]
    for request in written:
        found = statements(request)
        assert found.about_metadata == []
        assert sum("active_schema" in text for text in found.texts) == 1, "each write passes the fence once"


def test_a_publish_is_noticed(root, customer, statements):
    """The counts above mean something: the first request on a new version does read metadata."""
    found = Statements()
    document = {"label": {"en": "Motto"}, "kind": "text"}
    change = {"op": "put", "kind": "field", "key": "customer.motto", "document": document}
    with connection.execute_wrapper(found):
        assert root.post("metadata/apply", {"changes": [change], "message": "A field"}).status_code == 200
    assert found.about_metadata
    assert statements(lambda: root.get("records/customer?fields=motto")).about_metadata == []
