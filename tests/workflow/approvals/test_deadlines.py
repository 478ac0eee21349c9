"""Timers of steps: moved by a clock, met once, whoever comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from odos.accounts.models import Unit, User
from odos.calendars.models import WorkingCalendar
from odos.calendars.queries import forget_calendars
from odos.database.session import execute
from odos.workflow.approvals import commands
from odos.workflow.approvals.deadlines import due_tasks, moment_after
from odos.workflow.approvals.lateness import meet_deadline
from odos.workflow.jobs import meet_deadlines
from odos.workflow.models import ApprovalTask
from tests.fixtures.application import context_for
from tests.workflow.conftest import Office, republish


def late(office: Office, **after: str) -> None:
    """The manager's step with these deadlines, in order."""
    deadlines = {
        then: {"after": span, "then": then, "order": n} for n, (then, span) in enumerate(after.items())
    }
    step = {"kind": "approval", "approvers": {"boss": {"kind": "manager"}}, "deadlines": deadlines}
    republish(office.workspace, nodes={"manager": step})


def pass_time(office: Office, **span: int) -> int:
    """Move the clock and do what is due; gives how much that was."""
    office.now += timedelta(**span)
    context = replace(context_for(office.workspace, source="job"), now=office.now)
    due = due_tasks(office.workspace, office.now)
    return sum(meet_deadline(context=context, case_id=case, number=number) for case, number in due)


def a_job(office: Office) -> SimpleNamespace:
    """What the worker gives to a job, as far as deadlines ask for it."""
    claim = SimpleNamespace(correlation=uuid4())
    return SimpleNamespace(
        workspace=office.workspace, now=lambda: office.now, progress=lambda _: None, claim=claim
    )


def told(office: Office, case: int) -> list[str]:
    return [event.what for event in office.history(case)]


def test_late_people_are_reminded_once_for_each_deadline(office, quote):
    """FLOW-06."""
    late(office, remind="1 day", escalate="2 days")
    case = office.submit("sally", quote)
    assert pass_time(office, hours=23) == 0
    assert pass_time(office, hours=2) == 1
    assert pass_time(office, hours=1) == 0
    assert told(office, case).count("reminded") == 1
    assert office.asked(case) == {"mona"}


def test_then_the_superior_is_asked(office, quote):
    """FLOW-06: escalation when an approval is late."""
    late(office, remind="1 day", escalate="2 days")
    case = office.submit("sally", quote)
    assert pass_time(office, days=3) == 1
    assert pass_time(office, minutes=1) == 1
    assert office.asked(case) == {"greta"}
    assert "reassigned" in told(office, case)


@pytest.mark.parametrize(("then", "status"), [("pass", "approved"), ("reject", "rejected")])
def test_a_step_may_decide_by_itself(office, quote, then, status):
    """FLOW-06: pass or refuse by time."""
    late(office, **{then: "4 hours"})
    case = office.submit("sally", quote)
    assert pass_time(office, hours=5) == 1
    assert office.case(case).status == status


def test_who_decided_in_time_is_left_alone(office, quote):
    late(office, reject="1 day")
    case = office.submit("sally", quote)
    office.decide("mona", case)
    assert pass_time(office, days=2) == 0
    assert office.case(case).status == "approved"


def test_a_deadline_that_was_met_by_another_worker_is_not_met_twice(office, quote):
    late(office, escalate="1 day")
    case = office.submit("sally", quote)
    office.now += timedelta(days=2)
    context = replace(context_for(office.workspace, source="job"), now=office.now)
    [(found, number)] = due_tasks(office.workspace, office.now)
    assert meet_deadline(context=context, case_id=found, number=number)
    assert not meet_deadline(context=context, case_id=found, number=number)
    assert told(office, case).count("reassigned") == 1


def test_a_deadline_that_cannot_be_met_holds_up_no_other(office, quote, make):
    """FLOW-06: a case whose record is gone is left to people."""
    late(office, **{"pass": "1 day"})
    broken = office.submit("sally", quote)
    fine = office.submit("sally", make(office.context("sally"), "quote"))
    statement = "UPDATE approval_case SET entity_id = gen_random_uuid() WHERE id = %s"
    execute(office.workspace, statement, [broken])
    office.now += timedelta(days=2)
    job = a_job(office)
    assert meet_deadlines(job) == {"met": 2}  # type: ignore[arg-type]
    assert office.case(fine).status == "approved"
    assert told(office, broken).count("reminded") == 1
    assert meet_deadlines(job) == {"met": 0}  # type: ignore[arg-type]


def test_a_case_that_comes_back_has_its_time_again(office, quote):
    late(office, reject="1 day")
    case = office.submit("sally", quote)
    pass_time(office, hours=20)
    office.decide("mona", case, commands.SendBack, to="start")
    pass_time(office, days=3)
    office.do("sally", case, commands.Resubmit)
    assert pass_time(office, hours=20) == 0
    assert pass_time(office, hours=5) == 1
    assert office.case(case).status == "rejected"


def test_working_days_are_those_of_whoever_is_asked(office, quote):
    """PLAT-15, FLOW-06: a calendar and a time zone for each unit."""
    gulf = [{"weekday": day, "start": 540, "end": 1020} for day in (1, 2, 3, 4, 7)]
    calendar = WorkingCalendar.objects.create(name="Gulf", hours=gulf)
    unit = Unit.objects.create(name="Dubai", calendar=calendar.pk)
    User.objects.filter(pk=office.id("mona")).update(unit=unit.pk, time_zone="Asia/Dubai")
    forget_calendars()
    late(office, remind="1 working day")
    office.now = datetime(2026, 3, 5, 11, 59, tzinfo=UTC)  # a Thursday
    case = office.submit("sally", quote)
    task = ApprovalTask.objects.get(case=case, status="open")
    assert task.due_at == datetime(2026, 3, 8, 12, tzinfo=UTC)  # Sunday is worked there
    forget_calendars()


@pytest.mark.parametrize(
    ("duration", "due"),
    [
        ("90 minutes", "2026-03-06T13:30"),
        ("2 days", "2026-03-08T12:00"),
        ("2 working days", "2026-03-10T12:00"),
        ("1 month", "2026-04-06T12:00"),
    ],
)
def test_durations_are_those_of_the_rule_language(office, duration, due):
    """FLOW-06, PLAT-15: on the working calendar where the step says so; 6 March 2026 is a Friday."""
    context = context_for(office.workspace)
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)
    found = moment_after(context, context.schema.get_entity("quote"), friday, duration)
    assert found is not None
    assert found.isoformat()[:16] == due
