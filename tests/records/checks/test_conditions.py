"""Conditions on fields and validation rules hold for every way in."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.kernel.problems import Invalid
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from odos.records.writes.previews import preview_record
from tests.fixtures.application import context_for, publish_changes, publish_fields

CONDITIONS = [
    ("customer", "reason", {"kind": "text", "visible_when": 'tier = "a"', "required": True}),
    ("customer", "ceiling", {"kind": "decimal", "scale": 2, "required_when": "revenue > 100"}),
    ("customer", "closed", {"kind": "boolean", "default": "false"}),
    ("customer", "memo", {"kind": "text", "read_only_when": "closed"}),
    ("quote", "note", {"kind": "text", "required_when": 'customer.tier = "a" and user.username <> "nobody"'}),
    ("quote_line", "why", {"kind": "text", "visible_when": "quantity > 10", "required_when": "quantity > 10"}),
]  # fmt: skip


@pytest.fixture
def strict(app):
    publish_fields(app, *CONDITIONS)
    return context_for(app)


def findings(refusal) -> dict[str, str]:
    return {"/".join(map(str, issue.path)): issue.code for issue in refusal.value.issues}


def change(context, entity, made, **values):
    body = update_record(context=context, entity=entity, record_id=int(made["id"]), values=values)
    return orjson.loads(body)


def test_what_is_not_shown_is_not_needed_and_takes_no_value(strict, make):
    make(strict, "customer", name="B", tier="b")
    with pytest.raises(Invalid) as refusal:
        make(strict, "customer", name="B", tier="b", reason="x")
    assert findings(refusal) == {"reason": "not_visible"}
    with pytest.raises(Invalid) as refusal:
        make(strict, "customer", name="A", tier="a")
    assert findings(refusal) == {"reason": "required"}
    assert make(strict, "customer", name="A", tier="a", reason="x")["reason"] == "x"


def test_what_is_needed_depends_on_other_values(strict, make):
    with pytest.raises(Invalid) as refusal:
        make(strict, "customer", name="A", revenue="101")
    assert findings(refusal) == {"ceiling": "required"}
    made = make(strict, "customer", name="A", revenue="1")
    with pytest.raises(Invalid) as refusal:
        change(strict, "customer", made, revenue="500")
    assert findings(refusal) == {"ceiling": "required"}
    assert change(strict, "customer", made, revenue="500", ceiling="7")["ceiling"] == "7.00"


def test_a_record_cannot_be_unlocked_and_changed_in_one_save(strict, make):
    made = make(strict, "customer", name="A", memo="x")
    change(strict, "customer", made, closed=True, memo="y")
    with pytest.raises(Invalid) as refusal:
        change(strict, "customer", made, closed=False, memo="z")
    assert findings(refusal) == {"memo": "read_only"}
    assert change(strict, "customer", made, closed=False, memo="y")["closed"] is False
    assert change(strict, "customer", made, memo="z")["memo"] == "z"


def test_conditions_read_records_that_are_referred_to_and_hold_in_lines(strict, make):
    dear = make(strict, "customer", name="A", tier="a", reason="x")
    with pytest.raises(Invalid) as refusal:
        make(strict, "quote", customer=dear["id"])
    assert findings(refusal) == {"note": "required"}
    with pytest.raises(Invalid) as refusal:
        make(strict, "quote", lines=[{"quantity": "5"}, {"quantity": "11"}, {"quantity": "1", "why": "x"}])
    assert findings(refusal) == {"lines/1/why": "required", "lines/2/why": "not_visible"}


def test_bulk_writes_report_each_row(strict):
    rows = [{"name": "A", "tier": "b"}, {"name": "B", "tier": "a"}, {"name": "C", "reason": "x", "tier": "b"}]
    result = write_bulk(context=strict, entity="customer", request=BulkRequest(create=rows))
    assert len(result.created) == 1
    assert [(error.index, [issue.code for issue in error.issues]) for error in result.errors] == [
        (1, ["required"]),
        (2, ["not_visible"]),
    ]


def test_a_preview_tells_the_state_of_each_field(strict, make):
    entity = strict.schema.get_entity("customer")
    found = preview_record(context=strict, entity=entity, record_id=None, values={"tier": "a"}).as_json()
    assert found["fields"]["reason"] == {"visible": True, "required": True, "read_only": False}
    made = make(strict, "customer", name="A", closed=True)
    number = int(made["id"])
    found = preview_record(
        context=strict, entity=entity, record_id=number, values={"revenue": "101"}
    ).as_json()
    assert found["fields"] == {
        "reason": {"visible": False, "required": False, "read_only": False},
        "ceiling": {"visible": True, "required": True, "read_only": False},
        "memo": {"visible": True, "required": False, "read_only": True},
    }
    assert [issue["code"] for issue in found["issues"]] == ["required"]


@pytest.mark.parametrize("rule", ["total > 5", "count(lines) > 1", "customer.quoted >"])
def test_a_condition_that_cannot_be_asked_before_writing_is_refused(app, rule):
    with pytest.raises(Invalid):
        publish_fields(app, ("quote", "extra", {"kind": "text", "visible_when": rule}))


# ------------------------------------------------------------------ validate

EARLY = """validate customer "Sound customers" when tier = "a"
  require revenue >= 100 message {en: "Too small for A {really}", zh-hans: "A 级客户的营业额过低"} at revenue
  require name <> "x"
"""
OF_OTHERS = """validate quote "Only for known customers"
  require customer is blank or customer.code is not blank message "The customer has no code" at customer
"""
LATE = """validate quote "Quotes have lines"
  require count(lines) > 0 and total < 1000 message "Lines, worth less than 1000" at lines
"""


@pytest.fixture
def ruled(app):
    publish_changes(
        app,
        [
            ("rule", f"{key}", {"kind": "rule", "entity": key.partition(".")[0], "text": text})
            for key, text in (("customer.sound", EARLY), ("quote.known", OF_OTHERS), ("quote.lines", LATE))
        ],
    )
    return context_for(app)


def test_requirements_are_asked_of_new_and_changed_records(ruled, make):
    """PLAT-24: validation rules."""
    with pytest.raises(Invalid) as refusal:
        make(ruled, "customer", name="x", tier="a", revenue="5")
    assert findings(refusal) == {"revenue": "rule_broken", "": "rule_broken"}
    assert refusal.value.issues[0].message.render("zh-hans") == "A 级客户的营业额过低"
    assert refusal.value.issues[0].message.render("en") == "Too small for A {really}"
    made = make(ruled, "customer", name="x", tier="b", revenue="5")
    with pytest.raises(Invalid):
        change(ruled, "customer", made, tier="a")
    change(ruled, "customer", made, tier="a", revenue="100", name="y")


def test_an_old_record_that_breaks_a_newer_rule_can_be_worked_on(app, make):
    made = make(context_for(app), "customer", name="x", tier="a", revenue="5")
    publish_changes(app, [("rule", "customer.sound", {"kind": "rule", "entity": "customer", "text": EARLY})])
    context = context_for(app)
    assert change(context, "customer", made, code="7")["code"] == "7"
    with pytest.raises(Invalid):
        change(context, "customer", made, revenue="6")


def test_requirements_read_records_that_are_referred_to_and_what_is_written(ruled, make):
    plain = make(ruled, "customer", name="A")
    line = {"quantity": "1", "price": "5"}
    with pytest.raises(Invalid) as refusal:
        make(ruled, "quote", customer=plain["id"], lines=[line])
    assert findings(refusal) == {"customer": "rule_broken"}
    for lines in ([], [{"quantity": "1", "price": "1000"}]):
        with pytest.raises(Invalid) as refusal:
            make(ruled, "quote", lines=lines)
        assert findings(refusal) == {"lines": "rule_broken"}
    made = make(ruled, "quote", lines=[line])
    with pytest.raises(Invalid):
        change(ruled, "quote", made, lines=[{"id": made["lines"][0]["id"], "_delete": True}])


def test_bulk_writes_leave_out_the_rows_that_break_a_rule_once_written(ruled):
    line = {"quantity": "1", "price": "5"}
    rows = [{"lines": [line]}, {"lines": []}, {"lines": [line]}]
    result = write_bulk(context=ruled, entity="quote", request=BulkRequest(create=rows))
    assert len(result.created) == 2
    assert [(error.index, error.issues[0].code) for error in result.errors] == [(1, "rule_broken")]
    with pytest.raises(Invalid):
        write_bulk(context=ruled, entity="quote", request=BulkRequest(create=rows, atomic=True))


def test_a_preview_tells_what_is_broken(ruled):
    entity = ruled.schema.get_entity("quote")
    found = preview_record(context=ruled, entity=entity, record_id=None, values={}).as_json("zh-hans")
    assert [issue["code"] for issue in found["issues"]] == ["rule_broken"]


def test_requirements_know_the_change(app, make):
    """PLAT-02: `old`, `changed`, `is_new` in forms, previews and bulk writes."""
    text = (
        'validate customer\n  require is_new or revenue >= old.revenue message "Never less" at revenue\n'
        '  require not changed(code) or is_new message "Fixed" at code'
    )
    publish_changes(app, [("rule", "customer_grows", {"entity": "customer", "text": text})])
    context = context_for(app)
    made = make(context, "customer", name="A", revenue="10", code="x1")
    assert change(context, "customer", made, revenue="11")["revenue"] == "11.00"
    for values, field in (({"revenue": "10.5"}, "revenue"), ({"code": "x2"}, "code")):
        with pytest.raises(Invalid) as refusal:
            change(context, "customer", made, **values)
        assert findings(refusal) == {field: "rule_broken"}
    assert change(context, "customer", made, name="B")["name"] == "B"
    entity, values = context.schema.get_entity("customer"), {"revenue": "1"}
    shown = preview_record(context=context, entity=entity, record_id=int(made["id"]), values=values).as_json()
    assert [issue["path"] for issue in shown["issues"]] == ["revenue"]


# ------------------------------------------------------------------ what is asked after writing

NEWER = """validate quote "Newer rules"
  require count(lines) >= 2 message "Two lines" at lines
  require total < 50 message "Not so much" at total
  require customer is blank or customer.quoted < 500 message "Too much for the customer" at customer
"""


@pytest.fixture
def aged(app, make):
    """A quote that breaks rules that came later: one line, worth 60."""
    context = context_for(app)
    customer = make(context, "customer", name="A", code="1")
    made = make(context, "quote", customer=customer["id"], lines=[{"quantity": "6", "price": "10"}])
    publish_changes(app, [("rule", "quote.newer", {"kind": "rule", "entity": "quote", "text": NEWER})])
    return context_for(app), made


def test_an_old_record_that_breaks_a_late_rule_can_be_worked_on(aged):
    """PLAT-24: what a requirement reads decides, also over lines and recomputed values."""
    context, made = aged
    [line] = made["lines"]
    changed = change(context, "quote", made, contact_name="Ann", lines=[{"id": line["id"], "text": "x"}])
    assert (changed["contact_name"], changed["lines"][0]["text"]) == ("Ann", "x")
    assert change(context, "quote", made, products=[])["contact_name"] == "Ann"
    with pytest.raises(Invalid) as refusal:  # the total follows from the line, the number of lines does not
        change(context, "quote", made, lines=[{"id": line["id"], "quantity": "7"}])
    assert findings(refusal) == {"total": "rule_broken"}
    change(context, "quote", made, lines=[{"id": line["id"], "quantity": "4"}])
    with pytest.raises(Invalid) as refusal:
        change(context, "quote", made, lines=[{"id": line["id"], "_delete": True}])
    assert findings(refusal) == {"lines": "rule_broken"}
    change(context, "quote", made, lines=[{"quantity": "1", "price": "1"}])
    with pytest.raises(Invalid) as refusal:
        change(context, "quote", made, lines=[{"quantity": "50", "price": "10"}])
    assert findings(refusal) == {"total": "rule_broken", "customer": "rule_broken"}


def test_each_row_of_a_bulk_call_is_asked_for_what_differs_in_it(aged, make):
    context, made = aged
    other = make(context, "quote", lines=[{"quantity": "1", "price": "1"}, {"quantity": "1", "price": "1"}])
    rows = [
        {"id": made["id"], "contact_name": "Bulk"},
        {"id": other["id"], "lines": [{"id": other["lines"][0]["id"], "quantity": "70"}]},
    ]
    result = write_bulk(context=context, entity="quote", request=BulkRequest(update=rows))
    assert result.updated == [int(made["id"])]
    assert [(error.index, [issue.path for issue in error.issues]) for error in result.errors] == [
        (1, [("total",)])
    ]


def test_a_plain_change_asks_a_late_rule_only_where_it_reads_what_changed(app, make):
    context = context_for(app)
    made = make(context, "quote", lines=[{"quantity": "1", "price": "90"}])

    def renamed(context, name):
        change(context, "quote", made, contact_name="warm")
        with CaptureQueriesContext(connection) as queries:
            change(context, "quote", made, contact_name=name)
        return len(queries)

    without = renamed(context, "Ann")
    late = {"kind": "rule", "entity": "quote", "text": NEWER}
    publish_changes(app, [("rule", "quote.newer", late)])
    assert renamed(context_for(app), "Bob") == without
    of_names = NEWER + '  require contact_name <> "x" or count(lines) > 5 message "Who?" at contact_name\n'
    publish_changes(app, [("rule", "quote.newer", {**late, "text": of_names})])
    with pytest.raises(Invalid) as refusal:
        renamed(context_for(app), "x")
    assert findings(refusal) == {"contact_name": "rule_broken"}


OLD_BESIDE_OTHERS = """validate quote "Closed quotes"
  require is_new or old.contact_name <> "closed" or count(lines) = 1 message "Closed: one line" at lines
  require old.total is blank or total >= old.total message "Not less than before" at total
  require is_new or old.customer is blank or old.customer.tier <> "a" or customer = old.customer
    message "Dear customers stay" at customer
"""


def test_old_values_stand_beside_related_records_and_totals(app, make):
    """PLAT-24: a requirement may compare what was with what follows from other records."""
    publish_changes(
        app, [("rule", "quote.old", {"kind": "rule", "entity": "quote", "text": OLD_BESIDE_OTHERS})]
    )
    context = context_for(app)
    dear, other = (make(context, "customer", name=tier, code=tier, tier=tier) for tier in ("a", "b"))
    made = make(context, "quote", customer=dear["id"], lines=[{"quantity": "6", "price": "10"}])
    [line] = made["lines"]
    with pytest.raises(Invalid) as refusal:
        change(context, "quote", made, lines=[{"id": line["id"], "quantity": "5"}])
    assert findings(refusal) == {"total": "rule_broken"}
    change(context, "quote", made, lines=[{"id": line["id"], "quantity": "7"}], contact_name="closed")
    with pytest.raises(Invalid) as refusal:
        change(context, "quote", made, lines=[{"quantity": "1", "price": "1"}])
    assert findings(refusal) == {"lines": "rule_broken"}
    with pytest.raises(Invalid) as refusal:
        change(context, "quote", made, customer=other["id"])
    assert findings(refusal) == {"customer": "rule_broken"}
    rows = [{"id": made["id"], "customer": other["id"]}]
    result = write_bulk(context=context, entity="quote", request=BulkRequest(update=rows))
    assert [issue.code for error in result.errors for issue in error.issues] == ["rule_broken"]
    change(context, "customer", dear, tier="b")
    assert change(context, "quote", made, customer=other["id"])["customer"]["label"] == "b"
