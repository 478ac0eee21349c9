"""First light: a newcomer makes an application by clicking, and others work with it at once.

The order of the done-when of the product's first milestone: make an entity with six fields and a table of line
items, arrange its form, enter records, filter and sort them, add a field while somebody works, roll back.

PLAT-02 (all of it by clicking, at once for everyone), PLAT-05 (fields), PLAT-06 (regions and positions of a form).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

ENTITY = "site_visit"


@pytest.fixture
def colleague(staff: Staff) -> Person:
    return staff.enter("james.carter")


def test_a_newcomer_makes_an_application_while_others_work(running_system, admin: Person, colleague: Person):
    create_entity(admin)
    add_fields(admin)
    add_line_items(admin)
    arrange_form(admin)
    enter_records(admin)
    filter_and_sort(admin)
    before = add_field_while_a_colleague_works(running_system, admin, colleague)
    roll_back(admin, colleague, before)


def create_entity(admin: Person) -> None:
    page = admin.page
    page.get_by_role("link", name="Studio").or_(page.get_by_role("menuitem", name="Studio")).first.click()
    admin.click("New entity")
    page.get_by_label("Label: English").fill("Site visit")
    page.get_by_label("Label: 简体中文").fill("现场拜访")
    expect(page.get_by_label("Key", exact=True)).to_have_value(ENTITY)
    admin.choose(page.get_by_label("Roles that work with it"), "Sales representative")
    page.keyboard.press("Escape")
    admin.click("Create entity")
    admin.sees("Live for everyone")
    page.wait_for_url(f"**/studio/entities/{ENTITY}/fields")
    expect(page.get_by_role("menuitem", name="Site visits")).to_be_visible()


def start_field(admin: Person, kind: str, label: str, chinese: str) -> None:
    admin.page.locator(f"[data-kind={kind}]").click()
    admin.page.get_by_label("Label: English").fill(label)
    admin.page.get_by_label("Label: 简体中文").fill(chinese)


def add_fields(admin: Person) -> None:
    """Five beside the name that every entity begins with; those that a column has room for go to the list in the same step."""
    page = admin.page
    admin.click("Add field")
    start_field(admin, "date", "Visited on", "拜访日期")
    expect(page.get_by_role("checkbox", name="All site visits")).to_be_checked()
    admin.click("Add, then another")
    start_field(admin, "option", "Status", "状态")
    page.get_by_label("Option 1: English").fill("Planned")
    page.get_by_label("Option 2: English").fill("Done")
    admin.click("Add, then another")
    start_field(admin, "reference", "Customer", "客户")
    admin.choose(page.get_by_label("Leads to"), "Customer")
    admin.click("Add, then another")
    start_field(admin, "integer", "Rating", "评分")
    page.get_by_label("Largest value").fill("5")
    admin.click("Add, then another")
    start_field(admin, "long_text", "Notes", "备注")
    admin.click("Add field", drawer(admin))
    expect(drawer(admin)).to_be_hidden()
    expect(page.get_by_role("list", name="Fields").get_by_role("listitem")).to_have_count(6)


def add_line_items(admin: Person) -> None:
    page = admin.page
    page.get_by_role("tab", name="Line items").click()
    admin.click("Add line items")
    page.get_by_label("Label: English").fill("Findings")
    page.get_by_label("Label of column 1: English").fill("Area")
    admin.click("Add column")
    page.get_by_label("Label of column 2: English").fill("Severity")
    admin.choose(page.get_by_label("Type of column 2"), "Whole number")
    admin.click("Add field", drawer(admin))
    expect(drawer(admin)).to_be_hidden()
    expect(page.locator(".ant-card").get_by_text("Severity")).to_be_visible()


def arrange_form(admin: Person) -> None:
    """A section of its own for what was found, the status beside the name."""
    page = admin.page
    page.get_by_role("tab", name="Form").click()
    admin.click("Add section")
    section = page.locator("[data-region=new_section]")
    for key in ("rating", "notes"):
        placed = section.locator(f"[data-field={key}]")
        admin.drag(page.locator(f"[data-field={key}]"), section, until=placed)
        expect(placed).to_be_visible()
    second = page.locator("[data-region=general] [data-field]:nth-child(2)")
    beside_the_name = second.and_(page.locator("[data-field=status]"))
    owner = page.locator("[data-field=owner]")
    admin.drag(page.locator("[data-field=status]"), owner, until=beside_the_name, across=0.3)
    admin.click("Rename section", section)
    page.get_by_label("Rename section: English").fill("Evaluation")
    page.get_by_label("Rename section: 简体中文").fill("评估")
    admin.click("Done")
    page.get_by_text("简体中文", exact=True).click()
    expect(page.get_by_test_id("layout-preview").get_by_text("评估")).to_be_visible()
    page.get_by_text("Design", exact=True).click()
    admin.click("Save")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    assert fields_of(page.locator("[data-region=general]"))[:2] == ["name", "status"]


def fields_of(region: Locator) -> list[str]:
    return [chip.get_attribute("data-field") or "" for chip in region.locator("[data-field]").all()]


def enter_records(admin: Person) -> None:
    page = admin.page
    for name, visited, status, findings in (
        ("Boiler house", "2026-03-02", "Done", [("Valve", "3"), ("Pump", "1")]),
        ("Rooftop", "2026-01-15", "Planned", []),
        ("Assembly hall", "2026-02-20", "Done", [("Belt", "2")]),
    ):
        admin.open(f"/records/{ENTITY}/new")
        expect(page.get_by_text("Evaluation")).to_be_visible()
        admin.fill("name", name)
        admin.fill("visited_on", visited)
        page.keyboard.press("Enter")
        admin.choose(admin.field("status").locator(".ant-select"), status)
        for area, severity in findings:
            admin.field("findings").get_by_text("Add a row").click()
            cells = admin.field("findings").locator("tbody tr").last.locator("input")
            cells.nth(0).fill(area)
            cells.nth(1).fill(severity)
        admin.click("Save")
        page.wait_for_url(re.compile(rf"/records/{ENTITY}(/\d+|\?.*|$)"))
        admin.sees(name)


def filter_and_sort(admin: Person) -> None:
    page = admin.page
    admin.open(f"/records/{ENTITY}")
    expect(rows(admin)).to_have_count(3)
    page.get_by_role("columnheader", name="Visited on").get_by_role("button").first.click()
    expect(rows(admin).first).to_contain_text("Rooftop")
    page.get_by_role("button", name=re.compile("Filter.*Status")).click()
    popover = page.locator(".ant-popover:visible")
    admin.choose(popover.locator(".ant-select").last, "Done")
    page.keyboard.press("Escape")
    admin.click("Apply", popover)
    expect(rows(admin)).to_have_count(2)
    expect(rows(admin).first).to_contain_text("Assembly hall")


def rows(admin: Person) -> Locator:
    return admin.page.get_by_role("row").filter(has=admin.page.get_by_role("gridcell"))


def add_field_while_a_colleague_works(running_system, admin: Person, colleague: Person) -> int:
    """The colleague's open form gets the field and keeps what was typed. Gives the version before."""
    colleague.open(f"/records/{ENTITY}/new")
    colleague.fill("name", "Paint shop")
    colleague.fill("notes", "Half a sentence that must not get lost")
    before = version(running_system)

    admin.open(f"/studio/entities/{ENTITY}")
    admin.click("Add field")
    start_field(admin, "text", "Weather", "天气")
    admin.click("Add field", drawer(admin))
    admin.sees("Live for everyone")

    expect(colleague.field("weather")).to_be_visible()
    expect(colleague.field("name").locator("input")).to_have_value("Paint shop")
    expect(colleague.field("notes").locator("textarea").first).to_have_value(re.compile("^Half a sentence"))
    colleague.fill("weather", "Rain")
    colleague.click("Save")
    colleague.page.wait_for_url(re.compile(rf"/records/{ENTITY}(/\d+|\?.*|$)"))
    colleague.sees("Paint shop")
    return before


def roll_back(admin: Person, colleague: Person, number: int) -> None:
    """The field goes, the record stays; its value comes back together with the field."""
    admin.page.get_by_role("link", name="Versions").click()
    go_back_to(admin, number, "Field Weather added to Site visit")
    colleague.open(f"/records/{ENTITY}/new")
    expect(colleague.field("notes")).to_be_visible()
    expect(colleague.field("weather")).to_have_count(0)

    go_back_to(admin, number + 1, "Field Weather of Site visit retired")
    colleague.open(f"/records/{ENTITY}")
    colleague.page.get_by_text("Paint shop").first.click()
    colleague.sees("Rain")


def go_back_to(admin: Person, number: int, takes_back: str) -> None:
    admin.click("Roll back to this", admin.page.locator(f"#v{number}"))
    dialog = admin.page.get_by_role("dialog", name=f"Roll back to version {number}?")
    expect(dialog).to_contain_text(takes_back)
    admin.click("Roll back to this", dialog)
    admin.sees(f"with the content of version {number}")
    expect(dialog).to_be_hidden()


def drawer(admin: Person) -> Locator:
    return admin.page.locator(".ant-drawer-open, .ant-drawer").last


def version(running_system) -> int:
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    return int(running_system.get("/api/schema", **headers)["version"])
