"""Purging what is retired: shown first, confirmed, noted, and nothing else goes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command

from odos.accounts.principals import system_principal
from odos.database.session import execute, fetch_all, fetch_value
from odos.files.operations import store_file, sweep_up
from odos.kernel.clock import utc_now
from odos.storage.active import active_schema
from tests.api.conftest import Api
from tests.api.live import client_for, served
from tests.fixtures.application import NOW


@pytest.fixture(scope="module")
def app(live_workspace) -> Iterator[Any]:
    with served(live_workspace.workspace) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def root(app) -> Api:
    return client_for(app, "root", is_admin=True)


def publish(root: Api, *changes: dict[str, Any]) -> int:
    body = {"changes": changes, "message": "x", "confirm_destructive": True}
    answer = root.post("metadata/apply", body)
    assert answer.status_code == 200, answer.content
    return int(answer.json()["version"])


def put(kind: str, key: str, document: dict[str, Any]) -> dict[str, Any]:
    return {"op": "put", "kind": kind, "key": key, "document": {"label": {"en": key.title()}, **document}}


def settle(app) -> None:
    """As if a minute had passed since the last publication."""
    execute(app, "UPDATE schema_version SET created_at = created_at - interval '2 minutes'")


def purge(root: Api, *keys: str, **more: Any) -> Any:
    return root.post("metadata/retired/purge", {"items": keys, "confirm": True, **more})


def retired(root: Api) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in root.get("metadata/retired").json()["items"]}


def columns_of(app, table: str) -> set[str]:
    statement = "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(%s) AND NOT attisdropped"
    return {name for (name,) in fetch_all(app, statement, [f'"{table}"'])}


def test_a_field_is_hidden_then_purged_and_its_version_comes_back_without_values(app, root):
    size = {"kind": "money", "order": 5}
    version = publish(root, put("field", "product.cost", size))
    made = root.post(
        "records/product", {"name": "Pump", "cost": {"amount": "5.00", "currency": "CNY"}}
    ).json()
    publish(root, {"op": "delete", "kind": "field", "key": "product.cost"})
    (key, item), *others = retired(root).items()
    assert not others
    assert (item["label"]["en"], item["what"], item["rows"], item["versions"][-1]) == (
        "Product.Cost", "field", 1, version,
    )  # fmt: skip
    assert item["bytes"] > 0
    plan = root.get("metadata/retired").json()
    assert version in plan["incomplete_versions"]
    assert plan["version"] not in plan["incomplete_versions"]
    table, _, column = key.partition(".")
    assert column in columns_of(app, table)
    settle(app)
    assert purge(root, key, confirm=False).json()["issues"][0]["code"] == "purge_unconfirmed"
    assert column in columns_of(app, table)
    done = purge(root, key)
    assert done.status_code == 200, done.content
    assert not columns_of(app, table) & {
        column,
        *(name for name in columns_of(app, table) if name.startswith(column)),
    }
    assert retired(root) == {}
    planned = root.get(f"metadata/versions/{version}/plan").json()
    assert root.post(f"metadata/versions/{version}/rollback", {}).status_code == 200
    assert root.get(f"records/product/{made['id']}").json()["cost"] is None
    assert [(issue["code"], issue["severity"]) for issue in planned["issues"]] == [("purged", "warning")]


def test_an_entity_goes_with_its_files_and_all_that_is_said_of_its_records(app, root):
    note = {"kind": "text", "order": 1}
    fields = {"name": {**note, "label": {"en": "Name"}}, "scan": {"kind": "file", "label": {"en": "Scan"}}}
    fields["number"] = {"kind": "auto_number", "pattern": "T-{0000}", "label": {"en": "Number"}}
    publish(root, put("entity", "thing", {"title_field": "name", "owned": True, "fields": fields}))
    actor = system_principal(app)
    files = [
        store_file(workspace=app, stream=BytesIO(body), name="a.txt", actor=actor, now=NOW).pk
        for body in (b"only here", b"also in a note")
    ]
    for file_id in files:
        assert root.post("records/thing", {"name": "A", "scan": str(file_id)}).status_code == 201
    publish(root, put("field", "product.sheet", {"kind": "file"}))
    assert root.post("records/product", {"name": "B", "sheet": str(files[1])}).status_code == 201
    entity = active_schema(app).get_entity("thing")
    execute(app, "INSERT INTO late_rollup (entity_id, record_id) VALUES (%s, 1)", [entity.id])
    mine = {"entity": "thing", "name": "Mine", "columns": {"name": {"order": 1}}}
    assert root.post("views", mine).status_code == 201
    publish(root, {"op": "delete", "kind": "entity", "key": "thing"})
    item = retired(root)[entity.table]
    assert (item["what"], item["rows"], item["files"], item["file_bytes"]) == (
        "entity",
        2,
        1,
        len(b"only here"),
    )
    settle(app)
    assert purge(root, entity.table).status_code == 200
    assert fetch_value(app, "SELECT to_regclass(%s) IS NULL", [f'"{entity.table}"'])
    for table, column in (("late_rollup", "entity_id"), ("saved_view", "entity")):
        assert fetch_value(app, f"SELECT count(*) FROM {table} WHERE {column} = %s", [entity.id]) == 0
    number = entity.fields["number"].id
    assert fetch_value(app, "SELECT count(*) FROM number_counter WHERE field_id = %s", [number]) == 0
    sweep_up(workspace=app, schema=active_schema(app), now=utc_now())
    assert fetch_all(app, "SELECT id FROM stored_file WHERE id = ANY(%s)", [files]) == [(files[1],)]
    assert root.get("records/product?filter=name=%22B%22").json()["count"] == 1


def test_it_is_noted_in_the_trail_and_done_once_for_a_key(app, root):
    publish(root, put("field", "product.weight", {"kind": "integer"}))
    publish(root, {"op": "delete", "kind": "field", "key": "product.weight"})
    (key,) = retired(root)
    settle(app)
    body = {"items": [key], "confirm": True}
    first, again = (root.post("metadata/retired/purge", body, idempotency_key="p-1") for _ in range(2))
    assert (first.status_code, again.json()) == (200, first.json())
    (entry,) = root.get("audit?action=purged&limit=1").json()["items"]
    assert {change["field"]: change["to"] for change in entry["changes"]}["items"] == [key]


def test_what_is_in_use_unknown_or_just_retired_stays(app, root):
    table = active_schema(app).get_entity("product").table
    for key in (table, f"{table}.id", "job", "x'; DROP TABLE job; --"):
        answer = purge(root, key)
        assert answer.status_code == 409, answer.content
        (issue,) = answer.json()["issues"]
        assert (issue["code"], issue["path"]) == ("not_retired", "items/0")
        assert issue["hint"]
    assert purge(root).status_code == 422
    publish(root, put("field", "product.depth", {"kind": "integer"}))
    publish(root, {"op": "delete", "kind": "field", "key": "product.depth"})
    (key,) = retired(root)
    assert purge(root, key).json()["issues"][0]["code"] == "just_published"
    assert client_for(app, "eve", "seller").get("metadata/retired").status_code == 403
    assert (
        client_for(app, "ive", "seller").post("metadata/retired/purge", {"items": [key]}).status_code == 403
    )


def test_the_command_shows_and_only_purges_when_told_to(app, root):
    (key,) = retired(root)
    shown, done = StringIO(), StringIO()
    call_command("purge_retired", workspace=app.key, stdout=shown)
    assert key in shown.getvalue()
    assert "could no longer be rolled back" in shown.getvalue()
    assert key in retired(root)
    settle(app)
    call_command("purge_retired", key, confirm=True, workspace=app.key, stdout=done)
    assert "Purged: 0 values" in done.getvalue()
    assert retired(root) == {}
