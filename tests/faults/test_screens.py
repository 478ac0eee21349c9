"""Somebody types while the server goes away: they are told, what was typed stays, and it is saved once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.faults.depot import PASSWORD, Depot
from tests.faults.killing import KILLS, nobody_watches
from tests.journeys.people import Person

pytestmark = pytest.mark.slow

PATIENCE_MS = 300_000


@pytest.fixture
def sender(depot: Depot, chromium: Browser) -> Iterator[Person]:
    person = Person(chromium, depot.system.url)
    person.context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    person.sign_in("sender0", PASSWORD)
    yield person
    person.context.close()


@pytest.mark.parametrize("victim", ["web", "postgres"])
def test_what_was_typed_is_saved_when_the_server_is_back(depot: Depot, sender: Person, victim: str):
    """A clear banner, no lost input, no second record."""
    name, page = f"Typed without {victim}", sender.page
    silent = page.get_by_role("status").filter(has_text="The server does not answer")
    sender.open("/records/parcel/new")
    sender.fill("name", name)
    with nobody_watches(depot.system):
        KILLS[victim](depot.system)
        depot.wait_until(lambda: not depot.system.is_ready())
        sender.click("Save")
        expect(silent).to_be_visible()
        expect(sender.field("name").locator("input")).to_have_value(name)
    expect(silent).to_be_hidden()
    sender.click("Save")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    body = {"filter": f'name = "{name}"', "fields": ["name"], "count": "exact"}
    assert depot.admin.post("/api/records/parcel/query", body)["count"] == 1


def test_what_others_did_meanwhile_is_shown(depot: Depot, sender: Person):
    """The stream of live events opens again by itself, and what it missed is read."""
    sender.open("/records/parcel?sort=-id")
    expect(sender.page.get_by_role("grid").or_(sender.page.get_by_role("table")).first).to_be_visible()
    with nobody_watches(depot.system):
        KILLS["events"](depot.system)
        depot.make(None, prefix="While nobody listened ")
    expect(sender.page.get_by_text("While nobody listened 0").first).to_be_visible()
