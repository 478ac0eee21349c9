"""PLAT-24: duplicates are found when data is captured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.kernel.problems import Invalid
from odos.records.bulk import write_bulk
from odos.records.bulk_requests import BulkRequest
from odos.records.operations import update_record
from odos.records.previews import preview_record
from tests.fixtures.application import context_for, publish_changes

DUPLICATES = {
    "name": {"fields": {"name": "similar"}, "ignore": ["有限公司", "Ltd."], "label": {"en": "Similar name"}},
    "phone": {"fields": {"phone": "number"}, "action": "block"},
}


@pytest.fixture
def watched(app):
    publish_changes(
        app,
        [
            ("field", "customer.phone", {"kind": "phone", "label": {"en": "P"}, "searchable": True}),
            ("entity", "customer", {"kind": "entity", "duplicates": DUPLICATES}),
        ],
    )
    return context_for(app)


def duplicates(context, record_id=None, **values):
    entity = context.schema.get_entity("customer")
    found = preview_record(context=context, entity=entity, record_id=record_id, values=values)
    return [(item.label, item.blocks) for item in found.duplicates]


@pytest.mark.parametrize(
    ("stored", "typed", "found"),
    [
        ("杭州云帆包装科技有限公司", "杭州云帆包装科技", True),
        ("杭州云帆包装科技有限公司", "杭州云帆包裝科技有限公司", True),
        ("杭州云帆包装科技有限公司", "苏州锐科激光设备有限公司", False),
        ("Albion Pharma Ltd.", "ALBION PHARMA", True),
        ("Albion Pharma Ltd.", "Albion Pharmaa", True),
        ("Albion Pharma Ltd.", "Caledon Foods Ltd.", False),
    ],
)
def test_similar_names_are_told_while_typing(watched, make, stored, typed, found):
    make(watched, "customer", name=stored)
    assert bool(duplicates(watched, name=typed)) is found


def test_a_number_is_the_same_however_it_is_written(watched, make):
    make(watched, "customer", name="A", phone="+86 137 5555 2000")
    assert duplicates(watched, name="Zeta", phone="137-5555-2000") == [("A", True)]
    with pytest.raises(Invalid) as refusal:
        make(watched, "customer", name="Zeta", phone="13755552000")
    assert [(issue.code, issue.path) for issue in refusal.value.issues] == [("duplicate", ("phone",))]
    make(watched, "customer", name="Zeta", phone="13755552001")


def test_a_record_is_no_duplicate_of_itself_and_warnings_let_it_pass(watched, make):
    made = make(watched, "customer", name="Albion Pharma", phone="13755552000")
    again = make(watched, "customer", name="Albion Pharma")
    number = int(made["id"])
    assert duplicates(watched, number, phone="137 5555 2000", code="x") == []
    assert duplicates(watched, number, name="Albion Pharma Ltd.") == [("Albion Pharma", False)]
    with pytest.raises(Invalid):
        update_record(
            context=watched, entity="customer", record_id=int(again["id"]), values={"phone": "13755552000"}
        )


def test_bulk_writes_leave_out_what_is_blocked(watched, make):
    make(watched, "customer", name="A", phone="13755552000")
    rows = [{"name": "B", "phone": "137 5555 2000"}, {"name": "A"}]
    result = write_bulk(context=watched, entity="customer", request=BulkRequest(create=rows))
    assert len(result.created) == 1
    assert [(error.index, error.issues[0].code) for error in result.errors] == [(0, "duplicate")]


def test_nothing_tells_of_a_record_out_of_sight(watched, seller, make):
    context = replace(seller, schema=watched.schema)
    make(watched, "customer", name="Albion Pharma", phone="13755552000")
    assert duplicates(context, name="Albion Pharma", phone="13755552000") == []
    make(context, "customer", name="Albion Pharma", phone="13755552000")
    assert duplicates(context, name="Albion Pharma") == [("Albion Pharma", False)]


def test_a_rule_needs_fields_that_the_search_knows(app):
    rule = {"kind": "entity", "duplicates": {"code": {"fields": {"code": "equal"}}}}
    with pytest.raises(Invalid) as refusal:
        publish_changes(app, [("entity", "customer", rule)])
    assert {issue.code for issue in refusal.value.issues} == {"not_searchable"}
