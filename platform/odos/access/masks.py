"""Masks: a text of which only the ends are shown (``138****1234``), in SQL and in Python alike.

How much is shown is metadata: ``{start, end}`` in the role's document, else the usual for the kind of field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MASKABLE = frozenset({"text", "long_text", "phone", "email", "url", "auto_number"})
STAR = "*"


@dataclass(frozen=True)
class Mask:
    """The first ``start`` and last ``end`` characters stay; a text no longer than both is all stars."""

    start: int = 1
    end: int = 0

    def sql(self, value: str) -> str:
        """The masked text of a SQL text expression; NULL stays NULL."""
        shown = self.start + self.end
        length = f"length({value})"
        middle = f"repeat('{STAR}', {length} - {shown})"
        ends = f"left({value}, {self.start}) || {middle} || right({value}, {self.end})"
        return f"(CASE WHEN {length} > {shown} THEN {ends} ELSE repeat('{STAR}', {length}) END)"

    def hide(self, value: object) -> str | None:
        """The same in Python; what is no text is hidden altogether."""
        if value is None:
            return None
        text = str(value)
        middle = len(text) - self.start - self.end
        if middle <= 0:
            return STAR * len(text)
        return text[: self.start] + STAR * middle + text[len(text) - self.end :]


_USUAL: Mapping[str, Mask] = {"phone": Mask(3, 4), "email": Mask(1, 4)}


def mask_of(kind: str, given: Mapping[str, Any] | None) -> Mask:
    """The mask that a role's document asks for."""
    usual = _USUAL.get(kind, Mask())
    if not given:
        return usual
    return Mask(int(given.get("start", usual.start)), int(given.get("end", usual.end)))
