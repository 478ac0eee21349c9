"""Rows that are older than a computed field get its values from a job."""

from __future__ import annotations

import orjson
import pytest

from odos.jobs.running import work_once
from odos.packages.installing import install_package
from odos.records.context import Context
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.operations import create_record
from odos.storage.active import active_schema, refresh
from tests.meta.designs import NOW, ROOT, publish, put, site_visit


@pytest.fixture
def visits(workspace):
    install_package(workspace=workspace, key="platform", actor=ROOT, now=NOW)
    line = site_visit(visit={"kind": "reference", "target": "site_visit"}, cost={"kind": "integer"})
    publish(
        put("entity", "site_visit", site_visit(size={"kind": "integer"})), put("entity", "cost_line", line)
    )
    context = Context(workspace, refresh(workspace), ROOT, NOW)
    for number in (1, 2):
        values = {"name": "a", "size": number}
        made = orjson.loads(create_record(context=context, entity="site_visit", values=values))
        cost = {"visit": made["id"], "cost": 10 * number}
        create_record(context=context, entity="cost_line", values=cost)
    return workspace


def run_jobs(workspace):
    while work_once(workspace=workspace) is not None:
        pass


def listed(workspace, **asked):
    context = Context(workspace, active_schema(workspace), ROOT, NOW)
    request = ListRequest(sort="size", **asked)
    page = list_records(context=context, entity=context.schema.get_entity("site_visit"), request=request)
    return [orjson.loads(item) for item in page.items]


def test_a_new_formula_and_a_new_rollup_reach_old_rows(visits):
    publish(
        put("field", "site_visit.twice", {"kind": "formula", "expression": "size * 2", "label": {"en": "T"}}),
        put("field", "site_visit.total", {
            "kind": "rollup", "over": "cost_line.visit", "function": "sum", "field": "cost",
            "label": {"en": "S"}}),
        put("field", "site_visit.more", {"kind": "formula", "expression": "total + 1", "label": {"en": "M"}}),
    )  # fmt: skip
    run_jobs(visits)
    found = [(row["twice"], row["total"], row["more"]) for row in listed(visits)]
    assert [tuple(float(value) for value in row) for row in found] == [(2, 10, 11), (4, 20, 21)]
    assert [row["version"] for row in listed(visits)] == [1, 1]


def test_old_rows_are_found_by_a_field_that_became_searchable(visits):
    publish(put("field", "site_visit.name", {"searchable": True}))
    run_jobs(visits)
    assert len(listed(visits, q="a")) == 2


def test_old_rows_get_numbers_when_a_numbered_field_is_added(visits):
    """PLAT-38, PLAT-05: numbers by a pattern, reserved ones left out, for the records of before as for new ones."""
    number = {"kind": "auto_number", "pattern": "V-{000}", "reserved": ["2"], "label": {"en": "No."}}
    publish(put("field", "site_visit.number", {**number, "searchable": True}))
    run_jobs(visits)
    assert [row["number"] for row in listed(visits)] == ["V-001", "V-003"]
    assert [row["version"] for row in listed(visits)] == [1, 1]
    assert len(listed(visits, q="V-003")) == 1
    context = Context(visits, active_schema(visits), ROOT, NOW)
    made = create_record(context=context, entity="site_visit", values={"name": "new", "size": 3})
    assert orjson.loads(made)["number"] == "V-004"


def test_chinese_sorts_by_its_sound_after_a_long_text_became_a_short_one(visits):
    publish(put("field", "site_visit.note", {"kind": "long_text", "label": {"en": "Note"}}))
    context = Context(visits, active_schema(visits), ROOT, NOW)
    for note in ("张三", "李四", "阿里"):
        create_record(context=context, entity="site_visit", values={"name": "n", "size": 9, "note": note})
    publish(put("field", "site_visit.note", {"kind": "text"}), confirm=True)
    run_jobs(visits)
    context = Context(visits, active_schema(visits), ROOT, NOW)
    request = ListRequest(sort="note", filter="size = 9", fields=("note",))
    page = list_records(context=context, entity=context.schema.get_entity("site_visit"), request=request)
    assert [orjson.loads(item)["note"] for item in page.items] == ["阿里", "李四", "张三"]


def test_old_rows_follow_when_a_blank_counts_as_zero(visits):
    """PLAT-02: the choice of a formula is part of its rule, so stored values are computed anew."""
    formula = {"kind": "formula", "expression": "extra + 1", "label": {"en": "M"}}
    publish(
        put("field", "site_visit.extra", {"kind": "integer", "label": {"en": "E"}}),
        put("field", "site_visit.more", formula),
    )
    run_jobs(visits)
    assert [row["more"] for row in listed(visits)] == [None, None]
    publish(put("field", "site_visit.more", {**formula, "blanks": "zero"}))
    run_jobs(visits)
    assert [row["more"] for row in listed(visits)] == ["1.0000", "1.0000"]
    assert [row["version"] for row in listed(visits)] == [1, 1]


def test_old_rows_get_the_default_of_a_required_field_that_is_added(visits):
    """PLAT-05: a list by it shows them; a default that reads the record, and an optional field, stay blank."""
    status = {
        "kind": "option", "label": {"en": "S"}, "options": {"draft": {"label": {"en": "Draft"}}},
        "default": '"draft"', "required": True, "indexed": True,
    }  # fmt: skip
    publish(
        put("field", "site_visit.status", status),
        put("field", "site_visit.optional", {**status, "required": False}),
        put("field", "site_visit.doubled", {
            "kind": "integer", "label": {"en": "D"}, "default": "size * 2", "required": True}),
        put("field", "site_visit.place", {
            "kind": "text", "label": {"en": "P"}, "default": '"上海"', "required": True}),
    )  # fmt: skip
    run_jobs(visits)
    found = listed(visits, filter='status = "draft"')
    assert [(row["place"], row["optional"], row["doubled"]) for row in found] == [("上海", None, None)] * 2
    assert [row["version"] for row in found] == [1, 1]
