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

from odos.dsl import tree
from odos.dsl.statements import tree as st
from odos.dsl.statements.forms import MISSING, Parts, Reader, head_of, labels_of, notes_of, shown
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.printer import Printer
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

_UNITS: tuple[str, ...] = get_args(tree.Unit)
_DAYS: tuple[str, ...] = get_args(st.Weekday)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CHANNEL = re.compile(r"[a-z][a-z0-9_]*")
_PRINTER = Printer(None, {})
_NO_NUMBER = text("This must be a whole number", "此处应为整数")
_NO_UNIT = text("This must be a unit of time", "此处应为时间单位")
_NO_DAYS = text("These must be days of the week", "此处应为星期几")
_NO_CLOCK = text("This must be a time of day, such as 08:30", "此处应为时间，例如 08:30")
_NO_PERSON = text(
    'This names nobody; say owner, role "…" or managers of owner',
    '此处没有指向任何人员，例如 owner、role "…"、managers of owner',
)
_NO_CHANNEL = text("This is no channel", "此处不是通知渠道")


# ------------------------------------------------------------------ statement → form


def reminder_form(rule: st.Remind) -> dict[str, Any]:
    """The form of a reminder."""
    repeat, until, snooze, digest = rule.repeat, rule.until, rule.snooze, rule.digest
    return {
        **head_of("remind", rule),
        "timing": _timing(rule.timing) if rule.timing else None,
        "repeat": {"schedule": _schedule(repeat.schedule), "most": repeat.most, **_notes(repeat)}
        if repeat
        else None,
        "notices": [
            {**_telling(item), "message": labels_of(item.message), **_notes(item)} for item in rule.notices
        ],
        "escalations": [{**_span(item.after), **_telling(item), **_notes(item)} for item in rule.escalations],
        "until": {"when": shown(until.condition), **_notes(until)} if until else None,
        "snooze": {**_span(snooze.longest), "most": snooze.most, **_notes(snooze)} if snooze else None,
        "digest": {"schedule": _schedule(digest.schedule), **_notes(digest)} if digest else None,
    }


def _timing(item: st.Timing) -> dict[str, Any]:
    return {"side": item.side, **_span(item.distance), "moment": shown(item.moment), **_notes(item)}


def _span(span: tree.Duration) -> dict[str, Any]:
    return {"amount": span.amount, "unit": span.unit}


def _schedule(item: st.Schedule) -> dict[str, Any]:
    span = _span(item.every) if item.every else {"amount": None, "unit": None}
    return {**span, "weekdays": list(item.weekdays), "month_day": item.month_day, "clock": item.clock}


def _telling(item: st.Notice | st.Escalation) -> dict[str, Any]:
    people = [_PRINTER.person(person) for person in item.to]
    return {"to": people, "channels": list(item.channels), "template": item.template}


def _notes(item: st.Clause) -> dict[str, Any]:
    return {"notes": list(item.notes)}


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
    return st.Timing(side, _duration(reader, item, "timing"), moment, notes=notes_of(item))


def _read_repeat(reader: Reader, item: Parts | None) -> st.Repeat | None:
    if item is None:
        return None
    schedule = _read_schedule(reader, item.get("schedule"), "repeat", "schedule")
    return st.Repeat(schedule, _most(reader, item, "repeat"), notes=notes_of(item))


def _read_notice(reader: Reader, item: Parts, at: int) -> st.Notice:
    place = ("notices", at)
    message = reader.words(item.get("message"), *place, "message")
    return st.Notice(*_read_telling(reader, item, *place), message=message, notes=notes_of(item))


def _read_escalation(reader: Reader, item: Parts, at: int) -> st.Escalation:
    place = ("escalations", at)
    after = _duration(reader, item, *place)
    return st.Escalation(after, *_read_telling(reader, item, *place), notes=notes_of(item))


def _read_until(reader: Reader, item: Parts | None) -> st.Until | None:
    if item is None:
        return None
    return st.Until(reader.needed(item.get("when"), "until", "when"), notes=notes_of(item))


def _read_snooze(reader: Reader, item: Parts | None) -> st.Snooze | None:
    if item is None:
        return None
    return st.Snooze(_duration(reader, item, "snooze"), _most(reader, item, "snooze"), notes=notes_of(item))


def _read_digest(reader: Reader, item: Parts | None) -> st.Digest | None:
    if item is None:
        return None
    schedule = _read_schedule(reader, item.get("schedule"), "digest", "schedule")
    return st.Digest(schedule, notes=notes_of(item))


def _read_telling(
    reader: Reader, item: Parts, *place: str | int
) -> tuple[tuple[st.Somebody, ...], tuple[str, ...], str | None]:
    """Whom, by which ways, and with which template."""
    written = item.get("to") or []
    listed = written if isinstance(written, list) else [written]
    if not listed:
        reader.refuse((*place, "to"), MISSING)
    people = [_person(reader, str(name), *place, "to", at) for at, name in enumerate(listed)]
    channels = item.get("channels") or []
    if not isinstance(channels, list) or not all(_CHANNEL.fullmatch(str(name)) for name in channels):
        reader.refuse((*place, "channels"), _NO_CHANNEL)
        channels = []
    template = item.get("template") or None
    return (
        tuple(person for person in people if person is not None),
        tuple(map(str, channels)),
        None if template is None else str(template),
    )


def _person(reader: Reader, written: str, *place: str | int) -> st.Somebody | None:
    """Somebody as a statement of nothing else names them."""
    try:
        found = parse_statement(f"remind on record notify {written}\n")
    except Invalid:
        found = None
    alone = st.Remind(entity=st.EntityName("record"))
    notice = found.notices[0] if isinstance(found, st.Remind) and len(found.notices) == 1 else None
    only = notice is not None and len(notice.to) == 1 and notice == st.Notice(notice.to)
    if found is None or notice is None or not only or found != _with_notice(alone, notice):
        reader.refuse(place, _NO_PERSON)
        return None
    return notice.to[0]


def _with_notice(rule: st.Remind, notice: st.Notice) -> st.Remind:
    return st.Remind(entity=rule.entity, notices=(notice,))


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
        return st.Schedule(month_day=_whole(reader, month_day, 1, 31, *place, "month_day"), clock=clock)
    return st.Schedule(every=_duration(reader, given, *place), clock=clock)


def _weekdays(days: list[Any]) -> list[st.Weekday]:
    return [cast(st.Weekday, day) for day in _DAYS if day in days]


def _duration(reader: Reader, item: Parts, *place: str | int) -> tree.Duration:
    unit = item.get("unit")
    if unit not in _UNITS:
        reader.refuse((*place, "unit"), _NO_UNIT)
        unit = "day"
    return tree.Duration(
        _whole(reader, item.get("amount"), 0, 366_000, *place, "amount"), cast(tree.Unit, unit)
    )


def _most(reader: Reader, item: Parts, *place: str | int) -> int | None:
    return None if item.get("most") is None else _whole(reader, item["most"], 1, 10_000, *place, "most")


def _whole(reader: Reader, value: Any, low: int, high: int, *place: str | int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        reader.refuse(place, _NO_NUMBER)
        return max(low, 1)
    return value
