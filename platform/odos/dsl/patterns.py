"""Regular expressions: the subset that both back ends read alike, and that no text makes slow.

Python runs them with RE2, whose time is linear; PostgreSQL without back references has no other choice.
Both look for the longest match. A pattern is a sequence of characters, ``.``, classes, groups and ``|`` with
the quantifiers ``* + ?`` and, after a single character, ``{m,n}``; there is no look-around, back reference,
lazy quantifier or option. `GRAMMAR` says which texts are patterns, in both back ends.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

LONGEST_PATTERN = 500
_PUNCTUATION = r"""[!-/:-@\[-^`{-~]"""
_ESCAPE = rf"\\(?:[dDwWsSntr]|{_PUNCTUATION})"
_IN_CLASS = rf"(?:[^]\\[]|\\(?:[dwsntr]|{_PUNCTUATION}))"
_ATOM = rf"(?:[^]\\()\[{{}}|^$*+?.]|[.]|{_ESCAPE}|\[\^?{_IN_CLASS}+\])"
_ATOMS = rf"{_ATOM}(?:[*+?]|\{{[0-9]{{1,3}}(?:,[0-9]{{0,3}})?\}})?"
GRAMMAR = rf"^(?:\((?:\?:)?|\)[*+?]?|\||\^|\$|{_ATOMS})*$"
_GRAMMAR = re2.compile(GRAMMAR)
_PIECES = re.compile(r"\\.|\[\^?|\]|\{\d+(?:,\d*)?\}|.", re.DOTALL)
_MOST_REPEATS = 255


def is_pattern(pattern: str) -> bool:
    """Whether the text is a pattern of the subset."""
    return compiled(pattern) is not None


@lru_cache(maxsize=1_000)
def compiled(pattern: str) -> Any | None:
    """The pattern for RE2, None when it is none."""
    if len(pattern) > LONGEST_PATTERN or not _GRAMMAR.fullmatch(pattern):
        return None
    translated = _translated(pattern)
    if translated is None:
        return None
    options = re2.Options()
    options.longest_match = True
    options.log_errors = False
    options.dot_nl = True
    try:
        return re2.compile(translated, options)
    except re2.error:
        return None


def _translated(pattern: str) -> str | None:
    """For RE2: ``\\s`` includes the vertical tab; PostgreSQL repeats at most 255 times."""
    pieces, inside = [], False
    for piece in _PIECES.findall(pattern):
        if piece.startswith("["):
            inside = True
        elif piece == "]":
            inside = False
        elif piece.startswith("{") and not inside and _repeats(piece) > _MOST_REPEATS:
            return None
        pieces.append((_SPACES_INSIDE if inside else _SPACES).get(piece, piece))
    return "".join(pieces)


def _repeats(quantifier: str) -> int:
    return max(int(number) for number in quantifier[1:-1].split(",") if number)


_SPACES = {r"\s": r"[\s\x0b]", r"\S": r"[^\s\x0b]"}
_SPACES_INSIDE = {r"\s": r"\s\x0b"}


def matches(text: str, pattern: str) -> bool | None:
    """Whether the pattern matches the whole text; None when it is no pattern."""
    found = compiled(pattern)
    return None if found is None else found.fullmatch(text) is not None


def replaced(text: str, pattern: str, replacement: str, most: int) -> str | None:
    """All matches replaced, from left to right; None for what is no pattern or matches an empty text, and for
    more than ``most`` characters, which are never built."""
    found = compiled(pattern)
    if found is None or found.fullmatch("") is not None:
        return None
    growth = 0
    for match in found.finditer(text):
        growth += len(replacement) - (match.end() - match.start())
        if match.end() + growth > most:
            return None
    return str(found.sub(lambda _: replacement, text)) if len(text) + growth <= most else None


def like(text: str, pattern: str) -> bool | None:
    """``%`` for any characters, ``_`` for one, a backslash before either; None for a backslash at the end."""
    translated = _like_pattern(pattern)
    return None if translated is None else translated.fullmatch(text) is not None


@lru_cache(maxsize=1_000)
def _like_pattern(pattern: str) -> Any | None:
    pieces = re.findall(r"\\.|[^\\]|\\$", pattern, re.DOTALL)
    if pieces and pieces[-1] == "\\":
        return None
    options = re2.Options()
    options.dot_nl = True
    options.log_errors = False
    wildcards = {"%": ".*", "_": "."}
    source = "".join(wildcards.get(piece) or re2.escape(piece[-1]) for piece in pieces)
    try:
        return re2.compile(source, options)
    except re2.error:
        return None
