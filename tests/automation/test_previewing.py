"""REMIND-01 to 13: a preview says which records a rule would tell of now and in the next 30 days."""

from __future__ import annotations

from typing import Any

from odos.automation.reminders.personal_rules import personal_rule, read_rule_text
from odos.automation.reminders.previewing import preview
from tests.automation.conftest import Office, grant_all
from tests.fixtures.application import publish_fields

IDLE = """remind "Idle" on customer
  when tier = "b"
  after 3 working days since created_at
  every 7 days, at most 3 times
  notify owner
  after 10 days escalate to managers of owner
"""


def ask(office: Office, name: str, text: str, saved_as: str | None = None) -> dict[str, Any]:
    context = office.context(name)
    entity = context.schema.get_entity("customer")
    checked = read_rule_text(context, entity, text)
    rule = personal_rule(context, "00000000-0000-0000-0000-000000000000", "", checked, entity)
    return preview(context=context, rule=rule, saved_as=saved_as)


def test_what_is_due_now_and_later(office: Office):
    office.customer(name="Early")
    office.pass_time(days=10)
    office.customer(name="Late")
    office.customer(name="Other", tier="a")
    found = ask(office, "sally", IDLE)
    assert (found["now"], found["later"], found["complete"]) == (1, 1, True)
    early, late = found["items"]
    assert (early["record"]["label"], early["at"]) == ("Early", office.now)
    assert late["record"]["label"] == "Late"
    assert late["at"].isoformat() == "2026-03-17T09:30:00+00:00"
    assert [fire["escalation"] for fire in late["fires"]] == [False, False, True, False, True]
    assert [person["label"] for person in early["people"]] == ["Sally"]
    assert found["days"] == [{"day": "2026-03-12", "count": 1}, {"day": "2026-03-17", "count": 1}]


def test_a_rule_of_ones_own_is_said_to_reach_whom_it_reaches(office: Office):
    """REMIND-01 to 13: it names the manager, too, and tells nobody but its owner."""
    grant_all(office)
    office.customer(name="Acme")
    [item] = ask(office, "sally", "remind on customer notify owner, managers of owner up to 1 level")["items"]
    assert [person["label"] for person in item["people"]] == ["Sally"]


def test_the_preview_is_what_comes_true(office: Office, days):
    """The rule, published after it was previewed, tells just these records on just these days."""
    for name in ("One", "Two"):
        office.customer(name=name)
        office.pass_time(days=1)
    foreseen = {item["record"]["label"]: item["fires"] for item in ask(office, "sally", IDLE)["items"]}
    office.rules(idle=IDLE)
    days(office, 30)
    told = office.rows("SELECT kind, fired_at::date FROM reminder_occurrence ORDER BY fired_at, id")
    wanted = [
        ("escalation" if fire["escalation"] else "notice", fire["at"].date())
        for fires in foreseen.values()
        for fire in fires
    ]
    assert sorted(told) == sorted(wanted)


def test_a_condition_that_follows_the_time_is_asked_for_every_day(office: Office):
    office.customer()
    found = ask(office, "sally", "remind on customer when created_at < now - 5 days notify owner")
    assert (found["now"], found["later"]) == (0, 1)
    assert found["days"] == [{"day": "2026-03-08", "count": 1}]


def test_what_goes_on_already_is_told_again(office: Office):
    office.rules(idle=IDLE)
    office.customer()
    office.pass_time(days=4)
    [(rule,)] = office.rows("SELECT rule_id::text FROM reminder")
    found = ask(office, "sally", IDLE, saved_as=rule)
    assert (found["now"], found["later"]) == (0, 1)
    assert found["items"][0]["told"] == 1


def test_only_records_and_people_in_sight(office: Office):
    office.customer()
    office.customer(owner="otto", name="Hidden")
    text = 'remind on customer notify owner, user "mona"'
    found = ask(office, "sally", text)
    assert [item["record"]["label"] for item in found["items"]] == ["Acme"]
    assert [person["label"] for person in found["items"][0]["people"]] == ["Sally"]
    grant_all(office)
    people = ask(office, "mona", text)["items"][0]["people"]
    assert [person["label"] for person in people] == ["Sally", "Mona"]


def test_ahead_of_a_date(office: Office):
    publish_fields(office.workspace, ("customer", "ends_on", {"kind": "date", "order": 90}))
    for day in ("2026-03-01", "2026-03-05", "2026-03-25", "2026-06-01"):
        office.customer(name=day, ends_on=day)
    found = ask(office, "sally", "remind on customer 7 days before ends_on notify owner")
    assert [item["record"]["label"] for item in found["items"]] == ["2026-03-05", "2026-03-25"]
    assert (found["now"], found["later"]) == (1, 1)


def test_nothing_is_stored(office: Office):
    office.customer()
    ask(office, "sally", "remind on customer notify owner")
    assert office.rows("SELECT count(*) FROM reminder") == [(0,)]
    assert office.inbox("sally") == []
