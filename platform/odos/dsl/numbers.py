"""Exact decimals: what PostgreSQL's numeric does, in Python."""

from __future__ import annotations

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

Number = Decimal | int

# Wide enough that sums and products of what a rule may hold (100 levels) are exact.
WIDE = Context(prec=20_000, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
_MANY = Context(prec=120, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
_PLACES = 60
_SMALLEST = Decimal(1).scaleb(-_PLACES)

add, subtract, multiply = WIDE.add, WIDE.subtract, WIDE.multiply


def fifteen(value: Decimal) -> Decimal:
    """Rounded to 15 significant digits, half away from zero, and to 60 places."""
    rounded = _FIFTEEN.plus(value)
    return rounded if rounded.adjusted() > -_PLACES + 15 else WIDE.quantize(rounded, _SMALLEST)


def divide(left: Number, right: Number) -> Decimal | None:
    """15 significant digits; None for a division by zero."""
    try:
        quotient = _FIFTEEN.divide(left, right)
    except (DivisionByZero, InvalidOperation):
        return None
    return quotient if quotient.adjusted() > -_PLACES + 15 else WIDE.quantize(quotient, _SMALLEST)


def power(base: Number, exponent: Number) -> Decimal | None:
    """Whole exponents only, results between 1e-60 and 1e60; 15 significant digits."""
    base, exponent = Decimal(base), Decimal(exponent)
    if exponent != exponent.to_integral_value():
        return None
    if not exponent:
        return Decimal(1)
    if not base:
        return Decimal(0) if exponent > 0 else None
    if abs(exponent) * abs(_MANY.log10(abs(base))) > _PLACES:
        return None
    try:
        return fifteen(_MANY.power(base, exponent))
    except (InvalidOperation, Overflow):
        return None


def round_to(value: Number, digits: Number, rounding: str) -> Decimal | None:
    """To so many places (negative: tens, hundreds, …); None beyond 60 places either way."""
    places = int(digits)
    if abs(places) > _PLACES:
        return None
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=rounding, context=WIDE)


def round_half_up(value: Number, digits: Number = 0) -> Decimal | None:
    """Half away from zero."""
    return round_to(value, digits, ROUND_HALF_UP)


def round_up(value: Number, digits: Number = 0) -> Decimal | None:
    """Away from zero."""
    return round_to(value, digits, ROUND_UP)


def round_down(value: Number, digits: Number = 0) -> Decimal | None:
    """Towards zero."""
    return round_to(value, digits, ROUND_DOWN)


def modulo(value: Number, by: Number) -> Decimal | None:
    """The remainder, with the sign of ``value``; None for a division by zero."""
    return WIDE.remainder(value, by) if by else None
