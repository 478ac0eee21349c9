"""``/api/calendars`` as the Studio and outside programs use it: PLAT-15."""

from __future__ import annotations

from datetime import date

import pytest

from odos.calendars.queries import find_calendar

MORNINGS = [{"weekday": day, "start": "08:00", "end": "12:00"} for day in range(1, 7)]
GOLDEN = [
    {"day": "2026-10-01", "label": "国庆节", "is_worked": False},
    {"day": "2026-10-10", "label": "国庆节", "is_worked": True},
]


@pytest.fixture
def plant(root):
    made = root.post("calendars", {"name": "Plant", "code": "plant", "hours": MORNINGS, "days": GOLDEN})
    assert made.status_code == 201, made.content
    return made.json()


def test_the_life_of_a_calendar(app, root, plant):
    path = f"calendars/{plant['id']}"
    assert root.get(path).json() == plant
    assert (plant["hours"], plant["days"], plant["units"]) == (MORNINGS, GOLDEN, 0)
    changed = root("PATCH", path, {"is_default": True, "days": GOLDEN[:1]}, if_match='"1"').json()
    assert (changed["version"], changed["is_default"], changed["days"]) == (2, True, GOLDEN[:1])
    assert find_calendar(workspace=app).holidays == {date(2026, 10, 1)}
    assert root("PATCH", path, {"name": "x"}, if_match='"1"').status_code == 412
    assert root("DELETE", path).status_code == 409  # everybody works by it
    other = root.post("calendars", {"name": "Office", "is_default": True}).json()
    assert [item["is_default"] for item in root.get("calendars").json()["items"]] == [True, False]
    assert root("DELETE", path).status_code == 200
    assert [item["id"] for item in root.get("calendars").json()["items"]] == [other["id"]]
    assert root.get(path).status_code == 404


def test_what_changed_stands_in_the_trail(root, plant):
    """AUDIT-01."""
    root("PATCH", f"calendars/{plant['id']}", {"hours": MORNINGS[:5], "days": GOLDEN[:1]})
    entries = root.get(f"audit?entity=working_calendar&record={plant['id']}").json()["items"]
    assert [entry["action"] for entry in entries] == ["updated", "created"]
    changes = {change["field"]: (change["from"], change["to"]) for change in entries[0]["changes"]}
    assert changes["days"] == ([GOLDEN[1]], [])
    assert changes["hours"] == (MORNINGS, MORNINGS[:5])


def test_a_copy_has_hours_and_days_of_its_own(root, plant):
    copy = root.post("calendars", {"name": "Plant 2", "copy_of": plant["id"]}).json()
    assert (copy["hours"], copy["days"], copy["code"]) == (MORNINGS, GOLDEN, None)
    root("PATCH", f"calendars/{copy['id']}", {"days": []})
    assert root.get(f"calendars/{plant['id']}").json()["days"] == GOLDEN


def test_a_calendar_in_use_stays(root, plant):
    unit = root.post("records/unit", {"name": "Plant", "calendar": plant["id"]}).json()
    assert unit["calendar"] == {"id": plant["id"], "label": "Plant"}
    assert root("DELETE", f"calendars/{plant['id']}").status_code == 409
    assert root.get("calendars").json()["items"][0]["units"] == 1


def test_a_unit_that_gets_a_calendar_counts_by_it_at_once(app, root, plant):
    unit = root.post("records/unit", {"name": "Plant"}).json()
    assert 6 not in find_calendar(workspace=app, unit_id=int(unit["id"])).weekdays
    root("PATCH", f"records/unit/{unit['id']}", {"calendar": plant["id"]})
    assert 6 in find_calendar(workspace=app, unit_id=int(unit["id"])).weekdays


@pytest.mark.parametrize(
    ("sent", "path", "code"),
    [
        ({}, "name", "required"),
        ({"name": " "}, "name", "bad_name"),
        ({"name": "x", "colour": 1}, "colour", "unknown_attribute"),
        ({"name": "x", "code": "plant"}, "code", "taken"),
        ({"name": "x", "is_default": False}, "is_default", "bad_default"),
        ({"name": "x", "hours": 7}, "hours", "bad_hours"),
        ({"name": "x", "hours": [{"weekday": 8, "start": "09:00", "end": "10:00"}]}, "hours/0", "bad_shift"),
        ({"name": "x", "hours": [{"weekday": 1, "start": "25:00", "end": "26:00"}]}, "hours/0", "bad_shift"),
        ({"name": "x", "hours": [{"weekday": 1, "start": "10:00", "end": "10:00"}]}, "hours/0", "bad_shift"),
        (
            {"name": "x", "hours": [*MORNINGS, {"weekday": 1, "start": "11:59", "end": "13:00"}]},
            "hours",
            "shifts_overlap",
        ),
        ({"name": "x", "days": [{"day": "2026-02-30"}]}, "days/0", "bad_day"),
        ({"name": "x", "days": [{"day": "2026-02-03"}, {"day": "2026-02-03"}]}, "days", "day_twice"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(root, plant, sent, path, code):
    answer = root.post("calendars", sent)
    assert answer.status_code == 422
    assert [(issue["path"], issue["code"]) for issue in answer.json()["issues"]] == [(path, code)]


def test_pasted_holidays_are_read_and_not_kept(root):
    pasted = "国庆节：10月1日至7日放假调休，共7天。10月10日（周六）上班。"
    found = root.post("calendars/days", {"text": pasted, "year": 2026}).json()
    assert [day["day"] for day in found["days"] if day["is_worked"]] == ["2026-10-10"]
    assert len(found["days"]) == 8
    assert root.get("calendars").json()["items"] == []


def test_the_same_calendar_sent_twice_is_made_once(root):
    answers = [root.post("calendars", {"name": "A"}, idempotency_key="c-1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(root.get("calendars").json()["items"]) == 1


def test_the_staff_read_and_administrators_change(api_for, nobody, root, plant):
    sally = api_for("sally", "seller")
    path = f"calendars/{plant['id']}"
    assert sally.get(path).json()["name"] == "Plant"
    assert sally.post("calendars", {"name": "Mine"}).status_code == 403
    assert sally("PATCH", path, {"name": "Mine"}).status_code == 403
    assert sally("DELETE", path).status_code == 403
    assert nobody.get("calendars").status_code == 401
    assert root.get("calendars/999999").status_code == 404
