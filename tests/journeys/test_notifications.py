"""A colleague's message rings the bell at once; a task is dragged to another day, and back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

NAME = "huang.lei"


@pytest.fixture
def lei(staff: Staff) -> tuple[Person, str]:
    """Somebody at a browser, with their id."""
    return staff.enter(NAME), staff.ids[NAME]


def test_a_message_rings_the_bell_at_once(running_system, lei):
    """PLAT-19: live updates, the drawer, an answer."""
    person, user = lei
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    bell = person.page.get_by_role("button", name=re.compile("^Notifications")).first
    expect(bell).to_have_accessible_name(re.compile("unread"))
    before = unread(bell)  # reminders may have come already
    running_system.post("/api/messages", {"to": [user], "text": "Lunch at twelve?"}, **headers)
    running_system.wait_until(lambda: unread(bell) > before)
    bell.click()
    person.page.get_by_role("link", name=re.compile("wrote to you")).click()
    expect(person.page.get_by_role("list").get_by_text("Lunch at twelve?")).to_be_visible()
    person.page.get_by_label("Write a message").fill("Gladly")
    person.click("Send")
    expect(person.page.get_by_role("list").get_by_text("Gladly")).to_be_visible()


def unread(bell: Locator) -> int:
    found = re.search(r"(\d+) unread", bell.get_attribute("aria-label") or "")
    return int(found.group(1)) if found else 0


def test_a_colleague_who_is_mentioned_is_told(running_system, admin: Person, lei):
    """PLAT-19: chosen after an @, told, and the comment leads to the record."""
    colleague, user = lei
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    account = running_system.post("/api/records/account", {"name": "Mention Works", "owner": user}, **headers)
    page = admin.page
    admin.open(f"/records/account/{account['id']}")
    page.get_by_role("tab", name="Comments").click()
    writer = page.get_by_placeholder(re.compile("^Write a comment"))
    writer.press_sequentially("Please call @huang.lei")
    page.locator(".ant-mentions-dropdown:visible").get_by_text("黄磊").click()
    writer.press_sequentially("today")
    admin.click("Comment")
    written = "Please call @黄磊 today"
    expect(page.get_by_role("listitem").filter(has_text=written)).to_be_visible()

    colleague.open("/inbox")
    colleague.page.get_by_role("link", name=re.compile("mentioned you on")).first.click()
    expect(colleague.page.get_by_role("listitem").filter(has_text=written)).to_be_visible()


def test_a_task_is_dragged_to_another_day_and_back(running_system, lei):
    """SALES-03, SALES-04, SALES-06, PLAT-37: the calendar with one's tasks, moved by hand, undone."""
    person, user = lei
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    monday = datetime.now(UTC).date() - timedelta(days=datetime.now(UTC).weekday())
    task = running_system.post(
        "/api/records/task", {"subject": "Prepare it", "due_date": str(monday), "owner": user}, **headers
    )

    def due() -> str:
        return running_system.get(f"/api/records/task/{task['id']}", **headers)["due_date"]

    person.open("/calendar?as=week")
    event = person.page.locator(f"[data-event='task.calendar/{task['id']}']")
    thursday = person.page.locator(".fc-daygrid-day").nth(3)
    person.drag(event, thursday, until=thursday.locator(".fc-highlight"))
    expect(person.page.get_by_text(re.compile("^Moved to"))).to_be_visible()
    assert due() == str(monday + timedelta(days=3))
    person.page.get_by_role("button", name="Undo").click()
    expect(person.page.locator(".fc-daygrid-day").nth(0).locator(event)).to_be_visible()
    assert due() == str(monday)
    expect(person.page.get_by_text(re.compile(r"^Open \d")).first).to_be_visible()


def test_a_task_is_moved_by_keys(running_system, lei):
    """SALES-03, SALES-04: the calendar without a mouse."""
    person, user = lei
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    monday = datetime.now(UTC).date() - timedelta(days=datetime.now(UTC).weekday())
    task = running_system.post(
        "/api/records/task", {"subject": "Move it", "due_date": str(monday), "owner": user}, **headers
    )
    page = person.page
    person.open("/calendar?as=month")
    event = page.locator(f"[data-event='task.calendar/{task['id']}']")
    expect(event).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator(".fc-timegrid")).to_be_visible()
    event.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_text(re.compile("^Moved to"))).to_be_visible()
    due = running_system.get(f"/api/records/task/{task['id']}", **headers)["due_date"]
    assert due == str(monday + timedelta(days=1))
    page.keyboard.press("n")
    expect(page.get_by_role("dialog").get_by_role("button", name=re.compile("Task"))).to_be_visible()
