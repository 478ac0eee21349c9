"""Patterns of automatic numbers: ``Q-{YYYY}{MM}-{0000}`` and a counter give ``Q-202611-0042``.

Pure; the counters themselves are kept by the records engine, one for each field and period.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from odos.fields.refusals import shown
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

MAX_NUMBER = 100  # characters of a finished number
RESETS = ("never", "year", "month")

Piece = Callable[[datetime, int], str]

_TOKEN = re.compile(r"\{([^{}]*)\}")
_DAY: Mapping[str, Piece] = {
    "YYYY": lambda moment, _counter: f"{moment.year:04d}",
    "YY": lambda moment, _counter: f"{moment.year % 100:02d}",
    "MM": lambda moment, _counter: f"{moment.month:02d}",
    "DD": lambda moment, _counter: f"{moment.day:02d}",
}
_PERIODS: Mapping[str, Callable[[datetime], str]] = {
    "never": lambda _moment: "",
    "year": lambda moment: f"{moment.year:04d}",
    "month": lambda moment: f"{moment.year:04d}-{moment.month:02d}",
}
_SHOWING = {"never": (), "year": (("YYYY", "YY"),), "month": (("YYYY", "YY"), ("MM",))}
_ZEROS = re.compile(r"0{1,12}")
_RESERVED = re.compile(r"([0-9]{1,12})(?:-([0-9]{1,12}))?")


def format_number(pattern: str, moment: datetime, counter: int) -> str:
    """The number of that counter; ``moment`` in the workspace's time zone. `Invalid` for a bad pattern."""
    return "".join(piece(moment, counter) for piece in _pieces(pattern))


def period(reset: str, moment: datetime) -> str:
    """The name of the stretch of time in which one counter runs: ``""``, ``2026`` or ``2026-11``."""
    return _PERIODS[reset](moment)


def is_reserved(reserved: Iterable[str], counter: int) -> bool:
    """Whether the counter is among ``888`` and ``900-999``."""
    return any(low <= counter <= high for low, high in _ranges(tuple(reserved)))


def next_counter(reserved: Iterable[str], last: int) -> int:
    """The first counter after ``last`` that may be given out."""
    counter = last + 1
    for low, high in _ranges(tuple(reserved)):
        if low <= counter <= high:
            counter = high + 1
    return counter


def numbering_issues(pattern: str, reset: str = "never", reserved: Iterable[str] = ()) -> tuple[Issue, ...]:
    """What is wrong with a numbering rule; paths are ``pattern``, ``reset`` and ``reserved/n``."""
    tokens = _TOKEN.findall(pattern)
    return (
        *_pattern_issues(pattern, tokens),
        *_reset_issues(tokens, reset),
        *(_bad_reserved(index, item) for index, item in enumerate(reserved) if not _is_range(item)),
    )


@lru_cache(maxsize=1024)
def _pieces(pattern: str) -> tuple[Piece, ...]:
    issues = _pattern_issues(pattern, _TOKEN.findall(pattern))
    if issues:
        raise Invalid(None, issues)
    parts = _TOKEN.split(pattern)  # text, token, text, token, …, text
    return tuple(_token(part) if index % 2 else _constant(part) for index, part in enumerate(parts))


def _constant(part: str) -> Piece:
    return lambda _moment, _counter: part


def _token(name: str) -> Piece:
    width = len(name)
    return _DAY.get(name) or (lambda _moment, counter: f"{counter:0{width}d}")


def _pattern_issues(pattern: str, tokens: list[str]) -> list[Issue]:
    unknown = [name for name in tokens if name not in _DAY and not _ZEROS.fullmatch(name)]
    if re.search(r"[{}]", _TOKEN.sub("", pattern)):
        return [_unbalanced()]
    if unknown:
        return [_unknown_token(name) for name in unknown]
    counters = len([name for name in tokens if _ZEROS.fullmatch(name)])
    return [] if counters == 1 else [_no_single_counter(counters)]


def _reset_issues(tokens: list[str], reset: str) -> list[Issue]:
    """A counter that begins again must show which period it is of, or numbers would repeat."""
    if all(set(names) & set(tokens) for names in _SHOWING.get(reset, ())):
        return []
    message = text("Numbers would repeat after each reset", "每次重置后编号会重复")
    parts = {"year": "{YYYY}", "month": "{YYYY}{MM}"}[reset]
    hint = text("Put {parts} into the pattern", "请在模式中加入 {parts}", parts=parts)
    return [Issue("numbers_repeat", message, ("reset",), hint)]


def _unbalanced() -> Issue:
    message = text("A brace is not closed or not opened", "花括号不成对")
    hint = text(
        "Braces stand in pairs, as in {example}", "花括号须成对出现，例如 {example}", example="{0000}"
    )
    return Issue("invalid_pattern", message, ("pattern",), hint)


def _unknown_token(name: str) -> Issue:
    message = text("{token} means nothing in a pattern", "模式中无法识别 {token}", token=shown(f"{{{name}}}"))
    known = "{YYYY}, {YY}, {MM}, {DD}, {0000}"
    return Issue("invalid_pattern", message, ("pattern",), text("Use {known}", "可用：{known}", known=known))


def _no_single_counter(count: int) -> Issue:
    message = text("The pattern has {n} counters instead of one", "模式应有一个计数器，现有 {n} 个", n=count)
    hint = text("Put {example} in once", "请加入一个 {example}", example="{0000}")
    return Issue("invalid_pattern", message, ("pattern",), hint)


def _is_range(item: str) -> bool:
    found = _RESERVED.fullmatch(item)
    return found is not None and int(found[1]) <= int(found[2] or found[1])


def _bad_reserved(index: int, item: str) -> Issue:
    message = text("{item} is no counter and no range", "{item} 不是编号或编号区间", item=shown(item))
    hint = text("Write 888 or 900-999", "请填写 888 或 900-999")
    return Issue("invalid_reserved", message, ("reserved", index), hint)


@lru_cache(maxsize=1024)
def _ranges(reserved: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    found = (_RESERVED.fullmatch(item) for item in reserved)
    return tuple(sorted((int(item[1]), int(item[2] or item[1])) for item in found if item))
