"""PLAT-02: each formula says what a blank number counts as, wherever it is worked out."""

from __future__ import annotations

import orjson
import pytest

from odos.kernel.problems import Invalid
from odos.records.lists.queries import ListRequest, list_records, load_record
from odos.records.why.values import explain_field
from odos.records.writes.operations import update_record
from tests.fixtures.application import context_for, publish_fields


def formula(expression: str, **options: str) -> dict[str, str]:
    return {"kind": "formula", "expression": expression, **options}


FORMULAS = {
    "raised": formula("revenue + 5"),
    "raised_zero": formula("revenue + 5", blanks="zero"),
    "dated": formula("revenue + YEAR(today)"),
    "dated_zero": formula("revenue + YEAR(today)", blanks="zero"),
    "missing": formula("ISBLANK(revenue)"),
    "missing_zero": formula("ISBLANK(revenue)", blanks="zero"),
}


@pytest.fixture
def context(app):
    publish_fields(
        app,
        *(("customer", key, document) for key, document in FORMULAS.items()),
        ("quote", "further", formula("customer.revenue + 1")),
        ("quote", "further_zero", formula("customer.revenue + 1", blanks="zero")),
    )
    return context_for(app)


def values_of(record):
    return {key: record[key] for key in FORMULAS}


BLANK = {
    "raised": None,
    "raised_zero": "5.0000",
    "dated": None,
    "dated_zero": "2026.0000",
    "missing": True,
    "missing_zero": False,
}


def test_a_blank_number_counts_as_the_formula_says(context, make):
    """PLAT-02: when a record is made, changed, and when the value is computed while reading."""
    made = make(context, "customer", name="Acme")
    assert values_of(made) == BLANK
    changed = update_record(
        context=context, entity="customer", record_id=int(made["id"]), values={"revenue": 1}
    )
    assert values_of(orjson.loads(changed)) == {
        "raised": "6.0000",
        "raised_zero": "6.0000",
        "dated": "2027.0000",
        "dated_zero": "2027.0000",
        "missing": False,
        "missing_zero": False,
    }
    emptied = update_record(
        context=context, entity="customer", record_id=int(made["id"]), values={"revenue": None}
    )
    assert values_of(orjson.loads(emptied)) == BLANK


def test_a_blank_of_another_record_counts_the_same(context, make):
    """PLAT-02: also where statements compute the value, and when the other record changes."""
    customer = make(context, "customer", name="Acme", revenue="2")
    quote = make(context, "quote", customer=customer["id"])
    assert (quote["further"], quote["further_zero"]) == ("3.0000", "3.0000")
    update_record(context=context, entity="customer", record_id=int(customer["id"]), values={"revenue": None})
    entity = context.schema.get_entity("quote")
    found = load_record(context=context, entity=entity, record_id=int(quote["id"]))
    assert (found["further"], found["further_zero"]) == (None, "1.0000")


def test_lists_are_filtered_by_what_is_shown(context, make):
    """PLAT-02: a filter on a value that is computed when it is read follows the formula's choice."""
    make(context, "customer", name="Acme")
    entity = context.schema.get_entity("customer")
    found = [
        len(list_records(context=context, entity=entity, request=ListRequest(filter=f"{key} = 2026")).items)
        for key in ("dated", "dated_zero")
    ]
    assert found == [0, 1]


def test_the_explanation_gives_the_stored_value(context, make):
    """PLAT-02: the value that is explained is the one that the record holds."""
    made = make(context, "customer", name="Acme")
    entity = context.schema.get_entity("customer")
    for key, value in (("raised", None), ("raised_zero", "5")):
        found = explain_field(
            context=context, entity=entity, record_id=int(made["id"]), field=entity.fields[key]
        )
        assert found.value == value


def test_another_choice_is_refused(app):
    """PLAT-02: the option takes two words, and the finding stands at it."""
    with pytest.raises(Invalid) as refusal:
        publish_fields(app, ("customer", "odd", formula("revenue + 5", blanks="maybe")))
    assert "blanks" in refusal.value.issues[0].path
