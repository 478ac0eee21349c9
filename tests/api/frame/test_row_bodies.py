"""Bulk bodies are decoded in parts and mean what the whole would mean: PLAT-09."""

from __future__ import annotations

import json

import orjson
import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.api.frame.row_bodies import Rows, read_rows
from odos.kernel.problems import Invalid, Malformed

SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)
)


def _request(body: bytes):
    return RequestFactory().generic("POST", "/", body, content_type="application/json")


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(VALUES, max_size=8), st.integers(0, 8))
def test_parts_give_what_the_whole_gives(rows, first):
    read = read_rows(_request(json.dumps({"create": rows, "atomic": True}).encode()), ("create",))
    assert (read["atomic"], len(read["create"])) == (True, len(rows))
    assert (read["create"][first:], list(read["create"])) == (rows[first:], rows)


def test_rows_are_decoded_only_when_they_are_asked_for(monkeypatch):
    decoded = []
    monkeypatch.setattr(
        "odos.api.frame.row_bodies.loads", lambda raw: decoded.append(bytes(raw)) or orjson.loads(raw)
    )
    rows = read_rows(_request(b'{"create": [{"a": 1}, {"a": 2}, {"a": 3}]}'), ("create",))["create"]
    assert isinstance(rows, Rows)
    assert decoded == []
    assert rows[1:] == [{"a": 2}, {"a": 3}]
    assert decoded == [b'{"a": 2}', b'{"a": 3}']


@pytest.mark.parametrize(
    "body", [b"[]", b"5", b'{"create": [{"a": nul}]}', b'{"create": [1,]}', b'{"create"', b"{" * 100_000]
)
def test_what_is_no_object_of_json_is_malformed(body):
    with pytest.raises(Malformed):
        read_rows(_request(body), ("create",))


def test_what_must_be_a_list_is_refused_otherwise_and_may_be_blank():
    with pytest.raises(Invalid):
        read_rows(_request(b'{"create": {"name": "A"}}'), ("create",))
    assert list(read_rows(_request(b'{"create": null}'), ("create",))["create"]) == []
    assert read_rows(_request(b""), ("create",)) == {}


def test_a_row_that_cannot_be_decoded_ends_the_whole_call(root):
    body = b'{"create": [{"name": "A"}, {"name": "\xff"}]}'
    answer = root.client.generic(
        "POST", "/api/records/customer/bulk", body, content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {root.token}",
    )  # fmt: skip
    assert (answer.status_code, answer.json()["issues"][0]["code"]) == (400, "not_json")
    assert root.get("records/customer?filter=name%20%3D%20%22A%22&count=exact").json()["count"] == 0
