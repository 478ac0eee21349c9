"""A quote is approved: a sales representative submits it, the manager decides on a phone, the head agrees."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

REPRESENTATIVE, MANAGER, HEAD = "huang.lei", "liu.yang", "zhang.wei"
PHONE = {"width": 375, "height": 740}
COMMENT = "The customer decides on Friday"


@pytest.fixture
def people(staff: Staff) -> dict[str, Person]:
    return {name: staff.enter(name) for name in (REPRESENTATIVE, MANAGER, HEAD)}


@pytest.fixture
def quote(running_system) -> dict[str, Any]:
    """A large draft of the representative's."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    condition = 'status = "draft" and owner.username = "huang.lei" and grand_total > 500000'
    body = {"filter": condition, "fields": ["number", "status"]}
    return running_system.post("/api/records/quote/query", body, **headers)["items"][0]


def test_a_quote_goes_up_the_line(people: dict[str, Person], quote: dict[str, Any]):
    """FLOW-01, FLOW-03, FLOW-05, FLOW-07, PLAT-07, PLAT-30: submit, decide on a phone, see where it stands."""
    submit(people[REPRESENTATIVE], quote)
    people[MANAGER].page.set_viewport_size(PHONE)
    for name in (MANAGER, HEAD):
        approve(people[name], quote)
    page = people[REPRESENTATIVE].page
    people[REPRESENTATIVE].open("/approvals?box=started")
    entry = page.get_by_role("listitem").filter(has_text=quote["number"]).filter(has_text=COMMENT)
    expect(entry).to_contain_text("Approved")
    people[REPRESENTATIVE].open(f"/records/quote/{quote['id']}")
    expect(page.locator("article").get_by_text("Approved").first).to_be_visible()


def submit(person: Person, quote: dict[str, Any]) -> None:
    person.open(f"/records/quote/{quote['id']}")
    person.click("Submit for approval")
    dialog = person.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Head of sales")
    dialog.get_by_label("Comment").fill(COMMENT)
    person.click("Submit for approval", dialog)
    expect(person.page.get_by_role("alert").filter(has_text="closed to changes")).to_be_visible()


def approve(person: Person, quote: dict[str, Any]) -> None:
    person.open("/approvals")
    person.page.get_by_role("link", name=quote["number"]).first.click()
    person.sees(COMMENT)
    person.click("Approve")
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Agreed")
    person.click("Approve", dialog)
    expect(dialog).to_be_hidden()
    assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "fits the screen"
    )


@pytest.fixture
def small_quotes(running_system, people: dict[str, Person], staff: Staff) -> list[dict[str, Any]]:
    """Two that the manager alone approves, submitted by the representative."""
    headers = staff.headers(REPRESENTATIVE)
    body = {"filter": 'owner.username = "huang.lei"', "fields": ["account"], "limit": 1}
    like = running_system.post("/api/records/quote/query", body, **headers)["items"][0]
    made = []
    for number in range(2):
        values = {"account": like["account"]["id"], "name": f"Small quote {number}"}
        quote = running_system.post("/api/records/quote", values, **headers)
        running_system.post("/api/approvals", {"entity": "quote", "record": quote["id"]}, **headers)
        made.append(quote)
    return made


def test_the_manager_decides_several_and_a_change_is_proposed(people, small_quotes):
    """FLOW-04: batch decisions; FLOW-05: an approved record changes only through a change approval."""
    manager, page = people[MANAGER], people[MANAGER].page
    manager.open("/approvals")
    for quote in small_quotes:
        page.get_by_role("checkbox", name=f"Choose {quote['number']}").check()
    manager.click("Approve")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Both fine")
    manager.click("Approve", dialog)
    expect(page.get_by_text("2 tasks decided")).to_be_visible()

    seller, page = people[REPRESENTATIVE], people[REPRESENTATIVE].page
    quote = small_quotes[0]
    seller.open(f"/records/quote/{quote['id']}")
    seller.click("Propose a change")
    seller.fill("name", "A better title")
    seller.click("Submit this change for approval")
    seller.click("Submit for approval", page.get_by_role("dialog"))
    expect(page.get_by_role("alert").filter(has_text="closed to changes")).to_be_visible()
    manager.open("/approvals")
    manager.page.get_by_role("link", name=quote["number"]).first.click()
    manager.sees("A better title")
    manager.click("Approve")
    manager.click("Approve", manager.page.get_by_role("dialog"))
    seller.open(f"/records/quote/{quote['id']}")
    expect(page.get_by_role("heading", name=quote["number"])).to_be_visible()
    expect(page.get_by_text("A better title").first).to_be_visible()


@pytest.fixture
def large_quote(running_system, people: dict[str, Person], staff: Staff) -> dict[str, Any]:
    """A draft that the manager approves and then the head of sales."""
    headers = staff.headers(REPRESENTATIVE)
    body = {"filter": 'owner.username = "huang.lei"', "fields": ["account"], "limit": 1}
    like = running_system.post("/api/records/quote/query", body, **headers)["items"][0]
    lines = [{"description": "Plant", "quantity": "1", "unit_price": "900000"}]
    values = {"account": like["account"]["id"], "name": "Plant", "lines": lines}
    return running_system.post("/api/records/quote", values, **headers)


def test_a_quote_comes_back_and_is_sent_again(people: dict[str, Person], large_quote: dict[str, Any]):
    """FLOW-01, FLOW-04, FLOW-07: submit, return, change, send again, see what is new, approve by the head."""
    seller, manager = people[REPRESENTATIVE], people[MANAGER]
    number = large_quote["number"]
    submit(seller, large_quote)

    open_task(manager, number)
    choose_more(manager, "Send back")
    dialog = manager.page.get_by_role("dialog")
    expect(dialog.get_by_text("The person who submitted")).to_be_visible()
    dialog.get_by_label("Comment").fill("Thirty days at most")
    manager.click("Send back", dialog)
    expect(dialog).to_be_hidden()

    page = seller.page
    seller.open(f"/records/quote/{large_quote['id']}")
    expect(page.get_by_role("alert").filter(has_text="returned to the submitter")).to_be_visible()
    seller.click("Edit")
    seller.fill("name", "Plant, thirty days")
    seller.click("Save")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_hidden()
    page.get_by_role("alert").filter(has_text="returned").get_by_role("link", name="Open").click()
    seller.sees("Thirty days at most")
    seller.click("Send again")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("As you wish")
    seller.click("Send again", dialog)
    expect(dialog).to_be_hidden()

    for name in (MANAGER, HEAD):
        open_task(people[name], number)
        people[name].sees("As you wish")
        if name == MANAGER:
            manager.sees("Plant, thirty days")
        people[name].click("Approve")
        people[name].click("Approve", people[name].page.get_by_role("dialog"))
        expect(people[name].page.get_by_role("dialog")).to_be_hidden()
    seller.open(f"/records/quote/{large_quote['id']}")
    page.get_by_role("tab", name="Approvals").click()
    page.get_by_role("tabpanel").get_by_role("link", name="Quote approval").click()
    expect(page.get_by_text("sent it back to the submitter")).to_be_visible()
    expect(page.get_by_text("approved by all")).to_be_visible()


def open_task(person: Person, number: str) -> None:
    person.open("/approvals")
    person.page.get_by_role("link", name=number).first.click()


def choose_more(person: Person, action: str) -> None:
    person.page.get_by_role("button", name=re.compile(r"\bMore\b")).click()
    person.page.get_by_role("menuitem", name=action).click()
