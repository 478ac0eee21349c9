"""``/api/views`` and ``/api/segments`` as an outside program uses them: PLAT-01, QUERY-03."""

from __future__ import annotations

import pytest

VIEW = {
    "entity": "customer",
    "name": "Mine",
    "filter": 'name starts with "A"',
    "sort": "name",
    "columns": {"name": {"order": 1}},
}


@pytest.fixture
def sally(api_for):
    return api_for("sally", "seller")


@pytest.fixture
def otto(api_for):
    return api_for("otto", "seller")


def test_the_life_of_a_view(sally, otto):
    made = sally.post("views", VIEW)
    assert made.status_code == 201
    path, key = f"views/{made.json()['id']}", made.json()["key"]
    assert sally.get(path).json() == made.json()
    for method, body in (("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)):
        assert otto(method, path, body).status_code == 404
    assert otto.get(f"records/customer?view={key}").status_code == 422
    shared = sally("PATCH", path, {"audience": {"roles": ["seller"]}}, if_match='"1"').json()
    assert (shared["version"], shared["audience"]["roles"]) == (2, ["seller"])
    assert [item["key"] for item in otto.get("views?entity=customer").json()["items"]] == [key]
    assert otto.get(f"records/customer?view={key}").status_code == 200
    assert otto("PATCH", path, {"name": "x"}).status_code == 403
    assert sally("PATCH", path, {"name": "x"}, if_match='"1"').status_code == 412
    assert sally("DELETE", path).status_code == 200
    assert sally.get("views?entity=customer").json()["items"] == []


def test_the_same_view_sent_twice_is_made_once(sally):
    answers = [sally.post("views", VIEW, idempotency_key="v-1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(sally.get("views?entity=customer").json()["items"]) == 1


def test_a_view_is_chosen(sally):
    key = sally.post("views", VIEW).json()["key"]
    chosen = sally("PATCH", "views/choice", {"entity": "customer", "default": key, "pinned": [key]})
    assert chosen.json() == {"default": key, "pinned": [key]}
    assert sally.get("views?entity=customer").json()["choice"] == chosen.json()
    assert [role["key"] for role in sally.get("views/audiences").json()["roles"]] == ["seller"]


def test_a_view_serves_in_aggregates(sally):
    for name in ("A", "B"):
        assert sally.post("records/customer", {"name": name}).status_code == 201
    key = sally.post("views", VIEW).json()["key"]
    asked = {"measures": [{"function": "count", "as": "n"}], "view": key}
    assert sally.post("records/customer/aggregate", asked).json()["total"] == {"n": 1}
    searched = {"measures": [{"function": "count", "as": "n"}], "q": "B"}
    assert sally.post("records/customer/aggregate", searched).json()["total"] == {"n": 1}


def test_the_life_of_a_segment(sally, otto):
    sally.post("records/customer", {"name": "A"})
    made = sally.post("segments", {"entity": "customer", "name": "Top", "filter": 'name starts with "A"'})
    assert (made.status_code, made.json()["count"], made.json()["condition"]) == (201, 1, 'INSEGMENT("top")')
    path = f"segments/{made.json()['id']}"
    assert otto.get(path).status_code == 404
    assert sally.post("records/customer/query", {"filter": 'INSEGMENT("top")'}).json()["count"] == 1
    frozen = sally("PATCH", path, {"kind": "static"}).json()
    assert (frozen["kind"], frozen["frozen_at"] is not None, frozen["count"]) == ("static", True, 1)
    assert sally("DELETE", path).status_code == 200
    assert sally.get("segments?entity=customer").json()["items"] == []


def test_findings_stand_at_their_part_in_the_language_of_the_request(sally):
    answer = sally.post("views", {**VIEW, "filter": "revenue > 1", "name": ""}, accept_language="zh")
    assert answer.status_code == 422
    issue = answer.json()["issues"][0]
    assert (issue["path"].split("/")[0], issue["code"]) == ("filter", "unknown_field")
    assert "没有字段" in issue["message"]


@pytest.mark.parametrize("path", ["views?entity=customer", "segments?entity=customer", "views/1"])
def test_strangers_see_nothing(nobody, path):
    assert nobody.get(path).status_code == 401


def test_a_filter_is_seen_as_text_and_as_clauses(sally):
    both = sally.post(
        "rules/clauses", {"entity": "customer", "text": 'NAME contains "a" and quoted>parent.quoted'}
    )
    assert both.json()["text"] == 'name contains "a" and quoted > parent.quoted'
    items = both.json()["clauses"]["items"]
    assert [item["type"] for item in items] == ["condition", "text"]
    back = sally.post("rules/clauses", {"entity": "customer", "clauses": both.json()["clauses"]})
    assert back.json() == both.json()
    hidden = sally.post("rules/clauses", {"entity": "customer", "text": "revenue > 1"}).json()
    assert [issue["code"] for issue in hidden["issues"]] == ["unknown_field"]
    broken = sally.post("rules/clauses", {"entity": "customer", "text": "name ="}).json()
    assert (broken["clauses"], broken["text"]) == (None, "name =")
    assert sally.post("rules/clauses", {"entity": "customer", "clauses": {"type": "x"}}).status_code == 422
