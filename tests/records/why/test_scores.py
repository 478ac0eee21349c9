"""Why 65 points? (LEAD-04)."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid, NotFound
from odos.records.why.scores import ScoreExplanation, explain_score, explain_score_rule
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


def by_key(context, record, key: str) -> ScoreExplanation:
    entity = context.schema.entities["customer"]
    return explain_score_rule(context=context, entity=entity, record_id=int(record["id"]), key=key)


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


def test_whoever_may_not_see_a_field_sees_neither_clause_nor_value(scored, new_user, make):
    """LEAD-04: the points of clauses over hidden fields are one sum; the total is that of the score."""
    sally = context_for(scored.workspace, new_user("sally", "seller"))
    mine = make(scored, "customer", name="Mine", tier="a", revenue="120", owner=sally.actor.user_id)
    found = explained(sally, mine)
    assert [(str(clause.given), clause.because) for clause in found.clauses] == [
        ("50", "Best tier"), ("-40", "No code"),
    ]  # fmt: skip
    assert (found.hidden, found.points, found.grade) == (12, 22, "B")
    assert "evenue" not in str(found.as_json())
    other = make(scored, "customer", name="Other")
    with pytest.raises(NotFound):
        explained(sally, other)


PAYROLL = [
    labelled("payroll", kind="entity", key="payroll", title_field="grade", fields={
        "grade": labelled("grade", kind="text", order=10),
        "customer": labelled("customer", kind="reference", target="customer", order=20),
    }),
]  # fmt: skip


def scored_by(app, *lines: str, **rule):
    """Publish another rule for the same field."""
    text = "\n".join(['score customer "Value" into worth', *lines])
    publish(app, [labelled("rule", kind="rule", key="customer.value", entity="customer", text=text, **rule)])
    return context_for(app)


def test_a_clause_over_an_entity_out_of_reach_is_not_told(scored, app, new_user, make):
    """LEAD-04: no grant at all hides an entity as much as a hidden field; the sum is right."""
    publish(app, PAYROLL)
    root = scored_by(app, '+7 when count(payroll where grade = "x") > 0', "+1")
    sally = context_for(app, new_user("sally", "seller"))
    mine = make(root, "customer", name="Mine", owner=sally.actor.user_id)
    make(root, "payroll", customer=mine["id"], grade="x")
    found = explained(sally, mine)
    assert ([str(clause.given) for clause in found.clauses], found.hidden, found.points) == (["1"], 7, 8)
    assert "payroll" not in str(found.as_json())
    assert [str(clause.given) for clause in explained(root, mine).clauses] == ["7", "1"]


def test_what_the_reader_would_find_otherwise_is_not_told(scored, app, new_user, make):
    """LEAD-04: points are those of the score; a clause that contradicts what one sees goes into the sum."""
    root = scored_by(app, "+30 when count(quote_by_customer) >= 1", "+5 when count(quote_by_customer) >= 0")
    sally = context_for(app, new_user("sally", "seller"))
    mine = make(root, "customer", name="Mine", owner=sally.actor.user_id)
    make(root, "quote", customer=mine["id"])
    found = explained(sally, mine)
    assert (found.points, found.hidden, [str(clause.given) for clause in found.clauses]) == (35, 30, ["5"])


def test_a_rule_chosen_by_what_one_may_not_see_is_one_sum(scored, app, new_user, make):
    """LEAD-04: neither which rule applied nor its clauses, as they would tell the condition."""
    text = 'score customer "Rich" when revenue > 100 into worth\n+9 when tier = "a" because "Tier"'
    first = labelled("rule", kind="rule", key="customer.rich", entity="customer", text=text, order=1)
    publish(app, [first])
    root = scored_by(app, "+1", order=2)
    sally = context_for(app, new_user("sally", "seller"))
    for revenue, points in (("500", 9), ("5", 1)):
        mine = make(root, "customer", name="Mine", tier="a", revenue=revenue, owner=sally.actor.user_id)
        found = explained(sally, mine)
        assert (found.rule, found.label, found.clauses) == (None, None, ())
        assert (found.points, found.hidden) == (points, points)
        with pytest.raises(NotFound):
            by_key(sally, mine, "customer.rich")
        assert by_key(sally, mine, "customer.value").points == 1
        assert by_key(root, mine, "customer.rich").applies is (points == 9)


def test_a_rule_is_explained_by_its_key(scored, make):
    """LEAD-04: one rule among several of a field."""
    record = make(scored, "customer", name="Acme", tier="a", code="A")
    assert by_key(scored, record, "customer.value").as_json() == explained(scored, record).as_json()
    with pytest.raises(NotFound):
        by_key(scored, record, "customer.other")


def test_a_field_without_score(scored, make):
    """LEAD-04: other fields have nothing to tell."""
    entity = scored.schema.entities["customer"]
    record = make(scored, "customer", name="Acme")
    with pytest.raises(Invalid):
        explain_score(context=scored, entity=entity, record_id=int(record["id"]), field=entity.fields["name"])
