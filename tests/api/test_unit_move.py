"""``/api/units/{id}/move``: PLAT-16."""

from __future__ import annotations


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


def test_only_administrators_ask(api_for):
    assert api_for("sally", "seller").get("units/1/move").status_code == 403
