"""PLAT-15: a year's holidays come in as people paste them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odos.calendars.pasting import read_pasted

NOTICE = """国务院办公厅关于部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
"""


def test_the_yearly_notice_gives_holidays_and_make_up_days():
    """The Chinese statutory make-up days work."""
    found = {item.day: item for item in read_pasted(NOTICE, year=2026).days}
    worked = sorted(day for day, item in found.items() if item.is_worked)
    assert worked == [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28)]
    assert len(found) - len(worked) == 3 + 9 + 3
    assert {found[date(2026, 2, 15)].label, found[date(2026, 2, 28)].label} == {"春节"}


@pytest.mark.parametrize(
    ("line", "day", "label", "is_worked"),
    [
        ("2026-10-01,National Day,holiday", date(2026, 10, 1), "National Day", False),
        ("2026/10/10;National Day;work", date(2026, 10, 10), "National Day", True),
        ('"2026-05-01","Labour Day",off', date(2026, 5, 1), "Labour Day", False),
        ("20260502\t劳动节\t休", date(2026, 5, 2), "劳动节", False),
        ("make-up day,2026-09-27", date(2026, 9, 27), "", True),
        ("2026年9月27日\t中秋节\t班", date(2026, 9, 27), "中秋节", True),
        ("10月10日 调休上班", date(2026, 10, 10), "", True),
        ("12/25 Christmas", date(2026, 12, 25), "Christmas", False),
        ("2025年12月28日上班", date(2025, 12, 28), "", True),
    ],
)
def test_a_line_of_a_table_is_one_day(line, day, label, is_worked):
    (found,) = read_pasted(line, year=2026).days
    assert (found.day, found.label, found.is_worked) == (day, label, is_worked)


def test_spans_are_every_day_of_them():
    days = [item.day for item in read_pasted("2026-10-01 ~ 2026-10-07 国庆节", year=2026).days]
    assert days == [date(2026, 10, 1) + timedelta(days=offset) for offset in range(7)]


def test_a_line_without_a_date_is_told():
    found = read_pasted("date,name\nabout 45 things\n2026-01-01,New Year", year=2026)
    assert [issue.path for issue in found.issues] == [("text", 2)]
    assert len(found.days) == 1


@given(st.text(max_size=400))
def test_nothing_that_is_pasted_fails(pasted):
    days = [item.day for item in read_pasted(pasted, year=2026).days]
    assert days == sorted(set(days))


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2100, 1, 1)), min_size=1, max_size=20, unique=True),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d"]),
)
def test_dates_in_common_forms_are_all_found(days, form):
    pasted = "\n".join(f"{day.strftime(form)},x" for day in days)
    assert [item.day for item in read_pasted(pasted, year=2026).days] == sorted(days)
