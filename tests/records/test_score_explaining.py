"""Why 65 points? (LEAD-04)."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid, NotFound
from odos.records.score_explaining import ScoreExplanation, explain_score
from tests.fixtures.application import context_for, labelled, publish

RULE = """score customer "Value"
  +50 when tier = "a" because "Best tier"
  +(revenue / 10) limit 15 because {en: "Revenue", zh-hans: "收入"}
  -40 when code is blank because "No code"
  grade A from 60, B from 20, C otherwise
  qualified when score >= 60 and code is not blank
  into worth"""


def _fields():
    return {
        "worth": labelled("worth", kind="decimal", digits=8, scale=2, order=80),
    }


@pytest.fixture
def scored(app):
    """The application with a score of customers."""
    lines = RULE.splitlines()
    text = "\n".join([lines[0], lines[-1], *lines[1:-1]])
    publish(
        app,
        [
            {"kind": "entity", "key": "customer", "fields": _fields()},
            labelled("rule", kind="rule", key="customer.value", entity="customer", text=text),
        ],
    )
    return context_for(app)


def explained(context, record, language: str = "en") -> ScoreExplanation:
    entity = context.schema.entities["customer"]
    return explain_score(
        context=context,
        entity=entity,
        record_id=int(record["id"]),
        field=entity.fields["worth"],
        language=language,
    )


def test_each_clause_tells_its_points_and_reason(scored, make):
    """LEAD-04: points, limits, reasons and the grade, with the condition that held."""
    found = explained(
        scored, make(scored, "customer", name="Acme", tier="a", revenue="500", code="A-1"), "zh-hans"
    )
    assert [(str(clause.given), clause.because) for clause in found.clauses] == [
        ("50", "Best tier"), ("15", "收入"), ("0", "No code"),
    ]  # fmt: skip
    assert (found.points, found.grade, found.qualified) == (65, "A", True)
    first = found.clauses[0].when
    assert first is not None
    assert (first.text, first.value, first.parts[0].label) == ('tier = "a"', True, "A")


def test_points_are_taken_away_and_blanks_give_none(scored, make):
    """LEAD-04: a blank amount gives no points."""
    found = explained(scored, make(scored, "customer", name="Poor", tier="b"))
    assert [clause.given for clause in found.clauses] == [0, 0, -40]
    assert (found.points, found.grade, found.qualified) == (-40, "C", False)


def test_whoever_may_not_see_a_field_sees_no_value_of_it(scored, new_user, make):
    """LEAD-04: a clause over a hidden field tells its points only."""
    sally = context_for(scored.workspace, new_user("sally", "seller"))
    mine = make(sally, "customer", name="Mine", code="M-1")
    found = explained(sally, mine)
    worth = found.clauses[1].worth
    assert worth.hidden
    assert "revenue" not in worth.text
    assert worth.value is None
    other = make(scored, "customer", name="Other")
    with pytest.raises(NotFound):
        explained(sally, other)


def test_a_field_without_score(scored, make):
    """LEAD-04: other fields have nothing to tell."""
    entity = scored.schema.entities["customer"]
    record = make(scored, "customer", name="Acme")
    with pytest.raises(Invalid):
        explain_score(context=scored, entity=entity, record_id=int(record["id"]), field=entity.fields["name"])
