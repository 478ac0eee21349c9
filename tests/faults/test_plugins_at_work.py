"""A broken plugin beside a sound one: web and worker run with what is sound, administrators see what is not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.faults.depot import Depot
from tests.faults.test_screens import sender  # noqa: F401  (a fixture)
from tests.journeys.people import Person

pytestmark = pytest.mark.slow


def test_a_broken_plugin_is_named_and_the_others_work(depot: Depot):
    """PLAT-03, PLAT-27: the worker runs a plugin's action for a rule."""
    found = {each["name"]: each for each in depot.admin.get("/api/plugins")["items"]}
    assert found["broken"]["error"] == "RuntimeError: the glue has dried"
    assert (found["post_office"]["version"], found["post_office"]["error"]) == ("1.2.0", None)
    assert "plugin broken is left out" in depot.system.log
    (parcel,) = depot.make(None, prefix="To be stamped ")
    depot.admin.ask("PATCH", f"/api/records/parcel/{parcel}", {"state": "stamped"})
    depot.wait_until(lambda: depot.admin.get(f"/api/records/parcel/{parcel}")["notes"] == "stamped 80 letter")


def test_its_actions_are_in_the_menu_of_a_record(depot: Depot, sender: Person):  # noqa: F811
    """PLAT-03: with a form of what they take."""
    (parcel,) = depot.make(None, prefix="By hand ")
    page = sender.page
    sender.open(f"/records/parcel/{parcel}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Put a stamp on").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Run")).to_be_disabled()
    dialog.get_by_label("Price").fill("120")
    sender.click("Run", dialog)
    expect(page.get_by_text(re.compile("^Done: Put a stamp on"))).to_be_visible()
    expect(page.get_by_text("stamped 120 letter")).to_be_visible()
