"""QUERY-01, PLAT-24: one change of all that a list shows: tried before, with everybody's rights, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_id
from odos.jobs.queries import get_job
from odos.jobs.running import work_once
from odos.kernel.problems import Forbidden, Invalid, NotFound
from odos.records.history.trail import list_record_history
from odos.records.lists.queries import ListRequest, list_records, load_record
from odos.records.lists.selections import Selection
from odos.records.mass import changes as mass_changes
from odos.records.mass import undoing
from odos.records.mass.changes import AT_ONCE, Outcome, change_many, preview_mass_change
from odos.records.mass.undoing import undo_change
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from tests.fixtures.application import NOW, context_for, publish_changes, publish_fields

RULE = """validate customer "Notes"
  require name <> "Stubborn" or notes is blank message {en: "Stubborn takes no notes", zh-hans: "不能填写"} at notes
"""


@pytest.fixture
def strict(app):
    publish_fields(app, ("customer", "secret", {"kind": "text", "audited": False}))
    rule = {"kind": "rule", "entity": "customer", "label": {"en": "Notes"}, "text": RULE}
    publish_changes(app, [("rule", "customer.notes_rule", rule)])
    number = create_user(
        workspace=app, username="root", name="Root", is_admin=True, actor=system_principal(app), now=NOW
    )
    return context_for(app, find_principal_by_id(workspace=app, user_id=number))


def customers(context, number: int, **values) -> list[int]:
    rows = [{"name": f"C{n:05}", **values} for n in range(number)]
    return write_bulk(context=context, entity="customer", request=BulkRequest(create=rows)).created


def entity_of(context):
    return context.schema.entities["customer"]


def changed(context, values, **selection) -> Outcome:
    done = change_many(
        context=context, entity=entity_of(context), selection=Selection(**selection), values=values
    )
    assert isinstance(done, Outcome)
    return done


def load(context, number: int):
    return load_record(context=context, entity=entity_of(context), record_id=number)


def count(context, condition: str) -> int:
    page = list_records(
        context=context, entity=entity_of(context), request=ListRequest(filter=condition, count="exact")
    )
    assert page.count is not None
    return page.count


def test_all_that_meets_a_filter_is_changed_with_its_trail(strict):
    ids = customers(strict, 30)
    done = changed(strict, {"notes": "x", "tier": "a"}, filter='name < "C00020"')
    assert (done.changed, done.left_out) == (20, 0)
    assert count(strict, 'tier = "a" and notes = "x"') == 20
    [newest, _created], _next = list_record_history(
        context=strict, entity=entity_of(strict), record_id=ids[0]
    )
    assert {change["field"]: change["to"] for change in newest["changes"]} == {"notes": "x", "tier": "a"}


def test_what_breaks_a_rule_is_left_out_and_told(strict, make):
    stubborn = make(strict, "customer", name="Stubborn")
    customers(strict, 3)
    done = changed(strict, {"notes": "x"})
    assert (done.changed, done.left_out) == (3, 1)
    [reason] = done.as_json("zh-hans")["reasons"]
    assert (reason["code"], reason["path"], reason["message"]) == ("rule_broken", "notes", "不能填写")
    assert (reason["count"], reason["records"]) == (1, [stubborn["id"]])


def test_a_preview_tells_the_same_and_stores_nothing(strict, make):
    make(strict, "customer", name="Stubborn")
    customers(strict, 3, tier="b")
    told = preview_mass_change(
        context=strict, entity=entity_of(strict), selection=Selection(), values={"notes": "x", "tier": "a"}
    ).as_json()
    assert (told["count"], told["tried"], told["changed"], told["left_out"]) == (4, 4, 3, 1)
    [kept, moved, *_others] = told["examples"]
    assert (kept["from"]["notes"], kept["to"]["notes"]) == (None, None)
    assert (moved["from"]["tier"], moved["to"]["tier"], moved["to"]["name"]) == ("b", "a", "C00000")
    assert count(strict, "notes is not blank") == 0


def test_records_that_hold_the_value_already_are_told_apart_and_leave_no_trail(strict):
    held, other = customers(strict, 1, tier="a") + customers(strict, 1, tier="b")
    told = preview_mass_change(
        context=strict, entity=entity_of(strict), selection=Selection(), values={"tier": "a"}
    ).as_json()
    assert (told["tried"], told["changed"], told["unchanged"], told["left_out"]) == (2, 1, 1, 0)
    done = changed(strict, {"tier": "a"})
    assert (done.changed, done.unchanged) == (1, 1)
    trails = [
        list_record_history(context=strict, entity=entity_of(strict), record_id=number)[0]
        for number in (held, other)
    ]
    assert [len(entries) for entries in trails] == [1, 2]
    later = context_for(strict.workspace, strict.actor)
    undone = undo_change(context=later, entity=entity_of(later), change=strict.correlation)
    assert isinstance(undone, Outcome)
    assert (undone.changed, load(later, held)["tier"], load(later, other)["tier"]) == (1, "a", "b")


def test_a_preview_tries_no_more_than_some(strict):
    customers(strict, mass_changes.TRIED + 10)
    told = preview_mass_change(
        context=strict, entity=entity_of(strict), selection=Selection(), values={"notes": "x"}
    )
    assert (told.count, told.tried) == (mass_changes.TRIED + 10, mass_changes.TRIED)


def test_everybody_changes_what_they_may(strict, seller, make):
    """ACL-04: rows out of sight are not meant, fields out of reach are refused before anything is done."""
    seller = context_for(strict.workspace, seller.actor)
    own, foreign = make(seller, "customer", name="own"), make(strict, "customer", name="foreign")
    assert changed(seller, {"notes": "x"}).changed == 1
    assert changed(seller, {"notes": "y"}, ids=(int(foreign["id"]), int(own["id"]))).changed == 1
    assert (load(strict, int(own["id"]))["notes"], load(strict, int(foreign["id"]))["notes"]) == ("y", None)
    with pytest.raises(Invalid) as refusal:
        changed(seller, {"tier": "a", "revenue": "1"})
    paths = {issue.path: issue.code for issue in refusal.value.issues}
    assert paths == {("values", "tier"): "read_only", ("values", "revenue"): "unknown_field"}
    with pytest.raises(Forbidden):
        change_many(
            context=seller,
            entity=seller.schema.entities["product"],
            selection=Selection(),
            values={"name": "x"},
        )


@pytest.mark.parametrize("values", [{}, {"id": "1"}, {"nothing": 1}, {"revenue": "much"}])
def test_values_that_no_record_could_take_are_refused_at_once(strict, values):
    with pytest.raises(Invalid) as refusal:
        changed(strict, values)
    assert {issue.path[0] for issue in refusal.value.issues} == {"values"}


def test_a_search_narrows_as_in_the_list(strict):
    customers(strict, 12)
    assert changed(strict, {"notes": "x"}, q="C00007").changed == 1
    assert changed(strict, {"notes": "x"}, q="!").changed == 0


def test_the_number_of_statements_does_not_follow_the_number_of_records(strict):
    customers(strict, 400)

    def queries(limit: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            changed(strict, {"tier": "a"}, filter=f'name < "{limit}"')
        return len(captured)

    queries("C00100")
    few, many = queries("C00100"), queries("C00200")  # the first hundred stay as they are
    assert many - few <= 100 + 5  # one UPDATE for each record that changes, nothing else


def test_as_many_as_fit_go_at_once_and_more_as_a_job_with_progress(strict, monkeypatch):
    """Both ways give the same, and both are taken back."""
    assert AT_ONCE == 1_000
    for module in (mass_changes, undoing):
        monkeypatch.setattr(module, "AT_ONCE", 30)
        monkeypatch.setattr(module, "BATCH", 7)
    ids = customers(strict, 30)
    assert changed(strict, {"notes": "x", "tier": "a"}).changed == 30
    at_once = load(strict, ids[-1])
    more = customers(strict, 1)
    strict = context_for(strict.workspace, strict.actor)  # a request of its own
    job_id = change_many(
        context=strict, entity=entity_of(strict), selection=Selection(), values={"notes": "y", "tier": "a"}
    )
    assert isinstance(job_id, int)
    assert count(strict, 'notes = "y"') == 0
    drain(strict)
    job = get_job(workspace=strict.workspace, job_id=job_id, actor=strict.actor)
    assert (job.state, job.done, job.total) == ("done", 31, 31)
    told = {"changed": 31, "unchanged": 0, "left_out": 0, "change": str(strict.correlation)}
    assert job.result == told
    by_job = load(strict, more[0])
    assert {key for key in by_job if by_job[key] != at_once[key]} == {
        "id", "name", "notes", "updated_at",
    }  # fmt: skip
    assert count(strict, 'notes = "y" and tier = "a"') == 31
    later = context_for(strict.workspace, strict.actor)
    undone = undo_change(context=later, entity=entity_of(strict), change=strict.correlation)
    assert isinstance(undone, int)
    drain(strict)
    assert count(strict, 'notes = "x" and tier = "a"') == 30
    assert (load(strict, more[0])["notes"], load(strict, more[0])["tier"]) == (None, "b")


def drain(context) -> None:
    while work_once(workspace=context.workspace) is not None:
        pass


def test_a_change_is_taken_back_where_nobody_touched_it_since(strict, make):
    parent = make(strict, "customer", name="P")
    first, second, third = customers(strict, 3, notes="before", parent=parent["id"])
    made = changed(strict, {"notes": "x", "parent": None}, filter='name < "D"')
    assert made.changed == 3
    later = context_for(strict.workspace, strict.actor)
    update_record(context=later, entity="customer", record_id=second, values={"notes": "mine"})
    done = undo_change(context=later, entity=entity_of(later), change=strict.correlation)
    assert isinstance(done, Outcome)
    assert (done.changed, done.left_out) == (3, 1)
    assert [load(later, number)["notes"] for number in (first, second, third)] == ["before", "mine", "before"]
    assert load(later, second)["parent"]["id"] == parent["id"]


def test_nobody_takes_back_what_others_did_or_what_is_long_past(strict, seller, make):
    seller = context_for(strict.workspace, seller.actor)
    make(seller, "customer", name="A")
    changed(seller, {"notes": "x"})
    with pytest.raises(NotFound):
        undo_change(context=strict, entity=entity_of(strict), change=seller.correlation)
    late = replace(seller, now=NOW + timedelta(days=2))
    with pytest.raises(NotFound):
        undo_change(context=late, entity=entity_of(strict), change=seller.correlation)
    assert isinstance(
        undo_change(context=seller, entity=entity_of(strict), change=seller.correlation), Outcome
    )
