"""Bad input over HTTP: every refusal is a problem document that says where, why and what to do, in both
languages, and changes nothing.

Elsewhere: two people who publish at once, type changes that lose values, injection in keys and labels that
are long, emoji or right-to-left in `tests.api.test_metadata`; filters, sorts and values in
`tests.api.test_security`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.conftest import Api
from tests.api.live import client_for, served

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LANGUAGES = ("en", "zh-CN")


@pytest.fixture(scope="module")
def app(live_workspace) -> Iterator[Any]:
    with served(live_workspace.workspace) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def root(app) -> Api:
    made = client_for(app, "root", is_admin=True)
    for field in ("size", "colour"):
        document = {"kind": "text", "max_length": 20, "label": {"en": field}}
        put(made, "field", f"product.{field}", document)
    return made


@pytest.fixture(scope="module")
def known(root) -> dict[str, str]:
    """Ids of records by name: a tree of two customers, a product in a line of a quote."""
    head = make(root, "customer", name="Head", code="H-1")
    branch = make(root, "customer", name="Branch", parent=head)
    product = make(root, "product", name="Pump")
    lines = [{"text": "x", "product": product, "quantity": "1"}]
    quoted = make(root, "quote", customer=head, lines=lines)
    return {"head": head, "branch": branch, "product": product, "quote": quoted}


def make(root: Api, entity: str, **values: Any) -> str:
    answer = root.post(f"records/{entity}", values)
    assert answer.status_code == 201, answer.content
    made: str = answer.json()["id"]
    return made


def put(root: Api, kind: str, key: str, document: dict[str, Any], **more: Any) -> Any:
    change = {"op": "put", "kind": kind, "key": key, "document": document}
    return root.post("metadata/apply", {"changes": [change], "message": "test", **more})


def refused(answer: Any, status: int, wanted: dict[str, str], language: str) -> None:
    """A problem document with these codes by path; each issue has a message and a hint in the language."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), (
        answer.content
    )
    document = answer.json()
    assert document.keys() >= {"type", "title", "status", "detail", "issues"}
    assert {issue["path"]: issue["code"] for issue in document["issues"]} == wanted
    said = [document["title"], document["detail"]]
    for issue in document["issues"]:
        assert issue["message"], issue
        assert issue["hint"], issue
        said += [issue["message"], issue["hint"]]
    for sentence in said:
        assert bool(CHINESE.search(sentence)) == (language == "zh-CN"), sentence


VALUES = {
    "a field that does not exist": ("customer", {"name": "A", "nmae": "B"}, {"nmae": "unknown_field"}),
    "a number for a text": ("customer", {"name": 5}, {"name": "wrong_type"}),
    "a text for a number": ("customer", {"name": "A", "revenue": "a lot"}, {"revenue": "wrong_type"}),
    "a list for a text": ("customer", {"name": ["A"]}, {"name": "wrong_type"}),
    "an object for an option": ("customer", {"name": "A", "tier": {}}, {"tier": "wrong_type"}),
    "no value where one is required": ("customer", {"code": "X"}, {"name": "required"}),
    "a text that is too long": ("product", {"name": "A", "size": "x" * 21}, {"size": "too_long"}),
    "a number with too many digits": ("customer", {"name": "A", "revenue": "9" * 15}, {"revenue": "too_large"}),
    "an option that is not there": ("customer", {"name": "A", "tier": "z"}, {"tier": "unknown_option"}),
    "a unique value that is taken": ("customer", {"name": "A", "code": "H-1"}, {"code": "not_unique"}),
    "a reference to nothing": ("quote", {"customer": "999999999"}, {"customer": "reference_not_found"}),
    "a reference to something else": ("quote", {"customer": "nobody"}, {"customer": "wrong_type"}),
    "a link to nothing": ("quote", {"products": ["999999999"]}, {"products": "reference_not_found"}),
    "a text for a list": ("quote", {"lines": "all"}, {"lines": "not_a_list"}),
    "a number for a line": ("quote", {"lines": [5]}, {"lines/0": "not_an_object"}),
    "a line with a bad value": ("quote", {"lines": [{"quantity": "many"}]}, {"lines/0/quantity": "wrong_type"}),
    "a value that is computed": ("quote", {"total": "5"}, {"total": "read_only"}),
    "several at once": ("customer", {"nmae": "A", "revenue": "x"},
                    {"nmae": "unknown_field", "revenue": "wrong_type", "name": "required"}),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", VALUES)
def test_values_of_a_record(root, known, case, language):
    entity, values, wanted = VALUES[case]
    before = root.get(f"records/{entity}").json()["count"]
    refused(root.post(f"records/{entity}", values, accept_language=language), 422, wanted, language)
    (error,) = root.post(f"records/{entity}/bulk", {"create": [values]}).json()["errors"]
    assert {issue["path"]: issue["code"] for issue in error["issues"]}.items() <= wanted.items()
    assert all(issue["hint"] for issue in error["issues"])
    assert root.get(f"records/{entity}").json()["count"] == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_circle_in_a_tree(root, known, language):
    for below in (known["branch"], known["head"]):
        path = f"records/customer/{known['head']}"
        answer = root("PATCH", path, {"parent": below}, accept_language=language)
        refused(answer, 422, {"parent": "cycle"}, language)
    assert root.get(f"records/customer/{known['head']}").json()["parent"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_deleting_a_record_that_others_need(root, known, language):
    answer = root("DELETE", f"records/customer/{known['head']}", accept_language=language)
    refused(answer, 409, {"quote/customer": "still_used"}, language)
    assert root.get(f"records/customer/{known['head']}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_that_somebody_changed_meanwhile(root, known, language):
    path = f"records/customer/{known['branch']}"
    version = root.get(path).json()["version"]
    root("PATCH", path, {"notes": language})
    answer = root("PATCH", path, {"notes": "mine"}, if_match=f'"{version}"', accept_language=language)
    refused(answer, 412, {"": "stale"}, language)
    assert answer.json()["current"]["notes"] == language


FIELDS = {
    "a reserved word": ("user", {"kind": "text"}, {"key": "reserved_key"}),
    "a column of the system": ("id", {"kind": "text"}, {"key": "reserved_key"}),
    "a key in capitals": ("Size", {"kind": "text"}, {"": "document_pattern"}),
    "a key with SQL in it": ("x'; DROP TABLE job; --", {"kind": "text"}, {"": "document_pattern"}),
    "a kind that is not there": ("a", {"kind": "txet"}, {"kind": "unknown_kind"}),
    "an attribute that is not there": ("a", {"kind": "text", "max_lenght": 5}, {"max_lenght": "document_additionalProperties"}),
    "an attribute of a wrong type": ("a", {"kind": "text", "max_length": "5"}, {"max_length": "document_type"}),
    "an attribute out of range": ("a", {"kind": "text", "max_length": -1}, {"max_length": "document_minimum"}),
    "a reference to no entity": ("a", {"kind": "reference", "target": "custmer"}, {"target": "unknown_entity"}),
    "options without one": ("a", {"kind": "option", "options": {}}, {"options": "document_minProperties"}),
    "a formula that reads nothing": ("a", {"kind": "formula", "expression": "prcie * 2"},
                                     {"expression/1:1": "unknown_field"}),
    "a formula that cannot be read": ("a", {"kind": "formula", "expression": "price *"},
                                      {"expression/1:8": "rule_syntax"}),
    "a formula that reads itself": ("a", {"kind": "formula", "expression": "a + 1"}, {"expression": "cycle"}),
    "a label that is no text": ("a", {"kind": "text", "label": {"en": 5}}, {"label/en": "document_type"}),
    "a label that is too long": ("a", {"kind": "text", "label": {"en": "x" * 30_000}}, {"label/en": "document_maxLength"}),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", FIELDS)
def test_fields_of_an_entity(root, case, language):
    key, document, wanted = FIELDS[case]
    labelled = {"label": {"en": "A"}, **document}
    at = {f"entity/product/fields/{key}/{path}".rstrip("/"): code for path, code in wanted.items()}
    before = root.get("schema/product").json()
    change = {"op": "put", "kind": "entity", "key": "product", "document": {"fields": {key: labelled}}}
    body = {"changes": [change], "message": "test"}
    refused(root.post("metadata/apply", body, accept_language=language), 422, at, language)
    planned = root.post("metadata/plan", body, accept_language=language)
    assert planned.status_code == 200
    assert {issue["path"]: issue["code"] for issue in planned.json()["issues"]} == at
    assert all(issue["hint"] for issue in planned.json()["issues"])
    assert root.get("schema/product").json() == before


CHANGES = {
    "a field key that exists": (
        {"op": "rename", "kind": "field", "key": "product.size", "new_key": "colour"},
        422, {"changes/0/new_key": "duplicate_key"}),
    "an entity key that exists": (
        {"op": "rename", "kind": "entity", "key": "product", "new_key": "customer"},
        422, {"changes/0/new_key": "duplicate_key"}),
    "an entity that others refer to": (
        {"op": "delete", "kind": "entity", "key": "customer"}, 422,
        {"entity/quote/fields/customer/target": "entity_in_use",
         "entity/quote/fields/backup_customer/target": "entity_in_use"}),
    "a field that others read": (
        {"op": "delete", "kind": "field", "key": "quote_line.price"}, 422,
        {"entity/quote_line/fields/amount/expression/1:12": "unknown_field"}),
    "a deletion of nothing": (
        {"op": "delete", "kind": "entity", "key": "nothing"}, 422, {"changes/0/key": "unknown_component"}),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CHANGES)
def test_changes_that_cannot_be(root, case, language):
    change, status, wanted = CHANGES[case]
    body = {"changes": [change], "message": "test", "confirm_destructive": True}
    before = root.get("schema").json()
    answer = root.post("metadata/apply", body, accept_language=language)
    refused(answer, status, wanted, language)
    assert root.get("schema").json() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_type_change_that_would_lose_data(root, known, language):
    make(root, "product", name="Valve", size="large")
    change = {"op": "put", "kind": "field", "key": "product.size", "document": {"kind": "integer"}}
    body = {"changes": [change], "message": "test"}
    planned = root.post("metadata/plan", body).json()
    assert any(step["destructive"] for step in planned["steps"])
    answer = root.post("metadata/apply", body, accept_language=language)
    refused(answer, 422, {"entity/product/fields/size": "data_at_risk"}, language)
    assert {item["size"] for item in root.get("records/product?filter=size=%22large%22").json()["items"]} == {
        "large"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_attribute_changed_by_two(root, app, language):
    base = root.get("metadata/versions?limit=1").json()["items"][0]["number"]
    at = "help" if language == "en" else "help/en"  # which nobody had given before
    theirs, mine = ({"help": {"en": f"{who} {language}"}} for who in ("theirs", "mine"))
    assert put(root, "field", "product.price", theirs, base_version=base).status_code == 200
    change = {"op": "put", "kind": "field", "key": "product.price", "document": mine}
    body = {"changes": [change], "message": "mine", "base_version": base}
    answer = root.post("metadata/apply", body, accept_language=language)
    refused(answer, 409, {f"entity/product/fields/price/{at}": "changed_by_others"}, language)


QUERIES = {
    "filter=nmae = 1": {"filter/1:1": "unknown_field"},
    "filter=name = 'x' OR 1=1; DROP TABLE job": {"filter/1:18": "rule_syntax"},
    "filter=name =": {"filter/1:7": "rule_syntax"},
    "filter=name > 5": {"filter/1:8": "rule_type"},
    "sort=nmae": {"sort": "unknown_field"},
    "sort=name;drop table job": {"sort": "unknown_field"},
    "sort=notes,name,code,tier,revenue,parent,created_at,id,version": {"sort": "too_many_sorts"},
    "fields=nmae": {"fields": "unknown_field"},
    "limit=x": {"limit": "wrong_type"},
    "limit=0": {"limit": "bad_limit"},
    "limit=9999": {"limit": "bad_limit"},
    "offset=-1": {"offset": "bad_offset"},
    "count=all": {"count": "bad_count"},
    "cursor=x": {"cursor": "bad_cursor"},
    "view=nothing": {"view": "unknown_view"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", QUERIES)
def test_parameters_of_a_list(root, known, query, language):
    name, _, value = query.partition("=")
    path = f"records/customer?{name}={quote(value)}"
    refused(root.get(path, accept_language=language), 422, QUERIES[query], language)


BODIES = {"{": "not_json", "[]": "not_an_object", '"x"': "not_an_object", "{'a': 1}": "not_json"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("body", BODIES)
def test_bodies_that_are_no_object(root, body, language):
    for path in ("records/customer", "metadata/apply", "rules/check"):
        answer = root.client.generic(
            "POST", f"/api/{path}", body, content_type="application/json",
            HTTP_AUTHORIZATION=f"Bearer {root.token}", HTTP_ACCEPT_LANGUAGE=language,
        )  # fmt: skip
        refused(answer, 400, {"": BODIES[body]}, language)


NAMES = [
    "现场拜访 🏗️👩‍👩‍👧‍👦",
    "زيارة الموقع \u202eevil\u202c",
    "<script>alert(1)</script>",
    "'; DROP TABLE job; --",
    "x" * 10_000,
]


@pytest.mark.parametrize("name", NAMES, ids=range(5))
def test_any_text_is_kept_found_and_sorted(root, name):
    """Also in long texts, filters and searches."""
    record = make(root, "customer", name=name[:200], notes=name)
    sought = json.dumps(name[:200], ensure_ascii=False)
    found = root.get(
        f"records/customer?sort=-name&fields=name,notes&filter={quote(f'name = {sought}')}"
    ).json()
    assert [(item["id"], item["notes"]) for item in found["items"]] == [(record, name)]
    assert root.get(f"records/customer?q={quote(name[:100])}").status_code == 200
    assert root.get(f"search?q={quote(name[:100])}").status_code == 200


MOMENTS = {
    "sharing": ("POST", "records/customer/{head}/shares", {"kind": "user", "id": "1", "until": ...}, "until"),
    "a delegation": ("POST", "approvals/delegations", {"stand_in": "1", "starts_at": ..., "ends_at": ...}, "starts_at"),
    "an inbox": ("POST", "inbox/snooze", {"ids": ["1"], "until": ...}, "until"),
    "the past": ("GET", "records/customer/{head}/as-of?at=...", None, "at"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["tomorrow", "2099-01-01T09:00:00"], ids=["no moment", "no time zone"])
@pytest.mark.parametrize("case", MOMENTS)
def test_moments_need_a_time_zone(root, known, case, written, language):
    method, path, body, key = MOMENTS[case]
    sent = {name: written if value is ... else value for name, value in body.items()} if body else None
    address = path.format_map(known).replace("...", written)
    refused(root(method, address, sent, accept_language=language), 422, {key: "bad_moment"}, language)
