"""PLAT-39: everything that somebody holds goes to somebody else in one step."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from odos.access.models import TeamMember
from odos.database.session import execute, fetch_all, fetch_value
from odos.jobs.queries import get_job
from odos.kernel.problems import Forbidden, Invalid
from odos.records.history.trail import list_record_history
from odos.records.lists.queries import load_record
from odos.records.writes.handing_over import TEAMS
from odos.records.writes.operations import update_record
from odos.workflow.handing_over import APPROVALS, hand_over, list_holdings, start_hand_over
from tests.fixtures.application import publish
from tests.workflow.conftest import workflow


class Job:
    """What the worker gives to a job, as far as a hand-over asks for it."""

    def __init__(self, context, args):
        self.workspace, self.actor, self.args = context.workspace, context.actor, args
        self.claim = SimpleNamespace(address=None, agent=None, correlation=context.correlation)
        self._now = context.now
        self.saved, self.told = {}, []
        self.reported = []

    def now(self):
        return self._now

    def save(self, state, *, done, total):
        self.saved = json.loads(json.dumps(state))
        self.told.append((done, total))

    def check_cancelled(self):
        pass

    def report(self, *issues):
        self.reported += issues


@pytest.fixture
def people(admin, new_user, make):
    anna, bert, boss = (new_user(name, "seller") for name in ("anna", "bert", "boss"))
    customers = [make(admin, "customer", name=f"C{n}", owner=str(anna.user_id)) for n in range(3)]
    make(admin, "customer", name="other", owner=str(boss.user_id))
    make(admin, "quote", customer=customers[0]["id"], owner=str(anna.user_id))
    update_record(context=admin, entity="user", record_id=bert.user_id, values={"manager": str(anna.user_id)})
    entity = admin.schema.entities["customer"].id
    for user in (anna, bert):
        TeamMember.objects.create(entity_id=entity, record_id=1, user_id=user.user_id, role="lead")
    TeamMember.objects.create(entity_id=entity, record_id=2, user_id=anna.user_id, role="lead")
    return anna, bert, customers


def held(admin, user):
    return {item.entity: item.count for item in list_holdings(context=admin, user_id=user.user_id)}


def test_a_record_whose_number_is_that_of_who_takes_over_goes_too(admin, people, make):
    anna, bert, _customers = people
    table = admin.schema.entities["customer"].table
    execute(admin.workspace, f'ALTER TABLE "{table}" ALTER id RESTART WITH {bert.user_id}')
    execute(admin.workspace, f'DELETE FROM "{table}" WHERE id >= %s', [bert.user_id])
    twin = make(admin, "customer", name="Twin", owner=str(anna.user_id))
    assert twin["id"] == str(bert.user_id)
    job_id = start_hand_over(context=admin, from_user=anna.user_id, to_user=bert.user_id)
    hand_over(Job(admin, get_job(workspace=admin.workspace, job_id=job_id, actor=admin.actor).args))
    assert "customer" not in held(admin, anna)


def test_what_an_earlier_try_gave_counts(admin, people):
    anna, bert, _customers = people
    job_id = start_hand_over(context=admin, from_user=anna.user_id, to_user=bert.user_id)
    job = Job(admin, get_job(workspace=admin.workspace, job_id=job_id, actor=admin.actor).args)
    job.saved = {"handed_over": {"customer": 500}}
    assert hand_over(job)["handed_over"]["customer"] == 503
    assert job.told[-1] == (504, 505)


def test_counted_first_then_handed_over(admin, people):
    anna, bert, customers = people
    assert held(admin, anna) == {"customer": 3, "quote": 1, "user": 1, TEAMS: 2}
    job_id = start_hand_over(context=admin, from_user=anna.user_id, to_user=bert.user_id, deactivate=True)
    job = Job(admin, get_job(workspace=admin.workspace, job_id=job_id, actor=admin.actor).args)
    assert hand_over(job) == {
        "handed_over": {"customer": 3, "quote": 1, "user": 0, "unit": 0, TEAMS: 1, APPROVALS: 0}
    }
    assert job.reported == []
    assert job.told[-1] == (4, 5)
    assert held(admin, anna) == {"user": 1}  # nobody is their own manager
    assert held(admin, bert) == {"customer": 3, "quote": 1, TEAMS: 2}
    entity = admin.schema.entities["customer"]
    number = int(customers[0]["id"])
    assert load_record(context=admin, entity=entity, record_id=number)["owner"]["id"] == str(bert.user_id)
    entries, _next = list_record_history(context=admin, entity=entity, record_id=number)
    assert entries[0]["reason"] == "hand-over"
    active = fetch_value(admin.workspace, "SELECT is_active FROM user_account WHERE id = %s", [anna.user_id])
    assert active is False


def test_units_that_they_lead_get_another_head(admin, people, make):
    """PLAT-39: approvals and reminders name the head of a unit; nobody who left may stay it."""
    anna, bert, _customers = people
    unit = make(admin, "unit", name="Sales", head=str(anna.user_id))
    assert held(admin, anna)["unit"] == 1
    args = {"from": anna.user_id, "to": bert.user_id, "entities": ["unit"], "deactivate": False}
    assert hand_over(Job(admin, args)) == {"handed_over": {"unit": 1}}
    led = load_record(context=admin, entity=admin.schema.entities["unit"], record_id=int(unit["id"]))
    assert led["head"]["id"] == str(bert.user_id)


def test_each_record_says_who_left_its_team_and_who_came(admin, people):
    """AUDIT-01: a team is a permission; it changes hands in no silence."""
    anna, bert, _customers = people
    args = {"from": anna.user_id, "to": bert.user_id, "entities": [TEAMS], "deactivate": False}
    hand_over(Job(admin, args))
    entity = admin.schema.entities["customer"].id
    told = fetch_all(
        admin.workspace,
        "SELECT record_id, action, changes -> '$team', reason FROM audit_entry"
        " WHERE entity = %s AND action IN ('joined', 'left') ORDER BY record_id, action",
        [entity],
    )
    was, became = ({"user": name, "role": "lead"} for name in ("Anna", "Bert"))
    assert [(number, action, json.loads(change), why) for number, action, change, why in told] == [
        (1, "left", [was, None], "hand-over"),
        (2, "joined", [None, became], "hand-over"),
        (2, "left", [was, None], "hand-over"),
    ]


def test_only_what_is_named(admin, people):
    anna, bert, _customers = people
    start_hand_over(context=admin, from_user=anna.user_id, to_user=bert.user_id, entities=["quote"])
    hand_over(
        Job(
            admin,
            {"from": anna.user_id, "to": bert.user_id, "entities": ["quote"], "deactivate": False},
        )
    )
    assert held(admin, anna) == {"customer": 3, "user": 1, TEAMS: 2}


def test_refusals(admin, seller, people):
    anna, bert, _customers = people
    with pytest.raises(Forbidden):
        list_holdings(context=seller, user_id=anna.user_id)
    with pytest.raises(Forbidden):
        start_hand_over(context=seller, from_user=anna.user_id, to_user=bert.user_id)
    update_record(context=admin, entity="user", record_id=bert.user_id, values={"is_active": False})
    for pair, extra in (
        ((anna.user_id, anna.user_id), {}),
        ((anna.user_id, bert.user_id), {}),
        ((anna.user_id, 999_999), {}),
        ((bert.user_id, anna.user_id), {"entities": ["product"]}),
    ):
        with pytest.raises(Invalid):
            start_hand_over(context=admin, from_user=pair[0], to_user=pair[1], **extra)


def test_what_they_were_asked_to_approve_goes_along(office, make):
    """PLAT-39: approvals go over, and those that cannot are told and stay."""
    admin = office.context("chief")
    first, second = (make(office.context("sally"), "quote", contact_name=name) for name in ("Ann", "Bob"))
    cases = [office.submit("sally", quote) for quote in (first, second)]
    mona, fin = office.id("mona"), office.id("fin")
    assert {item.entity: item.count for item in list_holdings(context=admin, user_id=mona)}[APPROVALS] == 2
    job = Job(admin, {"from": mona, "to": fin, "entities": [APPROVALS], "deactivate": True})
    assert hand_over(job) == {"handed_over": {APPROVALS: 2}}
    assert [office.asked(case) for case in cases] == [{"fin"}, {"fin"}]
    office.decide("fin", cases[0])
    assert office.case(cases[0]).status == "approved"
    assert hand_over(job) == {"handed_over": {APPROVALS: 0}}


def test_an_approval_that_cannot_go_over_is_told_and_stays(office, make):
    publish(
        office.workspace,
        [workflow(nodes={"manager": {"kind": "approval", "mode": "all", "approvers": {"boss": None,
            "a": {"kind": "user", "name": "fin"}, "b": {"kind": "user", "name": "fay"}}}, "finance": None})],
    )  # fmt: skip
    case = office.submit("sally", make(office.context("sally"), "quote", contact_name="Ann"))
    assert office.asked(case) == {"fin", "fay"}
    args = {"from": office.id("fin"), "to": office.id("fay"), "entities": [APPROVALS], "deactivate": False}
    job = Job(office.context("chief"), args)
    assert hand_over(job) == {"handed_over": {APPROVALS: 0}}
    assert [issue.path[:2] for issue in job.reported] == [(APPROVALS, str(case))]
    assert office.asked(case) == {"fin", "fay"}
