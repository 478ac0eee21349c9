"""An approval is drawn by clicking, tried out, switched on; then a record goes through it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

SELLER, MANAGER = "huang.lei", "liu.yang"
NAME = "Plan approval"


@pytest.fixture
def people(admin: Person, staff: Staff) -> dict[str, Person]:
    return {"admin": admin, SELLER: staff.enter(SELLER), MANAGER: staff.enter(MANAGER)}


def test_an_approval_is_drawn_and_gone_through(running_system, people: dict[str, Person]):
    """FLOW-01, FLOW-02, FLOW-03, FLOW-07: manager → fork by amount → head of unit, copy; by clicking alone."""
    draw(people["admin"])
    try_out(people["admin"])
    deal = a_deal(running_system)
    submit(people[SELLER], deal)
    approve(people[MANAGER], deal)
    see_where_it_stands(people[SELLER], deal)


def card(person: Person, path: str) -> Locator:
    return person.page.locator(f'[data-card="{path}"]')


def add(person: Person, place: str, what: str) -> None:
    person.page.get_by_role("button", name="Fit View").click()
    person.page.get_by_role("button", name=f"Add here ({place})", exact=True).click()
    person.page.get_by_role("menuitem", name=what, exact=True).click()


def name_it(person: Person, text: str) -> None:
    side = person.page.get_by_role("complementary")
    side.get_by_label("Name: English").fill(text)


def draw(person: Person) -> None:
    page = person.page
    person.open("/studio/approvals")
    person.click("New approval")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("What is approved").fill("Opportunity")
    page.locator(".ant-select-dropdown:visible").get_by_text("Opportunity", exact=True).click()
    drawer.get_by_label("Name: English").fill(NAME)
    person.click("Create and draw", drawer)
    expect(card(person, "manager")).to_contain_text("Direct manager")

    add(person, "2", "Fork by condition")
    expect(card(person, "by_condition")).to_be_visible()
    card(person, "by_condition/branch_1").click()
    name_it(person, "Likely")
    side = page.get_by_role("complementary")
    side.get_by_text("Text", exact=True).click()
    side.locator(".cm-content").fill("amount >= 0")
    add(person, "Likely 1", "Approval")
    head = card(person, "by_condition/branch_1/approval")
    expect(head).to_have_attribute("aria-pressed", "true")
    name_it(person, "Head of the unit")
    person.choose(side.get_by_label("Who", exact=True), "Heads of units")
    expect(head).to_contain_text("Head of the unit")
    page.keyboard.press("Escape")
    head.focus()
    page.keyboard.press("Control+d")
    expect(card(person, "by_condition/branch_1/approval_2")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(card(person, "by_condition/branch_1/approval_2")).to_be_hidden()

    add(person, "3", "Copy")
    expect(card(person, "copy")).to_contain_text("Whoever submitted")
    save(person)


def save(person: Person) -> None:
    person.click("Settings")
    person.page.get_by_role("complementary").get_by_role("switch", name="In use").click()
    person.click("Save")
    expect(person.page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def try_out(person: Person) -> None:
    """The way lights up in the picture, with the names of those who would be asked."""
    person.click("Try it out")
    bar = person.page.get_by_role("group", name="Try it out")
    for control in ("Record", "Submitted by"):
        bar.get_by_role("combobox", name=control).click()
        lists = person.page.locator(".ant-select-dropdown:visible")
        lists.locator(".ant-select-item-option").first.click()
        expect(lists).to_have_count(0)
    expect(card(person, "by_condition/branch_1")).to_have_attribute("data-mark", "passed")
    expect(card(person, "by_condition/branch_2")).to_have_attribute("data-mark", "none")
    expect(bar.get_by_text(re.compile("Approved after"))).to_be_visible()


def a_deal(running_system) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    body = {"filter": f'owner.username = "{SELLER}"', "fields": ["name"], "limit": 1}
    found: dict[str, Any] = running_system.post("/api/records/opportunity/query", body, **headers)["items"][0]
    return found


def submit(person: Person, deal: dict[str, Any]) -> None:
    person.open(f"/records/opportunity/{deal['id']}")
    person.click("Submit for approval")
    dialog = person.page.get_by_role("dialog")
    if dialog.get_by_label("Approval", exact=True).count():
        person.choose(dialog.get_by_label("Approval", exact=True), NAME)
    expect(dialog).to_contain_text("Head of the unit")
    person.click("Submit for approval", dialog)
    expect(person.page.get_by_role("alert").filter(has_text="closed to changes")).to_be_visible()


def approve(person: Person, deal: dict[str, Any]) -> None:
    person.open("/approvals")
    person.page.get_by_role("link", name=deal["name"]).first.click()
    person.click("Approve")
    dialog = person.page.get_by_role("dialog")
    person.click("Approve", dialog)
    expect(dialog).to_be_hidden()


def see_where_it_stands(person: Person, deal: dict[str, Any]) -> None:
    """The drawing of a case is the one that was made, with what became of each card; on a phone as well."""
    person.open("/approvals?box=started")
    person.page.get_by_role("link", name=deal["name"]).first.click()
    expect(card(person, "manager")).to_have_attribute("data-mark", "passed")
    expect(card(person, "by_condition/branch_1")).to_have_attribute("data-mark", "passed")
    expect(card(person, "by_condition/branch_2")).to_have_attribute("data-mark", "skipped")
    person.page.set_viewport_size({"width": 375, "height": 740})
    expect(card(person, "manager")).to_be_visible()
    assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "fits the screen"
    )
