"""An administrator draws the stages of a kind of records; they govern at once (FLOW-08, SALES-01, LEAD-07)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.fixtures.systems import RunningSystem
from tests.journeys.people import WORKER_MS, Person

pytestmark = pytest.mark.slow

TAB = "/studio/entities/opportunity/stages"
PIPELINE = "opportunity.stage"
SHIPPED = {"opportunity.imported": 10, "opportunity.sales": 20}


@pytest.fixture
def headers(running_system: RunningSystem) -> dict[str, str]:
    return {"Authorization": f"Bearer {running_system.token()}"}


@pytest.fixture
def drawn_for_a_while(running_system: RunningSystem, headers: dict[str, str]) -> Iterator[None]:
    """What is drawn is taken away again, and the order of the others is as it was."""
    yield
    changes: list[dict[str, Any]] = [{"op": "delete", "kind": "pipeline", "key": PIPELINE}]
    changes += [
        {"op": "put", "kind": "pipeline", "key": key, "document": {"order": order}}
        for key, order in SHIPPED.items()
    ]
    running_system.post("/api/metadata/apply", {"changes": changes, "message": "As before"}, **headers)


def stage(drawer: Locator, name: str) -> Locator:
    """A stage that is opened."""
    row = drawer.locator("li[data-key]").filter(has_text=name).first
    row.get_by_role("button", name=re.compile(f"{name}$"), expanded=False).click()
    return row


@pytest.mark.usefixtures("drawn_for_a_while")
def test_stages_of_a_record_type_are_drawn(
    admin: Person, running_system: RunningSystem, headers: dict[str, str]
):
    """FLOW-08, SALES-01: a pipeline of its own for some records, with confidence and required fields; it is said
    when one is never asked, and dragging it up helps."""
    page = admin.page
    admin.open(TAB)
    admin.click("New pipeline")
    page.get_by_role("menuitem", name="Stage", exact=True).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("textbox", name="Name: English").fill("Pilots")
    drawer.get_by_text("Text", exact=True).first.click()
    drawer.locator(".cm-content").first.click()
    page.keyboard.type('name starts with "Pilot"')
    expect(drawer.get_by_text("No problems").first).to_be_visible()
    engaging = stage(drawer, "Engaging")
    engaging.get_by_label("Confidence").fill("65")
    admin.find(engaging.get_by_label("Fields that must be filled"), "Close date")
    drawer.get_by_label("Field for the confidence").click()
    page.locator(".ant-select-dropdown:visible").get_by_title("Confidence").click()
    admin.click("Save", drawer)
    expect(drawer).to_be_hidden()
    row = page.locator("li").filter(has=page.get_by_role("button", name=re.compile("^Pilots")))
    expect(row).to_contain_text("Never asked")
    admin.move_by_keys("Pilots", start=3, end=1, count=3)
    expect(row).not_to_contain_text("Never asked")

    deal = running_system.post("/api/records/opportunity", {"name": "Pilot plant"}, **headers)
    admin.open(f"/records/opportunity/{deal['id']}")
    path = page.get_by_role("region", name="Stages")
    path.get_by_role("button", name=re.compile("^Engaging")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Confidence 65%")
    dialog.locator("[data-field=close_date] input").fill("2031-05-01")
    page.keyboard.press("Enter")
    admin.click("Move to “Engaging”", dialog)
    expect(path.get_by_role("button", name=re.compile("^Engaging"))).to_have_attribute("aria-current", "step")
    moved = running_system.get(f"/api/records/opportunity/{deal['id']}", **headers)
    assert (moved["probability"], moved["close_date"]) == ("65.00", "2031-05-01")


def test_the_funnel_follows_by_itself(admin: Person, running_system: RunningSystem, headers: dict[str, str]):
    """LEAD-07: of all records or those of a list, counted anew while somebody looks at it."""
    page = admin.page
    name = f"Funnel {uuid4().hex[:8]}"
    lead = running_system.post("/api/records/lead", {"name": name, "country": "cn"}, **headers)
    admin.open(f"/records/lead?view=lead.open&shape=funnel&q={name}")
    expect(page.get_by_text("leaves records out by their stage")).to_be_visible()
    admin.click("Show all records")
    contacted = page.get_by_role("row", name=re.compile("^Contacted"))
    expect(contacted).to_contain_text("0%")
    running_system.post(
        f"/api/records/lead/{lead['id']}/actions/move.status", {"stage": "contacted"}, **headers
    )
    expect(contacted).to_contain_text("100%", timeout=WORKER_MS)
    page.set_viewport_size({"width": 375, "height": 740})
    expect(contacted.get_by_text("1", exact=True).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "fits the screen"
