"""Administrators at work on the organisation: somebody leaves, a holiday moves a deadline, a unit moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.fixtures.systems import RunningSystem
from tests.journeys.people import WORKER_MS, Person

pytestmark = pytest.mark.slow

WORKFLOW = {
    "kind": "workflow",
    "key": "lead_look",
    "entity": "lead",
    "label": {"en": "Look at the lead", "zh-hans": "线索复核"},
    "order": 900,
    "nodes": {
        "look": {
            "kind": "approval",
            "order": 1,
            "approvers": {"her": {"kind": "user", "name": "ada.clerk"}},
            "deadlines": {"late": {"after": "1 working day", "then": "remind", "order": 1}},
        }
    },
}


class Office:
    """The running system as an administrator's program sees it."""

    def __init__(self, system: RunningSystem) -> None:
        self.system = system
        self.headers = {"Authorization": f"Bearer {system.token()}"}

    def get(self, path: str) -> Any:
        return self.system.get(f"/api/{path}", **self.headers)

    def post(self, path: str, body: object) -> Any:
        return self.system.post(f"/api/{path}", body, **self.headers)

    def hire(self, username: str, name: str, **values: Any) -> str:
        person = {"username": username, "name": name, "roles": ["sales_rep"], "time_zone": "UTC", **values}
        return str(self.post("records/user", person)["id"])

    def due(self, **values: Any) -> date:
        """When whoever looks at a new lead has to have done so."""
        lead = self.post("records/lead", {"name": "Hall 7", **values})
        case = self.post("approvals", {"entity": "lead", "record": lead["id"], "workflow": "lead_look"})
        moments = dues_in(self.get(f"approvals/{case['id']}"))
        return datetime.fromisoformat(next(moments)).date()


def dues_in(value: Any) -> Iterator[str]:
    """Every ``due_at`` that is said, wherever it stands in the picture."""
    if isinstance(value, dict):
        if value.get("due_at"):
            yield value["due_at"]
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from dues_in(each)


@pytest.fixture
def office(running_system: RunningSystem) -> Office:
    return Office(running_system)


def test_somebody_leaves_and_nothing_goes_with_them(admin: Person, office: Office):
    """PLAT-39: records, tasks and approvals go over in one step, counted before."""
    leaver, heir = office.hire("tom.leaver", "Tom Leaver"), office.hire("tina.heir", "Tina Heir")
    account = office.post("records/account", {"name": "Leaving GmbH", "owner": leaver})
    task = office.post("records/task", {"subject": "Call back", "owner": leaver})
    admin.open(f"/records/user/{leaver}")
    page = admin.page
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("menuitem", name="Hand over…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Customers 1")).to_be_visible()
    expect(dialog.get_by_text("Tasks 1")).to_be_visible()
    dialog.get_by_role("combobox", name="To whom").fill("Tina")
    page.locator(".ant-select-item-option").filter(has_text="Tina Heir").click()
    admin.click("Hand over", dialog)
    done = page.get_by_role("dialog").filter(has_text="Handed over to Tina Heir")
    expect(done).to_be_visible(timeout=WORKER_MS)
    expect(done.get_by_text("Tom Leaver can no longer sign in.")).to_be_visible()
    admin.click("Close", page.get_by_role("dialog"))
    for entity, record in (("account", account), ("task", task)):
        assert office.get(f"records/{entity}/{record['id']}")["owner"]["id"] == heir
    assert office.get(f"records/user/{leaver}")["is_active"] is False


def test_a_holiday_moves_a_deadline(admin: Person, office: Office):
    """PLAT-15: an administrator marks a day of the year, and what is due on it is due a working day later."""
    office.post("metadata/apply", {"changes": [put(WORKFLOW)], "message": "Look at leads"})
    calendar = office.post("calendars", {"name": "Clerks"})
    unit = office.post("records/unit", {"name": "Clerks", "calendar": calendar["id"]})
    office.hire("ada.clerk", "Ada Clerk", unit=unit["id"])
    first = office.due(name="Before the holiday")
    mark_as_holiday(admin, calendar["id"], first)
    moved = office.due(name="After the holiday")
    assert moved > first
    assert moved == next_weekday(first)
    office.post("metadata/apply", {"changes": [drop(WORKFLOW)], "message": "No more"})


def mark_as_holiday(admin: Person, calendar: str, day: date) -> None:
    page = admin.page
    admin.open(f"/studio/calendars/{calendar}")
    expect(page.locator("[data-day]").first).to_be_visible()
    if day.year != date.today().year:  # noqa: DTZ011  (as the browser does)
        admin.click("Year after")
    page.locator(f"[data-day='{day}']").click()
    page.locator(".ant-popover:visible").get_by_text("Holiday", exact=True).click()
    page.get_by_placeholder("e.g. National Day").last.fill("Founders' day")
    page.keyboard.press("Enter")
    admin.click("Save")
    expect(page.get_by_text("“Clerks” was saved")).to_be_visible()
    expect(page.get_by_text("Founders' day")).to_have_count(0)  # it stands in an input


def next_weekday(day: date) -> date:
    following = day + timedelta(days=1)
    return following if following.isoweekday() < 6 else next_weekday(following)


def put(document: dict[str, Any]) -> dict[str, Any]:
    return {"op": "put", "kind": document["kind"], "key": document["key"], "document": document}


def drop(document: dict[str, Any]) -> dict[str, Any]:
    return {"op": "delete", "kind": document["kind"], "key": document["key"]}


def test_a_unit_is_moved_once_it_is_clear_who_loses_sight(admin: Person, office: Office):
    """PLAT-16, PLAT-36: dragged in the organisation chart; who gains and loses is shown first."""
    north, south = (office.post("records/unit", {"name": name})["id"] for name in ("Far North", "Far South"))
    team = office.post("records/unit", {"name": "Rovers", "parent": north})["id"]
    office.hire("nora.north", "Nora North", unit=north, roles=["sales_manager"])
    admin.open("/studio/organisation")
    page = admin.page
    handle = page.get_by_role("button", name="Move Rovers", exact=True)
    over = page.get_by_role("status").get_by_text("Rovers is over “Far South”.")
    admin.drag(handle, page.locator("[data-unit='Far South']"), until=over)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("1 person sees less"))).to_be_visible()
    expect(dialog.get_by_text("Nora North")).to_be_visible()
    assert office.get(f"records/unit/{team}")["parent"]["id"] == north
    admin.click("Move", dialog)
    expect(page.get_by_text("“Rovers” was moved")).to_be_visible()
    assert office.get(f"records/unit/{team}")["parent"]["id"] == south
    expect(dialog).to_be_hidden()
    carry_back_by_keys(admin)
    assert office.get(f"records/unit/{team}")["parent"]["id"] == north


def carry_back_by_keys(admin: Person) -> None:
    """Up past the unit in which it is, to the one above."""
    page = admin.page
    page.get_by_role("button", name="Move Rovers", exact=True).focus()
    page.keyboard.press("Space")
    admin.hears("Rovers is picked up.")
    for place in ("Far South", "Far North"):
        page.keyboard.press("ArrowUp")
        admin.hears(f"Rovers is over “{place}”.")
    page.keyboard.press("Space")
    admin.hears("Rovers was put on “Far North”.")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Far North")
    admin.click("Move", dialog)
    expect(dialog).to_be_hidden()
