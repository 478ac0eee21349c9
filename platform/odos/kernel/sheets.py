"""Cells of files that people open in a spreadsheet: a text that would run as a formula is made inert.

What begins with ``= + - @``, a tab or a line break may be taken for a formula, and one can send data away. An
apostrophe before it makes it a text (and one more, where somebody typed one). Plain numbers and phone numbers
stay as they are.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^'*(?:[\s]*[=+\-@＝＋－＠]|[\t\r\n])")
_PLAIN = re.compile(r"^[+-]?[\d.,' ()/-]*%?$")


def inert(cell: str) -> str:
    """``cell`` as it may stand in a file."""
    return f"'{cell}" if _FORMULA.match(cell) and not _PLAIN.match(cell) else cell


def original(cell: str) -> str:
    """What `inert` was given, so that a file can be loaded again."""
    return cell[1:] if cell.startswith("'") and inert(cell[1:]) == cell else cell
