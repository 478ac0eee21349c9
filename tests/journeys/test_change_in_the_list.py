"""PLAT-01: a value is changed where it stands in the list, or in all that the list stands for."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.systems import RunningSystem
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


WORDS = {
    "en": {
        "everything": "Select all 60 that match", "edit": "Change a field", "field": "Rating", "value": "Hot",
        "told": "40 records will get this value", "held": "20 records hold this value already",
        "save": "Change 40 records", "saved": "40 records changed", "undo": "Undo",
        "undone": "40 records are as they were before",
    },
    "zh-hans": {
        "everything": "选择全部 60 条符合条件的记录", "edit": "批量修改", "field": "意向程度", "value": "高意向",
        "told": "40 条记录将改为此值", "held": "20 条记录已是此值",
        "save": "修改 40 条记录", "saved": "已修改 40 条记录", "undo": "撤销",
        "undone": "40 条记录已恢复原值",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_all_that_match_are_changed_and_taken_back(
    admin: Person, running_system: RunningSystem, language: str
):
    """Sixty leads, more than a page holds; twenty of them have the value already and are told apart."""
    words, name = WORDS[language], f"Mass {language}"
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    rows = [{"name": f"{name} {n:02}", "rating": "hot" if n < 20 else "cold"} for n in range(60)]
    running_system.post("/api/records/lead/bulk", {"create": rows}, **headers)
    path = f"/records/lead?view=*&filter={quote(f'name starts with {json.dumps(name)}')}"
    page = admin.page
    page.evaluate(f"localStorage.setItem('odos.language', '{language}')")
    admin.open(path)
    page.get_by_role("columnheader").first.get_by_role("checkbox").check()
    admin.click(words["everything"])
    admin.click(words["edit"])
    dialog = page.get_by_role("dialog")
    admin.choose(dialog.get_by_role("combobox").first.locator("xpath=../.."), words["field"])
    admin.choose(dialog.get_by_role("combobox").nth(1).locator("xpath=../.."), words["value"])
    expect(dialog.get_by_text(words["told"])).to_be_visible()
    expect(dialog.get_by_text(words["held"])).to_be_visible()
    admin.click(words["save"], dialog)
    told = page.get_by_role("alert").filter(has_text=words["saved"])
    expect(told).to_be_visible()
    assert hot(running_system, headers, name) == 60
    admin.click(words["undo"], told)
    expect(page.get_by_text(words["undone"])).to_be_visible()
    assert hot(running_system, headers, name) == 20


def hot(system: RunningSystem, headers: dict[str, str], name: str) -> int:
    """How many of those leads are rated hot."""
    asked = {"filter": f'rating = "hot" and name starts with {json.dumps(name)}', "count": "exact"}
    found: int = system.post("/api/records/lead/query", asked, **headers)["count"]
    return found
