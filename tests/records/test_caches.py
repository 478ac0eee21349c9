"""PLAT-01: what was compiled is kept, within bounds, and slots are found out only where they are asked for."""

from __future__ import annotations

import pytest

from odos.kernel.sql import Slot, Sql
from odos.records.caches import Kept
from tests.fixtures.application import context_for


def test_an_entry_is_made_once_and_may_be_replaced():
    kept = Kept(2)
    first = kept.get("a", object)
    assert kept.get("a", object) is first
    kept.put("a", "another")
    assert kept.get("a", object) == "another"


def test_nothing_may_be_an_entry():
    kept, made = Kept(2), []
    for _ in range(2):
        assert kept.get("a", lambda: made.append(1)) is None
    assert made == [1]


def test_those_made_first_go_first():
    kept = Kept(2)
    for key in ("a", "b", "c"):
        kept.put(key, key)
    assert [kept.get(key, lambda: "anew") for key in ("b", "c", "a")] == ["b", "c", "anew"]


def test_a_statement_with_slots_of_its_own_asks_for_nothing_else(app):
    context = context_for(app)
    own = Sql("SELECT %s, %s", (Slot("id"), 5))
    assert own.bind(context.slots_and(id=7)) == [7, 5]
    assert "slots" not in vars(context)
    both = own + Sql(", %s", (Slot("user"),))
    assert both.bind(context.slots_and(id=7)) == [7, 5, context.slots["user"]]
    with pytest.raises(KeyError):
        Sql("SELECT %s", (Slot("no_such_slot"),)).bind(context.slots_and(id=7))
