"""PLAT-01: a value is changed where it stands in the list, or in all that the list stands for."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.systems import RunningSystem
from tests.journeys.people import Person

pytestmark = pytest.mark.slow


def test_a_cell_is_changed_in_its_place(admin: Person):
    page = admin.page
    admin.open("/records/communication?view=*")
    cell = first_cell(page)
    cell.hover()
    cell.get_by_role("button", name=re.compile("^Change ")).click()
    editor = page.locator(".ant-popover:visible")
    editor.get_by_role("textbox").fill("Said in the list")
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    expect(page.get_by_role("grid").get_by_text("Said in the list")).to_be_visible()


def first_cell(page: Page):
    """The title in the first row."""
    return page.get_by_role("row").nth(1).get_by_role("gridcell").nth(1)


def test_all_that_match_are_changed_and_taken_back(admin: Person, running_system: RunningSystem):
    """Sixty leads, more than a page holds; twenty of them have the value already and are told apart."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    rows = [{"name": f"Mass {n:02}", "rating": "hot" if n < 20 else "cold"} for n in range(60)]
    running_system.post("/api/records/lead/bulk", {"create": rows}, **headers)
    page = admin.page
    admin.open(f"/records/lead?view=*&filter={quote(MEANT)}")
    page.get_by_role("columnheader").first.get_by_role("checkbox").check()
    admin.click("Select all 60 that match")
    admin.click("Change a field")
    dialog = page.get_by_role("dialog")
    admin.choose(dialog.get_by_role("combobox").first.locator("xpath=../.."), "Rating")
    admin.choose(dialog.get_by_role("combobox").nth(1).locator("xpath=../.."), "Hot")
    expect(dialog.get_by_text("40 records will get this value")).to_be_visible()
    expect(dialog.get_by_text("20 records hold this value already")).to_be_visible()
    admin.click("Change 40 records", dialog)
    told = page.get_by_role("alert").filter(has_text="40 records changed")
    expect(told).to_be_visible()
    assert hot(running_system, headers) == 60
    admin.click("Undo", told)
    expect(page.get_by_text("40 records are as they were before")).to_be_visible()
    assert hot(running_system, headers) == 20


MEANT = 'name starts with "Mass"'


def hot(system: RunningSystem, headers: dict[str, str]) -> int:
    """How many of those leads are rated hot."""
    asked = {"filter": f'rating = "hot" and {MEANT}', "count": "exact"}
    found: int = system.post("/api/records/lead/query", asked, **headers)["count"]
    return found
