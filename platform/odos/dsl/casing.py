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
