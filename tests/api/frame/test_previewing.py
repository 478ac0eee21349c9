"""PLAT-36: an administrator reads as somebody else would, changes nothing, and the trail knows."""

from __future__ import annotations

import io
import json

from odos.database.session import fetch_all
from tests.fixtures.application import labelled, publish


def test_with_the_eyes_of_a_user_or_role(root, api_for, app):
    seller = api_for("sam", "seller")
    user = seller.get("auth/me").json()["id"]
    root.post("records/customer", {"name": "Hidden", "revenue": "5"})
    mine = seller.post("records/customer", {"name": "Mine"}).json()
    seen = root.get("records/customer", odos_preview_as=f"user:{user}").json()["items"]
    assert [item["id"] for item in seen] == [mine["id"]]
    assert "revenue" not in seen[0]
    assert root.post("records/customer/query", {}, odos_preview_as=f"user:{user}").json()["count"] == 1
    as_role = root.get("schema", odos_preview_as="role:seller").json()
    assert {entity["key"] for entity in as_role["entities"]} >= {"customer", "quote"}
    fields = next(e for e in as_role["entities"] if e["key"] == "customer")["fields"]
    assert "revenue" not in {field["key"] for field in fields}
    trail = fetch_all(
        app, "SELECT record_id, changes FROM audit_entry WHERE action = 'previewed' ORDER BY id"
    )
    assert [json.loads(row[1])["$as"][1] for row in trail] == [
        f"user:{user}",
        "role:seller",
    ]  # said once for a while
    assert trail[0][0] == int(user)


def test_nothing_can_be_changed_or_administered(root, api_for):
    user = api_for("sam", "seller").get("auth/me").json()["id"]
    headers = {"odos_preview_as": f"user:{user}"}
    assert root.post("records/customer", {"name": "x"}, **headers).status_code == 403
    assert root.get("metadata/versions", **headers).status_code == 403
    for asked in ("user:999999", "user:x", "role:nope", "role:", "boss", "planet:1"):
        assert root.get("schema", odos_preview_as=asked).status_code == 422


def test_nothing_that_writes_is_offered(root, api_for):
    """PLAT-36: what screens draw their buttons from says that one only reads."""
    seller = api_for("sam", "seller")
    user = seller.get("auth/me").json()["id"]
    record = seller.post("records/customer", {"name": "Mine"}).json()["id"]
    assert seller.post(f"records/customer/{record}/comments", {"text": "hello"}).status_code == 201
    headers = {"odos_preview_as": f"user:{user}"}

    def offered(api, **given):
        entity = api.get("schema/customer", **given).json()
        (comment,) = api.get(f"records/customer/{record}/comments", **given).json()["items"]
        return (
            {action for action, may in entity["can"].items() if may} - {"see"},
            {field["key"] for field in entity["fields"] if field["can_edit"]},
            {action for action, may in api.get(f"records/customer/{record}/actions", **given).json()["can"].items() if may},
            comment["can_edit"] or comment["can_delete"],
            api.get("auth/me", **given).json()["can"]["write"],
        )  # fmt: skip

    def whole(api, **given):
        (entity,) = (e for e in api.get("schema", **given).json()["entities"] if e["key"] == "customer")
        return entity["can"]

    for _ in range(2):  # what is kept for the one is not given to the other
        assert all(offered(seller))
        assert not any(offered(root, **headers))
        assert whole(seller)["edit"]
        assert [action for action, may in whole(root, **headers).items() if may] == ["see"]


def test_what_is_read_in_a_preview_was_read_by_the_administrator(root, api_for, app):
    """PLAT-36, AUDIT-01: nobody gets into the trail for what an administrator looked at with their eyes."""
    publish(app, [
        {"kind": "settings", "key": "workspace", "audit": {"personal_views": "all"}},
        labelled("patient", kind="entity", key="patient", owned=True, title_field="name",
            fields={"name": labelled("name", kind="text", personal_data=True)}),
        labelled("doctor", kind="role", key="doctor", entities={"patient": {"see": "all", "create": True}}),
    ])  # fmt: skip
    doctor = api_for("dora", "doctor")
    user = doctor.get("auth/me").json()["id"]
    record = doctor.post("records/patient", {"name": "Ada"}).json()["id"]
    headers = {"odos_preview_as": f"user:{user}"}
    assert root.get(f"records/patient/{record}", **headers).status_code == 200
    assert root.post("records/patient/query", {}, **headers).json()["items"]
    told = fetch_all(
        app,
        "SELECT action, actor_label, reason FROM audit_entry WHERE action IN ('viewed', 'listed') ORDER BY id",
    )
    assert told == [(action, "Root", f"preview as user:{user}") for action in ("viewed", "listed")]


def test_letters_stay_between_the_two(root, api_for):
    """PLAT-36: what records somebody sees is shown, not what people wrote to them."""
    sam, tina = api_for("sam", "seller"), api_for("tina", "seller")
    ids = {name: api.get("auth/me").json()["id"] for name, api in (("sam", sam), ("tina", tina))}
    assert tina.post("messages", {"to": [ids["sam"]], "text": "between us"}).status_code == 201
    headers = {"odos_preview_as": f"user:{ids['sam']}"}
    for path in ("messages", f"messages/{ids['tina']}", "inbox"):
        assert "between us" in sam.get(path).content.decode()
        answer = root.get(path, **headers)
        assert (answer.status_code, answer.json()["issues"][0]["code"]) == (403, "personal")


def test_nobody_else_may(api_for):
    seller = api_for("sam", "seller")
    assert seller.get("records/customer", odos_preview_as="role:seller").status_code == 403


def test_a_picture_that_the_browser_fetches_itself_is_seen_with_the_same_eyes(root, api_for):
    """PLAT-36: no header goes along with the address of a picture or a download; the address says it."""
    seller = api_for("sam", "seller")
    user = seller.get("auth/me").json()["id"]
    changes = [{"op": "put", "kind": "field", "key": "customer.photo",
        "document": {"kind": "file", "label": {"en": "Photo"}}}]  # fmt: skip
    assert root.post("metadata/apply", {"changes": changes, "message": "photo"}).status_code == 200
    file = root.form("files", {"file": io.BytesIO(b"a picture")}).json()
    root.post("records/customer", {"name": "Hidden", "photo": file["id"]})
    address = f"files/{file['id']}/content"
    assert root.get(address).status_code == 200
    assert root.get(f"{address}?preview_as=user:{user}").status_code == 404
    assert seller.get(f"{address}?preview_as=user:{user}").status_code == 403
    assert root.post(f"records/customer?preview_as=user:{user}", {"name": "x"}).status_code == 403
