"""The OpenAPI document: valid, complete, and as its reader may see the application."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from odos.fields.registry import FIELD_KINDS
from tests.fixtures.application import labelled, publish

EVERY_KIND: dict[str, dict[str, Any]] = {
    "name": {"kind": "text", "required": True, "help": {"en": "What it is called"}},
    "body": {"kind": "long_text"},
    "number": {"kind": "integer", "min": 0, "max": 10},
    "size": {"kind": "decimal"},
    "share": {"kind": "percent"},
    "price": {"kind": "money"},
    "open": {"kind": "boolean"},
    "day": {"kind": "date"},
    "at": {"kind": "datetime"},
    "tier": {"kind": "option", "options": {"a": labelled("A", order=1), "b": labelled("B", order=2)}},
    "tags": {"kind": "options", "options": {"x": labelled("X", order=1), "y": labelled("Y", order=2)}},
    "customer": {"kind": "reference", "target": "customer", "on_delete": "clear"},
    "products": {"kind": "references", "target": "product"},
    "rows": {"kind": "children", "target": "thing_row", "parent_field": "thing"},
    "above": {"kind": "parent"},
    "person": {"kind": "user"},
    "mail": {"kind": "email"},
    "phone": {"kind": "phone"},
    "site": {"kind": "url"},
    "serial": {"kind": "auto_number", "pattern": "T-{0000}", "required": True},
    "audience": {"kind": "segment", "target": "customer"},
    "paper": {"kind": "file"},
    "extra": {"kind": "json"},
    "double": {"kind": "formula", "expression": "size * 2"},
    "pieces": {"kind": "rollup", "over": "rows", "function": "count"},
    "named": {"kind": "lookup", "path": "customer.name"},
    "points": {"kind": "score"},
}
ROW = {
    "text": {"kind": "text", "required": True},
    "thing": {"kind": "reference", "target": "thing", "required": True, "on_delete": "cascade"},
}


def fields(described: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {key: labelled(key, order=n, **given) for n, (key, given) in enumerate(described.items())}


@pytest.fixture
def things(app):
    """An entity with a field of every kind."""
    publish(app, [
        labelled("thing_row", kind="entity", key="thing_row", title_field="text", fields=fields(ROW)),
        labelled("thing", kind="entity", key="thing", title_field="name", fields=fields(EVERY_KIND)),
    ])  # fmt: skip


@pytest.fixture
def document(root, things) -> dict[str, Any]:
    found: dict[str, Any] = root.get("openapi.json").json()
    return found


def validator(document: dict[str, Any], name: str) -> Draft202012Validator:
    registry = Registry().with_resource("urn:api", DRAFT202012.create_resource(document))
    return Draft202012Validator({"$ref": f"urn:api#/components/schemas/{name}"}, registry=registry)


def test_the_document_is_valid(document):
    OpenAPIV31SpecValidator(document).validate()


def test_operations_can_be_told_apart(document):
    ids = [
        operation["operationId"]
        for methods in document["paths"].values()
        for method, operation in methods.items()
        if method != "parameters"
    ]
    assert len(ids) == len(set(ids))


def test_every_kind_is_described(document):
    assert {field["kind"] for field in EVERY_KIND.values()} == set(FIELD_KINDS)
    members = document["components"]["schemas"]["thing.record"]["properties"]
    undescribed = {key for key in EVERY_KIND if not members[key].keys() - {"title", "readOnly"}}
    assert undescribed == {"extra"}  # any JSON
    assert members["name"]["description"] == "What it is called"


def test_records_are_as_described_and_what_is_described_is_taken(root, document):
    customer = root.post("records/customer", {"name": "Acme"}).json()
    product = root.post("records/product", {"name": "Gear"}).json()
    sent = {
        "name": "A", "body": "long", "number": 3, "size": "1.50", "share": 12.5,
        "price": {"amount": "9.90", "currency": "CNY"}, "open": True, "day": "2026-03-02",
        "at": "2026-03-02T10:00:00Z", "tier": "a", "tags": ["x"], "customer": customer["id"],
        "products": [product["id"]], "rows": [{"text": "one"}], "mail": "a@example.com",
        "phone": "123456", "site": "https://example.com", "extra": {"any": [1]},
    }  # fmt: skip
    assert list(validator(document, "thing.create").iter_errors(sent)) == []
    made = root.post("records/thing", sent)
    assert made.status_code == 201, made.content
    assert list(validator(document, "thing.record").iter_errors(made.json())) == []
    page = root.get("records/thing").json()
    assert list(validator(document, "thing.page").iter_errors(page)) == []
    line = {"rows": [{"id": made.json()["rows"][0]["id"], "_delete": True}], "size": None}
    assert list(validator(document, "thing.change").iter_errors(line)) == []
    assert root("PATCH", f"records/thing/{made.json()['id']}", line).status_code == 200


@pytest.mark.parametrize(
    "sent", [{}, {"name": "A", "double": "2"}, {"name": "A", "tier": "c"}, {"name": "A", "nmae": 1}]
)
def test_what_is_not_described_is_refused(root, document, sent):
    assert list(validator(document, "thing.create").iter_errors(sent))
    assert root.post("records/thing", sent).status_code == 422


def test_refusals_are_as_described(root, document):
    refusal = root.post("records/thing", {"nmae": "x"}).json()
    assert list(validator(document, "Problem").iter_errors(refusal)) == []


def test_it_shows_what_the_reader_may_see_and_do(api_for, document):
    sally = api_for("sally", "seller").get("openapi.json").json()
    schemas, paths = sally["components"]["schemas"], sally["paths"]
    assert "thing.record" not in schemas
    assert "revenue" not in schemas["customer.record"]["properties"]
    assert "tier" in schemas["customer.record"]["properties"]
    assert "tier" not in schemas["customer.create"]["properties"]
    assert set(paths["/records/product"]) == {"get"}
    assert set(paths["/records/customer"]) == {"get", "post"}
    OpenAPIV31SpecValidator(sally).validate()


def test_strangers_get_the_fixed_part(nobody, app):
    document = nobody.get("openapi.json").json()
    assert "/records/{entity}" in document["paths"]
    assert not any("customer" in path for path in document["paths"])
    assert not any("." in name for name in document["components"]["schemas"])
    OpenAPIV31SpecValidator(document).validate()


def test_it_is_kept_until_the_application_changes(root, app):
    first = root.get("openapi.json")
    assert root.get("openapi.json", if_none_match=first["ETag"]).status_code == 304
    publish(app, [labelled("novel", kind="entity", key="novel", fields=fields({"name": {"kind": "text"}}))])
    second = root.get("openapi.json", if_none_match=first["ETag"])
    assert second.status_code == 200
    assert "/records/novel" in second.json()["paths"]


def test_it_speaks_the_language_of_the_request(root, app):
    document = root.get("openapi.json", accept_language="zh-CN").json()
    assert document["paths"]["/auth/me"]["get"]["summary"] == "当前用户"
    assert root.get("openapi.json").json()["paths"]["/auth/me"]["get"]["summary"] == "Who I am"


def test_the_page_to_try_it_runs_no_inline_script_and_asks_no_other_host(nobody, app):
    page = nobody.get("docs")
    assert page.status_code == 200
    assert "script-src 'self';" in page["Content-Security-Policy"]
    text = page.content.decode()
    assert "<script>" not in text
    assert "http" not in text
    for name in ("start.js", "swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"):
        assert f"/api/docs/{name}" in text
        assert nobody.get(f"docs/{name}").status_code == 200
    assert nobody.get("docs/..%2f..%2fsettings.py").status_code == 404
