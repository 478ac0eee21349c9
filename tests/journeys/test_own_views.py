"""A list kept as one's own view, from the builder to a colleague's screen: PLAT-01, QUERY-01, QUERY-02, QUERY-03."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

FILTER = 'source is not blank and (rating = "hot" or count(communications where at in this year) >= 1)'


@pytest.fixture
def colleague(staff: Staff) -> Person:
    return staff.enter("james.carter")


def test_a_list_becomes_a_view_that_a_colleague_opens_by_its_address(admin: Person, colleague: Person):
    see_the_filter_both_ways(admin)
    key = save_and_share(admin)
    open_as_colleague(colleague, key)
    save_as_segment(admin)


def see_the_filter_both_ways(admin: Person) -> None:
    page = admin.page
    admin.open(f"/records/lead?view=lead.all&filter={quote(FILTER)}")
    page.get_by_role("button", name=re.compile("^Filter · 3")).click()
    panel = page.locator("form").filter(has=page.get_by_text("As text"))
    expect(panel.get_by_text("any of these")).to_be_visible()
    expect(panel.get_by_text("number of")).to_be_visible()
    panel.get_by_text("As text").click()
    expect(panel.get_by_role("textbox")).to_have_text(FILTER)
    panel.get_by_text("Builder").click()
    expect(panel.get_by_text("number of")).to_be_visible()
    admin.click("Apply", panel)


def save_and_share(admin: Person) -> str:
    page = admin.page
    admin.click("Save as a new view…")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Warm this year")
    admin.click("Save", dialog)
    page.wait_for_url(re.compile(r"view=(~|%7E)\d+"))
    admin.click("Views")
    page.get_by_role("menuitem", name="Share…").click()
    sharing = page.get_by_role("dialog").filter(has_text="Share “Warm this year”")
    sharing.get_by_role("switch").click()
    admin.click("Save", sharing)
    expect(sharing).to_be_hidden()
    found = re.search(r"view=(?:~|%7E)(\d+)", page.url)
    assert found is not None
    return f"~{found[1]}"


def open_as_colleague(colleague: Person, key: str) -> None:
    page = colleague.page
    colleague.open(f"/records/lead?view={key}")
    expect(page.get_by_role("tab", name="Warm this year")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("Lead source is not blank")).to_be_visible()
    colleague.click("Views")
    expect(page.get_by_text("Shared with me")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Share…")).to_have_count(0)


def save_as_segment(admin: Person) -> None:
    page = admin.page
    admin.click("Views")
    page.get_by_role("menuitem", name="Save as a segment…").click()
    admin.click("Save", page.get_by_role("dialog"))
    expect(page.get_by_text(re.compile("The segment “Warm this year” has"))).to_be_visible()
