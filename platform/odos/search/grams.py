"""Words as n-grams: every place in a word begins a gram of three characters (shorter at its end).

A query of three or more characters asks for all its grams in a row; a shorter one for grams that begin
with it, so that one Chinese character or two letters find their records too.
"""

from __future__ import annotations

import re
import unicodedata

GRAM = 3
MAX_INDEXED = 2_000  # characters of a record's text that are indexed
MAX_QUERY = 100

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of ``text``, case folded and in compatibility form (full width becomes half width)."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def grams(text: str) -> dict[str, list[int]]:
    """The grams of the first `MAX_INDEXED` characters, each with its places; no gram spans two words."""
    found: dict[str, list[int]] = {}
    place = 1
    for word in words(text[:MAX_INDEXED]):
        for start in range(len(word)):
            found.setdefault(word[start : start + GRAM], []).append(place + start)
        place += len(word) + 1
    return found


def tsvector(text: str) -> str:
    """The grams as the text form of a ``tsvector``. Words hold no quotes or backslashes (``\\w`` only)."""
    return " ".join(f"'{gram}':{','.join(map(str, places))}" for gram, places in grams(text).items())


def tsquery(text: str) -> str | None:
    """A query in the text form of ``tsquery``; None when ``text`` holds no word (nothing can match)."""
    return " & ".join(dict.fromkeys(map(_term, words(text[:MAX_QUERY])))) or None


def patterns(text: str) -> list[str]:
    """The words of a query as patterns of LIKE, for a look at texts themselves."""
    escaped = (word.replace("\\", "\\\\").replace("_", "\\_") for word in words(text[:MAX_QUERY]))
    return [f"%{word}%" for word in escaped]


def _term(word: str) -> str:
    """Grams must follow one another: else 9999 would find 1999, and abcbc would find abcxbcbc."""
    if len(word) < GRAM:
        return f"'{word}':*"
    every = (f"'{word[start : start + GRAM]}'" for start in range(len(word) - GRAM + 1))
    return f"({' <-> '.join(every)})"
