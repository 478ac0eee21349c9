"""``/api/reminders`` as an outside program uses it: PLAT-18, REMIND-01 to 13."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from odos.accounts.principals import system_principal
from odos.automation.reminders.jobs import EVALUATE, tell_due
from odos.database.session import fetch_value
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace
from tests.api.conftest import Api
from tests.fixtures.application import publish_changes

TEXT = """remind "Call" on customer
  when tier = "b"
  notify user
  snooze up to 3 days, at most 1 time"""
MINE = {"entity": "customer", "name": "Call them", "text": TEXT}


@pytest.fixture
def sally(api_for: Callable[..., Api]) -> Api:
    return api_for("sally", "seller")


@pytest.fixture
def otto(api_for: Callable[..., Api]) -> Api:
    return api_for("otto", "seller")


@pytest.fixture
def run(app: Workspace) -> Callable[[], None]:
    """What workers do by themselves."""

    def work() -> None:
        enqueue(workspace=app, kind=EVALUATE, args={}, actor=system_principal(app), now=utc_now())
        while work_once(workspace=app) is not None:
            pass
        while tell_due(app, utc_now()):
            pass

    return work


def test_the_life_of_a_rule_of_ones_own(sally: Api, otto: Api):
    made = sally.post("reminders/rules", MINE)
    assert made.status_code == 201, made.content
    path = f"reminders/rules/{made.json()['id']}"
    assert made.json()["text"].splitlines() == TEXT.splitlines()
    assert sally.get(path).json() == made.json()
    assert [item["id"] for item in sally.get("reminders/rules").json()["items"]] == [made.json()["id"]]
    assert otto.get("reminders/rules").json() == {"items": []}
    for method, body in (("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)):
        assert otto(method, path, body).status_code == 404
    off = sally("PATCH", path, {"is_active": False}, if_match='"1"').json()
    assert (off["is_active"], off["version"]) == (False, 2)
    assert sally("PATCH", path, {"name": "x"}, if_match='"1"').status_code == 412
    assert sally("DELETE", path).status_code == 200
    assert sally.get(path).status_code == 404


def test_the_same_rule_sent_twice_is_made_once(sally: Api):
    answers = [sally.post("reminders/rules", MINE, idempotency_key="r-1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(sally.get("reminders/rules").json()["items"]) == 1


def test_a_faulty_text_is_told_with_its_place(sally: Api):
    answer = sally.post("reminders/rules", {**MINE, "text": "remind on customer when colour notify user"})
    assert answer.status_code == 422
    [issue] = answer.json()["issues"]
    assert issue["path"] == "text/1:25"


def test_a_preview_of_a_text_that_is_not_saved(sally: Api, otto: Api):
    sally.post("records/customer", {"name": "Acme"})
    otto.post("records/customer", {"name": "Hidden"})
    found = sally.post("reminders/preview", {"entity": "customer", "text": TEXT}).json()
    assert (found["now"], found["later"], found["complete"], found["capped"]) == (1, 0, True, False)
    assert [item["record"]["label"] for item in found["items"]] == ["Acme"]
    refused = sally.post("reminders/preview", {"entity": "customer", "text": "remind on customer"})
    assert refused.status_code == 422
    assert sally.post("reminders/preview", {"entity": "nowhere", "text": TEXT}).status_code == 404


def test_what_was_told_can_be_put_off(sally: Api, otto: Api, run: Callable[[], None], app: Workspace):
    sally.post("records/customer", {"name": "Acme"})
    rule = sally.post("reminders/rules", MINE).json()["id"]
    run()
    history = sally.get(f"reminders/rules/{rule}/history").json()
    [item] = history["items"]
    assert (item["kind"], item["number"], item["record"]["label"]) == ("notice", 1, "Acme")
    assert [person["label"] for person in item["people"]] == ["Sally"]
    assert otto.get(f"reminders/rules/{rule}/history").status_code == 404
    path = f"reminders/{fetch_value(app, 'SELECT id FROM reminder')}"
    allowed = sally.get(path).json()["snooze"]
    assert (allowed["left"], allowed["until"]) == (1, None)
    soon = {"until": (utc_now() + timedelta(days=1)).isoformat()}
    assert otto.get(path).status_code == otto.post(f"{path}/snooze", soon).status_code == 404
    for until in ("soon", "2026-03-05", (utc_now() + timedelta(days=9)).isoformat()):
        assert sally.post(f"{path}/snooze", {"until": until}).status_code == 422
    until = (utc_now() + timedelta(days=1)).isoformat()
    assert sally.post(f"{path}/snooze", {"until": until}).json()["snooze"]["left"] == 0
    assert sally.post(f"{path}/snooze", {"until": until}).status_code == 409


def test_a_digest_tells_its_records(sally: Api, otto: Api, run: Callable[[], None], app: Workspace):
    for number in range(25):
        sally.post("records/customer", {"name": f"C{number}"})
    sally.post("reminders/rules", MINE)
    run()
    path = f"reminders/digests/{fetch_value(app, 'SELECT id FROM reminder_digest')}"
    found = sally.get(path).json()
    assert len(found["items"]) == 25
    assert {item["rule"] for item in found["items"]} == {"Call"}
    assert otto.get(path).status_code == 404


def test_administrators_see_how_rules_fare(sally: Api, root: Api, run: Callable[[], None], app: Workspace):
    rule = {
        "kind": "rule",
        "entity": "customer",
        "label": {"en": "Call"},
        "text": TEXT.replace("user", "owner"),
    }
    publish_changes(app, [("rule", "customer.call", rule)])
    sally.post("records/customer", {"name": "Acme"})
    run()
    [item] = root.get("reminders/published").json()["items"]
    assert (item["key"], item["going_on"], item["told"], item["matching"]) == ("customer.call", 1, 1, 1)
    assert item["evaluated_at"] is not None
    assert item["error"] is None
    [told] = root.get("reminders/published/customer.call/history").json()["items"]
    assert told["record"]["label"] == "Acme"
    assert sally.get("reminders/published").status_code == 403
    assert sally.get("reminders/published/customer.call/history").status_code == 403
    assert root.get("reminders/published/nothing/history").status_code == 404
    body = {"entity": "customer", "text": rule["text"], "rule": "customer.call"}
    assert root.post("reminders/preview", body).json()["later"] == 0
