"""QUERY-01: a change of all that a list shows, over HTTP: tried, done once however often it is sent, taken back."""

from __future__ import annotations

import pytest

from odos.records.mass import changes as mass_changes

CHANGE = {"view": None, "filter": 'name starts with "A"', "values": {"notes": "x"}}


@pytest.fixture
def root(api_for):
    found = api_for("root", is_admin=True)
    for name in ("Aa", "Ab", "B"):
        assert found.post("records/customer", {"name": name}).status_code == 201
    return found


def notes(api) -> dict[str, str | None]:
    items = api.get("records/customer?fields=name,notes&sort=name").json()["items"]
    return {item["name"]: item["notes"] for item in items}


def test_a_change_is_tried_made_and_taken_back(root):
    told = root.post("records/customer/changes/preview", CHANGE).json()
    assert (told["count"], told["tried"], told["changed"], told["reasons"]) == (2, 2, 2, [])
    assert told["examples"][0]["to"]["notes"] == "x"
    assert set(notes(root).values()) == {None}
    done = root.post("records/customer/changes", CHANGE, idempotency_key="c-1")
    again = root.post("records/customer/changes", CHANGE, idempotency_key="c-1")
    assert (done.status_code, done.json()) == (200, again.json())
    assert notes(root) == {"Aa": "x", "Ab": "x", "B": None}
    undone = root.post(f"records/customer/changes/{done.json()['change']}/undo")
    assert (undone.status_code, undone.json()["changed"]) == (200, 2)
    assert set(notes(root).values()) == {None}


def test_a_change_of_very_many_is_a_job(root, monkeypatch):
    monkeypatch.setattr(mass_changes, "AT_ONCE", 1)
    answer = root.post("records/customer/changes", CHANGE)
    assert answer.status_code == 202
    assert answer.json()["job"]["kind"] == "records.change_many"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({**CHANGE, "filter": "nothing = 1"}, "filter"),
        ({**CHANGE, "view": "nothing"}, "view"),
        ({**CHANGE, "ids": ["x"]}, "ids"),
        ({**CHANGE, "values": {}}, "values"),
        ({**CHANGE, "values": {"notes": 7, "tier": "z"}}, "values/tier"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(root, body, path):
    for address in ("changes", "changes/preview"):
        answer = root.post(f"records/customer/{address}", body)
        assert answer.status_code == 422
        assert path in {issue["path"].split("/1:")[0] for issue in answer.json()["issues"]}


def test_nobody_changes_what_they_may_not_see(root, api_for):
    seller = api_for("sally", "seller")
    answer = seller.post("records/customer/changes", {"values": {"notes": "x"}})
    assert (answer.status_code, answer.json()["changed"], answer.json()["change"]) == (200, 0, None)
    assert seller.post("records/product/changes", {"values": {"name": "x"}}).status_code == 403
