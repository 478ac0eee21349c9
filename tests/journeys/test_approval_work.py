"""What people do with approvals beside agreeing: hand on, add, take back, stand in, fill in; what administrators may."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

SELLER, MANAGER, HEAD, OTHER = "huang.lei", "liu.yang", "zhang.wei", "li.na"
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def people(staff: Staff) -> dict[str, Person]:
    return {name: staff.enter(name) for name in (SELLER, MANAGER, HEAD, OTHER)}


@pytest.fixture
def submitted(running_system, people: dict[str, Person], staff: Staff) -> Callable[..., dict[str, Any]]:
    """A quote of the representative's, in approval."""
    headers = staff.headers(SELLER)
    body = {"filter": f'owner.username = "{SELLER}"', "fields": ["account"], "limit": 1}
    like = running_system.post("/api/records/quote/query", body, **headers)["items"][0]

    def make(name: str, price: str = "1000") -> dict[str, Any]:
        lines = [{"description": "Work", "quantity": "1", "unit_price": price}]
        values = {"account": like["account"]["id"], "name": name, "lines": lines}
        quote = running_system.post("/api/records/quote", values, **headers)
        case = running_system.post("/api/approvals", {"entity": "quote", "record": quote["id"]}, **headers)
        return {**quote, "case": case["id"]}

    return make


def see(person: Person, quote: dict[str, Any]) -> None:
    person.open(f"/approvals/{quote['case']}")
    expect(person.page.get_by_role("heading", name="Quote approval")).to_be_visible()


def more(person: Person, action: str) -> Locator:
    """Choose an action of the menu; gives its dialog."""
    person.page.get_by_role("button", name=re.compile(r"\bMore\b")).click()
    person.page.get_by_role("menuitem", name=action, exact=True).click()
    return person.page.get_by_role("dialog")


def name_person(person: Person, dialog: Locator, label: str, typed: str, found: str) -> None:
    """Type into a list of people and choose who is found."""
    box = dialog.get_by_role("combobox", name=label)
    box.click()
    box.fill(typed)
    option = person.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
    option.filter(has_text=found).first.click()


def finish(person: Person, dialog: Locator, action: str) -> None:
    person.click(action, dialog)
    expect(dialog).to_be_hidden()


def told(person: Person, text: str) -> None:
    expect(person.page.locator(".ant-timeline").get_by_text(text).first).to_be_visible()


def test_approvers_hand_on_add_and_take_back(people: dict[str, Person], submitted):
    """FLOW-04, FLOW-07: transfer, add before, remove, copy, urge, comment, take back; each stands in the history."""
    quote = submitted("Handed on", "900000")
    seller, manager, head, other = (people[name] for name in (SELLER, MANAGER, HEAD, OTHER))
    see(seller, quote)
    dialog = more(seller, "Urge")
    finish(seller, dialog, "Urge")
    told(seller, "urged 刘洋")
    dialog = more(seller, "Urge")
    dialog.get_by_label("Comment").fill("Please, today")
    seller.click("Urge", dialog)
    expect(dialog.get_by_role("alert")).to_contain_text("less than an hour ago")
    expect(dialog.get_by_label("Comment")).to_have_value("Please, today")
    seller.click("Cancel", dialog)

    see(manager, quote)
    dialog = more(manager, "Add approvers")
    name_person(manager, dialog, "Whom", "lina", "li.na")
    finish(manager, dialog, "Add approvers")
    told(manager, "added 李娜")
    manager.page.get_by_role("button", name=re.compile(r"\bMore\b")).click()
    manager.page.get_by_role("menuitem", name="Remove 李娜").click()
    told(manager, "removed 李娜")

    dialog = more(manager, "Transfer")
    name_person(manager, dialog, "Whom", "liu.yang", "刘洋")
    dialog.get_by_label("Comment").fill("Yours, I think")
    manager.click("Transfer", dialog)
    expect(dialog.locator(".ant-form-item-has-error")).to_contain_text("asked in this step already")
    expect(dialog.get_by_label("Comment")).to_have_value("Yours, I think")
    name_person(manager, dialog, "Whom", "li.na@", "李娜")
    finish(manager, dialog, "Transfer")
    told(manager, "transferred to 李娜")

    see(other, quote)
    dialog = more(other, "Copy to")
    name_person(other, dialog, "Whom", "zw", "zhang.wei")
    finish(other, dialog, "Copy to")
    dialog = more(other, "Comment")
    dialog.get_by_label("Comment").fill("Looks fine so far")
    finish(other, dialog, "Comment")
    told(other, "Looks fine so far")
    other.click("Approve")
    finish(other, other.page.get_by_role("dialog"), "Approve")
    other.page.get_by_role("button", name=re.compile(r"\bMore\b")).click()
    other.page.get_by_role("menuitem", name="Take back my approval").click()
    told(other, "took the approval back")
    expect(other.page.get_by_role("button", name=re.compile("Approve$"))).to_be_visible()
    head.open("/approvals?box=copied")
    expect(head.page.get_by_role("link", name=quote["number"])).to_be_visible()


def test_one_who_was_added_rejects_and_a_submitter_recalls(people: dict[str, Person], submitted):
    """FLOW-04, FLOW-07: add after oneself (后加签), reject (驳回), recall (撤回), each from the page of the case."""
    quote, other_quote = submitted("Added after"), submitted("Recalled")
    seller, manager, other = (people[name] for name in (SELLER, MANAGER, OTHER))
    see(manager, quote)
    dialog = more(manager, "Add approvers")
    name_person(manager, dialog, "Whom", "lina", "li.na")
    dialog.get_by_text("Add approvers").first.click()  # the list of people stays open for more of them
    dialog.get_by_text("After me").click()
    finish(manager, dialog, "Add approvers")
    manager.click("Approve")
    finish(manager, manager.page.get_by_role("dialog"), "Approve")
    see(other, quote)
    other.click("Reject")
    dialog = other.page.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Too cheap")
    finish(other, dialog, "Reject")
    see(seller, quote)
    told(seller, "Too cheap")
    told(seller, "the approval is over: rejected")

    see(seller, other_quote)
    finish(seller, more(seller, "Recall"), "Recall")
    told(seller, "recalled it")
    see(manager, other_quote)
    expect(manager.page.get_by_role("button", name=re.compile("Approve$"))).to_be_hidden()


def test_a_decision_table_is_changed_and_asks_others(people: dict[str, Person], admin: Person, submitted):
    """FLOW-03: a new limit in a cell of the table sends the next quote another way; those under way stay."""
    before = submitted("Before")
    write_limit(admin, "100000", "500")
    try:
        after = submitted("After")
        manager = people[MANAGER]
        heads = manager.page.locator('[data-card="authority/heads/heads"]')
        agree(manager, before)
        told(manager, "approved by all")
        expect(heads).to_be_hidden()
        agree(manager, after)
        expect(heads).to_have_attribute("data-mark", re.compile("^(passed|active)$"))
    finally:
        write_limit(admin, "500", "100000")


def agree(person: Person, quote: dict[str, Any]) -> None:
    see(person, quote)
    person.click("Approve")
    finish(person, person.page.get_by_role("dialog"), "Approve")


def write_limit(admin: Person, old: str, new: str) -> None:
    """In the first row of the table that says who decides beside the manager."""
    admin.open("/studio/approvals/quote_approval")
    admin.page.locator('[data-card="authority"]').click()
    cell = admin.page.get_by_role("complementary").get_by_role("textbox", name="Row 1, measure 1")
    expect(cell).to_have_value(old)
    cell.fill(new)
    cell.press("Tab")
    admin.click("Save")
    expect(admin.page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


def test_somebody_stands_in_for_one_kind_of_approvals(people: dict[str, Person], submitted, admin: Person):
    """FLOW-04: standing delegation by period and kind, made by whoever is away; ended by an administrator."""
    manager = people[MANAGER]
    manager.open("/approvals")
    manager.click("Delegations")
    drawer = manager.page.get_by_role("dialog")
    name_person(manager, drawer, "Who decides for me", "liuyang", "刘洋")
    choose_kind(manager, drawer, "Quote approval")
    fill_period(manager, drawer)
    manager.click("Delegate", drawer)
    expect(drawer.locator(".ant-form-item-has-error")).to_contain_text("Choose somebody else")
    name_person(manager, drawer, "Who decides for me", "lina", "李娜")
    manager.click("Delegate", drawer)
    expect(drawer.get_by_role("listitem").filter(has_text="刘洋 → 李娜")).to_contain_text("Quote approval")

    quote = submitted("While away")
    see(people[OTHER], quote)
    people[OTHER].sees("for 刘洋")
    admin.open("/approvals")
    admin.click("Delegations")
    item = admin.page.get_by_role("listitem").filter(has_text="刘洋 → 李娜")
    admin.click("End", item)
    admin.page.locator(".ant-popconfirm, .ant-popover").get_by_role("button", name="OK").click()
    expect(item).to_be_hidden()


def choose_kind(person: Person, drawer: Locator, kind: str) -> None:
    drawer.get_by_role("combobox", name="Which approvals").click()
    option = person.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
    option.filter(has_text=kind).first.click()
    person.page.keyboard.press("Escape")


def fill_period(person: Person, drawer: Locator) -> None:
    for place, moment in (
        ("delegation-period", "2020-01-01 08:00"),
        ("delegation-period-end", "2099-01-01 18:00"),
    ):
        box = drawer.locator(f"#{place}")
        box.click()
        box.fill(moment)
        box.press("Enter")


def test_an_administrator_moves_gives_and_ends(people: dict[str, Person], submitted, admin: Person):
    """FLOW-04: any step, those inside branches too; somebody else; an end without a decision."""
    quote = submitted("Stuck", "900000")
    see(admin, quote)
    dialog = more(admin, "Move to a step")
    admin.choose(dialog.get_by_label("Step"), "Authority by amount, department and discount › Finance")
    finish(admin, dialog, "Move to a step")
    told(admin, "moved it")
    expect(admin.page.locator('[data-card="authority/finance/finance"]')).to_have_attribute(
        "data-mark", "active"
    )
    expect(admin.page.locator('[data-card="manager"]')).to_have_attribute("data-mark", "skipped")
    dialog = more(admin, "Give to somebody else")
    name_person(admin, dialog, "Whom", "lina", "李娜")
    finish(admin, dialog, "Give to somebody else")
    told(admin, "gave it to 李娜")
    dialog = more(admin, "End")
    dialog.get_by_label("Comment").fill("No longer needed")
    finish(admin, dialog, "End")
    expect(admin.page.get_by_text("Ended").first).to_be_visible()
    seller = people[SELLER]
    seller.open(f"/records/quote/{quote['id']}")
    expect(seller.page.get_by_role("button", name="Edit", exact=True)).to_be_visible()


def test_whoever_is_asked_fills_in_a_field_and_sends_back_into_a_branch(
    running_system, people: dict[str, Person], submitted
):
    """FLOW-01, FLOW-04, FLOW-05: what a step opens is filled in with the decision, on a phone; back to a step
    inside a fork and straight here again."""
    quote = submitted("Terms", "900000")
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    case = f"/api/approvals/{quote['case']}"
    running_system.post(f"{case}/move", {"to": "authority/finance/finance"}, **headers)
    give_finance(running_system, case, headers)

    other = people[OTHER]
    other.page.set_viewport_size(PHONE)
    see(other, quote)
    other.sees("You may change in this step")
    other.click("Approve")
    dialog = other.page.get_by_role("dialog")
    terms = dialog.locator("[data-field=payment_terms]")
    expect(terms).to_be_visible()
    terms.get_by_role("combobox").click()
    other.page.locator(".ant-select-dropdown:visible .ant-select-item-option").nth(1).click()
    chosen = terms.locator(".ant-select-selection-item, .ant-select-content").first.inner_text()
    finish(other, dialog, "Approve")
    assert other.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "fits the screen"

    manager, head = people[MANAGER], people[HEAD]
    see(manager, quote)
    manager.click("Approve")
    finish(manager, manager.page.get_by_role("dialog"), "Approve")
    see(head, quote)
    expect(head.page.locator("dl").get_by_text(chosen).first).to_be_visible()
    dialog = more(head, "Send back")
    head.choose(dialog.get_by_role("combobox", name="Back to"), "Finance")
    dialog.get_by_text("Then straight back to this step").click()
    dialog.get_by_label("Comment").fill("Sure about the terms?")
    finish(head, dialog, "Send back")
    expect(head.page.locator('[data-card="authority/finance/finance"]')).to_have_attribute(
        "data-mark", "active"
    )
    expect(head.page.get_by_role("button", name=re.compile("Approve$"))).to_be_hidden()
    give_finance(running_system, case, headers)
    see(other, quote)
    other.click("Approve")
    finish(other, other.page.get_by_role("dialog"), "Approve")
    see(head, quote)  # who alone did not agree in that step yet
    head.click("Approve")
    finish(head, head.page.get_by_role("dialog"), "Approve")
    expect(head.page.get_by_text("approved by all")).to_be_visible()


def give_finance(running_system, case: str, headers: dict[str, str]) -> None:
    """An administrator gives what finance is asked to somebody in front of a browser."""
    step = running_system.get(case, **headers)["nodes"][1]["branches"][1]["nodes"][0]
    task = next(task["task"] for task in step["tasks"] if task["status"] == "open")
    found = running_system.get(f"/api/records/user/options?q={OTHER}", **headers)["items"]
    running_system.post(f"{case}/reassign", {"task": task, "to": found[0]["id"]}, **headers)


def test_a_change_is_proposed_sent_back_corrected_and_compared(people: dict[str, Person], submitted):
    """FLOW-05: an approved record says why it is closed; the change is corrected, and compared when it was made."""
    quote = submitted("Closed")
    seller, manager = people[SELLER], people[MANAGER]
    see(manager, quote)
    manager.click("Approve")
    finish(manager, manager.page.get_by_role("dialog"), "Approve")
    page = seller.page
    seller.open(f"/records/quote/{quote['id']}")
    banner = page.get_by_role("alert").filter(has_text="was approved")
    expect(banner).to_contain_text("only a few fields")
    seller.click("Edit")
    expect(seller.field("name").locator("input")).to_have_count(0)
    expect(seller.field("notes").locator("textarea, [contenteditable]").first).to_be_visible()
    seller.click("Cancel")
    seller.click("Propose a change", banner)
    seller.fill("name", "Better")
    seller.click("Submit this change for approval")
    seller.click("Submit for approval", page.get_by_role("dialog"))
    expect(page.get_by_role("alert").filter(has_text="in progress")).to_be_visible()

    page.get_by_role("alert").filter(has_text="in progress").get_by_role("link", name="Open").click()
    quote["case"] = page.url.rsplit("/", 1)[1]
    see(manager, quote)
    manager.sees("Better")
    dialog = more(manager, "Send back")
    dialog.get_by_label("Comment").fill("Best, not better")
    finish(manager, dialog, "Send back")
    see(seller, quote)
    seller.click("Send again")
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-field=name] input").fill("Best")
    finish(seller, dialog, "Send again")
    see(manager, quote)
    manager.click("Approve")
    finish(manager, manager.page.get_by_role("dialog"), "Approve")
    row = manager.page.get_by_role("row").filter(has_text="Best")
    expect(row).to_contain_text("Closed")
    expect(manager.page.get_by_role("columnheader", name="Before")).to_be_visible()


def test_the_inbox_shows_what_it_is_about_and_keeps_what_was_refused(
    running_system, people: dict[str, Person], submitted, staff: Staff
):
    """FLOW-04, PLAT-07: the record and what is new unfold in the list, on a phone too; batch decisions by reason."""
    quote, gone = submitted("To look at"), submitted("Gone")
    manager, page = people[MANAGER], people[MANAGER].page
    page.set_viewport_size(PHONE)
    manager.open("/approvals")
    page.get_by_role("button", name=f"What “{quote['number']}” is about").click()
    entry = page.get_by_role("listitem").filter(has_text=quote["number"])
    expect(entry.get_by_text("Grand total")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "fits the screen"
    for each in (quote, gone):
        page.get_by_role("checkbox", name=f"Choose {each['number']}").check()
    running_system.post(f"/api/approvals/{gone['case']}/recall", {}, **staff.headers(SELLER))
    manager.click("Reject")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Comment").fill("Not now")
    manager.click("Reject", dialog)
    expect(page.get_by_text("1 task decided")).to_be_visible()
    expect(dialog.get_by_role("alert")).to_contain_text(gone["number"])
    expect(dialog.get_by_label("Comment")).to_have_value("Not now")


def test_the_matrix_of_amounts_is_changed_in_the_studio(admin: Person):
    """FLOW-03: amount × department × discount as a grid; the trial shows who would be asked then."""
    page = admin.page
    admin.open("/studio/approvals")
    page.get_by_role("link", name=re.compile("Quote approval")).first.click()
    page.locator('[data-card="authority"]').click()
    side = page.get_by_role("complementary")
    table = side.get_by_role("table")
    expect(table).to_be_visible()
    rows = table.get_by_role("row")
    before = rows.count()
    side.get_by_role("button", name=re.compile("Add a? ?row", re.I)).click()
    expect(rows).to_have_count(before + 1)
    admin.click("Try it out")
    bar = page.get_by_role("group", name="Try it out")
    bar.get_by_role("combobox", name="Record").click()
    lists = page.locator(".ant-select-dropdown:visible")
    lists.locator(".ant-select-item-option").first.click()
    expect(bar.get_by_text(re.compile("Approved after"))).to_be_visible()
