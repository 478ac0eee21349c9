"""``/api/rules/explain`` and ``/api/rules/sql`` (PLAT-02)."""

from __future__ import annotations

import pytest

from tests.fixtures.application import publish_changes


@pytest.fixture
def quote(root):
    customer = root.post("records/customer", {"name": "Acme", "revenue": "12.5"}).json()
    lines = [{"quantity": "2", "price": "3"}]
    return root.post("records/quote", {"customer": customer["id"], "lines": lines}).json()


def test_a_rule_and_a_formula_are_explained(root, quote):
    """PLAT-02: the value of each part."""
    asked = {"entity": "quote", "id": quote["id"]}
    answer = root.post("rules/explain", {**asked, "text": "total * 2"}).json()
    assert (answer["value"], answer["type"], answer["parts"][0]["value"]) == ("12", "number", "6")
    assert root.post("rules/explain", {**asked, "field": "tax"}).json()["text"] == "total * 0.1"


def test_the_trace_of_a_score(app, root):
    """LEAD-04: by field and by rule."""
    text = 'score customer "Value" into worth\n+5 when revenue > 10 because "Large"'
    publish_changes(
        app,
        [
            ("field", "customer.worth", {"kind": "score", "label": {"en": "Worth"}}),
            ("rule", "customer.value", {"kind": "rule", "entity": "customer", "text": text}),
        ],
    )
    made = root.post("records/customer", {"name": "Acme", "revenue": "12"}).json()
    asked = {"entity": "customer", "id": made["id"]}
    found = root.post("rules/trace", {**asked, "field": "worth"}).json()
    assert (found["rule"], found["points"], found["hidden"]) == ("customer.value", made["worth"], None)
    clause = found["clauses"][0]
    assert (clause["given"], clause["because"], clause["when"]["text"]) == ("5", "Large", "revenue > 10")
    assert root.post("rules/trace", {**asked, "rule": "customer.value"}).json() == found
    assert root.post("rules/trace", {**asked, "rule": "customer.none"}).status_code == 404
    assert root.post("rules/trace", {**asked, "field": "name"}).status_code == 422
    assert root.post("rules/trace", asked).status_code == 422


def test_refusals(root, api_for, quote):
    """PLAT-02: faults stand at their position; the statement is for administrators."""
    asked = {"entity": "quote", "id": quote["id"]}
    faulty = root.post("rules/explain", {**asked, "text": "totl * 2"})
    assert (faulty.status_code, faulty.json()["issues"][0]["path"]) == (422, "1:1")
    assert root.post("rules/explain", asked).status_code == 422
    assert root.post("rules/explain", {**asked, "text": "total", "field": "tax"}).status_code == 422
    assert root.post("rules/explain", {**asked, "field": "nothing"}).status_code == 422
    assert root.post("rules/explain", {**asked, "id": "99999", "text": "total"}).status_code == 404
    sally = api_for("sally", "seller")
    assert sally.post("rules/explain", {**asked, "text": "total"}).status_code == 404
    assert sally.post("rules/sql", {"entity": "quote", "text": "total"}).status_code == 403


def test_the_statement(root):
    """PLAT-02: text and parameters."""
    answer = root.post("rules/sql", {"entity": "quote", "text": "total > 5"}).json()
    assert answer["sql"].startswith("SELECT")
    assert answer["parameters"] == [5]
