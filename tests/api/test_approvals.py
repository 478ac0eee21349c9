"""Approvals over HTTP: submit, decide, delegate, simulate; and what strangers get."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.accounts.operations import issue_token
from odos.kernel.clock import utc_now
from tests.api.conftest import Api
from tests.workflow.conftest import office, quote  # noqa: F401  (fixtures)


@pytest.fixture
def as_user(office, nobody):  # noqa: F811
    """An `Api` for somebody of the office."""

    def make(name: str) -> Api:
        issued = issue_token(
            workspace=office.workspace, user_id=office.id(name), now=utc_now(), lifetime=timedelta(hours=1)
        )
        return Api(nobody.client, issued.token)

    return make


@pytest.fixture
def case(as_user, quote):  # noqa: F811
    sent = {"entity": "quote", "record": quote["id"], "comment": "Please"}
    answer = as_user("sally").post("approvals", sent, idempotency_key="once")
    assert answer.status_code == 201, answer.content
    again = as_user("sally").post("approvals", sent, idempotency_key="once")
    assert again.json()["id"] == answer.json()["id"]
    return answer.json()


def test_a_submission_shows_where_it_stands(case):
    """FLOW-07: the picture of where it stands, with the history."""
    assert case["status"] == "running"
    assert [node["mark"] for node in case["nodes"]] == ["active", None]
    assert case["nodes"][0]["tasks"][0]["user"]["label"] == "Mona"
    assert case["history"][0]["comment"] == "Please"
    assert case["can"]["recall"]
    assert case["can"]["tasks"] == []


def test_an_approver_decides_from_the_box(as_user, case):
    """FLOW-04, PLAT-07."""
    mona = as_user("mona")
    box = mona.get("approvals").json()
    assert box["to_do"] == 1
    item = box["items"][0]
    answer = mona.post(f"approvals/{item['id']}/approve", {"task": item["task"], "comment": "Yes"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == "approved"
    again = mona.post(f"approvals/{item['id']}/approve", {"task": item["task"]})
    assert again.status_code == 409
    assert mona.get("approvals?box=done").json()["items"][0]["note"] == "approved"


def test_people_are_added_and_asked_in_order(as_user, office, case):  # noqa: F811
    """FLOW-04: add an approver before (加签), over HTTP."""
    mona = as_user("mona")
    sent = {"task": 1, "users": [str(office.id("fin"))], "place": "before"}
    answer = mona.post(f"approvals/{case['id']}/add", sent)
    assert answer.status_code == 200, answer.content
    assert mona.post(f"approvals/{case['id']}/approve", {"task": 1}).status_code == 409
    assert as_user("fin").get("approvals").json()["to_do"] == 1


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [
        ("approve", {}, 422),
        ("approve", {"task": "1"}, 422),
        ("approve", {"task": 7}, 409),
        ("return", {"task": 1, "to": "finance"}, 422),
        ("transfer", {"task": 1, "to": "x"}, 422),
        ("transfer", {"task": 1, "to": 999999}, 422),
        ("add", {"task": 1, "users": [], "place": "before"}, 422),
        ("add", {"task": 1, "users": ["1"], "place": "above"}, 422),
        ("comment", {"comment": ""}, 422),
        ("comment", {"comment": "x" * 5001}, 422),
        ("recall", {}, 403),
        ("resubmit", {}, 403),
        ("end", {}, 403),
        ("move", {"to": "finance"}, 403),
        ("dance", {}, 404),
    ],
)
def test_what_cannot_be_done_is_refused(as_user, case, action, body, status):
    answer = as_user("mona").post(f"approvals/{case['id']}/{action}", body)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_strangers_get_nothing(office, as_user, nobody, case):  # noqa: F811
    """PLAT-36."""
    office.hire("olga")
    assert nobody.get("approvals").status_code == 401
    olga = as_user("olga")
    assert olga.get(f"approvals/{case['id']}").status_code == 404
    assert olga.post(f"approvals/{case['id']}/approve", {"task": 1}).status_code == 404
    assert olga.post(f"approvals/{case['id']}/comment", {"comment": "Hi"}).status_code == 404
    assert olga.post(
        "approvals/simulate", {"entity": "quote", "record": case["record"]["id"]}
    ).status_code in {403, 404}


def test_a_simulation_names_everybody_and_stores_nothing(as_user, quote):  # noqa: F811
    """FLOW-03: who would approve this?"""
    sent = {"entity": "quote", "record": quote["id"], "changes": {"discount": "40.00"}}
    found = as_user("sally").post("approvals/simulate", sent).json()
    people = [[person["label"] for person in step["people"]] for step in found["steps"]]
    assert people == [["Mona"], ["Fin", "Fay"]]
    assert found["outcome"] == "approved"
    assert as_user("mona").get("approvals").json()["to_do"] == 0


def test_a_draft_is_tried_before_it_is_published(as_user, office, quote):  # noqa: F811
    """FLOW-03, FLOW-07: the path through an approval that is still being drawn; for administrators only."""
    step = {"kind": "approval", "order": 0, "approvers": {"fin": {"kind": "user", "name": "fin"}}}
    told = {"kind": "copy", "order": 90, "approvers": {"me": {"kind": "submitter"}}}
    put = {"op": "put", "kind": "workflow", "key": "quote_approval"}
    draft = [{**put, "document": {"active": False, "nodes": {"first": step, "told": told}}}]
    asked = {"entity": "quote", "record": quote["id"], "workflow": "quote_approval"}
    sent = {**asked, "draft": draft, "submitter": str(office.id("sally"))}
    assert as_user("sally").post("approvals/simulate", sent).status_code == 403
    office.hire("root", is_admin=True)
    root = as_user("root")
    found = root.post("approvals/simulate", sent).json()
    assert [step["people"][0]["label"] for step in found["steps"]] == ["Fin", "Mona"]
    assert [(copy["node"], copy["people"][0]["label"]) for copy in found["copies"]] == [("told", "Sally")]
    assert found["marks"] == {"first": "passed", "manager": "passed", "finance": "skipped", "told": "passed"}
    broken = {**put, "document": {"nodes": {"first": {"kind": "approval", "when": "nowhere > 1"}}}}
    refused = root.post("approvals/simulate", {**sent, "draft": [broken]})
    assert refused.status_code == 422
    assert refused.json()["issues"][0]["path"].startswith("workflow/quote_approval/nodes/first")
    assert root.post("approvals/simulate", {**sent, "workflow": "none"}).status_code == 422
    assert len(root.post("approvals/simulate", asked).json()["steps"]) == 1


def test_a_plan_says_which_cases_go_on_as_they_were(as_user, office, case):  # noqa: F811
    """FLOW-01: running cases keep the definition that they were started with."""
    office.hire("root", is_admin=True)
    put = {"op": "put", "kind": "workflow", "key": "quote_approval"}
    sent = {"changes": [{**put, "document": {"nodes": {"finance": None}}}]}
    planned = as_user("root").post("metadata/plan", sent).json()
    touched = planned["impact"]["approvals"]
    assert [(item["workflow"], item["cases"], item["gone"]) for item in touched] == [
        ("quote_approval", 1, False)
    ]
    gone = {"changes": [{"op": "delete", "kind": "workflow", "key": "quote_approval"}]}
    assert as_user("root").post("metadata/plan", gone).json()["impact"]["approvals"][0]["gone"] is True
    untouched = {"changes": [{**put, "document": {"label": {"en": "Quote approval"}}}]}
    assert as_user("root").post("metadata/plan", untouched).json()["impact"]["approvals"] == []


def test_delegations_are_made_and_ended(office, as_user, quote):  # noqa: F811
    """FLOW-04: delegation (委托) by oneself; for others by administrators only."""
    mona = as_user("mona")
    period = {"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z"}
    sent = {"stand_in": str(office.id("greta")), **period}
    made = mona.post("approvals/delegations", sent)
    assert made.status_code == 201, made.content
    assert [item["stand_in"]["label"] for item in mona.get("approvals/delegations").json()["items"]] == [
        "Greta"
    ]
    as_user("sally").post("approvals", {"entity": "quote", "record": quote["id"]})
    assert as_user("greta").get("approvals").json()["to_do"] == 1
    other = {**sent, "user": str(office.id("fin"))}
    assert mona.post("approvals/delegations", other).status_code == 403
    assert mona.post("approvals/delegations", {**sent, "stand_in": str(office.id("mona"))}).status_code == 422
    assert mona.post("approvals/delegations", {**sent, "ends_at": "2019-01-01T00:00:00Z"}).status_code == 422
    number = made.json()["id"]
    assert as_user("fin")("DELETE", f"approvals/delegations/{number}").status_code == 403
    assert mona("DELETE", f"approvals/delegations/{number}").status_code == 204
    assert mona.get("approvals/delegations").json()["items"] == []


def test_an_administrators_token_overrules_approvers_only_if_it_is_made_for_that(office, nobody, case):  # noqa: F811
    """FLOW-04: ending, moving and reassigning ask for the scope, and so does delegating for others."""
    admin = office.id("chief")

    def api(*scopes: str) -> Api:
        issued = issue_token(workspace=office.workspace, user_id=admin, now=utc_now(), scopes=scopes)
        return Api(nobody.client, issued.token)

    writer, path = api("read", "write"), f"approvals/{case['id']}"
    task = case["nodes"][0]["tasks"][0]["task"]
    assert writer.get(path).json()["can"]["administer"] is False
    tries = {"end": {}, "move": {"to": "end"}, "reassign": {"task": task, "to": str(office.id("sally"))}}
    for action, body in tries.items():
        assert writer.post(f"{path}/{action}", body).status_code == 403, action
    now = utc_now()
    wish = {
        "user": str(office.id("mona")), "stand_in": str(admin),
        "starts_at": now.isoformat(), "ends_at": (now + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    assert writer.post("approvals/delegations", wish).status_code == 403
    chief = api("read", "write", "administer")
    assert chief.get(path).json()["can"]["administer"] is True
    assert chief.post(f"{path}/end", {}).json()["status"] == "ended"


def test_a_record_offers_its_approvals_as_actions(as_user, quote):  # noqa: F811
    """FLOW-07: submitting stands among the actions of a record, once until it is over."""
    sally, address = as_user("sally"), f"records/quote/{quote['id']}/actions"
    offered = sally.get(address).json()["items"]
    assert [(item["key"], item["ready"]) for item in offered] == [("submit.quote_approval", True)]
    sent = {"comment": "Please"}
    done = sally.post(f"{address}/submit.quote_approval", sent, idempotency_key="s-1")
    assert done.status_code == 200, done.content
    again = sally.post(f"{address}/submit.quote_approval", sent, idempotency_key="s-1")
    assert again.json() == done.json()
    assert done.json()["record"]["status"] == "in review"
    later = sally.get(address).json()["items"][0]
    assert (later["ready"], later["issues"][0]["code"]) == (False, "approval_going_on")
    assert sally.post(f"{address}/submit.quote_approval", sent).status_code == 409
    assert sally.post(f"{address}/submit.other", sent).status_code == 404
    assert sally.post(f"{address}/submit", {"comment": 7}).status_code == 422


def test_many_are_decided_at_once_each_by_itself(as_user, office, make, case):  # noqa: F811
    """FLOW-04: batch decisions; one that is refused is told and leaves the others alone."""
    other = make(office.context("sally"), "quote", contact_name="Bob", discount="1.00")
    second = as_user("sally").post("approvals", {"entity": "quote", "record": other["id"]}).json()
    mona = as_user("mona")
    tasks = [{"approval": item["id"], "task": item["task"]} for item in mona.get("approvals").json()["items"]]
    assert len(tasks) == 2
    sent = {"action": "approve", "tasks": [*tasks, {"approval": "999", "task": 1}], "comment": "All fine"}
    answer = mona.post("approvals/decisions", sent, idempotency_key="many")
    assert answer.status_code == 200, answer.content
    assert {part["approval"] for part in answer.json()["decided"]} == {case["id"], second["id"]}
    assert [(error["approval"], error["status"]) for error in answer.json()["errors"]] == [("999", 404)]
    assert mona.post("approvals/decisions", sent, idempotency_key="many").json() == answer.json()
    comments = {event["comment"] for event in mona.get(f"approvals/{second['id']}").json()["history"]}
    assert "All fine" in comments
    late = mona.post("approvals/decisions", {"action": "reject", "tasks": tasks}).json()
    assert late["decided"] == []
    assert {error["status"] for error in late["errors"]} == {409}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"action": "burn", "tasks": [{"approval": "1", "task": 1}]}, "action"),
        ({"action": "approve", "tasks": []}, "tasks"),
        ({"action": "approve", "tasks": [{"approval": "1"}]}, "tasks/0/task"),
        ({"action": "approve", "tasks": ["1"]}, "tasks/0"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused_at_its_place(as_user, body, path):
    answer = as_user("mona").post("approvals/decisions", body)
    assert answer.status_code == 422
    assert answer.json()["issues"][0]["path"] == path
