"""A calendar as it is sent and given: hours as ``{weekday, start: "09:00", end: "17:30"}``, days as
``{day: "2026-10-01", label, is_worked}``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import Text, text

MOST_SHIFTS = 70
MOST_DAYS = 4_000
LONGEST_NAME = 255
LONGEST_CODE = 63
LONGEST_LABEL = 120
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2299, 12, 31)
_ATTRIBUTES = frozenset({"name", "code", "hours", "days", "is_default"})
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")

Hours = list[dict[str, int]]


@dataclass(frozen=True)
class Day:
    """A holiday, or a make-up day that is worked."""

    day: date
    label: str = ""
    is_worked: bool = False

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        return {"day": self.day.isoformat(), "label": self.label, "is_worked": self.is_worked}


@dataclass(frozen=True)
class Sent:
    """The attributes that were sent; None: not sent. A ``code`` of ``""`` takes the code away."""

    name: str | None = None
    code: str | None = None
    hours: Hours | None = None
    days: tuple[Day, ...] | None = None
    is_default: bool | None = None


def read_calendar(given: Mapping[str, Any]) -> Sent:
    """Raises `Invalid` with every finding."""
    issues: list[Issue] = [
        Issue("unknown_attribute", text("A calendar has no {key}", "日历没有 {key}", key=key), (key,))
        for key in given.keys() - _ATTRIBUTES
    ]
    sent = Sent(
        name=_name(given.get("name"), issues) if "name" in given else None,
        code=_code(given.get("code"), issues) if "code" in given else None,
        hours=_hours(given["hours"], issues) if "hours" in given else None,
        days=read_days(given["days"], issues) if "days" in given else None,
        is_default=_is_default(given["is_default"], issues) if "is_default" in given else None,
    )
    if issues:
        raise Invalid(None, issues)
    return sent


def read_days(given: object, issues: list[Issue]) -> tuple[Day, ...]:
    """Days in their order; what is wrong with them is added to ``issues``."""
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_DAYS:
        issues.append(
            Issue(
                "bad_days",
                text("A list of at most {n} days", "应为最多 {n} 天的列表", n=MOST_DAYS),
                ("days",),
            )
        )
        return ()
    days = []
    for position, item in enumerate(given):
        found = _day(item)
        if isinstance(found, Day):
            days.append(found)
        else:
            issues.append(Issue("bad_day", found, ("days", position)))
    twice = [day for day, times in Counter(item.day for item in days).items() if times > 1]
    issues += [
        Issue("day_twice", text("{day} is listed twice", "{day} 重复", day=day), ("days",)) for day in twice
    ]
    return tuple(sorted(days, key=lambda item: item.day))


def hours_json(hours: Sequence[Mapping[str, int]]) -> list[dict[str, object]]:
    """Stored minutes as times of the day, in the order of the week."""
    ordered = sorted(hours, key=lambda item: (item["weekday"], item["start"]))
    return [
        {"weekday": item["weekday"], "start": _clock(item["start"]), "end": _clock(item["end"])}
        for item in ordered
    ]


def _name(value: object, issues: list[Issue]) -> str:
    name = _plain(value)
    if not 1 <= len(name) <= LONGEST_NAME:
        message = text("A name has 1 to {n} characters", "名称应为 1 到 {n} 个字符", n=LONGEST_NAME)
        issues.append(Issue("bad_name", message, ("name",)))
    return name


def _code(value: object, issues: list[Issue]) -> str:
    code = _plain(value)
    if len(code) > LONGEST_CODE or not (value is None or isinstance(value, str)):
        message = text("A code has at most {n} characters", "编码最多 {n} 个字符", n=LONGEST_CODE)
        issues.append(Issue("bad_code", message, ("code",)))
    return code


def _is_default(value: object, issues: list[Issue]) -> bool:
    if value is not True:
        message = text(
            "The default is changed by making another calendar the default",
            "请将其他日历设为默认来更换默认日历",
        )
        issues.append(Issue("bad_default", message, ("is_default",)))
    return True


def _hours(value: object, issues: list[Issue]) -> Hours:
    given = value if isinstance(value, list) and len(value) <= MOST_SHIFTS else None
    if given is None:
        message = text("A list of at most {n} shifts", "应为最多 {n} 个班次的列表", n=MOST_SHIFTS)
        issues.append(Issue("bad_hours", message, ("hours",)))
        return []
    shifts: Hours = []
    for position, item in enumerate(given):
        found = _shift(item)
        if isinstance(found, dict):
            shifts.append(found)
        else:
            issues.append(Issue("bad_shift", found, ("hours", position)))
    shifts.sort(key=lambda item: (item["weekday"], item["start"]))
    issues += _overlaps(shifts)
    return shifts


def _shift(item: object) -> dict[str, int] | Text:
    if not isinstance(item, Mapping) or item.keys() != {"weekday", "start", "end"}:
        return text("A shift is {{weekday, start, end}}", "班次应为 {{weekday, start, end}}")
    weekday, start, end = item["weekday"], _minutes(item["start"]), _minutes(item["end"])
    if isinstance(weekday, bool) or not isinstance(weekday, int) or not 1 <= weekday <= 7:
        return text("weekday is 1 (Monday) to 7 (Sunday)", "weekday 为 1（周一）到 7（周日）")
    if start is None or end is None:
        return text("Write times like 09:00; a day ends at 24:00", "时间格式为 09:00，一天结束于 24:00")
    if start >= end:
        return text("A shift ends after it begins", "班次的结束时间应晚于开始时间")
    return {"weekday": weekday, "start": start, "end": end}


def _overlaps(shifts: Hours) -> Iterator[Issue]:
    for first, second in pairwise(shifts):
        if first["weekday"] == second["weekday"] and second["start"] < first["end"]:
            message = text(
                "Shifts overlap at {time} on weekday {day}",
                "周 {day} 的班次在 {time} 重叠",
                time=_clock(second["start"]),
                day=first["weekday"],
            )
            yield Issue("shifts_overlap", message, ("hours",))


def _day(item: object) -> Day | Text:
    if not isinstance(item, Mapping) or not item.keys() <= {"day", "label", "is_worked"}:
        return text("A day is {{day, label, is_worked}}", "日期应为 {{day, label, is_worked}}")
    try:
        day = date.fromisoformat(str(item.get("day")))
    except ValueError:
        return text("Write a date like 2026-10-01", "日期格式为 2026-10-01")
    label, is_worked = _plain(item.get("label")), item.get("is_worked", False)
    if not FIRST_DAY <= day <= LAST_DAY:
        return text("From {first} to {last}", "应在 {first} 至 {last} 之间", first=FIRST_DAY, last=LAST_DAY)
    if not isinstance(is_worked, bool) or len(label) > LONGEST_LABEL:
        return text(
            "is_worked is true or false, a label has at most {n} characters",
            "is_worked 应为 true 或 false，名称最多 {n} 个字符",
            n=LONGEST_LABEL,
        )
    return Day(day, label, is_worked)


def _plain(value: object) -> str:
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _minutes(value: object) -> int | None:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return None
    hours, minutes = value.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
