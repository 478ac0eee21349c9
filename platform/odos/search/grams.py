"""Words as n-grams: every place in a word begins a gram of three characters (shorter at its end).

A query of three or more characters asks for all its grams; a shorter one for grams that begin with it,
so that one Chinese character or two letters find their records too.
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


def grams(text: str) -> list[str]:
    """The distinct grams of the first `MAX_INDEXED` characters."""
    found: dict[str, None] = {}
    for word in words(text[:MAX_INDEXED]):
        for start in range(len(word)):
            found[word[start : start + GRAM]] = None
    return list(found)


def tsvector(text: str) -> str:
    """The grams as the text form of a ``tsvector``. Words hold no quotes or backslashes (``\\w`` only)."""
    return " ".join(f"'{gram}'" for gram in grams(text))


def tsquery(text: str) -> str | None:
    """A query in the text form of ``tsquery``; None when ``text`` holds no word (nothing can match)."""
    terms = [term for word in words(text[:MAX_QUERY]) for term in _terms(word)]
    return " & ".join(dict.fromkeys(terms)) or None


def _terms(word: str) -> list[str]:
    if len(word) < GRAM:
        return [f"'{word}':*"]
    return [f"'{word[start : start + GRAM]}'" for start in range(len(word) - GRAM + 1)]
