"""A reminder as a form: what is told, when, how often, to whom, and what happens when nobody does anything.

``{"kind": "remind", "entity", "title", "when", "timing": {"side", "amount", "unit", "moment"}, "repeat":
{"schedule", "most"}, "notices": [{"to": [text], "channels", "template", "message"}], "escalations":
[{"amount", "unit", "to", "channels", "template"}], "until": {"when"}, "snooze": {"amount", "unit", "most"},
"digest": {"schedule"}}``; a schedule is ``{"amount", "unit", "weekdays", "month_day", "clock"}``. People are
texts of the language (``managers of owner up to 2 levels``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from odos.dsl.statements import tree as st
from odos.dsl.statements.forms import Parts, Reader, head_of, labels_of, notes_of, shown
from odos.dsl.statements.telling_parts import (
    read_duration,
    read_telling,
    read_whole,
    shown_notes,
    shown_span,
    shown_telling,
)
from odos.kernel.texts import text

_DAYS: tuple[str, ...] = get_args(st.Weekday)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NO_DAYS = text("These must be days of the week", "此处应为星期几")
_NO_CLOCK = text("This must be a time of day, such as 08:30", "此处应为时间，例如 08:30")


# ------------------------------------------------------------------ statement → form


def reminder_form(rule: st.Remind) -> dict[str, Any]:
    """The form of a reminder."""
    repeat, until, snooze, digest = rule.repeat, rule.until, rule.snooze, rule.digest
    return {
        **head_of("remind", rule),
        "timing": _timing(rule.timing) if rule.timing else None,
        "repeat": {"schedule": _schedule(repeat.schedule), "most": repeat.most, **shown_notes(repeat)}
        if repeat
        else None,
        "notices": [
            {**shown_telling(item), "message": labels_of(item.message), **shown_notes(item)}
            for item in rule.notices
        ],
        "escalations": [
            {**shown_span(item.after), **shown_telling(item), **shown_notes(item)}
            for item in rule.escalations
        ],
        "until": {"when": shown(until.condition), **shown_notes(until)} if until else None,
        "snooze": {**shown_span(snooze.longest), "most": snooze.most, **shown_notes(snooze)}
        if snooze
        else None,
        "digest": {"schedule": _schedule(digest.schedule), **shown_notes(digest)} if digest else None,
    }


def _timing(item: st.Timing) -> dict[str, Any]:
    return {"side": item.side, **shown_span(item.distance), "moment": shown(item.moment), **shown_notes(item)}


def _schedule(item: st.Schedule) -> dict[str, Any]:
    span = shown_span(item.every) if item.every else {"amount": None, "unit": None}
    return {**span, "weekdays": list(item.weekdays), "month_day": item.month_day, "clock": item.clock}


# ------------------------------------------------------------------ form → statement


def read_reminder(reader: Reader, parts: Parts) -> st.Statement:
    """The statement of a form; findings are collected by the reader."""
    return st.Remind(
        **reader.head(parts),
        timing=_read_timing(reader, reader.one(parts.get("timing"), "timing")),
        repeat=_read_repeat(reader, reader.one(parts.get("repeat"), "repeat")),
        notices=tuple(
            _read_notice(reader, item, at) for at, item in reader.rows(parts.get("notices"), "notices")
        ),
        escalations=tuple(
            _read_escalation(reader, item, at)
            for at, item in reader.rows(parts.get("escalations"), "escalations")
        ),
        until=_read_until(reader, reader.one(parts.get("until"), "until")),
        snooze=_read_snooze(reader, reader.one(parts.get("snooze"), "snooze")),
        digest=_read_digest(reader, reader.one(parts.get("digest"), "digest")),
    )


def _read_timing(reader: Reader, item: Parts | None) -> st.Timing | None:
    if item is None:
        return None
    side: Any = "before" if item.get("side") == "before" else "after"
    moment = reader.needed(item.get("moment"), "timing", "moment")
    return st.Timing(side, read_duration(reader, item, "timing"), moment, notes=notes_of(item))


def _read_repeat(reader: Reader, item: Parts | None) -> st.Repeat | None:
    if item is None:
        return None
    schedule = _read_schedule(reader, item.get("schedule"), "repeat", "schedule")
    return st.Repeat(schedule, _most(reader, item, "repeat"), notes=notes_of(item))


def _read_notice(reader: Reader, item: Parts, at: int) -> st.Notice:
    place = ("notices", at)
    message = reader.words(item.get("message"), *place, "message")
    return st.Notice(*read_telling(reader, item, *place), message=message, notes=notes_of(item))


def _read_escalation(reader: Reader, item: Parts, at: int) -> st.Escalation:
    place = ("escalations", at)
    after = read_duration(reader, item, *place)
    return st.Escalation(after, *read_telling(reader, item, *place), notes=notes_of(item))


def _read_until(reader: Reader, item: Parts | None) -> st.Until | None:
    if item is None:
        return None
    return st.Until(reader.needed(item.get("when"), "until", "when"), notes=notes_of(item))


def _read_snooze(reader: Reader, item: Parts | None) -> st.Snooze | None:
    if item is None:
        return None
    return st.Snooze(
        read_duration(reader, item, "snooze"), _most(reader, item, "snooze"), notes=notes_of(item)
    )


def _read_digest(reader: Reader, item: Parts | None) -> st.Digest | None:
    if item is None:
        return None
    schedule = _read_schedule(reader, item.get("schedule"), "digest", "schedule")
    return st.Digest(schedule, notes=notes_of(item))


def _read_schedule(reader: Reader, item: Any, *place: str | int) -> st.Schedule:
    given: Mapping[str, Any] = item if isinstance(item, Mapping) else {}
    clock, days, month_day = given.get("clock") or None, given.get("weekdays") or [], given.get("month_day")
    if clock is not None and not _CLOCK.fullmatch(str(clock)):
        reader.refuse((*place, "clock"), _NO_CLOCK)
        clock = None
    if not isinstance(days, list) or not set(days) <= set(_DAYS):
        reader.refuse((*place, "weekdays"), _NO_DAYS)
        days = []
    if days:
        return st.Schedule(weekdays=tuple(day for day in _weekdays(days)), clock=clock)
    if month_day is not None:
        return st.Schedule(month_day=read_whole(reader, month_day, 1, 31, *place, "month_day"), clock=clock)
    return st.Schedule(every=read_duration(reader, given, *place), clock=clock)


def _weekdays(days: list[Any]) -> list[st.Weekday]:
    return [cast(st.Weekday, day) for day in _DAYS if day in days]


def _most(reader: Reader, item: Parts, *place: str | int) -> int | None:
    return None if item.get("most") is None else read_whole(reader, item["most"], 1, 10_000, *place, "most")
