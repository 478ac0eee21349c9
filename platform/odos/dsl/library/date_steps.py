"""From one date to another: later, earlier, the ends of periods, fiscal years."""

from __future__ import annotations

from datetime import date, datetime

from odos.dsl import moments
from odos.dsl.context import Context
from odos.dsl.functions import Function, Overload
from odos.dsl.numbers import Number
from odos.dsl.sql.forms import months_later, real_date, real_moment, template, whole
from odos.dsl.types import DATE, DATETIME, NUMBER, TEXT
from odos.kernel.texts import text

_MONTHS = whole("{1}", moments.MAX_MONTHS)


def _add_months_at(context: Context, moment: datetime, months: Number) -> datetime | None:
    return moments.add_months_at(moment, months, context.zone)


# ------------------------------------------------------------------ units

_UNIT_MONTHS = {"month": 1, "quarter": 3, "year": 12}


_UNIT_DAYS = {"day": 1, "week": 7}


def _unit(written: str) -> str:
    return written.strip().lower().removesuffix("s")


def _date_add(day: date, count: Number, unit: str) -> date | None:
    named = _unit(unit)
    if named in _UNIT_MONTHS:
        return moments.add_months(day, int(count) * _UNIT_MONTHS[named])
    return moments.add_days(day, int(count) * _UNIT_DAYS[named]) if named in _UNIT_DAYS else None


_UNIT_SQL = "regexp_replace(lower(btrim({unit})), 's$', '')"


def _by_unit(unit: str, forms: dict[str, str]) -> str:
    """CASE over the unit; NULL for another."""
    branches = " ".join(f"WHEN '{name}' THEN {form}" for name, form in forms.items())
    return f"CASE {_UNIT_SQL.replace('{unit}', unit)} {branches} END"


def _guarded_count(factor: int, limit: int) -> str:
    return whole(f"(trunc({{1}}) * {factor})", limit)


_DATE_ADD_SQL = _by_unit(
    "{2}",
    {
        **{
            name: real_date(
                f"({{0}} + make_interval(months => {_guarded_count(months, moments.MAX_MONTHS)}))::date"
            )
            for name, months in _UNIT_MONTHS.items()
        },
        **{
            name: real_date(f"({{0}} + {_guarded_count(days, moments.MAX_DAYS)})")
            for name, days in _UNIT_DAYS.items()
        },
    },
)


def _date_diff(later: date, earlier: date, unit: str) -> int | None:
    """Whole units from the second date to the first, towards zero."""
    named = _unit(unit)
    if named in _UNIT_DAYS:
        days = (later - earlier).days
        return days // _UNIT_DAYS[named] if days >= 0 else -(-days // _UNIT_DAYS[named])
    if named not in _UNIT_MONTHS:
        return None
    low, high = min(later, earlier), max(later, earlier)
    months = (high.year - low.year) * 12 + high.month - low.month - (high.day < low.day)
    found = months // _UNIT_MONTHS[named]
    return found if later >= earlier else -found


_MONTHS_APART = (
    "((extract(year FROM GREATEST({0}, {1})) - extract(year FROM LEAST({0}, {1}))) * 12"
    " + extract(month FROM GREATEST({0}, {1})) - extract(month FROM LEAST({0}, {1}))"
    " - CASE WHEN extract(day FROM GREATEST({0}, {1})) < extract(day FROM LEAST({0}, {1})) THEN 1 ELSE 0 END)"
)


_DIRECTION = "CASE WHEN {0} >= {1} THEN 1 ELSE -1 END"


_DATE_DIFF_SQL = _by_unit(
    "{2}",
    {
        **{
            name: f"trunc({_MONTHS_APART} / {months}) * {_DIRECTION}" for name, months in _UNIT_MONTHS.items()
        },
        **{name: f"trunc(({{0}} - {{1}})::numeric / {days})" for name, days in _UNIT_DAYS.items()},
    },
)


def _start_of(day: date, unit: str) -> date | None:
    named = _unit(unit)
    if named == "week":
        return moments.add_days(day, 1 - day.isoweekday())
    starts = {
        "day": day,
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": day.replace(month=1, day=1),
    }
    return starts.get(named)


_START_OF_SQL = _by_unit(
    "{1}",
    {
        "day": "{0}",
        **{name: f"date_trunc('{name}', {{0}}::timestamp)::date" for name in ("month", "quarter", "year")},
        "week": real_date("date_trunc('week', {0}::timestamp)::date"),
    },
)


def _end_of_month(day: date, months: Number = 0) -> date | None:
    first = moments.add_months(day.replace(day=1), months)
    return first and moments.make_date(first.year, first.month, moments.days_in_month(first))


_MONTHS_ON = real_date(f"(date_trunc('month', {{0}}::timestamp) + make_interval(months => {_MONTHS}))::date")


_END_OF_MONTH = "(date_trunc('month', {value}::timestamp) + interval '1 month - 1 day')::date"


def _fiscal_year(day: date, first_month: Number = 1) -> int | None:
    """Named by the calendar year in which it ends."""
    month = int(first_month)
    if not 1 <= month <= 12:
        return None
    return day.year + (month > 1 and day.month >= month)


def _fiscal_quarter(day: date, first_month: Number = 1) -> int | None:
    month = int(first_month)
    return (day.month - month) % 12 // 3 + 1 if 1 <= month <= 12 else None


def _own_fiscal_year(context: Context, day: date) -> int | None:
    return _fiscal_year(day, context.fiscal_start)


def _own_fiscal_quarter(context: Context, day: date) -> int | None:
    return _fiscal_quarter(day, context.fiscal_start)


_FIRST_MONTH = "trunc({1})"


_FISCAL_YEAR_SQL = (
    f"CASE WHEN {_FIRST_MONTH} BETWEEN 1 AND 12 THEN extract(year FROM {{0}})"
    f" + CASE WHEN {_FIRST_MONTH} > 1 AND extract(month FROM {{0}}) >= {_FIRST_MONTH} THEN 1 ELSE 0 END END"
)


_FISCAL_QUARTER_SQL = (
    f"CASE WHEN {_FIRST_MONTH} BETWEEN 1 AND 12"
    f" THEN div(mod(extract(month FROM {{0}}) - {_FIRST_MONTH} + 12, 12), 3) + 1 END"
)


_OWN_FISCAL_YEAR = _FISCAL_YEAR_SQL.replace("trunc({1})", "{fiscal_start}")


_OWN_FISCAL_QUARTER = _FISCAL_QUARTER_SQL.replace("trunc({1})", "{fiscal_start}")


FUNCTIONS = (
    Function(
        "ADDMONTHS",
        text(
            "The same day so many months later, or the last of a shorter month",
            "若干个月之后的同一天；目标月份较短时取其最后一天",
        ),
        "ADDMONTHS(DATE(2026, 1, 31), 1)",
        "2026-02-28",
        (
            Overload(
                (DATE, NUMBER),
                DATE,
                moments.add_months,
                template(real_date(f"({{0}} + make_interval(months => {_MONTHS}))::date")),
                fails=True,
            ),
            Overload(
                (DATETIME, NUMBER),
                DATETIME,
                _add_months_at,
                template(real_moment(months_later("{0}", "+", f"make_interval(months => {_MONTHS})"))),
                needs_context=True,
                fails=True,
            ),
        ),
    ),
    Function(
        "DATEADD",
        text(
            "A date so many days, weeks, months, quarters or years later",
            "若干天（day）、周（week）、月（month）、季度（quarter）或年（year）之后的日期",
        ),
        'DATEADD(DATE(2026, 1, 31), 2, "weeks")',
        "2026-02-14",
        (Overload((DATE, NUMBER, TEXT), DATE, _date_add, template(_DATE_ADD_SQL), fails=True),),
    ),
    Function(
        "DATEDIFF",
        text(
            "Whole days, weeks, months, quarters or years from the second date to the first",
            "从第二个日期到第一个日期的整天（day）、周（week）、月（month）、季度（quarter）或年（year）数",
        ),
        'DATEDIFF(DATE(2026, 3, 30), DATE(2026, 1, 31), "month")',
        "1",
        (Overload((DATE, DATE, TEXT), NUMBER, _date_diff, template(_DATE_DIFF_SQL), fails=True),),
    ),
    Function(
        "STARTOF",
        text(
            "The first day of the week (Monday), month, quarter or year of a date",
            "日期所在周（从星期一起）、月、季度或年的第一天",
        ),
        'STARTOF(DATE(2026, 5, 20), "quarter")',
        "2026-04-01",
        (Overload((DATE, TEXT), DATE, _start_of, template(_START_OF_SQL), fails=True),),
    ),
    Function(
        "EOMONTH",
        text("The last day of the month, perhaps so many months later", "所在月（或若干个月之后）的最后一天"),
        "EOMONTH(DATE(2026, 1, 15), 1)",
        "2026-02-28",
        (
            Overload((DATE,), DATE, _end_of_month, template(_END_OF_MONTH.replace("{value}", "{0}"))),
            Overload(
                (DATE, NUMBER),
                DATE,
                _end_of_month,
                template(_END_OF_MONTH.replace("{value}", f"({_MONTHS_ON})")),
                fails=True,
            ),
        ),
    ),
    Function(
        "FISCALYEAR",
        text(
            "The fiscal year of a date, named by the year in which it ends; a number sets its first month",
            "日期所属财年，以结束年份命名；可用第二个参数指定财年的首月",
        ),
        "FISCALYEAR(DATE(2026, 5, 1), 4)",
        "2027",
        (
            Overload((DATE,), NUMBER, _own_fiscal_year, template(_OWN_FISCAL_YEAR), needs_context=True),
            Overload((DATE, NUMBER), NUMBER, _fiscal_year, template(_FISCAL_YEAR_SQL), fails=True),
        ),
    ),
    Function(
        "FISCALQUARTER",
        text(
            "The fiscal quarter of a date; a number gives another first month of the fiscal year",
            "日期所属财季；可用第二个参数指定财年的首月",
        ),
        "FISCALQUARTER(DATE(2026, 5, 1), 4)",
        "1",
        (
            Overload((DATE,), NUMBER, _own_fiscal_quarter, template(_OWN_FISCAL_QUARTER), needs_context=True),
            Overload((DATE, NUMBER), NUMBER, _fiscal_quarter, template(_FISCAL_QUARTER_SQL), fails=True),
        ),
    ),
)
