"""An expression is tried on a record: proposals along references, help under the pointer, its value and its SQL."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, expect

from tests.fixtures.systems import RunningSystem
from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

WORDS = {
    "en": {
        "expression": "Expression",
        "manager": "Manager",
        "round": "half away from zero",
        "typo": 'did you mean "amount"',
        "overflow": "this has no result, whatever the record",
        "record": "Record",
        "error": "an error",
    },
    "zh-hans": {
        "expression": "表达式",
        "manager": "直属上级",
        "round": "四舍五入到指定位数",
        "typo": "您是否想写“amount”",
        "overflow": "无论哪条记录，此处都没有结果",
        "record": "记录",
        "error": "出错",
    },
}


@pytest.fixture
def lead(running_system: RunningSystem, language: str) -> str:
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    values = {"name": f"To play with, {language}", "amount": {"amount": "1200", "currency": "CNY"}}
    running_system.post("/api/records/lead", values, **headers)
    return str(values["name"])


def write(admin: Person, editor: Locator, text: str, *, slowly: bool = False) -> None:
    """In the place of what stands there."""
    if admin.page.get_by_role("listbox").locator("visible=true").count():
        admin.page.keyboard.press("Escape")
    editor.click()
    admin.page.keyboard.press("Control+a")
    if slowly:
        admin.page.keyboard.type(text, delay=40)
    else:
        admin.page.keyboard.insert_text(text)


def test_an_expression_is_tried_on_a_record(admin: Person, language: str, lead: str):
    """PLAT-02: over several hops, with the options of a field, in the language of the author."""
    said = WORDS[language]
    admin.open("/studio/playground?entity=lead")
    admin.reads(language)
    editor = admin.page.get_by_role("textbox", name=said["expression"])
    proposes(admin, editor, said)
    explains_words(admin, editor, said)
    tells_what_is_wrong(admin, editor, said)
    shows_the_value(admin, editor, said, lead)


def proposes(admin: Person, editor: Locator, said: dict[str, str]) -> None:
    proposals = admin.page.get_by_role("listbox").get_by_role("option")
    write(admin, editor, "owner.manager.mana", slowly=True)
    expect(proposals.first).to_contain_text("manager")
    expect(proposals.first).to_contain_text(said["manager"])
    write(admin, editor, 'status in ["', slowly=True)
    expect(proposals.filter(has_text='"contacted"')).to_be_visible()
    write(admin, editor, "status = ", slowly=True)
    expect(proposals.first).to_contain_text('"new"')
    write(admin, editor, "amount is n", slowly=True)
    expect(proposals.first).to_contain_text("is not blank")
    write(admin, editor, "ROUN", slowly=True)
    expect(proposals.first).to_contain_text("ROUND")


def explains_words(admin: Person, editor: Locator, said: dict[str, str]) -> None:
    write(admin, editor, "ROUND(amount / 3, 2)")
    admin.page.keyboard.press("Escape")
    shown = admin.page.locator(".cm-tooltip-hover")
    for _attempt in range(10):  # a hand does not rest before the text has come to rest
        point_at(admin, editor.get_by_text("ROUND"))
        if shown.count():
            break
    expect(shown).to_contain_text(said["round"])
    expect(shown).to_contain_text("ROUND(-2.345, 2)")


def point_at(admin: Person, word: Locator) -> None:
    admin.page.mouse.move(5, 5)
    word.hover()
    admin.page.wait_for_timeout(1500)


def tells_what_is_wrong(admin: Person, editor: Locator, said: dict[str, str]) -> None:
    write(admin, editor, "amont + 1")
    admin.sees(said["typo"])
    expect(admin.page.locator(".cm-lintRange-error")).to_have_text("amont")
    write(admin, editor, "amount + 10 ^ 1000")
    admin.sees(said["overflow"])
    expect(admin.page.locator(".cm-lintRange-warning")).to_have_text("10")


def shows_the_value(admin: Person, editor: Locator, said: dict[str, str], lead: str) -> None:
    page = admin.page
    write(admin, editor, "ROUND(amount / 7, 2) + 1 / (amount - 1200)")
    record = page.get_by_role("combobox", name=said["record"], exact=True)
    record.click()
    record.fill(lead)
    page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter(has_text=lead).click()
    parts = page.locator("dl > div")
    expect(parts.filter(has=page.get_by_text("ROUND(amount / 7, 2)", exact=True))).to_contain_text("171.43")
    expect(parts.filter(has=page.get_by_text("1 / (amount - 1200)", exact=True))).to_contain_text(
        said["error"]
    )
    page.get_by_role("button", name="SQL").click()
    expect(page.locator("pre").first).to_contain_text("SELECT")
    page.set_viewport_size({"width": 375, "height": 812})
    admin.rest()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_condition_is_written_among_drawn_ones(admin: Person):
    """QUERY-01, PLAT-02: with the same help as a whole rule."""
    page = admin.page
    rule = 'source = "website" and LEN(name) > 3'
    admin.open(f"/records/lead?filter={quote(rule)}")
    page.get_by_role("button", name=re.compile("^Filter")).first.click()
    written = page.locator("form .cm-content")
    expect(written).to_have_text("LEN(name) > 3")
    written.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and owner.manager.unit.na", delay=40)
    admin.take("name")
    page.keyboard.type(" is blank", delay=20)
    page.get_by_role("button", name=re.compile("Apply")).click()
    expect(page).to_have_url(re.compile("owner.manager.unit.name"))


def test_an_author_hears_of_no_field_out_of_sight(staff: Staff):
    """PLAT-02, QUERY-01: neither proposals nor help nor findings tell of what a product costs."""
    seller = staff.enter("james.carter")
    seller.open("/records/product")
    seller.page.get_by_role("button", name=re.compile("^Filter")).first.click()
    seller.page.locator("form").get_by_text("As text", exact=True).click()
    editor = seller.page.locator("form .cm-content")
    proposals = seller.page.get_by_role("listbox").get_by_role("option")
    write(seller, editor, "serie", slowly=True)
    expect(proposals.first).to_contain_text("series")
    write(seller, editor, "marg", slowly=True)
    expect(proposals.filter(has_text="margin")).to_have_count(0)
    write(seller, editor, "margin > 10 and cost > 1")
    seller.sees('product has no field "margin"')
    expect(seller.page.locator(".cm-lintRange-error")).to_have_text(["margin", "cost"])
    expect(seller.page.get_by_text("did you mean")).to_have_count(0)
    point_at(seller, editor.get_by_text("margin"))
    point_at(seller, editor.get_by_text("margin"))
    expect(seller.page.locator(".cm-tooltip-hover .rule-hover")).to_have_count(0)
