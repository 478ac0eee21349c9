"""``/api/rules/complete`` and ``/api/rules/hover`` with the author's eyes (PLAT-02)."""

from __future__ import annotations

import pytest


def ask(api, what: str, text: str, entity: str = "customer", position: int | None = None, **headers: str):
    at = len(text) if position is None else position
    return api.post(f"rules/{what}", {"entity": entity, "text": text, "position": at}, **headers)


def offered(api, text: str, entity: str = "customer") -> list[str]:
    return [item["text"] for item in ask(api, "complete", text, entity).json()["proposals"]]


@pytest.fixture
def sally(api_for):
    return api_for("sally", "seller")


def test_completion_follows_references_in_the_language_of_the_author(root):
    """PLAT-02: fields through references with their labels."""
    answer = ask(root, "complete", "customer.na", "quote", accept_language="zh-CN").json()
    assert (answer["from"], answer["to"]) == (9, 11)
    first = answer["proposals"][0]
    assert (first["text"], first["label"], first["type"]) == ("name", "name", "text")
    assert offered(root, 'customer.tier = "', "quote") == ['"a"', '"b"']
    assert "sum()" in offered(root, "su", "quote")


def test_what_the_author_may_not_see_is_absent(root, sally):
    """PLAT-02: neither masked fields nor entities out of reach are offered or explained."""
    assert "revenue" in offered(root, "rev")
    assert "revenue" not in offered(sally, "rev")
    assert "revenue" not in offered(sally, "customer.rev", "quote")
    assert ask(root, "hover", "revenue > 3", position=2).json()["hover"]["type"] == "number"
    assert ask(sally, "hover", "revenue > 3", position=2).json() == {"hover": None}
    assert ask(sally, "complete", "na", "audit_nothing").status_code == 404


def test_an_entity_out_of_reach_is_not_found(api_for):
    """PLAT-02: nobody learns the fields of an entity that they may not see."""
    stranger = api_for("stranger")
    assert ask(stranger, "complete", "na").status_code == 404
    assert ask(stranger, "hover", "name", position=1).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"entity": "customer", "text": "a"}, {"entity": 1, "text": "", "position": 0}]
)
def test_a_body_without_its_parts_is_refused(root, body):
    """PLAT-02: what is missing is named."""
    answer = root.post("rules/complete", body)
    assert answer.status_code == 422
    assert answer.json()["issues"]


def test_any_position_of_any_text_is_answered(root):
    """PLAT-02: also far outside of it, and for a text beyond the limit."""
    for position in (-5, 0, 10**9):
        assert ask(root, "complete", "name", position=position).status_code == 200
    assert ask(root, "complete", "x" * 20_001).json()["proposals"] == []
    assert ask(root, "hover", "x" * 20_001, position=3).json() == {"hover": None}


def test_a_score_as_a_form_and_back(root):
    """LEAD-04: builder and text are two views of one rule."""
    text = 'score customer "Value"\n  +20 when tier = "a" because "Best"\n  grade A from 20, B otherwise'
    form = root.post("rules/parts", {"text": text}).json()["parts"]
    assert form["clauses"][0]["when"] == 'tier = "a"'
    form["clauses"][0]["points"] = "30"
    assert "+30 when tier" in root.post("rules/parts", {"parts": form}).json()["text"]
    form["clauses"][0]["points"] = "30 +"
    refused = root.post("rules/parts", {"parts": form})
    assert (refused.status_code, refused.json()["issues"][0]["path"]) == (422, "clauses/0/points/1:5")
    assert root.post("rules/parts", {"text": "score"}).status_code == 422
