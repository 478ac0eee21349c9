"""Exact decimals: what PostgreSQL's numeric does, in Python.

Sums, differences and products are exact. Quotients, powers and transcendental functions carry `PLACES`
decimal places inside a rule (so that ``1 / 9 * 9`` is 1 to the eye of FLOOR) and show 15 significant digits.
A function that has no result gives None.
"""

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

PLACES = 32
LARGEST = 100  # decimal digits before the point of a power or exponential; beyond it is an overflow
WHOLE_PLACES = 18  # FLOOR and its kin look no further behind the point
MOST_PLACES = 200  # of ROUND and its kin

# Wide enough that sums and products of what a rule may hold (100 levels) are exact.
WIDE = Context(prec=20_000, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
MANY = Context(prec=160, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
_CUT = Context(prec=80, rounding=ROUND_DOWN, Emax=999_999, Emin=-999_999)
_CUT_FROM = 80 - PLACES - 2  # the size of a quotient of which more than the next place is cut
_SMALLEST = Decimal(1).scaleb(-PLACES)
_SHIFT = Decimal(1).scaleb(PLACES + 1)

add, subtract, multiply = WIDE.add, WIDE.subtract, WIDE.multiply
_cut, _quantize = _CUT.divide, WIDE.quantize


def settle(value: Decimal) -> Decimal:
    """Rounded to `PLACES`, half away from zero."""
    return WIDE.quantize(value, _SMALLEST)


def fifteen(value: Number) -> Decimal:
    """As shown: 15 significant digits, half away from zero, and at most `PLACES` places."""
    rounded = _FIFTEEN.plus(value)
    return rounded if rounded.adjusted() > 15 - PLACES else settle(rounded)


def divide(left: Number, right: Number) -> Decimal | None:
    """The quotient to `PLACES`; None for a division by zero."""
    return quotient(left, right) if right else None


def quotient(left: Number, right: Number) -> Decimal:
    """Of a number that is not zero.

    Rounding a quotient that is cut behind the next place is rounding the quotient.
    """
    found = _cut(left, right)
    if found.adjusted() >= _CUT_FROM:
        found = WIDE.divide_int(WIDE.multiply(left, _SHIFT), right).scaleb(-PLACES - 1, WIDE)
    return _quantize(found, _SMALLEST)


def power(base: Number, exponent: Number) -> Decimal | None:
    """Whole exponents only, results up to 1e100."""
    base, exponent = Decimal(base), Decimal(exponent)
    if exponent != exponent.to_integral_value():
        return None
    if not exponent:
        return Decimal(1)
    if not base:
        return Decimal(0) if exponent > 0 else None
    size = MANY.multiply(exponent, MANY.log10(base.copy_abs()))
    if size > LARGEST:
        return None
    try:
        return settle(MANY.power(base, exponent)) if size > -PLACES - 1 else Decimal(0)
    except (InvalidOperation, Overflow, DivisionByZero):
        return None


def round_to(value: Number, digits: Number, rounding: str) -> Decimal:
    """To so many places; negative: tens, hundreds, …"""
    places = max(-MOST_PLACES, min(MOST_PLACES, int(digits)))
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding, WIDE)


def round_half_up(value: Number, digits: Number = 0) -> Decimal:
    """Half away from zero."""
    return round_to(value, digits, ROUND_HALF_UP)


def round_up(value: Number, digits: Number = 0) -> Decimal:
    """Away from zero."""
    return round_to(value, digits, ROUND_UP)


def round_down(value: Number, digits: Number = 0) -> Decimal:
    """Towards zero."""
    return round_to(value, digits, ROUND_DOWN)


def modulo(value: Number, by: Number) -> Decimal | None:
    """The remainder, with the sign of ``value``; None for a division by zero."""
    return WIDE.remainder(value, by) if by else None
