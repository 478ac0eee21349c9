"""PLAT-36: an administrator looks with the eyes of somebody else, and no screen offers anything that changes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

PERSONAL = ("/account", "/inbox", "/messages", "/reminders")
CHANGING = re.compile(
    "^(New|Edit|Delete|Add|Import|Mark|Archive|Claim|Convert|Submit|Approve|Reject|Save|Delegat|Comment|Send)"
)


def test_no_screen_offers_what_changes(admin: Person, staff: Staff):
    manager = staff.ids["li.na"]
    admin.open(f"/records/user/{manager}")
    admin.click("More actions")
    admin.page.get_by_role("menuitem", name="See as this user").click()
    admin.sees("You see what")
    expect(admin.page.get_by_role("menuitem", name="Messages")).to_have_count(0)
    for path in PERSONAL:
        admin.open(path)
        admin.sees("This is personal")
    for path in (
        "/",
        "/approvals",
        "/calendar",
        "/records/account",
        "/records/lead",
        "/records/account/8?tab=comments",
    ):
        admin.open(path)
        expect(admin.page.get_by_role("button", name="Back to yourself")).to_be_visible()
        main = admin.page.locator("main")
        expect(main.get_by_role("heading").first).to_be_visible()
        expect(main.locator(".ant-skeleton")).to_have_count(0)
        assert main.get_by_role("button", name=CHANGING, disabled=False).all_text_contents() == [], path
    admin.click("Back to yourself")
    admin.open("/inbox")
    expect(admin.page.get_by_role("heading", name="Notifications")).to_be_visible()
