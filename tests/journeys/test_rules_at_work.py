"""A rule that acts fails halfway and goes on from there; a call that nobody took is sent again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.fixtures.outside import Gateway
from tests.journeys.people import WORKER_MS, Person

pytestmark = pytest.mark.slow

RULE = """on task when changed(subject) and subject starts with "Ship"
  set description = (IF(description is blank, "", description) & "told.")
  call webhook "warehouse" with subject = subject"""
NAME = "Tell the warehouse"


@pytest.fixture
def warehouse() -> Iterator[Gateway]:
    made = Gateway()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_failed_run_goes_on_and_a_call_that_was_given_up_is_sent_again(
    admin: Person, running_system, warehouse: Gateway
):
    """PLAT-25, PLAT-27: the run log, retry from the failed step, webhooks and their dead letters."""
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    task = ship_something(running_system, headers)
    see_the_run_fail(admin)
    set_up_the_webhook(admin, warehouse)
    go_on_from_the_failed_step(admin)
    running_system.wait_until(lambda: [body["values"] for body in warehouse.bodies])
    assert warehouse.bodies[0]["values"] == {"subject": "Ship the crates"}
    shipped = running_system.get(f"/api/records/task/{task}", **headers)
    assert shipped["description"] == "told.", "what was done is not done again"
    send_again_what_was_given_up(admin, warehouse)


def ship_something(running_system, headers: dict[str, str]) -> str:
    document: dict[str, Any] = {"entity": "task", "label": {"en": NAME}, "text": RULE}
    rule = {"op": "put", "kind": "rule", "key": "task.ship", "document": document}
    running_system.post("/api/metadata/apply", {"changes": [rule], "message": NAME}, **headers)
    task = running_system.post("/api/records/task", {"subject": "Wait", "due_date": "2026-12-01"}, **headers)
    running_system.patch(f"/api/records/task/{task['id']}", {"subject": "Ship the crates"}, **headers)
    return str(task["id"])


def see_the_run_fail(admin: Person) -> None:
    admin.open("/studio/automation?state=failed")
    run = admin.page.get_by_role("listitem").filter(has_text=NAME)
    expect(run.get_by_text('There is no active webhook "warehouse"')).to_be_visible(timeout=WORKER_MS)
    run.get_by_role("button", name=NAME).click()
    steps = admin.page.get_by_role("region", name="Steps")
    expect(steps.get_by_text("What it did")).to_be_visible()
    expect(steps.get_by_text(re.compile("no active webhook"))).to_have_count(1)


def set_up_the_webhook(admin: Person, warehouse: Gateway) -> None:
    admin.open("/studio/webhooks")
    admin.click("Set up “warehouse”")
    drawer = admin.page.get_by_role("dialog")
    drawer.get_by_label("Address").fill(warehouse.url)
    admin.click("Make one", drawer)
    admin.click("Save", drawer)
    expect(admin.page.get_by_text("Called by")).to_be_visible()


def go_on_from_the_failed_step(admin: Person) -> None:
    admin.open("/studio/automation?state=failed")
    admin.page.get_by_role("listitem").filter(has_text=NAME).get_by_role("button", name=NAME).click()
    drawer = admin.page.get_by_role("dialog")
    admin.click("Retry from the failed step", drawer)
    expect(drawer.get_by_text("Done", exact=True)).to_be_visible()
    expect(drawer.get_by_role("button", name="Retry from the failed step")).to_be_hidden()


def send_again_what_was_given_up(admin: Person, warehouse: Gateway) -> None:
    """A test is tried once only."""
    warehouse.statuses = [500]
    admin.open("/studio/webhooks")
    admin.click("Send a test")
    admin.sees("Not taken: 500")
    expect(admin.page.get_by_text("1 given up")).to_be_visible()
    admin.click("Deliveries")
    drawer = admin.page.get_by_role("dialog")
    dead = drawer.get_by_role("listitem").filter(has=admin.page.get_by_role("button", name="Send again"))
    dead.get_by_text("Every try").click()
    tries = dead.get_by_role("list", name="Every try").get_by_role("listitem")
    expect(tries).to_have_count(1)
    expect(tries.first).to_contain_text("Answer 500")
    admin.click("Send again", drawer)
    drawer.get_by_text("All", exact=True).click()
    expect(taken(drawer)).to_have_count(2)
    expect(taken(drawer).first).to_contain_text("2 tries")


def taken(drawer: Locator) -> Locator:
    return drawer.get_by_role("listitem").filter(has_text=re.compile("^Taken"))
