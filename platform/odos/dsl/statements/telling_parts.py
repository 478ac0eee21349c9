"""What forms of reminders and of assignment share: people, spans of time, whole numbers, ways of telling.

People are texts of the language (``managers of owner up to 2 levels``, ``pool "public"``).
"""

from __future__ import annotations

import re
from typing import Any, cast, get_args

from odos.dsl import tree
from odos.dsl.statements import tree as st
from odos.dsl.statements.forms import MISSING, Parts, Reader
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.printer import Printer
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

_UNITS: tuple[str, ...] = get_args(tree.Unit)
_CHANNEL = re.compile(r"[a-z][a-z0-9_]*")
_PRINTER = Printer(None, {})
_NO_NUMBER = text("This must be a whole number", "此处应为整数")
_NO_UNIT = text("This must be a unit of time", "此处应为时间单位")
_NO_PERSON = text(
    'This names nobody; say owner, role "…" or managers of owner',
    '此处没有指向任何人员，例如 owner、role "…"、managers of owner',
)
_NO_CHANNEL = text("This is no channel", "此处不是通知渠道")


# ------------------------------------------------------------------ statement → form


def shown_person(person: st.Somebody) -> str:
    """Somebody, or a pool, as the language names them."""
    return _PRINTER.person(person)


def shown_span(span: tree.Duration) -> dict[str, Any]:
    """A length of time."""
    return {"amount": span.amount, "unit": span.unit}


def shown_telling(item: st.Notice | st.Escalation | st.Warning_) -> dict[str, Any]:
    """Whom, by which ways, and with which template."""
    people = [shown_person(person) for person in item.to]
    return {"to": people, "channels": list(item.channels), "template": item.template}


def shown_notes(item: st.Clause) -> dict[str, Any]:
    """Comments before a clause."""
    return {"notes": list(item.notes)}


# ------------------------------------------------------------------ form → statement


def read_telling(
    reader: Reader, item: Parts, *place: str | int
) -> tuple[tuple[st.Somebody, ...], tuple[str, ...], str | None]:
    """Whom, by which ways, and with which template."""
    written = item.get("to") or []
    listed = written if isinstance(written, list) else [written]
    if not listed:
        reader.refuse((*place, "to"), MISSING)
    people = [read_person(reader, str(name), *place, "to", at) for at, name in enumerate(listed)]
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


def read_person(reader: Reader, written: str, *place: str | int) -> st.Somebody | None:
    """Somebody (or a pool) as a statement of nothing else names them."""
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


def read_duration(reader: Reader, item: Parts, *place: str | int) -> tree.Duration:
    """A length of time; findings stand at its amount or unit."""
    unit = item.get("unit")
    if unit not in _UNITS:
        reader.refuse((*place, "unit"), _NO_UNIT)
        unit = "day"
    return tree.Duration(
        read_whole(reader, item.get("amount"), 0, 366_000, *place, "amount"), cast(tree.Unit, unit)
    )


def read_whole(reader: Reader, value: Any, low: int, high: int, *place: str | int) -> int:
    """A number in bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        reader.refuse(place, _NO_NUMBER)
        return max(low, 1)
    return value
