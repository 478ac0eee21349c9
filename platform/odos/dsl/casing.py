"""Upper and lower case, character by character, as the collation ``odos_case`` of the database has it.

Python's own methods know longer expansions (``ß`` → ``SS``) and context (a final sigma), which the simple
mappings of Unicode that PostgreSQL follows do not. A test compares every code point.
"""

from __future__ import annotations

from functools import cache

_DOTTED_I = "\u0130"


@cache
def _upper(character: str) -> str:
    full = character.upper()
    if len(full) == 1:
        return full
    title = character.title()  # Greek letters with an iota: the capital is a single character
    return title if len(title) == 1 else character


@cache
def _lower(character: str) -> str:
    if character == _DOTTED_I:
        return "i"
    full = character.lower()
    return full if len(full) == 1 else character


def upper(value: str) -> str:
    """Capitals."""
    return value.upper() if value.isascii() else "".join(map(_upper, value))


def lower(value: str) -> str:
    """Small letters."""
    return value.lower() if value.isascii() else "".join(map(_lower, value))


def upper_text(value: str) -> str:
    """Capitals for people: a sharp s becomes two."""
    return upper(value.replace("ß", "SS"))


def lower_text(value: str) -> str:
    """Small letters for people: a capital i with a dot keeps it."""
    return "".join("i\u0307" if character == _DOTTED_I else lower(character) for character in value)


def initcap(value: str) -> str:
    """Each word (a run of letters and digits) with a capital and small letters after it."""
    found, inside = [], False
    for character in value:
        found.append(lower(character) if inside else upper(character))
        inside = _is_word(character)
    return "".join(found)


@cache
def _is_word(character: str) -> bool:
    return character.isalpha() or character in "0123456789"
