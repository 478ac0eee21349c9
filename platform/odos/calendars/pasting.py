"""Holidays as people paste them: a table (from a sheet or a CSV file), a list, or the yearly notice of the
State Council (``春节：2月15日（周日）至23日放假调休，共9天。2月14日（周六）上班。``).

A line of a table is a date or a span, then a name and what kind of day it is, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from odos.calendars.documents import FIRST_DAY, LAST_DAY, LONGEST_LABEL, MOST_DAYS, Day
from odos.kernel.issues import Issue
from odos.kernel.texts import text

MOST_LINES = 2_000
MOST_OF_A_SPAN = 62  # days
LONGEST_LINE = 2_000

_WORKED = re.compile(r"上班|补班|工作日|班|\bwork(?:ed|ing)?\b|make-?up", re.IGNORECASE)
_OFF = re.compile(r"放假|休|假|\b(?:holiday|off|closed|free)\b", re.IGNORECASE)
_KINDS = re.compile(
    r"(?:调休)?上班|补班|工作日|班|放假|休息|调休|休|节假日|假日|假"
    r"|work(?:ed|ing)?(?: day)?|make-?up(?: day)?|holiday|off|closed|free",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})(?:\s*[-/.年]\s*))?(?:(?P<month>\d{1,2})\s*[-/.月]\s*)?(?P<day>\d{1,2})(?!\d)\s*日?"
)
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_BETWEEN = re.compile(r"^\s*(?:至|到|—+|–|~|～|-|to|until|bis)\s*$", re.IGNORECASE)
_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")
_COUNT = re.compile(r"共\s*\d+\s*天")
_NUMBERING = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d{1,2}[.)]\s+)")
_SEPARATOR = re.compile(r"[\t;,，；|]")


@dataclass(frozen=True)
class Pasted:
    """The days that were found, each once (the last one counts), and the lines without any."""

    days: tuple[Day, ...]
    issues: tuple[Issue, ...]


def read_pasted(pasted: str, *, year: int) -> Pasted:
    """``year`` is that of dates that do not say any."""
    found: dict[date, Day] = {}
    issues: list[Issue] = []
    for number, line in enumerate(pasted.splitlines()[:MOST_LINES], start=1):
        if not line.strip():
            continue
        days = list(_read_line(line[:LONGEST_LINE], year))
        found |= {item.day: item for item in days}
        if not days and any(character.isdigit() for character in line):
            message = text("No date was found in line {n}", "第 {n} 行没有找到日期", n=number)
            issues.append(Issue("no_date", message, ("text", number), severity="warning"))
    days = sorted(found.values(), key=lambda item: item.day)[:MOST_DAYS]
    return Pasted(tuple(days), tuple(issues))


def _read_line(line: str, year: int) -> Iterator[Day]:
    """A name before a colon stands for the whole line, a sentence says what its days are."""
    plain = _COUNT.sub("", _ASIDE.sub("", _NUMBERING.sub("", line)))
    name, colon, rest = plain.partition("：")
    if not colon:
        rest, name = plain, ""
    for sentence in re.split("[。；\n]", rest) if colon else [rest]:
        yield from _read_sentence(sentence, _tidy(name), year)


def _read_sentence(sentence: str, name: str, year: int) -> Iterator[Day]:
    spans, rest = _spans(sentence, year)
    is_worked = bool(_WORKED.search(sentence)) and not _OFF.search(_WORKED_WORDS.sub("", sentence))
    label = name or _label(rest)
    for first, last in spans:
        for offset in range((last - first).days + 1):
            yield Day(first + timedelta(days=offset), label, is_worked)


_WORKED_WORDS = re.compile(r"调休上班|节假日补班")


def _spans(sentence: str, year: int) -> tuple[list[tuple[date, date]], str]:
    """Single days and spans, and what stands beside the dates. A month is said once for those after it."""
    plain = _COMPACT.sub(r"\1-\2-\3", sentence)
    spans: list[tuple[date, date]] = []
    rest, end, month = [], 0, 0
    for match in _DATE.finditer(plain):
        found = _date_of(match, year, month)
        if found is None:
            continue
        between = plain[end : match.start()]
        if spans and _BETWEEN.match(between) and 0 <= (found - spans[-1][0]).days < MOST_OF_A_SPAN:
            spans[-1] = (spans[-1][0], found)
        else:
            rest.append(between)
            spans.append((found, found))
        year, month, end = found.year, found.month, match.end()
    return spans, "".join([*rest, plain[end:]])


def _date_of(match: re.Match[str], year: int, month: int) -> date | None:
    said = match["month"]
    if said is None and (not month or "日" not in match[0] or match["year"]):
        return None
    try:
        found = date(int(match["year"] or year), int(said or month), int(match["day"]))
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def _label(rest: str) -> str:
    """What is neither a date nor a kind of day."""
    parts: Sequence[str] = [_tidy(part) for part in _SEPARATOR.split(rest)]
    named = [part for part in parts if part and not _KINDS.fullmatch(part)]
    return (named[0] if named else "")[:LONGEST_LABEL]


def _tidy(value: str) -> str:
    return value.strip(" \t\"'“”:：、。.,-*")[:LONGEST_LABEL]
