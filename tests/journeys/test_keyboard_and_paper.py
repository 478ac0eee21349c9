"""The screens without a mouse, and on paper; what shows no words says what it does.

PLAT-02, PLAT-06: generated screens and the Studio alike. QUOTE-01: all columns of the lines in sight.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person

pytestmark = pytest.mark.slow

SCREENS = (
    "/", "/records/account", "/records/quote/1", "/records/quote/new",
    "/studio", "/studio/entities/quote/fields", "/studio/entities/quote/form", "/studio/menus", "/studio/versions",
)  # fmt: skip
OF_THE_LIBRARY = ".ant-tabs-nav-more, [class*=-clear]"  # crosses that empty a field, three dots after tabs
NAMELESS = """buttons => buttons
    .filter(button => button.checkVisibility({visibilityProperty: true}))
    .filter(button => !button.innerText.trim() && !button.title)
    .map(button => button.ariaLabel ?? button.outerHTML.slice(0, 200))"""


def test_a_record_is_made_and_found_without_a_mouse(admin: Person):
    page = admin.page
    admin.open("/records/brand")
    expect(rows(admin).first).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".ant-modal-wrap").filter(visible=True)).to_have_count(0)  # shortcuts rest until then

    page.keyboard.press("n")
    expect(forms(admin)).to_have_count(1)
    expect(forms(admin).locator("[data-field] input").first).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(forms(admin).get_by_role("alert").first).to_contain_text("is required")
    page.keyboard.type("Made by hand")
    page.keyboard.press("Control+Enter")
    expect(forms(admin)).to_have_count(0)
    page.wait_for_url(re.compile(r"open=\d+"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary").filter(has_text="Made by hand")).to_have_count(0)
    closed_panel_gives_the_focus_back(admin)
    page.keyboard.press("/")
    page.keyboard.type("made by")
    expect(rows(admin)).to_have_count(1)


def test_shortcuts_of_a_list_rest_while_a_form_is_open_above_it(admin: Person):
    page = admin.page
    admin.open("/records/brand")
    expect(rows(admin).first).to_be_visible()
    page.keyboard.press("n")
    forms(admin).get_by_role("button", name="Cancel").focus()
    for key in ("n", "j", "x", "?"):
        page.keyboard.press(key)
    expect(forms(admin)).to_have_count(1)
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_have_count(0)
    expect(page.locator("[role=row][aria-selected=true]")).to_have_count(0)


@pytest.mark.parametrize("path", SCREENS)
def test_a_button_that_shows_an_icon_says_what_it_does(admin: Person, path: str):
    admin.open(path)
    expect(admin.page.get_by_role("main").get_by_role("button").first).to_be_visible()
    buttons = admin.page.locator(f"button:not({OF_THE_LIBRARY})")
    assert buttons.evaluate_all(NAMELESS) == []


def test_a_list_and_a_record_are_printed_whole(admin: Person):
    """All rows that were read, in dark letters on white paper, without what is there to be clicked."""
    page = admin.page
    page.emulate_media(color_scheme="dark")
    admin.open("/records/account")
    expect(rows(admin).first).to_be_visible()
    in_sight = rows(admin).count()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-appearance", "light")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button", name="New Customer")).to_be_hidden()
    expect(rows(admin).nth(in_sight)).to_be_visible()
    heights = page.evaluate("[document.body.scrollHeight, innerHeight]")
    assert heights[0] > heights[1], "what does not fit on the screen is on the paper"

    page.emulate_media(media="screen")
    admin.open("/records/quote/1")
    lines = page.get_by_role("table").first
    expect(lines).to_be_visible()
    box = lines.locator("..")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), "all columns of a line are in sight"
    page.set_viewport_size({"width": 375, "height": 812})
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), "nor does one scroll on a phone"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="print")
    assert lines.evaluate("table => getComputedStyle(table.parentElement).overflowX") == "visible"


def closed_panel_gives_the_focus_back(admin: Person) -> None:
    """To the row of the record that it showed last, whichever was opened first."""
    page = admin.page
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary")
    panel.get_by_role("button", name="Edit").first.focus()
    page.keyboard.press("j")
    expect(panel.get_by_role("heading", name="Made by hand")).to_have_count(0)
    heading = panel.get_by_role("heading").first
    expect(heading).to_have_text(re.compile(r"\S"))  # the next record is there
    shown = heading.inner_text()
    panel.get_by_role("button", name="Close").click()
    expect(rows(admin).get_by_role("link", name=shown)).to_be_focused()


def rows(admin: Person) -> Locator:
    return admin.page.get_by_role("row").filter(has=admin.page.get_by_role("gridcell"))


def forms(admin: Person) -> Locator:
    return admin.page.locator(".ant-drawer-open")
