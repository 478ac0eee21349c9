"""Transformations that a mapping may name for a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

_APART = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_BLANKS = re.compile(r"\s+")


def slug(value: str) -> str:
    """``Moses Frase`` → ``moses.frase``: what fits a user name or a code."""
    apart = unicodedata.normalize("NFKD", value)
    letters = "".join(item for item in apart if not unicodedata.combining(item))
    return _APART.sub(".", letters.casefold()).strip(".")


def tidy(value: str) -> str:
    """Without blanks at the ends, runs of blanks as one; full-width and no-break blanks count as blanks."""
    return _BLANKS.sub(" ", value.replace("\u3000", " ").replace("\xa0", " ")).strip()


def tidy_lines(value: str) -> str:
    """With its line breaks and indents; without blanks at the ends of lines and blank lines at both ends."""
    lines = [line.rstrip() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n")


TRANSFORMS: Mapping[str, Callable[[str], str]] = {
    "slug": slug,
    "tidy": tidy,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
}
