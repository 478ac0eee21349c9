"""``/api/units/{id}/move``: PLAT-16."""

from __future__ import annotations

import pytest


def test_who_loses_access_is_named_before_anything_is_moved(root):
    units = [root.post("records/unit", {"name": name}).json()["id"] for name in ("north", "south")]
    team = root.post("records/unit", {"name": "team", "parent": units[0]}).json()["id"]
    changes = [{"op": "put", "kind": "role", "key": "seller", "document": {
        "kind": "role", "key": "seller", "label": {"en": "Seller"}, "entities": {"customer": {"see": "unit"}}}}]  # fmt: skip
    root.post("metadata/apply", {"changes": changes, "message": "wider"})
    for name, unit in (("nora", units[0]), ("saul", units[1])):
        person = {"username": name, "name": name.title(), "roles": ["seller"], "unit": unit}
        assert root.post("records/user", person).status_code == 201
    answer = root.get(f"units/{team}/move?to={units[1]}").json()
    assert (answer["from"]["label"], answer["to"]["label"], answer["units"]) == ("north", "south", 1)
    assert [(item["user"]["label"], item["entities"]) for item in answer["lost"]] == [("Nora", ["customer"])]
    assert [item["user"]["label"] for item in answer["gained"]] == ["Saul"]
    assert root.get(f"records/unit/{team}").json()["parent"]["label"] == "north"
    assert root.get(f"units/{team}/move?to=x").status_code == 422
    assert root.get(f"units/{team}/move?to={team}").status_code == 422
    assert root.get("units/999999/move").status_code == 404


@pytest.fixture
def places(root):
    """North with a team in it, south, and somebody who sees what lies in north."""
    units = [root.post("records/unit", {"name": name}).json()["id"] for name in ("north", "south")]
    team = root.post("records/unit", {"name": "team", "parent": units[0]}).json()["id"]
    role = {"kind": "role", "key": "boss", "label": {"en": "Boss"}, "entities": {"customer": {"see": "unit"}}}
    put = {"op": "put", "kind": "role", "key": "boss", "document": role}
    root.post("metadata/apply", {"changes": [put], "message": "boss"})
    nora = {"username": "nora", "name": "Nora", "roles": ["boss"], "unit": units[0]}
    assert root.post("records/user", nora).status_code == 201
    return units[0], units[1], team


def test_no_door_moves_a_unit_unseen(root, places):
    """PLAT-16, PLAT-36: a change, a bulk call and a file are held to the plan like the organisation chart."""
    _north, south, team = places
    root.post("records/customer", {"name": "Acme", "unit": team})
    refused = root("PATCH", f"records/unit/{team}", {"parent": south})
    assert refused.status_code == 422
    (issue,) = refused.json()["issues"]
    assert (issue["code"], issue["path"]) == ("move_unconfirmed", "parent")
    bulk = root.post("records/unit/bulk", {"update": [{"id": team, "parent": south}]}).json()
    assert [found["issues"][0]["code"] for found in bulk["errors"]] == ["move_unconfirmed"]
    assert root("PATCH", f"records/unit/{team}", {"name": "rovers"}).status_code == 200
    assert root.get(f"records/unit/{team}").json()["parent"]["label"] == "north"


def test_no_door_makes_a_unit_a_company_unseen(root, places):
    """PLAT-16, ACL-01: where a company ends decides what the scope "company" reaches."""
    north, _south, team = places
    sees = {"customer": {"see": "company"}}
    chief = {"kind": "role", "key": "chief", "label": {"en": "Chief"}, "entities": sees}
    put = {"op": "put", "kind": "role", "key": "chief", "document": chief}
    assert root.post("metadata/apply", {"changes": [put], "message": "chief"}).status_code == 200
    carl = {"username": "carl", "name": "Carl", "roles": ["chief"], "unit": team}
    assert root.post("records/user", carl).status_code == 201
    root.post("records/customer", {"name": "Acme", "unit": north})
    refused = root("PATCH", f"records/unit/{team}", {"kind": "company"})
    assert refused.status_code == 422
    (issue,) = refused.json()["issues"]
    assert (issue["code"], issue["path"]) == ("move_unconfirmed", "kind")
    assert root("PATCH", f"records/unit/{team}", {"kind": "branch"}).status_code == 200
    seen = root.get(f"units/{team}/move?to={north}&kind=company").json()
    assert ([item["user"]["label"] for item in seen["lost"]], seen["kind"]) == (["Carl"], "company")
    made = root.post(f"units/{team}/move", {"to": north, "kind": "company", "plan": seen["plan"]})
    assert made.status_code == 200
    assert root.get(f"records/unit/{team}").json()["kind"] == "company"
    assert root("PATCH", f"records/unit/{team}", {"kind": None}).status_code == 422


def test_a_move_is_what_its_plan_said(root, places):
    _north, south, team = places
    root.post("records/customer", {"name": "Acme", "unit": team})
    seen = root.get(f"units/{team}/move?to={south}").json()["plan"]
    saul = {"username": "saul", "name": "Saul", "roles": ["boss"], "unit": south}
    root.post("records/user", saul)
    stale = root.post(f"units/{team}/move", {"to": south, "plan": seen})
    assert (stale.status_code, stale.json()["issues"][0]["code"]) == (422, "plan_changed")
    plan = root.get(f"units/{team}/move?to={south}").json()["plan"]
    assert root.post(f"units/{team}/move", {"to": south, "plan": plan}).status_code == 200
    assert root.get(f"records/unit/{team}").json()["parent"]["label"] == "south"


def test_an_empty_unit_goes_where_it_should(root, places):
    """Nothing lies in it, so that nobody gains or loses: a tree that is typed in or loaded needs no plans."""
    _north, south, team = places
    assert root("PATCH", f"records/unit/{team}", {"parent": south}).status_code == 200


def test_only_administrators_ask(api_for):
    sally = api_for("sally", "seller")
    assert sally.get("units/1/move").status_code == 403
    assert sally.post("units/1/move", {"to": None, "plan": "x"}).status_code == 403
