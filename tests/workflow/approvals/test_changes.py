"""A change of an approved record: closed until all agree, sent back, corrected, compared when it is over."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid
from odos.records.actions import list_offers
from odos.workflow.approvals import commands, operations, queries
from odos.workflow.approvals.comparing import compare_proposal
from odos.workflow.guard import lock_of
from tests.fixtures.application import context_for
from tests.workflow.approvals.test_operations import change, read
from tests.workflow.conftest import republish


@pytest.fixture
def approved(office, quote):
    republish(office.workspace, after_approval="locked", free_fields=["contact_name"])
    office.decide("mona", office.submit("sally", quote))
    return quote


def lock(office, name, record):
    context = office.context(name)
    return lock_of(context=context, entity=context.schema.get_entity("quote"), record_id=int(record["id"]))


def compared(office, case):
    stored = queries.get_case(context=office.context("mona"), case_id=case)
    return compare_proposal(context=office.context("mona"), row=stored.row)


def test_a_change_that_is_sent_back_does_not_open_the_record(office, approved):
    """FLOW-05: nobody gets round the approval by having a change returned, or recalling it afterwards."""
    case = office.submit("sally", approved, proposed={"discount": "9.00"})
    office.decide("mona", case, commands.SendBack, to="start", comment="Less")
    with pytest.raises(Invalid) as refusal:
        change(office, "sally", approved, discount="50.00")
    assert refusal.value.issues[0].code == "approved"
    change(office, "sally", approved, contact_name="Bob")
    office.do("sally", case, commands.Recall)
    assert read(office, approved)["discount"] == "5.00"


def test_nor_does_an_approved_record_that_is_submitted_once_more(office, approved):
    """FLOW-05."""
    case = office.submit("sally", approved)
    office.decide("mona", case, commands.SendBack, to="start", comment="Why?")
    with pytest.raises(Invalid):
        change(office, "sally", approved, discount="50.00")


def test_a_change_is_corrected_when_it_is_sent_again(office, approved):
    """FLOW-04, FLOW-05: what was proposed, and nothing else, comes with the next try."""
    case = office.submit("sally", approved, proposed={"discount": "9.00"})
    office.decide("mona", case, commands.SendBack, to="start", comment="Less")
    for values, path in (
        ({"discount": "lots"}, ("values", "discount")),
        ({"contact_name": "B"}, ("values", "contact_name")),
    ):
        with pytest.raises(Invalid) as refusal:
            send_again(office, case, values)
        assert refusal.value.issues[0].path[:2] == path
    send_again(office, case, {"discount": "7.00"})
    assert read(office, approved)["discount"] == "5.00"
    office.decide("mona", case)
    assert read(office, approved)["discount"] == "7.00"


def send_again(office, case, values):
    command = commands.Resubmit(office.id("sally"), "Better")
    operations.act(context=office.context("sally"), case_id=case, command=command, values=values)


def test_the_comparison_stays_when_the_change_was_made(office, approved):
    """FLOW-05: the new version beside the one that it replaced, also afterwards."""
    case = office.submit("sally", approved, proposed={"discount": 9})
    wanted = [{"field": "discount", "before": "5.00", "after": "9.00"}]
    assert compared(office, case) == wanted
    office.decide("mona", case)
    assert compared(office, case) == wanted
    later = office.submit("sally", approved, proposed={"discount": "2.00"})
    office.decide("mona", later)
    assert compared(office, case) == wanted
    assert compared(office, later)[0]["before"] == "9.00"


def test_references_are_compared_with_the_viewers_eyes(office, approved, make):
    """FLOW-05, PLAT-36."""
    chief = office.context("chief")
    first, second = (make(chief, "customer", name=name) for name in ("Old", "New"))
    office.decide("mona", office.submit("sally", approved, proposed={"customer": first["id"]}))
    case = office.submit("sally", approved, proposed={"customer": second["id"]})
    office.decide("mona", case)
    (found,) = compared(office, case)
    assert (found["before"], found["after"]) == (
        {"id": first["id"], "label": "Old"},
        {"id": second["id"], "label": "New"},
    )


def test_a_record_says_why_it_is_closed_and_what_of_it(office, quote):
    """FLOW-05: in approval, approved, open."""
    assert lock(office, "sally", quote) is None
    republish(office.workspace, after_approval="locked", free_fields=["contact_name"])
    case = office.submit("sally", quote)
    found = lock(office, "sally", quote)
    assert found.reason == "in_approval"
    assert {"discount", "contact_name", "lines"} <= set(found.closed)
    office.decide("mona", case)
    found = lock(office, "sally", quote)
    assert found.reason == "approved"
    assert "discount" in found.closed
    assert "contact_name" not in found.closed


def test_a_step_says_what_it_opens_and_what_it_only_lets_read(office, quote):
    """FLOW-01, FLOW-05: fields at a step, whatever the lock of the approval."""
    fields = {"discount": "edit", "contact_name": "read"}
    step = {"kind": "approval", "approvers": {"boss": {"kind": "manager"}}, "fields": fields}
    republish(office.workspace, lock="none", nodes={"manager": step})
    office.submit("sally", quote)
    assert lock(office, "sally", quote) is None
    assert lock(office, "mona", quote).closed == ("contact_name",)
    with pytest.raises(Invalid) as refusal:
        change(office, "mona", quote, contact_name="Bob")
    assert refusal.value.issues[0].path == ("contact_name",)
    change(office, "mona", quote, discount="1.00")
    change(office, "sally", quote, contact_name="Cora")


def test_a_running_case_keeps_the_definition_that_it_was_started_with(office, quote, make):
    """FLOW-01: a new version of the approval asks others from the next record on."""
    case = office.submit("sally", quote)
    step = {"kind": "approval", "approvers": {"fin": {"kind": "user", "name": "fin"}}}
    republish(office.workspace, nodes={"money": step})
    other = office.submit("sally", make(office.context("sally"), "quote", contact_name="B"))
    assert (office.asked(case), office.asked(other)) == ({"mona"}, {"fin"})
    office.decide("mona", case)
    assert office.case(case).status == "approved"
    stored = queries.get_case(context=context_for(office.workspace), case_id=case)
    assert [step.path for step in stored.definition.steps] == ["manager", "finance"]


def test_line_items_are_compared_one_by_one(office, approved, make):
    """FLOW-05: new, different and gone lines of a change, whatever form their values are written in."""
    republish(office.workspace, after_approval="free")
    lines = [
        {"text": "Work", "quantity": "1", "price": "10"},
        {"text": "Travel", "quantity": "2", "price": "5"},
    ]
    quote = make(office.context("sally"), "quote", contact_name="Ann", lines=lines)
    republish(office.workspace, after_approval="locked")
    office.decide("mona", office.submit("sally", quote))
    first, second = read(office, quote)["lines"]
    proposed = [
        {"id": first["id"], "text": "Work", "quantity": "1.0", "price": "12"},
        {"id": second["id"], "_delete": True},
        {"text": "Food", "quantity": "3"},
    ]
    case = office.submit("sally", quote, proposed={"lines": proposed})
    (found,) = compared(office, case)
    changed = [
        (line["number"], line["what"], [each["field"] for each in line["fields"]]) for line in found["lines"]
    ]
    assert changed == [
        (1, "updated", ["price"]), (2, "deleted", []), (3, "created", ["text", "quantity"]),
    ]  # fmt: skip
    office.decide("mona", case)
    assert compared(office, case)[0]["lines"] == found["lines"]


def test_an_approved_record_goes_up_again_only_with_a_change(office, approved):
    """FLOW-05: submitting it as it is is not offered any more."""
    context = office.context("sally")
    entity = context.schema.get_entity("quote")
    assert list_offers(context=context, entity=entity, record_id=int(approved["id"])) == []
