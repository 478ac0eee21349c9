"""A lead goes along its pipeline to a customer, and the board refuses a card with the reason, in a browser."""

from __future__ import annotations

import re
import urllib.error
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

REPRESENTATIVE = "huang.lei"
PHONE = {"width": 375, "height": 740}
WORTH_IT = {"amount": "1000000", "source": "referral", "employees": 300}  # a lead of this score is qualified


@pytest.fixture
def seller(staff: Staff) -> Person:
    return staff.enter(REPRESENTATIVE)


@pytest.fixture
def headers(running_system) -> dict[str, str]:
    return {"Authorization": f"Bearer {running_system.token()}"}


@pytest.fixture
def make(running_system, headers):
    """A record of the representative's."""
    users = running_system.get("/api/records/user?limit=100&fields=username", **headers)["items"]
    owner = next(user["id"] for user in users if user["username"] == REPRESENTATIVE)

    def one(entity: str, **values: object) -> dict[str, str]:
        return running_system.post(f"/api/records/{entity}", {**values, "owner": owner}, **headers)

    return one


def test_a_lead_becomes_a_customer(seller: Person, running_system, headers, make):
    """FLOW-08, LEAD-07, CONV-01: the path asks for what is missing, the wizard makes the customer; it is undone
    while nothing depends on it, and said what does."""
    lead = make("lead", name="Northwind Sensors", country="de", contact_name="Ida Berg", **WORTH_IT)
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

    account = page.url.rstrip("/").split("/")[-1].split("?")[0]
    visit = make("communication", subject="Visit Northwind", account=account, at="2031-05-01T08:00:00Z")
    seller.open(f"/records/lead/{lead['id']}")
    undo = banner.get_by_role("button", name="Undo")
    undo.click()
    seller.sees('Customer "Northwind Sensors" is used by: Communications (Visit Northwind)')
    running_system.post("/api/records/communication/bulk", {"delete": [visit["id"]]}, **headers)
    seller.open(f"/records/lead/{lead['id']}")
    undo.click()
    seller.click("Undo", page.get_by_role("dialog"))
    expect(banner).to_have_count(0)
    expect(path.get_by_role("button", name=re.compile("^Qualified"))).to_have_attribute(
        "aria-current", "step"
    )


def test_a_supplier_that_is_chosen_is_a_customer_as_well(seller: Person, running_system, headers, make):
    """CONV-01: the wizard finds records that exist; what the chosen one is already stays."""
    supplier = make("account", name="Supplier Northwind", relationships=["supplier"])
    known = {"country": "cn", "contact_name": "Ida", "mobile": "13800003333", **WORTH_IT}
    lead = make("lead", name="Their sensors", **known)
    running_system.patch(f"/api/records/lead/{lead['id']}", {"status": "qualified"}, **headers)
    seller.open(f"/records/lead/{lead['id']}")
    seller.click("Convert to customer")
    wizard = seller.page.get_by_role("dialog", name="Convert to customer")
    wizard.get_by_text("Choose existing").first.click()
    box = wizard.get_by_role("combobox", name="Customer")
    box.fill("Supplier Northwind")
    offered = seller.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
    offered.filter(has_text="Supplier Northwind").click()
    wizard.get_by_role("button", name="Convert to customer").click()
    banner = seller.page.get_by_role("alert").filter(has_text="Convert to customer")
    expect(banner.get_by_role("link", name="Customer: Supplier Northwind")).to_be_visible()
    found = running_system.get(f"/api/records/account/{supplier['id']}", **headers)
    assert sorted(found["relationships"]) == ["customer", "supplier"]


def test_two_clicks_at_the_same_instant_convert_once(running_system, headers, make):
    """CONV-01, QUOTE-04: of requests at once one converts, the others are told that it was done."""
    known = {"country": "cn", "contact_name": "Ida", "mobile": "13800002222"}
    lead = make("lead", name="Twice Ltd", **known, **WORTH_IT)
    path = f"/api/records/lead/{lead['id']}"
    running_system.patch(path, {"status": "qualified"}, **headers)

    def click(_number: int) -> int:
        try:
            running_system.post(f"{path}/actions/convert.lead.customer", {}, **headers)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        return 200

    with ThreadPoolExecutor(4) as clicks:
        assert sorted(clicks.map(click, range(4))) == [200, 409, 409, 409]
    found = running_system.post("/api/records/account/query", {"filter": 'name = "Twice Ltd"'}, **headers)
    assert len(found["items"]) == 1


def test_a_customer_lives_and_becomes_a_partner(admin: Person, seller: Person, make):
    """CONV-01, CONV-02: each step by its own path, tracked and dated; only a manager makes a partner."""
    account = make("account", name="Lifelong Pumps")
    page = seller.page
    seller.open(f"/records/account/{account['id']}")
    path = page.get_by_role("region", name="Stages")
    for stage in ("New customer", "Existing customer", "Willing to recommend"):
        path.get_by_role("button", name=re.compile(f"^{stage}")).click()
        seller.click(f"Move to “{stage}”", page.get_by_role("dialog"))
        now = path.get_by_role("button", name=re.compile(f"^{stage}"))
        expect(now).to_have_attribute("aria-current", "step")
    path.get_by_role("button", name="Stage history").click()
    history = page.get_by_role("dialog")
    for stage in ("Prospect", "New customer", "Existing customer", "Willing to recommend"):
        expect(history.get_by_text(stage, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    seller.choose(path.get_by_role("combobox", name="Which stages"), "Customer status")
    path.get_by_role("button", name=re.compile("^Inactive")).click()
    seller.click("Move to “Inactive”", page.get_by_role("dialog"))
    expect(path.get_by_role("button", name=re.compile("^Inactive, since"))).to_be_visible()
    seller.choose(path.get_by_role("combobox", name="Which stages"), "Partnership")
    path.get_by_role("button", name=re.compile("^Partner")).click()
    expect(page.get_by_role("dialog")).to_contain_text("You may not move records to")
    admin.open(f"/records/account/{account['id']}")
    path = admin.page.get_by_role("region", name="Stages")
    admin.choose(path.get_by_role("combobox", name="Which stages"), "Partnership")
    path.get_by_role("button", name=re.compile("^Partner")).click()
    admin.click("Move to “Partner”", admin.page.get_by_role("dialog"))
    expect(path.get_by_role("button", name=re.compile("^Partner, since"))).to_be_visible()


def test_the_board_refuses_a_card_with_the_reason(seller: Person, make):
    """FLOW-08: a drag obeys the rules; the card goes back, and what is missing can be filled in."""
    deal = make("opportunity", name="Board deal of today")
    page = seller.page
    seller.open("/records/opportunity?shape=board&view=opportunity.open&q=Board+deal+of+today")
    lane = page.locator("section[data-stage=prospecting]")
    card = lane.locator(f"[data-record='{deal['id']}']")
    expect(card).to_be_visible()
    proposal = page.locator("section[data-stage=proposal]")
    seller.drag(card, proposal, until=page.locator("[data-stage=proposal][data-over=true]"))
    seller.hears("Board deal of today was put on “Proposal”.")
    expect(page.get_by_role("alert").filter(has_text="was not moved")).to_contain_text("Amount")
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


def test_a_card_is_moved_with_the_keyboard(seller: Person, make):
    """FLOW-08: its menu opens by Enter and obeys the same rules; Enter on the card opens the record."""
    deal = make("opportunity", name="Keyboard deal of today")
    page = seller.page
    seller.open("/records/opportunity?shape=board&view=opportunity.open&q=Keyboard+deal+of+today")
    card = page.locator(f"[data-record='{deal['id']}']")
    menu = card.locator("xpath=..").get_by_role("button", name="Move to another stage")
    menu.focus()
    page.keyboard.press("Enter")
    engaging = page.get_by_role("menuitem", name="Engaging")
    expect(engaging).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Proposal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="was not moved")).to_contain_text("Amount")
    dialog = page.get_by_role("dialog").filter(has_text="Move to “Proposal”")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(engaging).to_be_focused()
    page.keyboard.press("Enter")
    lane = page.locator("section[data-stage=engaging]")
    expect(lane.locator(f"[data-record='{deal['id']}']")).to_be_visible()
    lane.get_by_role("button", name="Keyboard deal of today").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Stages")).to_be_visible()
