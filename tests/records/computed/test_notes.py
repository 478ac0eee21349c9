"""PLAT-02: a record that is read by itself says why a computed value is blank."""

from __future__ import annotations

import orjson
import pytest

from odos.jobs.running import work_once
from odos.records.computed import notes
from odos.records.computed.notes import with_notes
from odos.records.lists.queries import get_record
from odos.records.writes.operations import update_record
from tests.fixtures.application import context_for, labelled, publish, publish_fields


def formula(expression, **options):
    return {"kind": "formula", "expression": expression, **options}


FORMULAS = {
    "share": formula("100 / revenue"),
    "late": formula("100 / (revenue * (1 + YEAR(today) - 2026))"),
    "worst": formula("revenue ^ 12"),
    "due": formula("DATE(2026, 13, revenue)"),
    "holds": formula("100 / revenue > 1"),
    "named": formula("TEXT(100 / revenue)"),
    "further": formula("revenue * parent.revenue"),
    "plain": formula("UPPER(code)"),
}


@pytest.fixture
def context(app):
    publish_fields(app, *(("customer", key, document) for key, document in FORMULAS.items()))
    return context_for(app)


def noted(context, made, language="en", fields=()):
    entity = context.schema.get_entity("customer")
    body = get_record(context=context, entity=entity, record_id=int(made["id"]), fields=fields)
    found = orjson.loads(with_notes(context, entity, body, language))
    return {note["field"]: note["message"] for note in found.pop("_notes", [])}, found


def test_a_value_that_failed_is_blank_with_a_note(context, make):
    """PLAT-02: stored values, and those that are computed when they are read; in the reader's language."""
    made = make(context, "customer", name="Acme", revenue="0")
    found, record = noted(context, made)
    assert record["share"] is None
    assert found.keys() == {"share", "late", "due", "holds", "named"}
    assert found["share"].startswith("The value could not be computed: a division by zero")
    assert noted(context, made, "zh-hans")[0]["share"].startswith("无法计算该值")


def test_a_value_beyond_its_field_is_told_from_a_failed_one(context, make):
    """PLAT-02: what the rule gives does not fit, though it did not fail."""
    made = make(context, "customer", name="Acme", revenue="999")
    found, record = noted(context, made)
    assert (record["worst"], found["worst"]) == (None, "The computed value is too large for this field")


def test_a_blank_that_follows_from_blanks_has_no_note(context, make):
    """PLAT-02: a blank operand is no fault."""
    found, record = noted(context, make(context, "customer", name="Acme"))
    assert record["share"] is record["further"] is record["plain"] is None
    assert found == {}


def test_a_note_goes_when_the_value_comes(context, make):
    """PLAT-02: the note is worked out when the record is read, so it cannot be older than the value."""
    made = make(context, "customer", name="Acme", revenue="0")
    update_record(context=context, entity="customer", record_id=int(made["id"]), values={"revenue": 4})
    found, record = noted(context, made)
    assert (record["share"], found.keys()) == ("25.0000", {"due"})


def test_only_what_was_asked_for_has_a_note(context, make):
    """PLAT-02: a reader who wants two fields gets notes of these."""
    made = make(context, "customer", name="Acme", revenue="0")
    assert noted(context, made, fields=("name", "share"))[0].keys() == {"share"}


def test_nothing_is_asked_where_nothing_is_blank(context, make, monkeypatch):
    """PLAT-02: records without blank formulas, and those of entities without formulas, cost no statement."""
    made = make(context, "customer", name="Acme", revenue="4")
    product = make(context, "product", name="Pump")
    asked = []
    monkeypatch.setattr(notes, "fetch_one", lambda *given: asked.append(given))
    noted(context, made, fields=("share", "named"))
    entity = context.schema.get_entity("product")
    body = get_record(context=context, entity=entity, record_id=int(product["id"]))
    assert with_notes(context, entity, body, "en") == body
    assert asked == []


def test_a_field_out_of_sight_has_no_note(context, new_user, make):
    """ACL-04: neither one that is hidden nor one that is veiled in some records."""
    rights = {"customer": {"see": "all", "create": True, "edit": "all"}}
    veils = {"customer": {"share": {"see": False}, "named": {"see": False, "when": 'name = "Secret"'}}}
    while work_once(workspace=context.workspace) is not None:  # the formulas are no longer new
        pass
    publish(context.workspace, [labelled("clerk", kind="role", key="clerk", entities=rights, fields=veils)])
    clerk = context_for(context.workspace, new_user("cleo", "clerk"))
    for name in ("Secret", "Open"):
        made = make(context_for(context.workspace), "customer", name=name, revenue="0")
        assert noted(clerk, made)[0].keys() == {"late", "due", "holds"}
