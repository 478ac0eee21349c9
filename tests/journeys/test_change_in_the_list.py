"""PLAT-01: a value is changed where it stands in the list."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Person

pytestmark = pytest.mark.slow


def test_a_cell_is_changed_in_its_place(admin: Person):
    page = admin.page
    admin.open("/records/communication?view=*")
    cell = first_cell(page)
    cell.hover()
    cell.get_by_role("button", name=re.compile("^Change ")).click()
    editor = page.locator(".ant-popover:visible")
    editor.get_by_role("textbox").fill("Said in the list")
    page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    expect(page.get_by_role("grid").get_by_text("Said in the list")).to_be_visible()


def first_cell(page: Page):
    """The title in the first row."""
    return page.get_by_role("row").nth(1).get_by_role("gridcell").nth(1)
