"""Exact decimals: reading, bounds, scale. No binary floating point, no silent rounding of people's input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any

from odos.fields.refusals import refuse, wrong_type
from odos.kernel.problems import Invalid
from odos.kernel.texts import Text, text

_EXACT = Context(prec=200, rounding=ROUND_HALF_UP)
_LITERAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_QUANTA = [Decimal(1).scaleb(-scale) for scale in range(64)]
_POWERS = [Decimal(10) ** exponent for exponent in range(64)]
_LONGEST = 100  # characters of a number written as text; also the most digits that a message may have to show
GROUPED: Mapping[str, Any] = {
    "type": "boolean",
    "default": True,
    "description": "Whether the digits are shown in groups of three; not for years.",
}
_NOUN = ("a number", "数字")
_HINT = text(
    "Write digits with a point for decimals and no separators, e.g. 1200.50",
    "请用数字填写，小数点用“.”，不要使用千位分隔符，例如 1200.50",
)


def read_decimal(value: object) -> Decimal:
    """A finite decimal from an int, a Decimal, a text or (by its shortest form) a float; raises `Invalid`."""
    number = _read(value)
    if number is None or not number.is_finite():
        raise wrong_type(value, _NOUN, _HINT)
    if number and (abs(number.adjusted()) > _LONGEST or _is_long(value, number)):
        raise refuse("too_large", text("The number has too many digits", "数字位数过多"), _HINT)
    return number


def _is_long(value: object, number: Decimal) -> bool:
    """A text has at most so many characters already."""
    return not isinstance(value, str) and len(number.as_tuple().digits) > _LONGEST


def _read(value: object) -> Decimal | None:
    if type(value) is str:  # nearly all values
        stripped = value.strip()
        return Decimal(stripped) if len(value) <= _LONGEST and _LITERAL.fullmatch(stripped) else None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, str) and len(value) <= _LONGEST:
        stripped = value.strip()
        return Decimal(stripped) if _LITERAL.fullmatch(stripped) else None
    return None


def round_to(number: Decimal, scale: int) -> Decimal:
    """``number`` with exactly ``scale`` decimals, half away from zero; never a negative zero."""
    rounded = number.quantize(_QUANTA[scale], context=_EXACT)
    return rounded if rounded else abs(rounded)


def fit(number: Decimal, digits: int, scale: int) -> Decimal:
    """``number`` as ``numeric(digits, scale)`` holds it; refuses what would be rounded or overflow."""
    rounded = round_to(number, scale)
    if rounded != number:
        raise _too_precise(rounded, scale)
    if abs(rounded) >= _POWERS[digits - scale]:
        raise _overflow(digits, scale)
    return rounded


def fit_result(value: object, digits: int, scale: int) -> Decimal:
    """What a rule gave, rounded to ``numeric(digits, scale)``, half away from zero; refuses what overflows.

    However many decimals it has: PostgreSQL rounds them as well.
    """
    number = value if isinstance(value, Decimal) and value.is_finite() else read_decimal(value)
    if number and number.adjusted() >= digits - scale:
        raise _overflow(digits, scale)
    rounded = round_to(number, scale)
    if rounded and rounded.adjusted() >= digits - scale:
        raise _overflow(digits, scale)
    return rounded


def _overflow(digits: int, scale: int) -> Invalid:
    limit = f"{'9' * (digits - scale) or '0'}{'.' + '9' * scale if scale else ''}"
    return refuse("too_large", text("The number is too large", "数字过大"), _at_most(limit))


def _too_precise(rounded: Decimal, scale: int) -> Exception:
    message = text("The number has more than {n} decimals", "小数位数超过 {n} 位", n=scale)
    hint = text("Round it, e.g. to {value}", "请四舍五入，例如 {value}", value=plain(rounded))
    return refuse("too_many_decimals", message, hint)


@lru_cache(maxsize=1_000)
def _exact(written: str) -> Decimal:
    return Decimal(written)


def check_bounds(number: Decimal | int, options: Mapping[str, Any]) -> None:
    """Refuse a number outside the field's ``min`` and ``max``."""
    low, high = options.get("min"), options.get("max")
    if low is not None and number < _exact(str(low)):
        message = text("{value} is too small", "{value} 过小", value=plain(Decimal(number)))
        raise refuse("too_small", message, text("Enter at least {n}", "请输入不小于 {n} 的值", n=low))
    if high is not None and number > _exact(str(high)):
        message = text("{value} is too large", "{value} 过大", value=plain(Decimal(number)))
        raise refuse("too_large", message, _at_most(high))


def _at_most(limit: object) -> Text:
    return text("Enter at most {n}", "请输入不大于 {n} 的值", n=limit)


def plain(number: Decimal) -> str:
    """The digits as PostgreSQL writes a ``numeric``: never an exponent."""
    return format(number, "f")
