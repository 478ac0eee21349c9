"""REMIND-01 to 13, PLAT-18: the engine, with a clock that is moved."""

from __future__ import annotations

from dataclasses import replace

from odos.automation.reminders.jobs import tell_due
from odos.notifications.queries import list_inbox
from odos.records.writes.operations import delete_record, restore_record
from tests.automation.conftest import Office, grant_all
from tests.fixtures.application import publish_fields

IDLE = """remind "Idle customer" on customer
  when tier = "b"
  after 3 working days since created_at
  every 2 days, at most 3 times
  notify owner by inbox
"""


def test_a_reminder_comes_when_it_is_due_and_not_before(office: Office):
    """2 March 2026 is a Monday; the fourth day is Thursday."""
    office.rules(idle=IDLE)
    office.customer()
    office.customer(name="Other", tier="a")
    office.pass_time(days=2, hours=23)
    assert office.inbox("sally") == []
    office.pass_time(hours=2)
    assert office.inbox("sally") == ["Idle customer: Acme"]
    assert office.inbox("mona") == []


def test_working_days_leave_out_weekends(office: Office):
    office.rules(idle=IDLE)
    office.pass_time(days=3)  # Thursday
    office.customer()
    office.pass_time(days=4, hours=23)  # Tuesday, an hour too early
    assert office.inbox("sally") == []
    office.pass_time(hours=1)
    assert office.inbox("sally") == ["Idle customer: Acme"]


def test_it_comes_again_as_often_as_the_rule_says(office: Office, days):
    office.rules(idle=IDLE)
    office.customer()
    days(office, 4)
    assert len(office.inbox("sally")) == 1
    days(office, 20)
    assert len(office.inbox("sally")) == 3


def test_it_ends_when_the_condition_holds_no_more_and_starts_anew(office: Office, days):
    office.rules(idle=IDLE)
    record = office.customer()
    days(office, 3)
    office.change(record, tier="a")
    days(office, 10)
    assert len(office.inbox("sally")) == 1
    office.change(record, tier="b")
    days(office, 1)
    assert len(office.inbox("sally")) == 2
    assert office.rows("SELECT ended_by FROM reminder ORDER BY id") == [("condition",), (None,)]


def test_what_is_settled_before_it_is_told_is_not_told(office: Office):
    """Between the evaluation and the telling somebody may change the record."""
    office.rules(idle=IDLE)
    record = office.customer()
    office.pass_time(days=3)
    office.change(record, tier="a")
    office.rows("UPDATE reminder SET wake_at = %s RETURNING 1", office.now)
    from_before = len(office.inbox("sally"))
    while tell_due(office.workspace, office.now):
        pass
    assert len(office.inbox("sally")) == from_before == 1


def test_until_ends_for_good(office: Office, days):
    office.rules(idle=IDLE + '  until code = "done"\n')
    record = office.customer()
    days(office, 3)
    office.change(record, code="done")
    days(office, 3)
    office.change(record, code="again")
    days(office, 10)
    assert len(office.inbox("sally")) == 1
    assert office.rows("SELECT ended_by, is_final FROM reminder") == [("until", True)]


def test_superiors_are_told_a_level_at_a_time(office: Office, days):
    """PLAT-18: automatic report to the superior."""
    office.rules(idle=IDLE + "  after 7 days escalate to managers of owner up to 2 levels\n")
    office.customer()
    days(office, 9)
    assert office.inbox("mona") == []
    days(office, 2)
    assert office.inbox("mona") == []  # who may see no customer
    grant_all(office)
    office.customer(name="Beta")
    days(office, 12)
    assert office.inbox("mona") == ["Escalated: Idle customer: Beta"]
    assert office.inbox("greta") == ["Escalated: Idle customer: Acme"]
    days(office, 8)
    assert office.inbox("greta") == ["Escalated: Idle customer: Acme", "Escalated: Idle customer: Beta"]


def test_who_may_not_see_the_record_is_not_told(office: Office):
    """Nobody hears of what they may not see, whoever wrote the rule."""
    office.rules(idle='remind on customer notify user "otto", owner, user "mona"')
    office.customer()
    office.run()
    assert office.inbox("sally") == ["idle: Acme"]
    assert office.inbox("otto") == office.inbox("mona") == []


def test_before_a_date_it_comes_ahead_and_not_afterwards(office: Office):
    """REMIND-12, CONTRACT-05: ahead of a moment; what lies in the past is not announced any more."""
    publish_fields(office.workspace, ("customer", "ends_on", {"kind": "date", "order": 90}))
    office.rules(ends="remind on customer 10 days before ends_on notify owner")
    office.customer(name="Soon", ends_on="2026-03-20")
    office.customer(name="Past", ends_on="2026-02-20")
    office.customer(name="Never")
    office.pass_time(days=7, hours=-1)  # 9 March 08:30
    assert office.inbox("sally") == []
    office.pass_time(days=1, minutes=40)  # 10 March 09:10
    assert office.inbox("sally") == ["ends: Soon"]
    office.pass_time(days=30)
    assert office.inbox("sally") == ["ends: Soon"]


def test_a_date_that_moves_is_announced_anew(office: Office):
    publish_fields(office.workspace, ("customer", "ends_on", {"kind": "date", "order": 90}))
    office.rules(ends="remind on customer 10 days before ends_on notify owner")
    record = office.customer(ends_on="2026-03-05")
    office.run()
    office.change(record, ends_on="2026-06-05")
    office.pass_time(days=1)
    assert len(office.inbox("sally")) == 1
    office.pass_time(days=90)
    assert len(office.inbox("sally")) == 2


def test_what_was_missed_while_no_worker_ran_is_told_late(office: Office):
    publish_fields(office.workspace, ("customer", "ends_on", {"kind": "date", "order": 90}))
    office.rules(ends="remind on customer 1 day before ends_on notify owner")
    office.customer(ends_on="2026-03-06")
    office.run()
    office.pass_time(days=20)
    assert office.inbox("sally") == ["ends: Acme"]


def test_a_week_day_and_a_time_of_day(office: Office, days):
    """2 March 2026 is a Monday, half past nine."""
    office.rules(weekly="remind on customer every friday at 08:00 notify owner")
    office.customer()
    office.run()
    assert len(office.inbox("sally")) == 1
    office.pass_time(days=4, hours=-2)
    assert len(office.inbox("sally")) == 1
    office.pass_time(hours=1)
    assert len(office.inbox("sally")) == 2
    days(office, 6)
    assert len(office.inbox("sally")) == 2
    days(office, 1)
    assert len(office.inbox("sally")) == 3


def test_a_digest_tells_many_records_in_one_notification(office: Office):
    office.rules(idle=IDLE + "  digest every working day at 12:00\n")
    for number in range(3):
        office.customer(name=f"C{number}")
    settled = office.customer(name="Settled")
    office.pass_time(days=3)
    assert office.inbox("sally") == []
    office.change(settled, tier="a")
    office.pass_time(hours=3)
    assert office.inbox("sally") == ["Idle customer: 3 records"]
    office.pass_time(hours=3)
    assert len(office.inbox("sally")) == 1


def test_two_rules_share_a_digest(office: Office):
    office.rules(
        one="remind on customer notify owner digest every day at 12:00",
        two='remind on customer when tier = "b" notify owner digest every day at 12:00',
    )
    office.customer()
    office.run()
    office.pass_time(hours=3)
    assert office.inbox("sally") == ["2 reminders"]


def test_very_many_at_once_are_told_together(office: Office):
    office.rules(all="remind on customer notify owner")
    for number in range(25):
        office.customer(name=f"C{number}")
    office.customer(owner="otto")
    office.run()
    assert office.inbox("sally") == ["all: 25 records"]
    assert office.inbox("otto") == ["all: Acme"]


def test_a_changed_rule_keeps_what_it_told(office: Office, days):
    office.rules(idle=IDLE)
    office.customer()
    days(office, 6)
    assert len(office.inbox("sally")) == 2
    office.rules(idle=IDLE.replace("every 2 days, at most 3", "every 5 days, at most 4"))
    days(office, 2)
    assert len(office.inbox("sally")) == 2
    days(office, 20)
    assert len(office.inbox("sally")) == 4
    assert office.rows("SELECT count(*) FROM reminder") == [(1,)]


def test_a_rule_that_is_switched_off_ends_and_starts_anew(office: Office, days):
    office.rules(idle=IDLE)
    office.customer()
    days(office, 3)
    office.rules(idle=None)
    days(office, 5)
    assert len(office.inbox("sally")) == 1
    assert office.rows("SELECT ended_by FROM reminder") == [("rule",)]
    office.rules(idle=IDLE)
    days(office, 1)
    assert len(office.inbox("sally")) == 2


def test_a_record_in_the_bin_is_left_alone_until_it_comes_back(office: Office, days):
    office.rules(idle=IDLE)
    record = office.customer()
    days(office, 3)
    delete_record(context=office.context(), entity="customer", record_id=record)
    days(office, 5)
    assert len(office.inbox("sally")) == 1
    restore_record(context=office.context(), entity="customer", record_id=record)
    days(office, 1)
    assert len(office.inbox("sally")) == 2


def test_people_who_left_are_replaced_by_whom_they_reported_to(office: Office):
    grant_all(office)
    office.rules(all="remind on customer notify owner")
    office.customer(owner="otto")
    office.rows("UPDATE user_account SET is_active = false WHERE id = %s RETURNING id", office.id("otto"))
    office.run()
    assert office.inbox("mona") == ["all: Acme"]


def test_words_of_a_rule_are_told_in_the_language_of_the_reader(office: Office):
    office.rules(
        idle='remind {en: "Idle {x}", zh-hans: "闲置客户"} on customer notify owner message {en: "Call", zh-hans: "请致电"}'
    )
    office.customer()
    office.run()
    assert office.inbox("sally") == ["Idle {x}: Acme"]
    chinese = replace(office.context("sally"), actor=replace(office.people["sally"], locale="zh-hans"))
    [item] = list_inbox(context=chinese).items
    assert (item["title"], item["body"]) == ("闲置客户：Acme", "请致电")
