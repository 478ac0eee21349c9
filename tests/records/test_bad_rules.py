"""Whatever somebody writes as a rule is answered at its place, or computed; no save is lost (PLAT-02, PLAT-24)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.dsl.parser import parse
from odos.kernel.problems import Invalid
from odos.records.lists.queries import ListRequest, list_records, load_record
from odos.records.rules.compiled import compile_rule
from tests.fixtures.application import context_for, publish_fields

REFUSED = [
    ('name = "' + "x" * 20_001 + '"', "rule_syntax", "1:1", "20"),
    ("(" * 10_000 + "revenue" + ")" * 10_000, "rule_syntax", None, None),
    ("name matches '(a+'", "rule_pattern", "1:14", None),
    ("name matches '(?=a)b'", "rule_pattern", "1:14", None),
    ("name matches '(a)\\\\1'", "rule_pattern", "1:14", None),
    ("revenu > 5", "unknown_field", "1:1", "revenue"),
    ("parent.parnt.name = 'x'", "unknown_field", "1:8", "parent"),
    ("count(quots) > 1", "unknown_field", "1:7", "quote"),
    ("ROUNDD(revenue, 1) > 5", "rule_function", "1:1", "ROUND"),
    ("revenue + name > 5", "rule_type", "1:1", None),
    ("tier = 'gold'", "rule_option", "1:8", "a"),
    ("created_at > '31.12.2026'", "rule_type", "1:14", "2026-01-31"),
    ("revenue > 99999999999999999999999999999999999999999", "rule_syntax", "1:11", None),
    ("name and", "rule_syntax", "1:9", None),
    ("parent" + ".parent" * 11 + ".name = 'x'", "rule_syntax", "1:1", None),
]


@pytest.mark.parametrize(("source", "code", "place", "says"), REFUSED, ids=range(len(REFUSED)))
def test_a_rule_that_cannot_be_is_answered_where_it_fails(admin, source, code, place, says):
    entity = admin.schema.get_entity("customer")
    with pytest.raises(Invalid) as refusal:
        compile_rule(admin, entity, source)
    issue = refusal.value.issues[0]
    assert issue.code.startswith("rule_") or issue.code == code
    assert place is None or issue.path == (place,)
    words = f"{issue.message} {issue.hint or ''}"
    assert says is None or says in words
    assert issue.message.render("zh-hans") != issue.message.render("en")


def test_what_the_author_may_not_see_is_as_unknown_as_what_is_not_there(seller):
    entity = seller.schema.get_entity("customer")
    answers = []
    for name in ("revenue", "nothing"):
        with pytest.raises(Invalid) as refusal:
            compile_rule(seller, entity, f"{name} > 5", as_user=True)
        issue = refusal.value.issues[0]
        answers.append((issue.code, issue.path, str(issue.message).replace(name, "…").split(";")[0]))
    assert answers[0] == answers[1]


FAILING = {
    "ratio": ("revenue / (revenue - 5)", "5"),
    "huge": ("revenue ^ 99", "500000"),
    "late": ("DATE(9999, 12, 31) + revenue", "5"),
    "long": ('LPAD(name, revenue * 10000, "x")', "5"),
    "read": ("VALUE(name) * 2", "5"),
    "run": ('IF(REGEX(name, "(a*)*b"), 1, 1 / 0)', "5"),
}


def test_no_save_is_lost_to_a_rule_that_fails(app, make):
    fields = [
        ("customer", key, {"kind": "formula", "expression": expression})
        for key, (expression, _revenue) in FAILING.items()
    ]
    publish_fields(app, *fields)
    context = context_for(app)
    entity = context.schema.get_entity("customer")
    for key, (_expression, revenue) in FAILING.items():
        made = make(context, "customer", name="a" * 150, revenue=revenue)
        found = load_record(context=context, entity=entity, record_id=int(made["id"]))
        assert (found["revenue"], found[key]) == (f"{revenue}.00", None)


@pytest.mark.parametrize(
    "rule",
    [
        "1 / (revenue - revenue) > 1",
        "revenue ^ 300 > 1",
        "created_at + revenue * 9999999 > now",
        "VALUE(name) > 1",
    ],
)
def test_a_filter_that_fails_for_a_record_leaves_it_out(app, make, rule):
    """QUERY-01"""
    context = context_for(app)
    make(context, "customer", name="A", revenue="500000")
    entity = context.schema.get_entity("customer")
    request = ListRequest(filter=rule)
    assert list_records(context=context, entity=entity, request=request).items == []
    other = replace(request, filter=f"not ({rule}) or name = 'A'")
    assert len(list_records(context=context, entity=entity, request=other).items) == 1


def test_a_rule_of_the_longest_kind_is_read(admin):
    terms = " or ".join(f"revenue = {number}" for number in range(1_000))
    assert len(terms) < 20_000
    assert parse(terms)
    entity = admin.schema.get_entity("customer")
    assert compile_rule(admin, entity, terms).checked.type.kind == "boolean"
