"""What makes records look the same, and how conditions are grouped, set by clicking (PLAT-24, QUERY-02, PLAT-02)."""

from __future__ import annotations

import os
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person

pytestmark = pytest.mark.slow


def test_a_duplicate_rule_and_the_usual_groups_are_added_by_clicking(admin: Person, running_system):
    """PLAT-24, QUERY-02"""
    name = f"Same name {uuid4().hex[:6]}"
    page = admin.page
    admin.open("/studio/entities/opportunity/settings")
    page.get_by_role("button", name=re.compile("Add duplicate rule")).click()
    rule = page.get_by_role("group", name=re.compile("^Duplicate rule")).last
    rule.get_by_role("textbox").first.fill(name)
    choose(admin, rule.get_by_role("combobox", name="Compare another field"), "Opportunity name")
    choose(admin, rule.get_by_role("combobox", name=re.compile("is compared")), "is the same")
    rule.get_by_text("Refuse to save", exact=True).click()
    usual = page.get_by_role("button", name="Add the usual groups")
    if usual.count():
        usual.click()
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(save).to_be_disabled()
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    document = running_system.get("/api/metadata/components/entity/opportunity", **headers)["document"]
    [made] = [item for item in document["duplicates"].values() if item["label"] == {"en": name}]
    assert (made["fields"], made["action"]) == ({"name": "equal"}, "block")
    seven = {"general", "owner", "interest", "value", "communication", "behaviour", "special"}
    assert seven <= document["query_groups"].keys()


def choose(admin: Person, control: Locator, option: str) -> None:
    control.click()
    offered = admin.page.locator(".ant-select-dropdown:visible .ant-select-item-option")
    offered.filter(has_text=re.compile(f"^{re.escape(option)}")).first.click()


def test_the_settings_fit_a_phone_in_the_dark(admin: Person, language: str):
    """PLAT-30: nothing stands beyond the edge."""
    page = admin.page
    page.set_viewport_size({"width": 375, "height": 812})
    page.emulate_media(color_scheme="dark")
    admin.open("/studio/entities/account/settings")
    admin.reads(language)
    name = {"en": "Duplicate rule", "zh-hans": "查重规则"}[language]
    first = page.get_by_role("group", name=re.compile(f"^{name} 1$"))
    expect(first).to_be_visible()
    first.scroll_into_view_if_needed()
    if directory := os.environ.get("ODOS_SCREENSHOTS"):
        page.screenshot(path=f"{directory}/settings-{language}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
