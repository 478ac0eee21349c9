"""Publishing over HTTP: what a plan tells, what is refused and where, that nothing gets lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from odos.api.openapi.paths import PATHS
from tests.api.conftest import Api
from tests.api.live import client_for, served

KEYS = (f"thing{number}" for number in itertools.count(1))


@pytest.fixture(scope="module")
def app(live_workspace) -> Iterator[Any]:
    with served(live_workspace.workspace) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def root(app) -> Api:
    return client_for(app, "root", is_admin=True)


@pytest.fixture(scope="module")
def second(app) -> Api:
    return client_for(app, "second", is_admin=True)


@pytest.fixture
def key() -> str:
    """The key of an entity that no other test uses."""
    return next(KEYS)


def entity(**fields: dict[str, Any]) -> dict[str, Any]:
    name = {"kind": "text", "label": {"en": "Name"}, "required": True, "order": 10}
    return {"label": {"en": "Thing"}, "title_field": "name", "fields": {"name": name, **fields}}


def put(kind: str, key: str, document: dict[str, Any]) -> dict[str, Any]:
    return {"op": "put", "kind": kind, "key": key, "document": document}


def plan(api: Api, *changes: Any, **more: Any) -> Any:
    return api.post("metadata/plan", {"changes": list(changes), **more})


def publish(api: Api, *changes: Any, **more: Any) -> Any:
    return api.post("metadata/apply", {"changes": list(changes), "message": "test", **more})


def published(api: Api, *changes: Any, **more: Any) -> int:
    answer = publish(api, *changes, **more)
    assert answer.status_code == 200, answer.content
    version: int = answer.json()["version"]
    assert answer["Odos-Version"] == str(version)
    return version


def found(answer: Any) -> dict[str, str]:
    """Codes of the issues by path, whether they were planned (200) or refused (422)."""
    assert answer.status_code in {200, 422}, answer.content
    return {issue["path"]: issue["code"] for issue in answer.json()["issues"]}


def field_of(api: Api, key: str, field: str) -> dict[str, Any] | None:
    fields = api.get(f"schema/{key}").json()["fields"]
    return next((item for item in fields if item["key"] == field), None)


def test_a_plan_tells_steps_in_words_and_ddl_and_changes_nothing(root, key):
    planned = plan(root, put("entity", key, entity(size={"kind": "integer"}))).json()
    assert planned["issues"] == []
    first = planned["steps"][0]
    assert set(first["summary"]) == {"en", "zh-hans"}
    assert first["ddl"].startswith("CREATE TABLE")
    assert not any(step["destructive"] for step in planned["steps"])
    assert root.get(f"schema/{key}").status_code == 404


def test_what_is_published_is_live_at_once_and_in_the_history(root, key):
    version = published(root, put("entity", key, entity()))
    made = root.post(f"records/{key}", {"name": "First"})
    assert (made.status_code, made["Odos-Version"]) == (201, str(version))
    published(root, put("field", f"{key}.size", {"kind": "integer", "label": {"en": "Size"}}))
    assert root("PATCH", f"records/{key}/{made.json()['id']}", {"size": 3}).json()["size"] == 3
    latest = root.get("metadata/versions?limit=2").json()["items"]
    assert [item["number"] for item in latest] == [version + 1, version]
    assert latest[0]["author"]["label"] == "Root"
    assert latest[0]["message"] == "test"
    component = root.get(f"metadata/components/field/{key}.size").json()
    assert component["document"]["kind"] == "integer"


@pytest.mark.parametrize(
    ("field", "document", "path", "code"),
    [
        ("user", {"kind": "text"}, "fields/user/key", "reserved_key"),
        ("id", {"kind": "text"}, "fields/id/key", "reserved_key"),
        ("created_at", {"kind": "date"}, "fields/created_at/key", "reserved_key"),
        ("a", {"kind": "integr"}, "fields/a/kind", "unknown_kind"),
        ("a", {"kind": "reference", "target": "acount"}, "fields/a/target", "unknown_entity"),
        ("a", {"kind": "text", "max_length": -1}, "fields/a/max_length", None),
        ("a", {"kind": "option", "options": {}}, "fields/a/options", None),
        ("a", {"kind": "formula", "expression": "nmae & 1"}, "fields/a/expression/1:1", None),
    ],
)
def test_bad_fields_are_named_with_path_and_hint(root, key, field, document, path, code):
    change = put("entity", key, entity(**{field: document}))
    for answer in (plan(root, change), publish(root, change)):
        issues = {issue["path"]: issue for issue in answer.json()["issues"]}
        issue = issues[f"entity/{key}/{path}"]
        assert issue["severity"] == "error"
        assert code is None or issue["code"] == code
        assert issue["message"]
    assert publish(root, change).status_code == 422
    assert root.get(f"schema/{key}").status_code == 404


def test_refusals_speak_chinese(root, key):
    change = put("entity", key, entity(a={"kind": "reference", "target": "custommer"}))
    (issue,) = root.post("metadata/plan", {"changes": [change]}, accept_language="zh-CN").json()["issues"]
    assert "custommer" in issue["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in issue["message"])


def test_a_key_that_exists_cannot_be_taken(root, key):
    published(root, put("entity", key, entity(size={"kind": "integer"})))
    field = {"op": "rename", "kind": "field", "key": f"{key}.size", "new_key": "name"}
    whole = {"op": "rename", "kind": "entity", "key": key, "new_key": "customer"}
    twin = put("entity", "customer", {**entity(), "id": "01a20126-190a-7453-8d5a-471cc971576b"})
    for change in (field, whole, twin):
        answer = publish(root, change)
        assert answer.status_code in {409, 422}, answer.content
        assert answer.json()["issues"][0]["message"]
    assert field_of(root, key, "size") is not None
    assert root.get("records/customer").status_code == 200


def test_an_entity_that_others_refer_to_is_not_deleted_and_the_referrers_are_named(root, key):
    other = f"{key}_holder"
    link = {"kind": "reference", "target": key, "label": {"en": "Link"}}
    published(root, put("entity", key, entity()), put("entity", other, entity(link=link)))
    answer = publish(root, {"op": "delete", "kind": "entity", "key": key}, confirm_destructive=True)
    assert answer.status_code == 422
    assert other in answer.content.decode()
    assert root.post(f"records/{key}", {"name": "still here"}).status_code == 201
    both = [{"op": "delete", "kind": "entity", "key": name} for name in (other, key)]
    published(root, *both, confirm_destructive=True)
    assert root.get(f"records/{key}").status_code == 404


def test_a_type_change_that_loses_values_is_shown_and_needs_a_confirmation(root, key):
    published(root, put("entity", key, entity(size={"kind": "text"})))
    rows = {"create": [{"name": "a", "size": "12"}, {"name": "b", "size": "large"}]}
    assert root.post(f"records/{key}/bulk", rows).json()["errors"] == []
    change = put("field", f"{key}.size", {"kind": "integer"})
    planned = plan(root, change).json()
    risks = planned["impact"]["data_at_risk"]
    assert [(risk["entity"], risk["field"], risk["rows"]) for risk in risks] == [(key, "size", 1)]
    assert any(step["destructive"] for step in planned["steps"])
    refused = publish(root, change)
    assert refused.status_code == 422
    assert "data_at_risk" in {issue["code"] for issue in refused.json()["issues"]}
    kept = root.get(f"records/{key}?sort=name").json()["items"]
    assert [item["size"] for item in kept] == ["12", "large"]
    published(root, change, confirm_destructive=True)
    assert [item["size"] for item in root.get(f"records/{key}?sort=name").json()["items"]] == [12, None]


def test_changes_that_do_not_overlap_both_go_in(root, second, key):
    base = published(root, put("entity", key, entity(size={"kind": "integer", "label": {"en": "Size"}})))
    published(root, put("field", f"{key}.size", {"label": {"en": "Width"}}), base_version=base)
    published(second, put("field", f"{key}.colour", {"kind": "text"}), base_version=base)
    size, colour = field_of(root, key, "size"), field_of(root, key, "colour")
    assert size is not None
    assert size["label"]["en"] == "Width"
    assert colour is not None


def test_the_same_attribute_is_a_conflict_that_loses_nothing(root, second, key):
    base = published(root, put("entity", key, entity(size={"kind": "integer", "label": {"en": "Size"}})))
    published(root, put("field", f"{key}.size", {"label": {"en": "Width"}}), base_version=base)
    change = put("field", f"{key}.size", {"label": {"en": "Height"}})
    planned, refused = (step(second, change, base_version=base) for step in (plan, publish))
    assert (planned.status_code, refused.status_code) == (200, 409)
    for answer in (planned, refused):
        (issue,) = answer.json()["issues"]
        assert issue["path"].startswith(f"entity/{key}/fields/size/label")
        assert issue["hint"]
    size = field_of(root, key, "size")
    assert size is not None
    assert size["label"]["en"] == "Width"
    published(second, change, base_version=base + 1)


def test_two_people_publish_in_the_same_moment(live_workspace, root, second, key):
    base = published(root, put("entity", key, entity(size={"kind": "integer", "label": {"en": "Size"}})))

    def add(api: Api, field: str) -> Any:
        return lambda: publish(api, put("field", f"{key}.{field}", {"kind": "text"}), base_version=base)

    def label(api: Api, name: str) -> Any:
        change = put("field", f"{key}.size", {"label": {"en": name}})
        return lambda: publish(api, change, base_version=base)

    answers = live_workspace.at_once(add(root, "one"), add(second, "two"))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert field_of(root, key, "one")
    assert field_of(root, key, "two")
    answers = live_workspace.at_once(label(root, "Width"), label(second, "Height"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner = "Width" if answers[0].status_code == 200 else "Height"
    size = field_of(root, key, "size")
    assert size is not None
    assert size["label"]["en"] == winner


@pytest.mark.parametrize(
    "label",
    ["现场拜访 🏗️", "👩‍👩‍👧‍👦" * 20, "زيارة الموقع", "\u202eevil\u202c", "<script>alert(1)</script>", "'; DROP TABLE x; --",
     "{0} {name} %s %(x)s", "\\ \" ' `", "x" * 10_000, "Z̷̢̛" * 100, "a\tb\nc"],
    ids=range(11),
)  # fmt: skip
def test_any_label_does_no_harm(root, key, label):
    labels = {"en": label, "zh-hans": label}
    document = {**entity(size={"kind": "integer", "label": labels, "help": labels}), "label": labels}
    document["plural"] = labels
    view = {"entity": key, "label": labels, "columns": {"name": {"order": 1}}}
    version = published(root, put("entity", key, document), put("view", f"{key}.all", view), message=label)
    seen = root.get(f"schema/{key}").json()
    assert (seen["label"], seen["views"][0]["label"]) == (labels, labels)
    assert root.post(f"records/{key}", {"name": "a", "size": 1}).status_code == 201
    assert root.post(f"records/{key}", {"name": "a", "size": "x"}).status_code == 422
    assert root.get(f"records/{key}?filter=size=1").json()["count"] == 1
    assert root.get("openapi.json").status_code == 200
    assert root.get("metadata/versions?limit=1").json()["items"][0]["number"] == version


@pytest.mark.parametrize(
    "label",
    ["x" * 30_000, "a\x00b", "\ud800", 5, ["x"], {"en": {}}],
    ids=["long", "nul", "half", "5", "list", "map"],
)
def test_a_label_that_cannot_be_kept_is_refused_at_its_place(root, key, label):
    document = {**entity(), "label": label if isinstance(label, dict) else {"en": label}}
    answer = publish(root, put("entity", key, document))
    assert answer.status_code in {400, 422}, answer.content
    if answer.status_code == 422:
        assert any(path.startswith(f"entity/{key}/label") for path in found(answer))
    assert root.get(f"schema/{key}").status_code == 404


@pytest.mark.parametrize(
    "bad",
    ["x'; DROP TABLE e_customer; --", 'x" int; --', "../x", "X", "1x", "a b", "a.b.c", "字段", "x\x00", "%s", "{x}", "",
     "a" * 130, "-", "__class__"],
    ids=range(15),
)  # fmt: skip
def test_injection_in_keys_is_refused(root, key, bad):
    rename = {"op": "rename", "kind": "field", "key": f"{key}.name", "new_key": bad}
    published(root, put("entity", key, entity()))
    for change in (
        put("entity", bad, entity()), put("field", f"{key}.{bad}", {"kind": "text"}), rename,
        put("entity", key, {"fields": {bad: {"kind": "text"}}}), put("view", bad, {"entity": key}),
        put("role", bad, {}), {"op": bad, "kind": "entity", "key": key}, put(bad, key, {}),
        {"op": "delete", "kind": "entity", "key": bad}, {"op": "rename", "kind": "entity", "key": bad},
        put("entity", key, {"title_field": bad}), put("layout", f"{key}.{bad}", {"entity": bad}),
    ):  # fmt: skip
        for answer in (plan(root, change), publish(root, change)):
            assert answer.status_code < 500, (change, answer.content)
            assert answer.status_code != 200 or answer.json()["issues"], change
    assert root.get("records/customer").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {}, {"changes": "x"}, {"changes": [None]}, {"changes": [[]]}, {"changes": [{"op": "put"}]},
        {"changes": [], "base_version": "1"}, {"changes": [], "base_version": 10**30},
        {"changes": [], "base_version": -1}, {"changes": [], "message": 5},
        {"changes": [], "confirm_destructive": "yes"},
        {"changes": [{"op": "put", "kind": "entity", "key": "x", "document": []}]},
        {"changes": [{"op": "rename", "kind": "entity", "key": "customer"}]},
        {"changes": [{"op": "delete", "kind": "entity", "key": "nothing"}]},
        {"changes": [{"op": "put", "kind": "settings", "key": "workspace", "document": {"base_currency": "x"}}]},
    ],
    ids=range(14),
)  # fmt: skip
def test_malformed_changes_are_refused_with_reasons(root, body):
    answer = root.post("metadata/apply", body)
    assert answer.status_code in {400, 404, 409, 422}, answer.content
    assert answer.json()["issues"] or answer.json()["detail"]


def test_the_workspace_needs_a_time_zone_that_is_known(root):
    answer = root.post(
        "metadata/apply", {"changes": [put("settings", "workspace", {"time_zone": "Asia/Shangai"})]}
    )
    assert answer.status_code == 422, answer.content
    (issue,) = answer.json()["issues"]
    assert (issue["code"], issue["path"]) == ("unknown_time_zone", "settings/workspace/time_zone")
    assert "Asia/Shanghai" in issue["hint"]


def test_rollback_brings_back_fields_with_their_values(root, key):
    version = published(root, put("entity", key, entity(size={"kind": "integer"})))
    made = root.post(f"records/{key}", {"name": "a", "size": 7}).json()
    delete = {"op": "delete", "kind": "field", "key": f"{key}.size"}
    assert publish(root, delete).status_code == 422
    published(root, delete, confirm_destructive=True)
    assert "size" not in root.get(f"records/{key}/{made['id']}").json()
    back = root.post(f"metadata/versions/{version}/rollback", {})
    assert back.status_code == 200, back.content
    assert root.get(f"records/{key}/{made['id']}").json()["size"] == 7
    assert root("PATCH", f"records/{key}/{made['id']}", {"size": 8}).json()["size"] == 8


def test_rollback_of_a_new_entity_keeps_its_records_for_another_rollback(root, key):
    before = root.get("metadata/versions?limit=1").json()["items"][0]["number"]
    version = published(root, put("entity", key, entity()))
    made = root.post(f"records/{key}", {"name": "kept"}).json()
    back = root.post(f"metadata/versions/{before}/rollback", {})  # it hides, and asks for no confirmation
    assert back.status_code == 200, back.content
    assert root.get(f"records/{key}/{made['id']}").status_code == 404
    assert root.post(f"metadata/versions/{version}/rollback", {}).status_code == 200
    assert root.get(f"records/{key}/{made['id']}").json()["name"] == "kept"


@pytest.mark.parametrize("number", ["999999", "0", "99999999999999999999"])
def test_there_is_no_way_back_to_nowhere(root, number):
    assert root.post(f"metadata/versions/{number}/rollback", {}).status_code == 404


def test_every_address_of_metadata_but_the_schemas_is_for_administrators(app):
    clerk = client_for(app, "clerk", "seller")
    for path, methods in PATHS.items():
        if path.startswith("/metadata/") and not path.startswith("/metadata/schemas"):
            for method in methods:
                filled = path.strip("/").format(kind="entity", key="customer", number=1)
                assert clerk(method.upper(), filled, {} if method == "post" else None).status_code == 403


def test_a_rollback_is_planned_before_it_is_made(root, key):
    version = published(root, put("entity", key, entity()))
    published(root, put("entity", key, entity(size={"kind": "integer"})))
    newest = root.get("metadata/versions?limit=1").json()["items"][0]["number"]
    plan = root.get(f"metadata/versions/{version}/plan").json()
    assert plan["base_version"] == newest
    assert [step["summary"]["en"] for step in plan["steps"]], plan
    assert any(change["key"].endswith("size") or "size" in str(change) for change in plan["changes"])
    assert root.get("metadata/versions?limit=1").json()["items"][0]["number"] == newest
    assert root.get(f"metadata/versions/{newest + 1}/plan").status_code == 404
    assert root.post(f"metadata/versions/{version}/rollback", {}).status_code == 200


def test_a_publication_sent_twice_is_done_once_and_answered_twice(root, second, key):
    body = {"changes": [put("entity", key, entity())], "message": "Once"}
    first = root.post("metadata/apply", body, idempotency_key=f"publish {key}")
    again = root.post("metadata/apply", body, idempotency_key=f"publish {key}")
    assert (first.status_code, again.status_code) == (200, 200), again.content
    assert again.json() == first.json()
    assert again["Odos-Version"] == first["Odos-Version"] == str(first.json()["version"])
    other = {**body, "message": "Something else"}
    refused = root.post("metadata/apply", other, idempotency_key=f"publish {key}")
    assert refused.status_code == 409
    assert refused.json()["issues"][0]["code"] == "key_reused"
    theirs = second.post("metadata/apply", other, idempotency_key=f"publish {key}")
    assert theirs.status_code == 200, theirs.content  # keys are each person's own


def test_a_refused_publication_may_be_sent_again_under_its_key(root, key):
    bad = {"changes": [put("entity", key, {**entity(), "title_field": "nothing"})], "message": ""}
    headers = {"idempotency_key": f"refused {key}"}
    assert root.post("metadata/apply", bad, **headers).status_code == 422
    good = {"changes": [put("entity", key, entity())], "message": ""}
    assert root.post("metadata/apply", good, **headers).status_code == 200


def test_a_rollback_sent_twice_is_done_once(root, key):
    version = published(root, put("entity", key, entity()))
    published(root, put("entity", key, entity(size={"kind": "integer"})))
    answers = [
        root.post(f"metadata/versions/{version}/rollback", {}, idempotency_key=f"back {key}").json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
