"""``/api/rules/check``, ``/format`` and ``/schema``: text and tree, both ways, with the author's eyes (PLAT-02)."""

from __future__ import annotations

import jsonschema
import pytest

from tests.fixtures.application import publish_changes

SCORE = 'score customer "Worth"\n  +10 when revenue > 1000 because {en: "Big", zh-hans: "大客户"}\n  grade A from 5, B otherwise'


def check(api, text, kind="statement", entity="customer", **headers):
    answer = api.post("rules/check", {"entity": entity, "kind": kind, "text": text}, **headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def sally(api_for):
    return api_for("sally", "seller")


@pytest.fixture
def schema(root):
    return jsonschema.Draft202012Validator(root.get("rules/schema").json())


@pytest.mark.parametrize(
    ("kind", "text", "type_", "canonical"),
    [
        ("statement", SCORE, "score", SCORE),
        (
            "statement",
            "validate customer require  revenue>0",
            "validate",
            "validate customer\n  require revenue > 0",
        ),
        ("expression", "REVENUE*2", "number", "revenue * 2"),
        ("condition", "AND(revenue > 1, tier = 'a')", "boolean", 'revenue > 1 and tier = "a"'),
    ],
)
def test_a_text_gives_its_tree_and_the_tree_its_text(root, schema, kind, text, type_, canonical):
    """PLAT-02: text → tree → text, by identity."""
    found = check(root, text, kind)
    assert (found["type"], found["text"], found["issues"]) == (type_, canonical, [])
    assert schema.is_valid(found["tree"])
    again = root.post("rules/format", {"entity": "customer", "tree": found["tree"]})
    assert again.json() == {"text": canonical}


def test_findings_have_line_column_and_end(root):
    """PLAT-02: each fault at its place, in the language of the author."""
    found = check(root, "score customer\n  +10 when revnue > 1\n  +tier", accept_language="zh-CN")
    first, second = found["issues"]
    assert (first["line"], first["column"], first["end"]) == (2, 12, 18)
    assert first["message"].startswith("第 2 行第 12 列")
    assert "revenue" in first["hint"]
    assert (second["line"], second["column"], second["end"]) == (3, 4, 8)
    assert found["tree"]["clauses"][0]["when"]["left"]["names"] == ["revnue"]
    assert found["text"] == "score customer\n  +10 when revnue > 1\n  +tier"


def test_what_cannot_be_read_has_a_finding_and_no_tree(root):
    found = check(root, "score customer\n  +10 wen")
    assert found["tree"] is found["text"] is found["type"] is None
    (issue,) = found["issues"]
    assert (issue["code"], issue["line"], issue["column"], issue["end"]) == ("rule_syntax", 2, 7, 10)


def test_a_condition_must_be_one(root):
    assert check(root, "revenue", "condition")["issues"][0]["code"] == "rule_type"
    assert check(root, "revenue", "expression")["issues"] == []


def test_a_statement_about_another_entity_is_a_finding(root):
    (issue,) = check(root, "validate quote require total > 0")["issues"]
    assert (issue["code"], issue["line"], issue["column"]) == ("rule_entity", 1, 10)


def test_the_author_sees_with_own_eyes(app, root, sally, api_for):
    """PLAT-02: a masked field and an entity out of reach are unknown, in text and in trees."""
    assert check(root, SCORE)["issues"] == []
    (issue,) = check(sally, SCORE)["issues"]
    assert issue["code"] == "unknown_field"
    (issue,) = check(sally, "count(quotes where customer.revenue > 1) > 0", "condition")["issues"]
    assert issue["code"] == "unknown_field"
    publish_changes(app, [("entity", "vault", {"fields": {"name": {"kind": "text"}}})])
    assert check(root, "on customer create vault with name = name")["issues"] == []
    (issue,) = check(sally, "on customer create vault with name = name")["issues"]
    assert issue["code"] == "unknown_entity"
    tree = check(root, "revenue > 1", "condition")["tree"]
    shown = sally.post("rules/format", {"entity": "customer", "tree": tree})
    assert "revenue" not in shown.content.decode()
    stranger = api_for("stranger")
    answer = stranger.post("rules/check", {"entity": "customer", "text": "name"})
    assert answer.status_code == 404


def test_names_and_identities_both_do(root):
    """PLAT-02: a builder may give either."""
    built = {
        "node": "validate",
        "entity": {"node": "entity_name", "name": "customer"},
        "requirements": [
            {
                "node": "requirement",
                "condition": {
                    "node": "compare",
                    "operator": ">",
                    "left": {"node": "path", "names": ["parent", "revenue"]},
                    "right": {"node": "literal", "kind": "number", "value": "5"},
                },
            }
        ],
    }
    text = "validate customer\n  require parent.revenue > 5"
    assert root.post("rules/format", {"entity": "customer", "tree": built}).json() == {"text": text}
    checked = check(root, text)["tree"]
    path = checked["requirements"][0]["condition"]["left"]
    assert path["names"] == ["parent", "revenue"]
    del path["names"]
    assert root.post("rules/format", {"entity": "customer", "tree": checked}).json() == {"text": text}


@pytest.mark.parametrize(
    ("tree", "path"),
    [
        ({}, "tree/node"),
        ({"node": "not"}, "tree/item"),
        ({"node": "not", "item": {"node": "path", "names": ["x y"]}}, "tree/item/names/0"),
        ({"node": "path", "names": ["true"]}, "tree/names"),
        ({"node": "call", "name": "sum", "arguments": [{"node": "path", "names": ["revenue"]}]}, "tree"),
    ],
)
def test_a_tree_at_fault_is_refused_at_its_path(root, tree, path):
    answer = root.post("rules/format", {"entity": "customer", "tree": tree})
    assert answer.status_code == 422
    assert answer.json()["issues"][0]["path"] == path


@pytest.mark.parametrize(
    "body", [{"entity": "customer", "kind": "poem", "text": "a"}, {"entity": "customer"}, {"text": "a"}]
)
def test_a_body_without_its_parts_is_refused(root, body):
    answer = root.post("rules/check", body)
    assert answer.status_code == 422
    assert answer.json()["issues"]


def test_published_rules_are_in_the_schema(root, app):
    """PLAT-02: what is published can be fetched, with present names."""
    publish_changes(app, [("rule", "worth", {"entity": "customer", "text": SCORE})])
    assert root.get("metadata/components/rule/worth").json()["document"]["text"] == SCORE
    kinds = root.get("metadata/schemas/").json()["kinds"]
    assert "rule" in kinds
    assert root.get("metadata/schemas/rule").json()["required"] == ["kind", "key", "entity", "text"]
