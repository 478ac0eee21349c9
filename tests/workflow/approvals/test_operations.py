"""Approvals of real records: who is asked, what the record becomes, what may still be changed."""

from __future__ import annotations

import uuid
from datetime import timedelta

import orjson
import pytest

from odos.database.session import execute, fetch_all, fetch_value
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.meta.queries import get_component
from odos.records.actions import list_offers
from odos.records.lists.queries import get_record
from odos.records.writes.bulk import BulkRequest, write_bulk
from odos.records.writes.operations import delete_record, update_record
from odos.storage.active import refresh
from odos.workflow.approvals import commands, operations, queries
from odos.workflow.approvals.comparing import compare_proposal
from odos.workflow.approvals.describing import possible_actions
from odos.workflow.approvals.simulating import simulate
from odos.workflow.models import Delegation
from tests.fixtures.application import publish
from tests.workflow.conftest import ROLES, Office, republish, workflow


def read(office: Office, record, name: str = "chief"):
    context = office.context(name)
    entity = context.schema.get_entity("quote")
    return orjson.loads(get_record(context=context, entity=entity, record_id=int(record["id"])))


def change(office: Office, name: str, record, **values):
    return update_record(
        context=office.context(name), entity="quote", record_id=int(record["id"]), values=values
    )


def test_the_manager_is_asked_and_the_record_follows(office, quote):
    """FLOW-01, FLOW-02: manager chain; effects on the record."""
    case = office.submit("sally", quote)
    assert office.asked(case) == {"mona"}
    assert read(office, quote)["status"] == "in review"
    office.decide("mona", case, comment="Good price")
    assert office.case(case).status == "approved"
    assert read(office, quote)["status"] == "approved"


def test_only_records_that_it_is_meant_for_are_submitted(office, quote):
    """FLOW-01, LEAD-05: neither offered nor taken where its condition does not hold, not by name either."""
    republish(office.workspace, when="discount > 10")
    assert "submit.quote_approval" not in offered(office, quote)
    for named in (None, "quote_approval"):
        with pytest.raises(Conflict) as refusal:
            office.submit("sally", quote, workflow=named)
        assert refusal.value.issues[0].code == "no_workflow"
    change(office, "sally", quote, discount="12")
    assert "submit.quote_approval" in offered(office, quote)
    assert office.case(office.submit("sally", quote, workflow="quote_approval")).status == "running"


def offered(office: Office, record) -> set[str]:
    context = office.context("sally")
    entity = context.schema.get_entity("quote")
    offers = list_offers(context=context, entity=entity, record_id=int(record["id"]))
    return {address for address, _offer in offers}


def test_effects_are_rules_over_the_record(office, quote):
    """FLOW-05: what an approval writes follows the record, as it is after an agreed change."""
    written = {"status": 'contact_name & " by " & owner.username', "discount": "discount + 1"}
    republish(office.workspace, effects={"submitted": {"status": "TEXT(discount)"}, "approved": written})
    case = office.submit("sally", quote, proposed={"contact_name": "Bea"})
    assert read(office, quote)["status"] == "5"
    office.decide("mona", case)
    after = read(office, quote)
    assert (after["status"], after["discount"]) == ("Bea by sally", "6.00")


def test_a_measure_routes_the_approval(office, make):
    """FLOW-03: the discount brings finance in."""
    large = make(office.context("sally"), "quote", discount="25.00")
    case = office.submit("sally", large)
    office.decide("mona", case)
    assert office.asked(case) == {"fin", "fay"}
    office.decide("fay", case, commands.Reject, comment="Too much")
    assert read(office, large)["status"] == "rejected"


MATRIX = """
decide quote_route on quote  first match
  discount   total        (owner.username)  ->  steps
  <= 5       -            -                     ["manager"]
  5..15      <= 1000      -                     ["manager", "finance"]
  -          -            "mona"                ["finance"]
  otherwise                                     ["manager", "finance", "chief"]
"""


def by_matrix() -> dict:
    def asking(order: int, **approver):
        return {"order": order, "nodes": {"ask": {"kind": "approval", "approvers": {"who": approver}}}}

    branches = {
        "manager": asking(1, kind="manager"),
        "finance": asking(2, kind="role", name="finance"),
        "chief": asking(3, kind="user", name="chief"),
    }
    return {"route": {"kind": "fork", "take": "table", "decide": "quote_route", "branches": branches}}


def matrix(text: str = MATRIX) -> dict:
    return {
        "kind": "rule",
        "key": "quote_route",
        "label": {"en": "Who approves"},
        "entity": "quote",
        "text": text,
    }


@pytest.mark.parametrize(
    ("discount", "asked"),
    [
        ("3.00", [{"mona"}]),
        ("10.00", [{"mona"}, {"fin", "fay"}]),
        ("40.00", [{"mona"}, {"fin", "fay"}, {"chief"}]),
    ],
)
def test_a_matrix_of_measures_routes_the_approval(office, make, discount, asked):
    """FLOW-03: amount × discount × person as a decision table."""
    publish(office.workspace, [matrix()])
    republish(office.workspace, nodes=by_matrix())
    quote = make(office.context("sally"), "quote", discount=discount)
    simulated = simulate(
        context=office.context("sally"),
        entity=office.context("sally").schema.get_entity("quote"),
        record_id=int(quote["id"]),
    )
    case = office.submit("sally", quote)
    publish(
        office.workspace, [matrix(MATRIX.replace('["manager"]', '["chief"]'))]
    )  # running cases keep theirs
    for people in asked:
        assert office.asked(case) == people
        office.decide(min(people), case)
    assert office.case(case).status == "approved"
    assert [len(step["people"]) for step in simulated["steps"]] == [len(people) for people in asked]


@pytest.mark.parametrize(
    ("text", "attributes", "code"),
    [
        (MATRIX.replace("quote_route", "other"), {}, "unknown_table"),
        (MATRIX, {"result": "people"}, "unknown_result"),
        (MATRIX.replace('"chief"', '"boss"'), {}, "unknown_branch"),
        (MATRIX.replace('["finance"]', "discount  "), {}, "no_branch_names"),
    ],
)
def test_what_a_table_gives_must_be_branches(office, text, attributes, code):
    """FLOW-03: told before it is published."""
    nodes = by_matrix()
    nodes["route"] |= attributes
    with pytest.raises(Invalid) as refused:
        publish(office.workspace, [matrix(text), workflow(nodes=dict.fromkeys(workflow()["nodes"]) | nodes)])
    assert {issue.code for issue in refused.value.issues} == {code}
    assert refused.value.issues[0].path[:4] == ("workflow", "quote_approval", "nodes", "route")


def test_the_chain_of_managers_ends_at_whoever_may_decide(office, quote):
    """FLOW-02, FLOW-03: managers up to a level, or up to whoever satisfies a condition."""
    chain = {"boss": {"kind": "manager", "levels": 5, "until": 'user.username = "greta"'}}
    steps = {"chain": {"kind": "approval", "mode": "in_turn", "approvers": chain}}
    republish(office.workspace, nodes=steps)
    case = office.submit("sally", quote)
    assert office.asked(case) == {"mona"}
    office.decide("mona", case)
    assert office.asked(case) == {"greta"}
    office.decide("greta", case)
    assert office.case(case).status == "approved"


def test_approvers_by_user_field_and_role_nearby(office, quote):
    """FLOW-02: by user, record field, and the role nearest in the organisation."""
    execute(office.workspace, "INSERT INTO unit (name, kind) VALUES ('All', 'company'), ('North', 'branch')")
    execute(
        office.workspace,
        "UPDATE unit SET parent = (SELECT id FROM unit WHERE name = 'All') WHERE name = 'North'",
    )
    for name, unit in (("sally", "North"), ("fin", "All"), ("fay", "North")):
        statement = "UPDATE user_account SET unit = (SELECT id FROM unit WHERE name = %s) WHERE id = %s"
        execute(office.workspace, statement, [unit, office.id(name)])
    approvers = {
        "named": {"kind": "user", "name": "greta"},
        "owner": {"kind": "field", "name": "owner"},
        "near": {"kind": "role", "name": "finance", "near": True},
    }
    steps = {"all": {"kind": "approval", "mode": "all", "approvers": approvers}}
    republish(office.workspace, nodes=steps)
    case = office.submit("sally", quote)
    assert office.asked(case) == {"greta", "sally", "fay"}


def test_a_record_has_one_approval_at_a_time(office, quote):
    office.submit("sally", quote)
    with pytest.raises(Conflict):
        office.submit("sally", quote)


def test_who_may_not_edit_a_record_cannot_submit_it(office, quote):
    """FLOW-04, PLAT-36."""
    office.hire("olga")
    with pytest.raises(NotFound):
        office.submit("olga", quote)


class TestLock:
    """FLOW-05: a record is locked while it is in approval."""

    def test_nobody_changes_or_deletes_it(self, office, quote):
        office.submit("sally", quote)
        for name in ("sally", "mona", "chief"):
            with pytest.raises(Invalid) as refusal:
                change(office, name, quote, contact_name="Bob")
            assert refusal.value.issues[0].code == "in_approval"
        with pytest.raises(Invalid):
            delete_record(context=office.context("chief"), entity="quote", record_id=int(quote["id"]))

    def test_its_lines_and_links_are_locked_too(self, office, quote):
        line = {"text": "Work", "quantity": "1", "price": "10"}
        change(office, "sally", quote, lines=[line])
        office.submit("sally", quote)
        for values in ({"lines": [line]}, {"products": []}):
            with pytest.raises(Invalid) as refusal:
                change(office, "sally", quote, **values)
            assert refusal.value.issues[0].code == "in_approval"

    def test_bulk_calls_ask_once_for_all(self, office, quote, make):
        other = make(office.context("sally"), "quote", contact_name="Free")
        office.submit("sally", quote)
        update = [{"id": quote["id"], "contact_name": "B"}, {"id": other["id"], "contact_name": "B"}]
        result = write_bulk(
            context=office.context("chief"),
            entity="quote",
            request=BulkRequest(update=update, delete=[quote["id"]]),
        )
        assert result.updated == [int(other["id"])]
        assert {error.issues[0].code for error in result.errors} == {"in_approval"}

    def test_nothing_that_is_deleted_takes_it_along_or_changes_it(self, office, make):
        """A deletion that would clear a reference of a record in approval is refused, and leaves nothing."""
        chief = office.context("chief")
        customer = make(chief, "customer", name="A")
        held = make(chief, "quote", backup_customer=customer["id"], owner=str(office.id("sally")))
        office.submit("chief", held)
        with pytest.raises(Invalid):
            delete_record(context=chief, entity="customer", record_id=int(customer["id"]))
        result = write_bulk(context=chief, entity="customer", request=BulkRequest(delete=[customer["id"]]))
        assert result.errors[0].issues[0].code == "in_approval"
        assert read(office, held)["backup_customer"]["id"] == customer["id"]
        entity = chief.schema.get_entity("customer")
        assert get_record(context=chief, entity=entity, record_id=int(customer["id"]))

    def test_a_returned_record_is_not_deleted_under_its_case(self, office, quote):
        case = office.submit("sally", quote)
        office.decide("mona", case, commands.SendBack, to="start")
        with pytest.raises(Invalid):
            delete_record(context=office.context("chief"), entity="quote", record_id=int(quote["id"]))

    def test_nobody_sets_by_hand_what_an_approval_sets(self, office, quote, make):
        for status in ("approved", "in review"):
            with pytest.raises(Invalid) as refusal:
                change(office, "sally", quote, status=status)
            assert refusal.value.issues[0].code == "set_by_approval"
        with pytest.raises(Invalid):
            make(office.context("sally"), "quote", status="approved")
        change(office, "sally", quote, status="lost")

    def test_it_opens_when_the_case_is_over_or_returned(self, office, quote):
        case = office.submit("sally", quote)
        office.decide("mona", case, commands.SendBack, to="start", comment="Name?")
        change(office, "sally", quote, contact_name="Bob")
        office.do("sally", case, commands.Resubmit)
        with pytest.raises(Invalid):
            change(office, "sally", quote, contact_name="Cora")
        office.do("sally", case, commands.Recall)
        change(office, "sally", quote, contact_name="Cora")

    def test_a_step_opens_fields_to_its_approvers(self, office, quote):
        """FLOW-05: fields edited and required at a step."""
        fields = {"discount": "edit", "contact_name": "required"}
        step = {"kind": "approval", "approvers": {"boss": {"kind": "manager"}}, "fields": fields}
        republish(office.workspace, nodes={"manager": step})
        change(office, "sally", quote, contact_name=None)
        case = office.submit("sally", quote)
        with pytest.raises(Invalid):
            change(office, "sally", quote, discount="1.00")
        change(office, "mona", quote, discount="1.00")
        with pytest.raises(Invalid) as refusal:
            office.decide("mona", case)
        assert refusal.value.issues[0].path == ("values", "contact_name")
        change(office, "mona", quote, contact_name="Dora")
        office.decide("mona", case)
        assert office.case(case).status == "approved"

    def test_only_the_named_fields_where_that_is_said(self, office, quote):
        republish(office.workspace, lock="fields", locked_fields=["discount"])
        office.submit("sally", quote)
        change(office, "sally", quote, contact_name="Bob")
        with pytest.raises(Invalid):
            change(office, "sally", quote, discount="1.00")


class TestChangeApproval:
    """FLOW-05: an approved record changes only through an approval of the change (变更审批)."""

    @pytest.fixture
    def approved(self, office, quote):
        republish(office.workspace, after_approval="locked", free_fields=["contact_name"])
        office.decide("mona", office.submit("sally", quote))
        return quote

    def test_it_is_closed_but_for_what_is_free(self, office, approved):
        change(office, "sally", approved, contact_name="Bob")
        with pytest.raises(Invalid) as refusal:
            change(office, "sally", approved, discount="9.00")
        assert refusal.value.issues[0].code == "approved"

    def test_a_change_takes_effect_when_all_agree(self, office, approved):
        before = read(office, approved)
        case = office.submit("sally", approved, proposed={"discount": "9.00"})
        assert read(office, approved)["discount"] == "5.00"
        stored = queries.get_case(context=office.context("mona"), case_id=case)
        assert stored.row.proposed == {"discount": "9.00"}
        office.decide("mona", case)
        after = read(office, approved)
        assert after["discount"] == "9.00"
        assert after["version"] > before["version"]

    def test_what_is_proposed_routes_the_approval(self, office, approved):
        """FLOW-03, FLOW-05."""
        case = office.submit("sally", approved, proposed={"discount": "30.00"})
        office.decide("mona", case)
        assert office.asked(case) == {"fin", "fay"}
        office.decide("fin", case, commands.Reject)
        assert read(office, approved)["discount"] == "5.00"

    def test_a_change_that_could_not_be_saved_is_refused_at_once(self, office, approved):
        with pytest.raises(Invalid) as refusal:
            office.submit("sally", approved, proposed={"discount": "lots"})
        assert refusal.value.issues[0].path[:2] == ("changes", "discount")

    def test_a_change_that_can_no_longer_be_written_can_still_be_refused(self, office, approved, make):
        chief = office.context("chief")
        customer = make(chief, "customer", name="A")
        case = office.submit("sally", approved, proposed={"customer": customer["id"]})
        delete_record(context=chief, entity="customer", record_id=int(customer["id"]))
        with pytest.raises(Invalid):
            office.decide("mona", case)
        office.decide("mona", case, commands.Reject)
        assert office.case(case).status == "rejected"

    def test_what_is_kept_back_of_a_field_is_not_told_by_a_proposal(self, office, approved):
        """ACL-04: a masked value does not show in a comparison."""
        case = office.submit("sally", approved, proposed={"discount": "9.00"})
        stored = queries.get_case(context=office.context("mona"), case_id=case)
        assert compare_proposal(context=office.context("mona"), row=stored.row)
        masked = {"fields": {"quote": {"discount": {"see": False}}}}
        publish(office.workspace, [{**role, **masked} for role in ROLES])
        assert compare_proposal(context=office.context("mona"), row=stored.row) == []


class TestPeople:
    def test_whoever_gave_a_task_away_keeps_sight_of_the_case(self, office, quote):
        """FLOW-04: an approver who may not see the record transfers."""
        office.hire("olga")
        case = office.submit("sally", quote)
        office.do("chief", case, commands.Reassign, task=1, to=office.id("olga"))
        office.decide("olga", case, commands.Transfer, to=office.id("fin"))
        assert queries.get_case(context=office.context("olga"), case_id=case)

    def test_roles_of_positions_count(self, office, quote):
        """FLOW-02: by role and position."""
        steps = {"money": {"kind": "approval", "approvers": {"all": {"kind": "role", "name": "finance"}}}}
        republish(office.workspace, nodes=steps)
        office.hire("pat")
        execute(
            office.workspace,
            "INSERT INTO position_held (name, roles) VALUES ('Controller', ARRAY['finance'])",
        )
        held = 'INSERT INTO assignment ("user", held_position) SELECT %s, max(id) FROM position_held'
        execute(office.workspace, held, [office.id("pat")])
        assert office.asked(office.submit("sally", quote)) == {"fin", "fay", "pat"}

    def test_conditions_ask_about_the_person_in_question(self, office, quote):
        """FLOW-02: the chain ends at whoever holds the role, whoever acts."""
        chain = {"boss": {"kind": "manager", "levels": 5, "until": 'HASROLE("sales")'}}
        republish(
            office.workspace, nodes={"chain": {"kind": "approval", "mode": "in_turn", "approvers": chain}}
        )
        case = office.submit("sally", quote)
        office.decide("mona", case)
        assert office.case(case).status == "approved"

    def test_a_stand_in_decides_for_the_time_being(self, office, quote):
        """FLOW-04: delegation (委托)."""
        Delegation.objects.create(
            user_id=office.id("mona"), stand_in_id=office.id("greta"),
            starts_at=office.now, ends_at=office.now.replace(year=2027),
        )  # fmt: skip
        case = office.submit("sally", quote)
        assert office.asked(case) == {"greta"}
        assert office.case(case).tasks[0].principal == office.id("mona")

    def test_a_delegation_begins_and_ends_with_its_period(self, office, make):
        """FLOW-04: standing delegation by period, as the clock moves through it."""
        Delegation.objects.create(
            user_id=office.id("mona"), stand_in_id=office.id("greta"),
            starts_at=office.now + timedelta(days=2), ends_at=office.now + timedelta(days=9),
        )  # fmt: skip
        asked = []
        for _ in range(3):
            quote = make(office.context("sally"), "quote", contact_name="Ann", discount="5.00")
            asked.append(office.asked(office.submit("sally", quote)))
            office.now += timedelta(days=5)
        assert asked == [{"mona"}, {"greta"}, {"mona"}]

    def test_a_delegation_of_another_kind_or_time_does_not_count(self, office, quote):
        for start, end, kinds in ((2020, 2021, []), (2020, 2030, ["order_approval"])):
            Delegation.objects.create(
                user_id=office.id("mona"), stand_in_id=office.id("greta"), workflows=kinds,
                starts_at=office.now.replace(year=start), ends_at=office.now.replace(year=end),
            )  # fmt: skip
        assert office.asked(office.submit("sally", quote)) == {"mona"}

    def test_the_superior_acts_for_who_left(self, office, quote):
        """FLOW-02: departed approvers."""
        execute(
            office.workspace, "UPDATE user_account SET is_active = false WHERE id = %s", [office.id("mona")]
        )
        assert office.asked(office.submit("sally", quote)) == {"greta"}

    def test_circles_of_stand_ins_end(self, office, quote):
        for one, other in (("mona", "greta"), ("greta", "mona")):
            Delegation.objects.create(
                user_id=office.id(one), stand_in_id=office.id(other),
                starts_at=office.now, ends_at=office.now.replace(year=2027),
            )  # fmt: skip
        assert len(office.asked(office.submit("sally", quote))) == 1


def test_only_administrators_move_reassign_and_end(office, quote):
    """FLOW-04: an administrator can move, reassign, end a running case."""
    case = office.submit("sally", quote)
    with pytest.raises(Forbidden):
        office.do("sally", case, commands.Reassign, task=1, to=office.id("fin"))
    office.do("chief", case, commands.Reassign, task=1, to=office.id("fin"))
    assert office.asked(case) == {"fin"}
    office.do("chief", case, commands.End)
    assert office.case(case).status == "ended"


def test_an_approval_is_taken_back_once_with_what_passed_by_itself(office, quote):
    """FLOW-04: take back (取回)."""
    boss = {"kind": "approval", "approvers": {"boss": {"kind": "manager"}}}
    again = {**boss, "order": 2, "duplicate": "pass_ever"}
    finance = {"kind": "approval", "order": 3, "approvers": {"all": {"kind": "role", "name": "finance"}}}
    republish(office.workspace, nodes={"manager": {**boss, "order": 1}, "again": again, "checked": finance})
    case = office.submit("sally", quote)
    office.decide("mona", case)
    stored = queries.get_case(context=office.context("mona"), case_id=case)
    assert possible_actions(context=office.context("mona"), stored=stored)["take_back"] == [1]
    office.do("mona", case, commands.TakeBack, task=1)
    assert office.asked(case) == {"mona"}


@pytest.mark.parametrize(("comment", "code"), [("a\x00b", "invalid_character"), ("a" * 5001, "too_long")])
def test_a_comment_must_be_storable(office, quote, comment, code):
    """FLOW-04: comment."""
    case = office.submit("sally", quote)
    with pytest.raises(Invalid) as refused:
        office.decide("mona", case, comment=comment)
    assert [(issue.code, issue.path) for issue in refused.value.issues] == [(code, ("comment",))]


def test_urging_is_limited(office, quote):
    """FLOW-04: urge (催办)."""
    case = office.submit("sally", quote)
    operations.urge(context=office.context("sally"), case_id=case)
    assert office.history(case)[-1].users == (office.id("mona"),)
    with pytest.raises(Conflict):
        operations.urge(context=office.context("sally"), case_id=case)
    with pytest.raises(Forbidden):
        operations.urge(context=office.context("mona"), case_id=case)


def test_everything_is_told_in_the_history_and_the_trail(office, quote):
    """FLOW-07, AUDIT-01: the complete history of an approval."""
    case = office.submit("sally", quote, comment="Please")
    operations.remark(context=office.context("mona"), case_id=case, comment="Looking")
    office.decide("mona", case, comment="Fine")
    told = [(event.what, event.by, event.comment) for event in office.history(case)]
    sally, mona = office.id("sally"), office.id("mona")
    assert ("submitted", sally, "Please") in told
    assert ("commented", mona, "Looking") in told
    assert ("approved", mona, "Fine") in told
    actions = fetch_all(
        office.workspace, "SELECT action, actor_id FROM audit_entry WHERE action LIKE 'approval%%'"
    )
    assert ("approval_approved", mona) in actions


def test_a_running_case_keeps_its_definition(office, quote):
    """FLOW-05: running cases keep their definition's version."""
    case = office.submit("sally", quote)
    steps = {"other": {"kind": "approval", "approvers": {"x": {"kind": "user", "name": "greta"}}}}
    republish(office.workspace, nodes=steps)
    office.decide("mona", case)
    assert office.case(case).status == "approved"


def test_a_renamed_field_breaks_no_approval(office, make):
    """FLOW-03, PLAT-02: rules find fields by former names, and are shown with present ones."""
    rename = [{"op": "rename", "kind": "field", "key": "quote.discount", "new_key": "rebate"}]
    actor = office.people["chief"]
    apply(workspace=office.workspace, changes=read_changes(rename), message="", actor=actor, now=office.now)
    refresh(office.workspace)
    shown = get_component(office.workspace, "workflow", "quote_approval")["document"]
    assert shown["nodes"]["finance"]["when"] == "rebate > 10"
    case = office.submit("sally", make(office.context("sally"), "quote", rebate="25.00"))
    office.decide("mona", case)
    assert office.asked(case) == {"fin", "fay"}


def test_boxes_hold_what_concerns_me(office, quote):
    """FLOW-07: my approvals: to do, started, copied, done."""
    case = office.submit("sally", quote)
    box = queries.list_box(context=office.context("mona"), box="to_do")
    assert [(item["id"], item["task"], item["record"]["label"]) for item in box.items] == [
        (str(case), 1, quote["number"])
    ]
    assert queries.count_to_do(context=office.context("mona")) == 1
    assert queries.list_box(context=office.context("fin"), box="to_do").items == []
    assert len(queries.list_box(context=office.context("sally"), box="started").items) == 1
    office.decide("mona", case)
    assert queries.list_box(context=office.context("mona"), box="to_do").items == []
    assert [item["note"] for item in queries.list_box(context=office.context("mona"), box="done").items] == [
        "approved"
    ]


def test_a_case_is_not_for_everybodys_eyes(office, quote):
    """PLAT-36."""
    case = office.submit("sally", quote)
    office.hire("olga")
    with pytest.raises(NotFound):
        queries.get_case(context=office.context("olga"), case_id=case)
    with pytest.raises(NotFound):
        queries.get_case(context=office.context("chief"), case_id=case + 1000)
    assert queries.get_case(context=office.context("fin"), case_id=case)  # may see the quote


@pytest.mark.parametrize(
    ("attributes", "path"),
    [
        ({"nodes": {}}, "nodes"),
        (
            {"nodes": {"a": {"kind": "approval", "approvers": {"x": {"kind": "role", "name": "nobody"}}}}},
            "name",
        ),
        (
            {"nodes": {"a": {"kind": "approval", "approvers": {"x": {"kind": "field", "name": "total"}}}}},
            "name",
        ),
        ({"nodes": {"a": {"kind": "approval"}}}, "approvers"),
        ({"nodes": {"a": {"kind": "approval", "when": "nothing > 1", "empty": "pass"}}}, "when"),
        ({"nodes": {"a": {"kind": "fork"}}}, "branches"),
        (
            {
                "nodes": {
                    "a": {
                        "kind": "approval",
                        "empty": "pass",
                        "deadlines": {"d": {"after": "soon", "then": "remind"}},
                    }
                }
            },
            "after",
        ),
        ({"effects": {"approved": {"nothing": "1"}}}, "nothing"),
        ({"effects": {"approved": {"status": "discount * 2"}}}, "status"),
        ({"locked_fields": ["nothing"]}, "locked_fields"),
        ({"entity": "nothing"}, "entity"),
    ],
)
def test_what_cannot_work_is_refused_where_it_is_wrong(office, attributes, path):
    with pytest.raises(Invalid) as refusal:
        republish(office.workspace, **attributes)
    assert any(path in issue.path for issue in refusal.value.issues), refusal.value.issues


def test_an_entity_has_the_approvals_that_were_drawn_for_it(office, make):
    customer = make(office.context("chief"), "customer", name="A")
    assert office.context("chief").schema.get_entity("customer").workflows == ()
    assert customer["version"] == 1
    assert fetch_value(office.workspace, "SELECT count(*) FROM approval_case") == 0
    assert uuid.UUID(office.context("chief").schema.get_entity("quote").workflows[0]["id"])
