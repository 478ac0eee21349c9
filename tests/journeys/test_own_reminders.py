"""A reminder of one's own, from the form to the inbox and put off there: PLAT-18, REMIND-01 to 13."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import WORKER_MS, Person

pytestmark = pytest.mark.slow

SNOOZED = """remind on campaign
  when status = "approved"
  notify user by inbox
  snooze up to 1 week, at most 1 time"""


def test_a_rule_of_ones_own_reaches_the_inbox_and_is_put_off_there(admin: Person, running_system):
    write_in_the_form(admin)
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    rule = {"entity": "campaign", "name": "Approved campaigns", "text": SNOOZED}
    running_system.post("/api/reminders/rules", rule, **headers)
    read_the_digest(admin)
    put_off(admin)
    see_the_history(admin)


def write_in_the_form(admin: Person) -> None:
    page = admin.page
    admin.open("/reminders")
    admin.click("New reminder")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("All tasks")
    admin.find(drawer.get_by_label("About which records"), "Tasks")
    expect(drawer.get_by_text("Myself")).to_be_visible()
    preview = drawer.get_by_role("region", name="What it would tell")
    expect(preview.get_by_text(re.compile(r"^Now: \d+"))).to_be_visible()
    drawer.get_by_role("switch", name="May be put off").click()
    drawer.get_by_text("Text", exact=True).first.click()
    expect(drawer.get_by_role("textbox").last).to_contain_text("snooze up to 1 week, at most 2 times")
    admin.click("Create", drawer)
    expect(card(admin, "All tasks")).to_be_visible()


def read_the_digest(admin: Person) -> None:
    """Very many records come in one notification, which leads to them."""
    page = admin.page
    admin.open("/inbox?kind=reminder")
    told = page.get_by_role("link", name=re.compile(r"^All tasks: \d+ records$"))
    expect(told).to_be_visible(timeout=WORKER_MS)
    told.click()
    expect(page.get_by_role("heading", name="All tasks")).to_be_visible()
    assert page.get_by_role("main").get_by_role("listitem").count() > 20


def put_off(admin: Person) -> None:
    page = admin.page
    admin.open("/inbox?kind=reminder")
    told = page.get_by_role("listitem").filter(has_text="Approved campaigns:")
    expect(told).to_be_visible(timeout=WORKER_MS)
    told.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Put the reminder off").hover()
    page.get_by_role("menuitem", name="Tomorrow morning").click()
    expect(page.get_by_text(re.compile("^Put off; you are reminded again"))).to_be_visible()
    expect(told).to_be_hidden()


def see_the_history(admin: Person) -> None:
    admin.open("/reminders")
    admin.click("History", card(admin, "Approved campaigns"))
    expect(admin.page.get_by_role("dialog").get_by_text("Reminder 1")).to_be_visible()


def card(admin: Person, name: str) -> Locator:
    return admin.page.get_by_role("listitem").filter(has_text=name)
