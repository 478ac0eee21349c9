"""PLAT-01: a value is changed where it stands in the list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.browsers import give_up
from tests.journeys.people import Person

pytestmark = pytest.mark.slow


@pytest.fixture
def admin(running_system, chromium: Browser) -> Iterator[Person]:
    if not (settings.PROJECT / "ui" / "dist" / "index.html").exists():
        give_up("the user interface is not built (make ui)")
    person = Person(chromium, running_system.url)
    person.sign_in(running_system.username, running_system.password)
    yield person
    person.context.close()


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
