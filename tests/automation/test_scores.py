"""Scores: points, grades and qualification by rules, kept up to date, and explained."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from odos.automation.scoring import RENEW_SCORES, renewed_fields
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from odos.kernel.problems import Invalid
from odos.records.lists.queries import ListRequest, list_records, load_record
from odos.records.writes.operations import update_record
from tests.fixtures.application import NOW, context_for, publish_changes

ORDINARY = """score customer "Value" into score
  +30 when revenue >= 1000 because {en: "Large", zh-hans: "规模大"}
  +(revenue / 10) limit 20
  -15 when code is blank because "No code"
  +40 when count(quote_by_customer) >= 2
  grade A from 70, B from 30, C otherwise into grade
  qualified when score >= 60 and tier = "a" into qualified
"""
OF_TIER_B = """score customer "Value of B" when tier = "b" into score
  +1 when name = "B"
  grade D from 100, E otherwise into grade
"""
AGE = """score quote "Freshness" into freshness
  +10 when created_at > now - 2 days
"""


def rule(key, text, order):
    return ("rule", key, {"kind": "rule", "entity": key.partition(".")[0], "text": text, "order": order})


@pytest.fixture
def scored(app):
    field = {"kind": "score", "label": {"en": "S"}}
    publish_changes(
        app,
        [
            *(("field", f"customer.{key}", field) for key in ("score", "grade", "qualified")),
            ("field", "quote.freshness", field),
            rule("customer.of_b", OF_TIER_B, 10),
            rule("customer.value", ORDINARY, 20),
            rule("quote.freshness", AGE, 10),
        ],
    )
    return context_for(app)


def load(context, entity, made):
    return load_record(context=context, entity=context.schema.get_entity(entity), record_id=int(made["id"]))


def change(context, entity, made, **values):
    body = update_record(context=context, entity=entity, record_id=int(made["id"]), values=values)
    return orjson.loads(body)


def marks(record):
    return record["score"], record["grade"], record["qualified"]


def run_jobs(context, later):
    while work_once(workspace=context.workspace, clock=lambda: later) is not None:
        pass


def test_points_grade_and_qualification_follow_what_they_read(scored, make):
    """CUST-11, LEAD-04: computed for each record, also when records that refer to it change."""
    made = make(scored, "customer", name="Acme", tier="a", revenue="2000")
    assert marks(made) == ("35", "B", False)
    assert marks(change(scored, "customer", made, code="X")) == ("50", "B", False)
    for _ in range(2):
        make(scored, "quote", customer=made["id"])
    found = load(scored, "customer", made)
    assert (marks(found), found["version"]) == (("90", "A", True), 2)
    blank = make(scored, "customer", name="Blank", tier="a")
    assert marks(blank) == ("-15", "C", False)


def test_the_first_rule_whose_condition_holds_counts(scored, make):
    """LEAD-04: different rules by business unit or product line."""
    made = make(scored, "customer", name="B", tier="b", revenue="5000")
    assert marks(made) == ("1", "E", False)
    assert marks(change(scored, "customer", made, tier="a")) == ("35", "B", False)


def test_lists_filter_and_sort_by_points_and_grade(scored, make):
    for name, revenue in (("one", "2000"), ("two", "100"), ("three", None)):
        make(scored, "customer", name=name, tier="a", revenue=revenue, code=name)
    entity = scored.schema.get_entity("customer")
    asked = ListRequest(filter='score < 60 and grade in ["B", "C"] and not qualified', sort="grade,-score")
    page = list_records(context=scored, entity=entity, request=asked)
    assert [orjson.loads(item)["name"] for item in page.items] == ["one", "two", "three"]


def test_another_rule_reaches_old_rows(scored, make):
    made = make(scored, "customer", name="Acme", tier="a", revenue="2000")
    publish_changes(scored.workspace, [rule("customer.value", ORDINARY.replace("+30", "+60"), 20)])
    run_jobs(scored, NOW)
    context = context_for(scored.workspace)
    assert marks(load(context, "customer", made)) == ("65", "B", True)


def test_what_depends_on_the_time_is_renewed_and_equal_rows_are_left_alone(scored, make):
    made = make(scored, "quote")
    assert made["freshness"] == "10"
    assert [entity.key for entity, _ in renewed_fields(scored.schema)] == ["quote"]
    for days, points in ((1, "10"), (3, "0")):
        later = NOW + timedelta(days=days)
        enqueue(workspace=scored.workspace, kind=RENEW_SCORES, args={}, actor=scored.actor, now=later)
        run_jobs(scored, later)
        found = load(scored, "quote", made)
        assert (found["freshness"], found["version"]) == (points, 1)


def test_a_score_of_whoever_looks_is_refused(scored):
    with pytest.raises(Invalid) as refusal:
        publish_changes(
            scored.workspace,
            [rule("customer.value", 'score customer "Mine" into score\n  +1 when owner = user', 20)],
        )
    assert "score_of_user" in {issue.code for issue in refusal.value.issues}
