"""Requests leave nothing behind for the garbage collector."""

from __future__ import annotations

import gc

import pytest

from odos.api.frame.endpoint import Endpoint


@pytest.mark.parametrize(
    "path", ["schema", "records/customer", "records/customer?filter=nonsense(", "auth/me"]
)
def test_a_request_is_gone_when_it_is_answered(root, path):
    root.get(path)
    gc.collect()
    gc.disable()
    try:
        before = _alive()
        for _ in range(3):
            root.get(path)
        assert _alive() <= before
    finally:
        gc.enable()


def test_so_is_a_write(root):
    root.post("records/customer", {"name": "Acme", "code": "G0", "tier": "a"})
    gc.collect()
    gc.disable()
    try:
        before = _alive()
        for number in range(1, 4):
            assert (
                root.post("records/customer", {"name": "Acme", "code": f"G{number}", "tier": "a"}).status_code
                == 201
            )
        assert _alive() <= before
    finally:
        gc.enable()


def _alive() -> int:
    """Views in memory; the client of these tests keeps the request itself."""
    return sum(issubclass(type(item), Endpoint) for item in gc.get_objects())
