"""An administrator says by clicking what communications become, and it is live at once (CONV-01)."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.fixtures.systems import RunningSystem
from tests.journeys.people import Person

pytestmark = pytest.mark.slow

TAB = "/studio/entities/communication/conversions"


def option_of_tree(admin: Person, control: Locator, name: str) -> None:
    control.fill(name)
    tree = admin.page.locator(".ant-select-dropdown:visible")
    tree.get_by_title(name, exact=True).first.click()


def picture(admin: Person, name: str) -> None:
    if directory := os.environ.get("ODOS_SCREENSHOTS"):
        admin.page.screenshot(path=f"{directory}/{name}.png")


def test_a_conversion_is_made_by_clicking(admin: Person, running_system: RunningSystem):
    """CONV-01: condition, target, fields, what does not fit told while it is drawn; then it is carried out."""
    page = admin.page
    admin.open(TAB)
    admin.click("New conversion")
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("textbox", name="Name: English").fill("Make a follow-up")
    admin.find(drawer.get_by_role("combobox", name="Add a record to make"), "Task")
    # fields of the same name and kind stand there already, the required subject among them
    way = drawer.get_by_role("combobox", name="Where Subject comes from")
    expect(way).to_be_visible()
    admin.find(drawer.get_by_role("combobox", name="Map another field of Task"), "Due on")
    due = drawer.get_by_role("combobox", name="Due on", exact=True)
    option_of_tree(admin, due, "Subject")
    expect(drawer.get_by_role("alert").filter(has_text="The value is text, the field date")).to_be_visible()
    picture(admin, "conversion-faulty")
    option_of_tree(admin, due, "Next action on")
    expect(drawer.get_by_role("alert")).to_have_count(0)
    admin.find(drawer.get_by_role("combobox", name="Map another field of Task"), "Priority")
    admin.choose(drawer.get_by_role("combobox", name="Where Priority comes from"), "Fixed value")
    picture(admin, "conversion-drawn")
    admin.choose(drawer.get_by_role("combobox", name=re.compile("^.{0,2}Priority$")), "High")
    admin.click("Create", drawer)
    row = page.get_by_role("button", name=re.compile("^Make a follow-up"))
    expect(row).to_contain_text("Task")

    call = made(running_system, subject="Call about pumps", next_action_date="2031-05-01")
    admin.open(f"/records/communication/{call['id']}")
    admin.click("Make a follow-up")
    wizard = page.get_by_role("dialog").filter(has_text="Subject")
    expect(wizard.get_by_label("Subject")).to_have_value("Call about pumps")
    admin.click("Make a follow-up", wizard)
    page.wait_for_url(re.compile("/records/task/"))
    expect(page.get_by_role("alert").filter(has_text="Made from Call about pumps")).to_be_visible()
    task = read(running_system, f"records/task/{page.url.rstrip('/').split('/')[-1].split('?')[0]}")
    assert (task["due_date"], task["priority"], task["subject"]) == ("2031-05-01", "high", "Call about pumps")

    change = {"op": "delete", "kind": "conversion", "key": "communication.conversion_1"}
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    running_system.post("/api/metadata/apply", {"changes": [change], "message": "No more"}, **headers)
    admin.open(TAB)
    expect(page.get_by_text("Records of this kind become no others yet.")).to_be_visible()


def test_a_shipped_conversion_fits_a_phone(admin: Person, language: str):
    """QUOTE-04, CONV-01, PLAT-30: quote → order with its lines, in both languages, nothing beyond the edge."""
    page = admin.page
    page.set_viewport_size({"width": 375, "height": 812})
    admin.open("/studio/entities/quote/conversions")
    admin.reads(language)
    page.get_by_role("button", name=re.compile("^(Make a sales order|生成销售订单)")).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name=re.compile("(Sales order|销售订单)$"), expanded=False).click()
    expect(drawer.get_by_role("region", name=re.compile("^(Line items|明细)"))).to_be_visible()
    expect(drawer.get_by_role("alert")).to_have_count(0)
    picture(admin, f"conversion-phone-{language}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    inside = "[...document.querySelectorAll('.ant-drawer-body')].every((one) => one.scrollWidth <= one.clientWidth)"
    assert page.evaluate(inside)


def made(system: RunningSystem, **values: Any) -> dict[str, Any]:
    body = {"at": "2031-04-01T09:00:00Z", **values}
    headers = {"Authorization": f"Bearer {system.token()}"}
    record: dict[str, Any] = system.post("/api/records/communication", body, **headers)
    return record


def read(system: RunningSystem, path: str) -> dict[str, Any]:
    found: dict[str, Any] = system.get(f"/api/{path}", Authorization=f"Bearer {system.token()}")
    return found
