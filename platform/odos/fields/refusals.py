"""What kinds say when they refuse a value: one issue with an empty path, in both languages, with a hint."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches

from odos.kernel.problems import Invalid, invalid
from odos.kernel.texts import Text, text

_SHAPES = {"dict": "{…}", "list": "[…]"}
_SHOWN = 40
_LISTED = 12


def shown(value: object) -> str:
    """A short form of ``value`` for a message; containers and huge numbers are not spelled out."""
    if isinstance(value, str):
        clean = value.encode("utf-8", "replace").decode().replace("\x00", "?")
        return f'"{clean[:_SHOWN]}…"' if len(clean) > _SHOWN else f'"{clean}"'
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float | Decimal):
        return str(value) if abs(value) < 10**_SHOWN else "…"
    return _SHAPES.get(type(value).__name__, "…")


def refuse(code: str, message: Text, hint: Text) -> Invalid:
    """The refusal to raise."""
    return invalid(code, message, hint=hint)


def wrong_type(value: object, noun: tuple[str, str], hint: Text) -> Invalid:
    """``value`` is not a ``noun`` (English with its article, Chinese)."""
    message = text(
        "{value} is not {a_noun}", "{value} 不是{noun}", value=shown(value), a_noun=noun[0], noun=noun[1]
    )
    return refuse("wrong_type", message, hint)


def listed(names: Iterable[str]) -> str:
    """The names, as many as a message bears."""
    known = list(names)
    return ", ".join(known[:_LISTED]) + (", …" if len(known) > _LISTED else "")


def proposal(value: str, names: Iterable[str]) -> str | None:
    """The name that ``value`` probably means."""
    close = get_close_matches(value[:100], list(names), n=1)
    return close[0] if close else None


def choose_one_of(value: str, names: Iterable[str]) -> Text:
    """A hint: the most similar name, or all of them."""
    known = list(names)
    close = proposal(value, known)
    if close is None:
        return text("Use one of: {names}", "请使用以下之一：{names}", names=listed(known))
    return text(
        'Did you mean "{close}"? Allowed: {names}',
        "您是否要输入“{close}”？可用值：{names}",
        close=close,
        names=listed(known),
    )
