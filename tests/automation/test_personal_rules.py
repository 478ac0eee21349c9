"""PLAT-18: reminder rules that people write for themselves, without publishing, under their own rights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.accounts.principals import system_principal
from odos.automation.models import PersonalRule
from odos.automation.reminders import personal_operations as own
from odos.automation.reminders.personal_rules import list_rules
from odos.kernel.problems import Conflict, Invalid, NotFound, Stale
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.storage.active import refresh
from tests.automation.conftest import Office, grant_all
from tests.fixtures.application import labelled, publish

MINE = """remind "My customers" on customer
  when tier = "b"
  notify user
"""


def write(office: Office, name: str, text: str = MINE, **given: object) -> PersonalRule:
    values = {"entity": "customer", "name": "Mine", "text": text, **given}
    return own.create_rule(context=office.context(name), given=values)


def test_somebody_is_reminded_of_what_they_may_see(office: Office):
    write(office, "sally")
    office.customer()
    office.customer(owner="otto", name="Hidden")
    office.run()
    assert office.inbox("sally") == ["My customers: Acme"]
    assert office.inbox("otto") == []


def test_a_manager_reminds_their_people_and_nobody_else(office: Office):
    grant_all(office)
    write(office, "mona", 'remind "Call" on customer notify owner, user "greta", role "seller"')
    office.hire("far", "seller")
    office.customer()
    office.run()
    assert office.inbox("sally") == ["Call: Acme"]
    assert office.inbox("greta") == office.inbox("far") == []


def test_it_is_reported_to_ones_own_superior(office: Office):
    """PLAT-18: an unfinished commitment is reported to the superior by itself."""
    grant_all(office)
    write(office, "sally", MINE + "  after 2 days escalate to managers of user\n")
    office.customer()
    office.run()
    office.pass_time(days=2)
    assert office.inbox("mona") == ["Escalated: My customers: Acme"]


def hide(office: Office, field: str) -> None:
    hides = {"customer": {field: {"see": False}}}
    publish(office.workspace, [labelled("seller", kind="role", key="seller", fields=hides)])


def test_fields_that_the_author_may_not_see_are_unknown(office: Office):
    write(office, "sally", 'remind on customer when code = "x" notify user')
    hide(office, "code")
    with pytest.raises(Invalid) as refusal:
        write(office, "sally", 'remind on customer when code = "x" notify user')
    assert refusal.value.issues[0].path[0] == "text"


def test_a_rule_stops_when_its_owner_loses_sight_of_what_it_asks(office: Office):
    write(office, "sally", 'remind on customer when code <> "x" notify user')
    office.customer()
    office.run()
    hide(office, "code")
    office.customer(name="Other")
    office.pass_time(days=1)
    assert len(office.inbox("sally")) == 1
    [shown] = list_rules(office.context("sally"))
    assert shown.issues


def test_renames_break_nothing(office: Office):
    write(office, "sally")
    rename = {"op": "rename", "kind": "field", "key": "customer.tier", "new_key": "grade"}
    apply(
        workspace=office.workspace,
        changes=read_changes([rename]),
        message="test",
        actor=system_principal(office.workspace),
        now=office.now,
    )
    refresh(office.workspace)
    [shown] = list_rules(office.context("sally"))
    assert shown.issues == ()
    assert 'grade = "b"' in shown.text
    office.customer()
    office.run()
    assert office.inbox("sally") == ["My customers: Acme"]


def test_others_neither_see_nor_change_it(office: Office):
    row = write(office, "sally")
    assert list_rules(office.context("otto")) == []
    with pytest.raises(NotFound):
        own.change_rule(context=office.context("otto"), rule_id=row.pk, given={"name": "Theirs"})
    with pytest.raises(NotFound):
        own.delete_rule(context=office.context("greta"), rule_id=row.pk)


def test_what_is_changed_or_switched_off(office: Office):
    row = write(office, "sally")
    office.customer()
    office.run()
    context = office.context("sally")
    changed = own.change_rule(context=context, rule_id=row.pk, given={"is_active": False}, if_version=1)
    assert (changed.version, changed.is_active) == (2, False)
    with pytest.raises(Stale):
        own.change_rule(context=context, rule_id=row.pk, given={"name": "x"}, if_version=1)
    assert office.rows("SELECT ended_by FROM reminder") == [("rule",)]
    office.customer(name="Later")
    office.pass_time(hours=1)
    assert len(office.inbox("sally")) == 1
    own.delete_rule(context=context, rule_id=row.pk, if_version=2)
    assert list_rules(context) == []


def test_rules_of_one_person_are_limited_in_number(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(own, "MOST_RULES", 2)
    write(office, "sally")
    second = write(office, "sally")
    with pytest.raises(Conflict):
        write(office, "sally")
    write(office, "otto")
    idle = write(office, "sally", is_active=False)
    own.change_rule(context=office.context("sally"), rule_id=second.pk, given={"is_active": False})
    own.change_rule(context=office.context("sally"), rule_id=idle.pk, given={"is_active": True})


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"text": "remind on customer"}, "text"),
        ({"text": 'validate customer require tier = "a"'}, "text"),
        ({"text": "remind on quote notify user"}, "text"),
        ({"text": "what?"}, "text"),
        ({"name": " "}, "name"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_refused(office: Office, given: dict[str, object], path: str):
    with pytest.raises(Invalid) as refusal:
        own.create_rule(
            context=office.context("sally"),
            given={"entity": "customer", "name": "Mine", "text": MINE, **given},
        )
    assert refusal.value.issues[0].path[0] == path


def test_a_person_who_left_is_reminded_of_nothing(office: Office):
    write(office, "sally")
    office.customer()
    office.rows("UPDATE user_account SET is_active = false WHERE id = %s RETURNING id", office.id("sally"))
    office.run()
    assert office.rows("SELECT count(*) FROM reminder") == [(0,)]


def test_it_follows_the_time_zone_of_its_owner(office: Office):
    office.people["sally"] = replace(office.people["sally"], time_zone="Asia/Shanghai")
    office.rows(
        "UPDATE user_account SET time_zone = 'Asia/Shanghai' WHERE id = %s RETURNING id", office.id("sally")
    )
    write(office, "sally", MINE + "  digest every day at 18:00\n")
    office.customer()
    office.run()  # 17:30 in Shanghai
    assert office.inbox("sally") == []
    office.pass_time(minutes=40)
    assert office.inbox("sally") == ["My customers: 1 record"]
