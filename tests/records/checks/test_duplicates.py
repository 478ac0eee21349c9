"""PLAT-24: duplicates are found when data is captured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.kernel.problems import Invalid
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from odos.records.writes.previews import preview_record
from tests.fixtures.application import context_for, publish_changes
from tests.fixtures.crm import crm  # noqa: F401

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


def test_a_record_that_fits_two_rules_is_found_by_both(watched, make):
    """PLAT-24: what only warns hides nothing that forbids."""
    make(watched, "customer", name="Albion Pharma", phone="13755552000")
    found = duplicates(watched, name="Albion Pharma", phone="+86 137 5555 2000")
    assert found == [("Albion Pharma", False), ("Albion Pharma", True)]


def test_many_that_fit_one_rule_hide_none_that_fits_another(watched, make):
    """PLAT-24"""
    for _number in range(7):
        make(watched, "customer", name="Albion Pharma")
    make(watched, "customer", name="Zeta", phone="13755552000")
    found = duplicates(watched, name="Albion Pharma", phone="13755552000")
    assert found == [("Albion Pharma", False)] * 5 + [("Zeta", True)]


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


@pytest.fixture
def strict(watched, app):
    rules = {
        **DUPLICATES,
        "name": {**DUPLICATES["name"], "action": "block"},
        "code": {"fields": {"code": "equal", "phone": "number"}, "action": "block"},
    }
    publish_changes(
        app,
        [
            ("field", "customer.code", {"kind": "text", "label": {"en": "Code"}, "searchable": True}),
            ("entity", "customer", {"kind": "entity", "duplicates": rules}),
        ],
    )
    return context_for(app)


def test_rows_of_one_call_are_compared_with_each_other(strict):
    """PLAT-24: the later of two is left out, whatever the rule compares."""
    rows = [
        {"name": "Albion Pharma Ltd.", "phone": "13755552000"},
        {"name": "Caledon Foods", "phone": "+86 137 5555 2000"},
        {"name": "ALBION PHARMAA", "phone": "13755552001"},
        {"name": "Zeta", "phone": "13755552002"},
        {"name": "Omega", "quantity": "no field"},
        {"name": "Omega"},
        {"name": "Caledon Foods", "phone": "13755552003"},
    ]
    result = write_bulk(context=strict, entity="customer", request=BulkRequest(create=rows))
    found = {error.index: [(issue.code, issue.path) for issue in error.issues] for error in result.errors}
    assert found[1] == [("duplicate", ("phone",))]
    assert found[2] == [("duplicate", ("name",))]
    assert sorted(found) == [1, 2, 4]  # neither "Omega" nor "Caledon Foods" stands beside a row that counts
    assert len(result.created) == 4


def test_changed_rows_of_one_call_are_compared_as_well(strict, make):
    """PLAT-24"""
    made = [make(strict, "customer", name=name)["id"] for name in ("Alpha", "Beta", "Gamma")]
    rows = [{"id": number, "phone": "13755552000"} for number in made[:2]] + [{"id": made[2], "tier": "a"}]
    result = write_bulk(context=strict, entity="customer", request=BulkRequest(update=rows))
    assert [(error.index, error.issues[0].code) for error in result.errors] == [(1, "duplicate")]
    assert len(result.updated) == 2


def test_rows_far_apart_in_a_long_call_are_compared_too(strict):
    names = [
        f"{first}{second}{third}"
        for first in "甲乙丙丁戊己庚辛"
        for second in "子丑寅卯辰巳午未"
        for third in "东南西北中上下左右"
    ]
    rows = [{"name": name, "phone": f"1375555{number:04}"} for number, name in enumerate(names[:550])]
    rows.append({"name": "Late", "phone": "13755550003"})
    publish = BulkRequest(
        create=[
            {"phone": row["phone"], "name": f"{number}x{number * 7919}"} for number, row in enumerate(rows)
        ]
    )
    result = write_bulk(context=strict, entity="customer", request=publish)
    assert (550, "duplicate") in [(error.index, error.issues[0].code) for error in result.errors]


@pytest.mark.parametrize(
    ("entity", "typed", "rules"),
    [
        ("account", {"name": "Albion Pharmaa Ltd."}, ["Similar name"]),
        ("account", {"name": "Zeta", "phone": "+86 (571) 8888-2000"}, ["Same phone number"]),
        ("account", {"name": "Zeta", "email": "INFO@albion.example"}, ["Same email"]),
        ("account", {"name": "Zeta", "email": "info@caledon.example", "phone": "057188882001"}, []),
        ("contact", {"name": "Marta Kowalskaa"}, ["Similar name"]),
        ("contact", {"name": "X", "mobile": "137 5555 2000"}, ["Same mobile number"]),
        ("contact", {"name": "X", "phone": "0571-88882009"}, ["Same phone number"]),
        ("contact", {"name": "X", "email": "marta@albion.example"}, ["Same email"]),
    ],
)
def test_customers_and_contacts_are_recognised_by_name_number_and_address(crm, entity, typed, rules):  # noqa: F811
    """PLAT-24, CUST-01: the preview tells while somebody types."""
    if not crm.count("account", 'name = "Albion Pharma Ltd."'):
        account = crm.make(
            "account", name="Albion Pharma Ltd.", phone="057188882000", email="info@albion.example"
        )
        crm.make(
            "contact", name="Marta Kowalska", account=account["id"], mobile="+8613755552000",
            phone="+86 571 8888 2009", email="marta@albion.example",
        )  # fmt: skip
    found = preview_record(
        context=crm.context, entity=crm.context.schema.get_entity(entity), record_id=None, values=typed
    )
    assert [item.as_json("en")["rule"] for item in found.duplicates] == rules
