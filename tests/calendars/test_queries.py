"""PLAT-15: rules count working time by the calendar of the workspace, in both back ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from odos.accounts.models import Unit
from odos.calendars.models import SpecialDay, WorkingCalendar
from odos.calendars.queries import WorkingTime, find_calendar, forget_calendars, list_working_times
from odos.database.session import fetch_value
from odos.dsl.calendar import STANDARD, week
from odos.dsl.calendar import WorkingCalendar as Calendar
from odos.dsl.checker import read_rule
from odos.dsl.columns import ColumnScope, ColumnSource
from odos.dsl.context import Context
from odos.dsl.to_python import compile_python
from odos.dsl.to_sql import compile_value

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.fixture
def shifts(workspace):
    """Monday to Saturday, mornings and afternoons; a long holiday with a make-up Sunday before it."""
    hours = [
        {"weekday": day, "start": start, "end": end}
        for day in range(1, 7)
        for start, end in ((480, 720), (780, 1020))
    ]
    plant = WorkingCalendar.objects.create(name="Plant", hours=hours, is_default=True)
    for day in range(16, 22):
        SpecialDay.objects.create(calendar=plant, day=date(2026, 2, day), label="春节")
    SpecialDay.objects.create(calendar=plant, day=date(2026, 2, 15), is_worked=True)
    forget_calendars()
    yield find_calendar(workspace=workspace)
    forget_calendars()


def test_without_a_calendar_people_work_from_monday_to_friday(workspace):
    forget_calendars()
    assert find_calendar(workspace=workspace) == STANDARD


def test_the_default_calendar_is_read_with_its_special_days(shifts):
    assert shifts.weekdays == {1, 2, 3, 4, 5, 6}
    assert shifts.holidays == {date(2026, 2, day) for day in range(16, 22)}
    assert shifts.extra_days == {date(2026, 2, 15)}


def weekly(name: str, *weekdays: int, **attributes) -> WorkingCalendar:
    hours = [{"weekday": day, "start": 540, "end": 1020} for day in weekdays]
    return WorkingCalendar.objects.create(name=name, hours=hours, **attributes)


@pytest.fixture
def tree(workspace):
    """A company on the default calendar, a branch with its own, a department and a team below it."""
    weekly("Everybody", 1, 2, 3, 4, 5, is_default=True)
    company = Unit.objects.create(name="Company", time_zone="Asia/Shanghai")
    branch = Unit.objects.create(
        name="Dubai", parent=company, calendar=weekly("Dubai", 1, 2, 3, 4, 7).pk, time_zone="Asia/Dubai"
    )
    department = Unit.objects.create(name="Sales", parent=branch)
    team = Unit.objects.create(name="Night", parent=department, calendar=weekly("Night", 6, 7).pk)
    forget_calendars()
    yield SimpleNamespace(company=company, branch=branch, department=department, team=team)
    forget_calendars()


def weekdays(workspace, unit) -> set[int]:
    return set(find_calendar(workspace=workspace, unit_id=unit.pk if unit else None).weekdays)


def test_a_unit_works_by_the_nearest_calendar_above_it(workspace, tree):
    """PLAT-15: several calendars, inherited down the tree, the default at the top."""
    assert weekdays(workspace, None) == {1, 2, 3, 4, 5}
    assert weekdays(workspace, tree.company) == {1, 2, 3, 4, 5}
    assert weekdays(workspace, tree.branch) == {1, 2, 3, 4, 7}
    assert weekdays(workspace, tree.department) == {1, 2, 3, 4, 7}
    assert weekdays(workspace, tree.team) == {6, 7}


def test_time_zones_come_down_the_tree_as_well(workspace, tree):
    """PLAT-15."""
    assert working_times(workspace, "UTC") == {
        tree.company.pk: WorkingTime(None, "Asia/Shanghai"),
        tree.branch.pk: WorkingTime(tree.branch.calendar, "Asia/Dubai"),
        tree.department.pk: WorkingTime(tree.branch.calendar, "Asia/Dubai"),
        tree.team.pk: WorkingTime(tree.team.calendar, "Asia/Dubai"),
    }


def test_units_that_work_as_everybody_does_are_not_told_apart(workspace, tree):
    """PLAT-15: also where one says so itself, below another that differs."""
    everybody = WorkingCalendar.objects.get(is_default=True)
    Unit.objects.filter(pk=tree.team.pk).update(calendar=everybody.pk, time_zone="Asia/Shanghai")
    assert set(working_times(workspace, "Asia/Shanghai")) == {tree.branch.pk, tree.department.pk}


def working_times(workspace, time_zone: str):
    forget_calendars()
    return list_working_times(workspace=workspace, time_zone=time_zone)


def test_a_calendar_in_the_bin_is_passed_over(workspace, tree):
    WorkingCalendar.objects.filter(name__in=["Night", "Everybody"]).update(deleted_at=NOW)
    forget_calendars()
    assert weekdays(workspace, tree.team) == {1, 2, 3, 4, 7}
    assert find_calendar(workspace=workspace) == STANDARD


def test_units_in_a_circle_have_the_default(workspace, tree):
    Unit.objects.filter(pk=tree.company.pk).update(parent=tree.company.pk)
    forget_calendars()
    assert weekdays(workspace, tree.company) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("WORKDAY(DATE(2026, 2, 14), 1)", date(2026, 2, 15)),
        ("WORKDAY(DATE(2026, 2, 14), 2)", date(2026, 2, 23)),
        ("WORKDAY(DATE(2026, 2, 23), -1)", date(2026, 2, 15)),
        ("DATE(2026, 2, 14) + 2 working days", date(2026, 2, 23)),
        ("NETWORKDAYS(DATE(2026, 2, 9), DATE(2026, 2, 28))", 13),
        ("NETWORKDAYS(DATE(2026, 2, 28), DATE(2026, 2, 9))", -13),
        ("ISWORKDAY(DATE(2026, 2, 15))", True),
        ("ISWORKDAY(DATE(2026, 2, 17))", False),
        ('BUSINESSHOURS(DATETIMEVALUE("2026-02-14 16:00:00"), DATETIMEVALUE("2026-02-23 09:30:00"))', 10.5),
        ('BUSINESSHOURS(DATETIMEVALUE("2026-02-14 12:30:00"), DATETIMEVALUE("2026-02-14 11:00:00"))', -1),
    ],
)
def test_both_back_ends_count_by_it(workspace, shifts, rule, expected):
    asking = Context(user=1, now=NOW, find_calendar=lambda: shifts)
    checked = read_rule(rule, ColumnScope(()))
    assert compile_python(checked)({}, asking) == expected
    value = compile_value(checked, ColumnSource(ColumnScope(()).entity))
    assert fetch_value(workspace, "SELECT " + value.text, value.bind(asking.slots())) == expected


def test_a_calendar_on_which_nobody_works_has_no_next_working_day():
    idle = Context(user=1, now=NOW, find_calendar=lambda: Calendar(shifts=week(())))
    assert compile_python(read_rule("WORKDAY(today, 1)", ColumnScope(())))({}, idle) is None
