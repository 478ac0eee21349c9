"""A lead goes along its pipeline to a customer, and the board refuses a card with the reason, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

REPRESENTATIVE = "huang.lei"
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def seller(staff: Staff) -> Person:
    return staff.enter(REPRESENTATIVE)


@pytest.fixture
def make(running_system):
    """A record of the representative's."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    users = running_system.get("/api/records/user?limit=100&fields=username", **headers)["items"]
    owner = next(user["id"] for user in users if user["username"] == REPRESENTATIVE)

    def one(entity: str, **values: object) -> dict[str, str]:
        return running_system.post(f"/api/records/{entity}", {**values, "owner": owner}, **headers)

    return one


def test_a_lead_becomes_a_customer(seller: Person, make):
    """FLOW-08, LEAD-07, CONV-01: the path asks for what is missing, the wizard makes the customer."""
    lead = make("lead", name="Northwind Sensors", country="de", contact_name="Ida Berg")
    page = seller.page
    seller.open(f"/records/lead/{lead['id']}")
    path = page.get_by_role("region", name="Stages")
    path.get_by_role("button", name=re.compile("^Qualified")).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-field=email] input").fill("ida@northwind.example")
    seller.click("Move to “Qualified”", dialog)
    expect(path.get_by_role("button", name=re.compile("^Qualified"))).to_have_attribute(
        "aria-current", "step"
    )
    path.get_by_role("button", name="Converted").click()
    expect(page.get_by_role("dialog")).to_contain_text("is not set by hand")
    page.keyboard.press("Escape")
    seller.click("Convert to customer")
    wizard = page.get_by_role("dialog").filter(has_text="Customer name")
    expect(wizard.get_by_label("Customer name")).to_have_value("Northwind Sensors")
    wizard.get_by_role("button", name="Convert to customer").click()
    banner = page.get_by_role("alert").filter(has_text="Convert to customer")
    expect(banner.get_by_role("link", name="Northwind Sensors").first).to_be_visible()
    banner.get_by_role("link", name="Customer: Northwind Sensors").click()
    expect(page.get_by_role("alert").filter(has_text="Made from Northwind Sensors")).to_be_visible()


def test_the_board_refuses_a_card_with_the_reason(seller: Person, make):
    """FLOW-08: a drag obeys the rules; the card goes back, and what is missing can be filled in."""
    deal = make("opportunity", name="Board deal of today")
    page = seller.page
    seller.open("/records/opportunity?shape=board&view=opportunity.open&q=Board+deal+of+today")
    lane = page.locator("section[data-stage=prospecting]")
    card = lane.locator(f"[data-record='{deal['id']}']")
    expect(card).to_be_visible()
    seller.drag(card, page.locator("section[data-stage=proposal]"))
    expect(page.get_by_role("alert").filter(has_text="was not moved")).to_contain_text("required")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size(PHONE)
    seller.open("/records/opportunity?shape=board&view=opportunity.open&q=Board+deal+of+today")
    card.locator("xpath=..").get_by_role("button", name="Move to another stage").click()
    page.get_by_role("menuitem", name="Engaging").click()
    expect(
        page.locator("section[data-stage=engaging]").locator(f"[data-record='{deal['id']}']")
    ).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "fits the screen"
