"""Formulas over given rows, by either back end, and the list of functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import Api
from tests.api.live import client_for, served


@pytest.fixture(scope="module")
def app(live_workspace) -> Iterator[Any]:
    with served(live_workspace.workspace) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def root(app) -> Api:
    return client_for(app, "root", is_admin=True)


@pytest.fixture(scope="module")
def anybody(app) -> Api:
    return client_for(app, "anybody")


def evaluate(api: Api, expression: str, rows: list[Any], *fields: tuple[str, str], **more: Any) -> Any:
    named = [{"name": name, "type": kind} for name, kind in fields]
    return api.post("rules/evaluate", {"expression": expression, "fields": named, "rows": rows, **more})


@pytest.mark.parametrize("backend", ["python", "sql"])
def test_a_formula_gives_a_value_a_blank_or_a_failure_for_each_row(root, backend):
    fields = (("Price__c", "number"), ("Quantity__c", "number"))
    rows = [["10", "4"], ["10", None], ["10", 0]]
    answer = evaluate(root, "price__C / quantity__c", rows, *fields, backend=backend)
    assert answer.status_code == 200
    assert answer.json() == {"type": "number", "results": ["2.5", None, {"error": True}]}
    zero = evaluate(root, "price__c + quantity__c", rows, *fields, backend=backend, blanks="zero")
    assert zero.json()["results"] == ["14", "10", "10"]


@pytest.mark.parametrize("backend", ["python", "sql"])
@pytest.mark.parametrize(
    ("expression", "kind", "value", "type_", "result"),
    [
        ("v & v", "text", "电子", "text", "电子电子"),
        ("v + 1 month", "date", "2026-01-31", "date", "2026-02-28"),
        ("v + 0.5", "datetime", "2026-01-31T12:00:00Z", "datetime", "2026-02-01T00:00:00Z"),
        ("v + 1 hours", "time", "23:30:00", "time", "00:30:00"),
        ("not v", "boolean", True, "boolean", False),
        ("ISERROR(VALUE(v))", "text", "x", "boolean", True),
    ],
)
def test_every_type_goes_in_and_comes_out(root, backend, expression, kind, value, type_, result):
    answer = evaluate(root, expression, [[value], [None]], ("v", kind), backend=backend)
    assert (answer.json()["type"], answer.json()["results"][0]) == (type_, result)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"expression": "nothing + 1"}, "expression/1:1"),
        ({"expression": "1 +"}, "expression/1:4"),
        ({"expression": "1", "rows": [[]] * 1001}, "rows"),
        ({"expression": "1", "rows": [[1]]}, "rows/0"),
        ({"expression": "1", "fields": [{"name": "a b", "type": "text"}], "rows": []}, "fields/0/name"),
        ({"expression": "1", "fields": [{"name": "a", "type": "money"}], "rows": []}, "fields/0/type"),
        ({"expression": "a", "fields": [{"name": "a", "type": "number"}], "rows": [["NaN"]]}, "rows/0/0"),
        ({"expression": "a", "fields": [{"name": "a", "type": "text"}], "rows": [["\u0000"]]}, "rows/0/0"),
        ({"expression": "1", "backend": "perl"}, "backend"),
        ({"expression": "1", "blanks": "maybe"}, "blanks"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(root, body, path):
    answer = root.post("rules/evaluate", body)
    assert answer.status_code == 422
    assert answer.json()["issues"][0]["path"] == path


def test_only_administrators_evaluate(anybody):
    assert evaluate(anybody, "1", [[]]).status_code == 403


def test_everybody_sees_what_a_rule_may_call(anybody):
    groups = anybody.get("rules/functions").json()["groups"]
    functions = {entry["name"]: entry for group in groups for entry in group["functions"]}
    assert functions["ROUND"]["example"]
    assert functions["ROUND"]["signatures"] == [
        "ROUND(a number) → a number",
        "ROUND(a number, a number) → a number",
    ]
