"""PLAT-36: shares, teams and the reasons of access over HTTP."""

from __future__ import annotations

import pytest

from tests.fixtures.application import labelled, publish

ENTITY = labelled(
    "shop",
    kind="entity",
    key="shop",
    owned=True,
    title_field="name",
    team={"helper": labelled("helper", edit=True)},
    fields={"name": labelled("name", kind="text")},
)
ROLE = labelled(
    "keeper",
    kind="role",
    key="keeper",
    entities={"shop": {"see": "team", "create": True, "edit": "team"}},
)


@pytest.fixture
def shop(app, api_for):
    publish(app, [ENTITY, ROLE])
    keeper, guest = api_for("keeper", "keeper"), api_for("guest", "keeper")
    made = keeper.post("records/shop", {"name": "Corner"})
    assert made.status_code == 201
    return keeper, guest, f"records/shop/{made.json()['id']}"


def me(api) -> str:
    return api.get("auth/me").json()["id"]


def test_share_see_and_take_back(shop):
    keeper, guest, path = shop
    assert guest.get(path).status_code == 404
    assert guest.get(f"{path}/shares").status_code == 404
    shared = keeper.post(f"{path}/shares", {"kind": "user", "id": me(guest), "reason": "holiday"})
    assert shared.status_code == 201
    (share,) = shared.json()["items"]
    assert share["to"]["label"] == "Guest"
    assert guest.get(path).status_code == 200
    assert guest("PATCH", path, {"name": "x"}).status_code == 403
    assert guest.post(f"{path}/shares", {"kind": "user", "id": me(guest)}).status_code == 403
    assert keeper("DELETE", f"{path}/shares/{share['id']}").json() == {"items": []}
    assert guest.get(path).status_code == 404


def test_the_team(shop):
    keeper, guest, path = shop
    assert keeper.post(f"{path}/team", {"user": me(guest), "role": "boss"}).status_code == 422
    team = keeper.post(f"{path}/team", {"user": me(guest), "role": "helper"})
    assert team.status_code == 201
    assert guest("PATCH", path, {"name": "x"}).status_code == 200
    (member,) = guest.get(f"{path}/team").json()["items"]
    assert keeper("DELETE", f"{path}/team/{member['id']}").json() == {"items": []}


def test_what_may_be_done_with_this_one_record(shop):
    """PLAT-36: seeing a record is not changing it; screens offer what would not be refused."""
    keeper, guest, path = shop
    keeper.post(f"{path}/shares", {"kind": "user", "id": me(guest)})
    assert keeper.get(f"{path}/actions").json()["can"] == {"edit": True, "delete": False, "share": True}
    assert guest.get(f"{path}/actions").json()["can"] == {"edit": False, "delete": False, "share": False}


def test_why(shop):
    keeper, guest, path = shop
    own = keeper.get(f"{path}/access").json()
    assert own["actions"]["see"]["allowed"] is True
    other = keeper.get(f"{path}/access?user={me(guest)}").json()
    assert other["actions"]["see"]["allowed"] is False
    assert other["actions"]["see"]["needed"]
    assert keeper.get(f"{path}/access?user=x").status_code == 422
    assert guest.get(f"{path}/access").status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"kind": "user"}, {"kind": 7, "id": "1"}, {"kind": "role", "id": "keeper", "until": "soon"}]
)
def test_nonsense_is_refused(shop, body):
    keeper, _guest, path = shop
    assert keeper.post(f"{path}/shares", body).status_code == 422


def test_the_schema_tells_screens_what_there_is(shop):
    keeper, _guest, _path = shop
    entity = keeper.get("schema/shop").json()
    helper = ENTITY["team"]["helper"]
    assert entity["team"] == [{"key": "helper", "label": helper["label"], "edit": True, "delete": False}]
    assert entity["can"]["share"] is True
    assert entity["can"]["delete"] is False
