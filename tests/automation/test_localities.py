"""PLAT-15, PLAT-18: rules of the application count by the working time of the unit of each record's owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from odos.accounts.models import Unit
from odos.accounts.queries import forget_answers
from odos.automation.reminders.localities import localities_of
from odos.automation.reminders.personal_rules import personal_rule, read_rule_text
from odos.automation.reminders.previewing import preview
from odos.automation.reminders.rules import Rule
from odos.calendars.models import SpecialDay, WorkingCalendar
from odos.calendars.queries import forget_calendars
from tests.automation.conftest import Office, grant_all
from tests.fixtures.application import publish_fields

IDLE = 'remind "Idle" on customer when tier = "b" after 1 working day since created_at notify owner'
GULF = [
    {"weekday": day, "start": 8 * 60, "end": 16 * 60} for day in (1, 2, 3, 4, 7)
]  # Fridays and Saturdays are free


@pytest.fixture
def branches(office: Office) -> Iterator[Office]:
    """Sally works in Dubai, otto in Hamburg, which is as the workspace: UTC, Monday to Friday, nine to five."""
    calendar = WorkingCalendar.objects.create(name="Gulf", hours=GULF)
    dubai = Unit.objects.create(name="Dubai", calendar=calendar.pk, time_zone="Asia/Dubai")
    sales = Unit.objects.create(name="Dubai sales", parent=dubai)
    hamburg = Unit.objects.create(name="Hamburg")
    for name, unit in (("sally", sales), ("otto", hamburg)):
        office.rows("UPDATE user_account SET unit = %s WHERE id = %s RETURNING 1", unit.pk, office.id(name))
        office.people[name] = replace(office.people[name], unit_id=unit.pk)
    forget_answers()
    forget_calendars()
    yield office
    forget_calendars()


def test_a_working_day_is_one_of_the_owners_unit(branches: Office):
    """On Saturday nobody works; on Sunday they do in Dubai, on Monday in Hamburg as well."""
    branches.rules(idle=IDLE)
    branches.pass_time(days=5)  # Saturday
    branches.customer(name="Dubai")
    branches.customer("otto", name="Hamburg")
    branches.pass_time(days=1)
    assert (branches.inbox("sally"), branches.inbox("otto")) == (["Idle: Dubai"], [])
    branches.pass_time(days=1)
    assert branches.inbox("otto") == ["Idle: Hamburg"]
    assert len(branches.inbox("sally")) == 1
    assert branches.rows("SELECT count(*) FROM reminder WHERE ended_at IS NULL") == [(2,)]


def test_a_holiday_of_one_unit_holds_up_its_own_records_alone(branches: Office):
    gulf = WorkingCalendar.objects.get(name="Gulf")
    SpecialDay.objects.create(calendar=gulf, day=branches.now.date().replace(day=3), label="National day")
    forget_calendars()
    branches.rules(idle=IDLE)
    branches.customer()
    branches.customer("otto")
    branches.pass_time(days=1)
    assert (len(branches.inbox("sally")), len(branches.inbox("otto"))) == (0, 1)
    branches.pass_time(days=1)
    assert (len(branches.inbox("sally")), len(branches.inbox("otto"))) == (1, 1)


def test_a_date_begins_with_the_work_of_the_unit(branches: Office):
    """At eight in Dubai it is four in UTC; nine is nine in Hamburg."""
    publish_fields(branches.workspace, ("customer", "ends_on", {"kind": "date", "order": 90}))
    branches.rules(ends="remind on customer 1 day before ends_on notify owner")
    branches.customer(ends_on="2026-03-04")
    branches.customer("otto", ends_on="2026-03-04")
    branches.pass_time(hours=18)  # half past three on Tuesday
    assert (branches.inbox("sally"), branches.inbox("otto")) == ([], [])
    branches.pass_time(hours=1)
    assert (len(branches.inbox("sally")), len(branches.inbox("otto"))) == (1, 0)
    branches.pass_time(hours=5)
    assert (len(branches.inbox("sally")), len(branches.inbox("otto"))) == (1, 1)


def test_it_comes_again_at_the_time_of_day_of_the_unit(branches: Office):
    branches.rules(daily="remind on customer every day at 09:00 notify owner")
    branches.customer()
    branches.customer("otto")
    branches.run()
    branches.pass_time(hours=20)  # half past five in UTC, half past nine in Dubai
    assert (len(branches.inbox("sally")), len(branches.inbox("otto"))) == (2, 1)


def test_today_is_that_of_the_unit(branches: Office):
    publish_fields(branches.workspace, ("customer", "due", {"kind": "date", "order": 90}))
    branches.rules(due="remind on customer when due <= today notify owner")
    branches.customer(due="2026-03-03")
    branches.customer("otto", due="2026-03-03")
    branches.pass_time(hours=12)  # half past nine in the evening; in Dubai it is Tuesday
    assert (len(branches.inbox("sally")), len(branches.inbox("otto"))) == (1, 0)


def test_what_ends_for_good_does_in_every_place(branches: Office):
    branches.rules(idle=IDLE + " until code is not blank or created_at < now - 2 working days")
    records = [branches.customer(), branches.customer("otto")]
    branches.pass_time(days=1)
    for place, record in enumerate(records):
        branches.change(record, code=f"done {place}")
    branches.pass_time(minutes=2)
    assert branches.rows("SELECT ended_by, is_final FROM reminder") == [("until", True)] * 2


def test_a_record_that_changes_hands_counts_by_its_new_owner(branches: Office):
    """Its episode goes on: it is still one record of one rule."""
    branches.rules(idle=IDLE)
    record = branches.customer()
    branches.pass_time(days=1)
    branches.change(record, owner=str(branches.id("otto")))
    branches.pass_time(minutes=2)
    assert branches.rows("SELECT record_id, told FROM reminder WHERE ended_at IS NULL") == [(record, 1)]


def test_a_digest_comes_at_the_readers_own_time(branches: Office):
    branches.rules(idle="remind on customer notify owner digest every day at 14:00")
    branches.customer()
    branches.customer("otto")
    branches.pass_time(minutes=1)
    branches.pass_time(hours=1)  # half past ten in UTC, half past two in Dubai
    assert (branches.inbox("sally"), branches.inbox("otto")) == (["idle: 1 record"], [])
    branches.pass_time(hours=4)
    assert branches.inbox("otto") == ["idle: 1 record"]


def test_a_line_counts_as_the_record_that_it_belongs_to(branches: Office):
    text = "remind on quote_line after 1 working day since created_at notify quote.owner"
    branches.pass_time(days=5)  # Saturday
    branches.quote(owner=str(branches.id("sally")), lines=[{"text": "Dubai", "quantity": "1"}])
    branches.quote(owner=str(branches.id("otto")), lines=[{"text": "Hamburg", "quantity": "1"}])
    branches.rules_of("quote_line", idle=text)
    grant_all(branches)
    branches.pass_time(days=1)
    assert (branches.inbox("sally"), branches.inbox("otto")) == (["idle: Dubai"], [])


def test_the_preview_of_an_application_rule_is_what_comes_true(branches: Office):
    branches.pass_time(days=5)  # Saturday
    branches.customer(name="Dubai")
    branches.customer("otto", name="Hamburg")
    grant_all(branches)
    found = preview(context=branches.context("greta"), rule=as_application(branches, IDLE))
    assert [(item["record"]["label"], item["at"].day) for item in found["items"]] == [
        ("Dubai", 8),
        ("Hamburg", 9),
    ]


def as_application(office: Office, text: str) -> Rule:
    """As an administrator previews what they may publish."""
    context = office.context("greta")
    entity = context.schema.get_entity("customer")
    checked = read_rule_text(office.context(), entity, text)
    rule = personal_rule(context, "00000000-0000-0000-0000-000000000000", "", checked, entity)
    return replace(rule, counts_by_owner=False)


def test_units_that_work_as_all_others_cost_nothing(office: Office):
    """Without units that differ a rule is one question, as before."""
    Unit.objects.create(name="Hamburg", time_zone="UTC")
    forget_calendars()
    assert len(localities_of(office.context(), as_application(office, IDLE))) == 1
