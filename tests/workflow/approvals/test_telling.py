"""PLAT-19, FLOW-04: everybody whom an approval concerns finds it in the inbox, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from odos.kernel.problems import Forbidden, Invalid
from odos.notifications.queries import list_inbox
from odos.workflow.approvals import commands, operations
from odos.workflow.approvals.queries import list_box
from tests.workflow.approvals.test_deadlines import late, pass_time
from tests.workflow.conftest import republish


def told(office, name, language="en"):
    context = office.context(name)
    reader = replace(context, actor=replace(context.actor, locale=language))
    return [(item["title"], item["body"]) for item in list_inbox(context=reader).items]


def test_who_is_asked_and_who_asked_are_told(office, quote):
    case = office.submit("sally", quote, comment="Please")
    assert told(office, "mona") == [(f"Quote approval: please decide on {quote['number']}", "Sally: Please")]
    assert told(office, "mona", "zh-hans")[0][0] == f"报价审批：请审批{quote['number']}"
    assert list_inbox(context=office.context("mona")).items[0]["about"]["approval"] == str(case)
    office.decide("mona", case, comment="Good price")
    assert told(office, "sally") == [
        (f"Quote approval: {quote['number']} was approved", "Mona: Good price"),
    ]


def test_a_rejection_and_a_return_carry_the_comment(office, quote, make):
    case = office.submit("sally", quote)
    office.decide("mona", case, commands.SendBack, to="start", comment="Which customer?")
    assert told(office, "sally")[0] == (
        f"Quote approval: {quote['number']} was returned to you",
        "Mona: Which customer?",
    )
    assert told(office, "sally", "zh-hans")[0][1] == "Mona：Which customer?"
    office.do("sally", case, commands.Resubmit)
    office.decide("mona", case, commands.Reject, comment="No")
    assert told(office, "sally")[0] == (f"Quote approval: {quote['number']} was rejected", "Mona: No")
    assert len(told(office, "mona")) == 2


def test_copies_urging_and_comments_are_told(office, quote):
    republish(
        office.workspace,
        nodes={
            "tell": {"kind": "copy", "order": 1, "approvers": {"all": {"kind": "role", "name": "finance"}}},
            "manager": {"kind": "approval", "order": 2, "approvers": {"boss": {"kind": "manager"}}},
        },
    )
    case = office.submit("sally", quote)
    assert told(office, "fin")[0][0] == f"Quote approval: copied to you, {quote['number']}"
    operations.urge(context=office.context("sally"), case_id=case, comment="Today please")
    assert told(office, "mona")[0] == (f"Quote approval: {quote['number']} is urgent", "Sally: Today please")
    operations.remark(context=office.context("mona"), case_id=case, comment="Looking")
    assert told(office, "sally")[0] == (f"Quote approval: a comment on {quote['number']}", "Mona: Looking")
    assert len(told(office, "mona")) == 2


def test_who_is_late_is_told_and_then_their_superior(office, quote):
    late(office, remind="1 day", escalate="2 days")
    office.submit("sally", quote)
    pass_time(office, hours=25)
    assert told(office, "mona")[0][0] == f"Quote approval: {quote['number']} is late"
    pass_time(office, days=2)
    office.now += timedelta(minutes=1)
    assert told(office, "greta")[0][0].startswith("Quote approval: please decide on ")


def test_a_task_that_is_handed_on_is_told_when_its_turn_comes(office, quote):
    case = office.submit("sally", quote)
    task = office.case(case).tasks[0].number
    office.do("mona", case, commands.Transfer, task=task, to=office.id("fin"))
    assert len(told(office, "fin")) == 1
    office.do("fin", case, commands.AddApprovers, task=task, users=(office.id("fay"),), place="after")
    assert told(office, "fay") == []
    office.decide("fin", case)
    assert len(told(office, "fay")) == 1


def test_whoever_takes_part_copies_the_case_to_somebody(office, quote):
    """FLOW-04: copy to (抄送)."""
    case = office.submit("sally", quote)
    olga = office.hire("olga")
    operations.copy(context=office.context("mona"), case_id=case, users=[olga], comment="For your files")
    box = list_box(context=office.context("olga"), box="copied").items
    assert [(item["id"], item["note"]) for item in box] == [(str(case), "unread")]
    assert told(office, "olga")[0][0] == f"Quote approval: copied to you, {quote['number']}"  # as in the box
    assert list_inbox(context=office.context("olga")).items[0]["record"] is None
    with pytest.raises(Forbidden):
        operations.copy(context=office.context("olga"), case_id=case, users=[olga])
    with pytest.raises(Invalid):
        operations.copy(context=office.context("mona"), case_id=case, users=[])


def test_a_box_tells_the_reason_and_is_narrowed_to_one_entity(office, quote):
    """FLOW-04: what waits for me, of one kind, with what the submitter wrote."""
    office.submit("sally", quote, comment="Please")
    context = office.context("mona")
    found = list_box(context=context, box="to_do", entity=context.schema.get_entity("quote")).items
    assert [(item["reason"], item["is_change"]) for item in found] == [("Please", False)]
    assert list_box(context=context, box="to_do", entity=context.schema.get_entity("customer")).items == []
