"""Registries: filled while loading, closed afterwards, in order without being sorted each time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from odos.kernel.registry import OrderedRegistry, Registry


@dataclass(frozen=True)
class Thing:
    key: str
    order: float = 0


@pytest.fixture
def registry() -> OrderedRegistry[Thing]:
    made: OrderedRegistry[Thing] = OrderedRegistry("thing")
    for thing in (Thing("b", 2), Thing("c", 1), Thing("a", 2)):
        made.register(thing.key, thing)
    return made


def test_a_key_is_taken_once(registry):
    with pytest.raises(ValueError, match="twice"):
        registry.register("a", Thing("a"))


def test_a_closed_one_takes_nothing_more():
    closed: Registry[int] = Registry("number")
    closed.close()
    with pytest.raises(ValueError, match="closed"):
        closed.register("one", 1)
    with closed.temporarily("one", 1):
        assert closed["one"] == 1
    assert "one" not in closed


def test_things_come_in_their_order(registry):
    assert [thing.key for thing in registry.in_order()] == ["c", "a", "b"]
    assert registry.in_order() is registry.in_order(), "sorted once"
    with registry.temporarily("d", Thing("d", 0)):
        assert [thing.key for thing in registry.in_order()] == ["d", "c", "a", "b"]
    assert [thing.key for thing in registry.in_order()] == ["c", "a", "b"]
