"""Conditions put together by hand: on a phone, about oneself, and saved right after the last change."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person

pytestmark = pytest.mark.slow

NESTED = (
    'source = "website" and (name contains "abc" or (email is not blank and'
    ' count(communications where subject contains "offer" and (type = "call" or notes is blank)) > 2))'
    " and created_at in this month"
)


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_a_nested_filter_stays_within_its_drawer_on_a_phone(admin: Person, language: str, appearance: str):
    """QUERY-01, PLAT-30: nothing stands beyond the edge, however deep it is nested."""
    page = admin.page
    page.set_viewport_size({"width": 375, "height": 812})
    page.emulate_media(color_scheme=appearance)  # type: ignore[arg-type]
    admin.open(f"/records/lead?filter={quote(NESTED)}")
    admin.reads(language)
    page.get_by_role("button", name=re.compile({"en": "Filter", "zh-hans": "筛选"}[language])).first.click()
    drawer = page.locator(".ant-drawer-body")
    expect(drawer.get_by_role("textbox").first).to_be_visible()
    admin.rest()
    beyond = drawer.evaluate(
        """body => [...body.querySelectorAll('*')].filter(part => {
             const box = part.getBoundingClientRect()
             return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5)
           }).map(part => part.className)"""
    )
    assert beyond == []
    assert drawer.evaluate("body => body.scrollWidth <= body.clientWidth")


@pytest.fixture
def leads(running_system) -> None:
    """One of the person who looks, one of nobody."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    running_system.post("/api/records/lead", {"name": "Mine alone"}, **headers)
    running_system.post("/api/records/lead", {"name": "Of nobody", "owner": None}, **headers)


@pytest.mark.usefixtures("leads")
def test_me_and_my_team_are_chosen_by_clicking(admin: Person):
    """QUERY-01: the conditions about oneself, from the lists that offer them."""
    panel = open_filter(admin)
    choose_owner(admin, panel)
    value = panel.get_by_role("combobox", name="Value")
    value.click()
    admin.page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(
        has_text=re.compile("^Me")
    ).click()
    admin.page.keyboard.press("Escape")
    shows_only_mine(admin, panel, "owner = user")
    panel = open_filter(admin)
    admin.choose(panel.get_by_role("combobox", name="Condition").locator("xpath=../.."), "is in my team")
    shows_only_mine(admin, panel, "owner")


def open_filter(admin: Person) -> Locator:
    if "/records/lead" not in admin.page.url:
        admin.open("/records/lead")
    admin.page.get_by_role("button", name=re.compile("^Filter")).first.click()
    panel = admin.page.locator("form").filter(has=admin.page.get_by_role("button", name=re.compile("Apply")))
    expect(panel).to_be_visible()
    return panel


def choose_owner(admin: Person, panel: Locator) -> None:
    """In the first condition, which is there at once."""
    field = panel.get_by_role("combobox", name="Field")
    field.click()
    field.fill("Owner")
    admin.page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(
        has_text=re.compile("^Owner$")
    ).first.click()


def shows_only_mine(admin: Person, panel: Locator, rule: str) -> None:
    panel.get_by_role("button", name=re.compile("Apply")).click()
    expect(admin.page).to_have_url(re.compile(re.escape(quote(rule)).replace("%20", r"(%20|\+)")))
    admin.sees("Mine alone")
    expect(admin.page.get_by_text("Of nobody")).to_have_count(0)


def test_a_condition_changed_right_before_saving_is_saved(admin: Person, running_system):
    """PLAT-02: the text is written before the save, however quick the hand."""
    page = admin.page
    admin.open("/studio/entities/account")
    page.get_by_role("button", name="Website", exact=True).first.click()
    page.get_by_role("button", name=re.compile("Conditions")).click()
    drawn = page.get_by_role("group", name="Required when")
    drawn.get_by_role("button", name=re.compile("Add condition")).click()
    drawn.get_by_role("textbox").fill("Ada")
    admin.sees("No problems")
    save = page.get_by_role("dialog").get_by_role("button", name=re.compile("Save"))
    expect(save).to_be_enabled()
    value = drawn.get_by_role("textbox").element_handle()
    # Both in one go: nobody clicks faster than this.
    save.evaluate(
        """(button, input) => {
             const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
             set.call(input, 'Ada Lovelace')
             input.dispatchEvent(new Event('input', { bubbles: true }))
             setTimeout(() => button.click(), 30)
           }""",
        value,
    )
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    address = "/api/metadata/components/entity/account"

    def saved() -> str | None:
        fields = running_system.get(address, **headers)["document"]["fields"]
        return fields["website"].get("required_when")

    running_system.wait_until(lambda: saved() is not None)
    assert saved() == 'name contains "Ada Lovelace"'
