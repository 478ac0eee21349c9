"""PLAT-36: an administrator reads as somebody else would, changes nothing, and the trail knows."""

from __future__ import annotations

import io
import json

from odos.database.session import fetch_all


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


def test_nobody_else_may(api_for):
    seller = api_for("sam", "seller")
    assert seller.get("records/customer", odos_preview_as="role:seller").status_code == 403


def test_a_picture_that_the_browser_fetches_itself_is_seen_with_the_same_eyes(root, api_for):
    """PLAT-36: no header goes along with the address of a picture or a download; the address says it."""
    seller = api_for("sam", "seller")
    user = seller.get("auth/me").json()["id"]
    publish = [{"op": "put", "kind": "field", "key": "customer.photo",
        "document": {"kind": "file", "label": {"en": "Photo"}}}]  # fmt: skip
    assert root.post("metadata/apply", {"changes": publish, "message": "photo"}).status_code == 200
    file = root.form("files", {"file": io.BytesIO(b"a picture")}).json()
    root.post("records/customer", {"name": "Hidden", "photo": file["id"]})
    address = f"files/{file['id']}/content"
    assert root.get(address).status_code == 200
    assert root.get(f"{address}?preview_as=user:{user}").status_code == 404
    assert seller.get(f"{address}?preview_as=user:{user}").status_code == 403
    assert root.post(f"records/customer?preview_as=user:{user}", {"name": "x"}).status_code == 403
