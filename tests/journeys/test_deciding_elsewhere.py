"""Who is asked without seeing the record decides on figures all the same, on a phone too; tables have room."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

SELLER, STRANGER = "huang.lei", "sun.yue"
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def asked(running_system, staff: Staff) -> dict[str, Any]:
    """A quote of the representative's; somebody of another region is asked."""
    staff.enter(SELLER)
    staff.enter(STRANGER)
    headers = staff.headers(SELLER)
    body = {"filter": f'owner.username = "{SELLER}"', "fields": ["account"], "limit": 1}
    like = running_system.post("/api/records/quote/query", body, **headers)["items"][0]
    line = {"description": "Calibration", "quantity": "1", "unit_price": "4000", "discount": "25"}
    values = {"account": like["account"]["id"], "name": "Out of sight", "lines": [line]}
    quote = running_system.post("/api/records/quote", values, **headers)
    case = running_system.post("/api/approvals", {"entity": "quote", "record": quote["id"]}, **headers)
    admin = {"Authorization": f"Bearer {running_system.token()}"}
    task = next(task["task"] for node in case["nodes"] for task in node.get("tasks", ()))
    given = {"task": task, "to": staff.ids[STRANGER]}
    running_system.post(f"/api/approvals/{case['id']}/reassign", given, **admin)
    return {**quote, "case": case["id"], "customer": like["account"]["label"]}


def test_who_does_not_see_the_record_sees_what_they_decide_on(staff: Staff, asked: dict[str, Any]):
    """FLOW-05: customer, total, discount and lines, without a way to the record."""
    stranger = staff.enter(STRANGER)
    page = stranger.page
    stranger.open(f"/approvals/{asked['case']}")
    expect(page.get_by_role("heading", name="What it is about")).to_be_visible()
    shown = page.locator("section", has=page.get_by_role("heading", name="What it is about"))
    for words in (asked["customer"], "25", "3,390 CNY", "Calibration"):
        expect(shown).to_contain_text(words)
    expect(page.get_by_text(re.compile(r"^Quote: "))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"^Quote: "))).to_have_count(0)


def test_on_a_phone_a_chosen_name_closes_the_list(staff: Staff, asked: dict[str, Any]):
    """FLOW-04, PLAT-30: what is asked next is not covered."""
    stranger = staff.enter(STRANGER)
    page = stranger.page
    page.set_viewport_size(PHONE)
    stranger.open(f"/approvals/{asked['case']}")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Add approvers").click()
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_role("combobox", name="Whom")
    box.click()
    box.fill("lina")
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text="李娜").click()
    expect(page.locator(".ant-select-dropdown:visible")).to_have_count(0)
    dialog.get_by_text("After me").click()
    expect(dialog.get_by_role("radio", name="After me")).to_be_checked()


def test_a_decision_table_is_edited_in_a_large_window(admin: Person):
    """FLOW-03: the same table as in the panel, with room for all of its columns."""
    page = admin.page
    admin.open("/studio/approvals/quote_approval")
    page.locator('[data-card="authority"]').click()
    side = page.get_by_role("complementary")
    expect(side.get_by_role("table")).to_be_visible()
    before = side.get_by_role("table").get_by_role("row").count()
    side.get_by_role("button", name=re.compile("Edit in a large window")).click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("Decision table of")
    window.get_by_role("button", name=re.compile("Add a row")).click()
    expect(window.get_by_role("table").get_by_role("row")).to_have_count(before + 1)
    window.get_by_role("button", name="Done").click()
    expect(side.get_by_role("table").get_by_role("row")).to_have_count(before + 1)
