"""Quotients are rounded once, half away from zero, whatever the size of the numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from odos.dsl.numbers import PLACES, divide

MANY = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**60), max_value=10**60)
NUMBERS = st.one_of(MANY, st.integers(-(10**70), 10**70), st.integers(-9, 9))


def half_up(exact: Fraction) -> Fraction:
    scaled = abs(exact) * 10**PLACES
    whole = scaled.numerator // scaled.denominator
    rounded = Fraction(whole + (scaled - whole >= Fraction(1, 2)), 10**PLACES)
    return rounded if exact >= 0 else -rounded


@given(left=NUMBERS, right=NUMBERS)
@example(left=Decimal("1E46"), right=3)
@example(left=Decimal("1E60"), right=Decimal("-7E-20"))
@example(left=Decimal(10**50 * 10 + 5).scaleb(-PLACES - 1), right=1)  # a tie
@example(left=Decimal(10**50 * 100 + 49).scaleb(-PLACES - 2), right=1)  # not quite
@example(left=1, right=Decimal("1E60"))
def test_a_quotient_is_the_exact_one_rounded_once(left, right):
    """LEAD-04: as PostgreSQL's numeric gives it."""
    found = divide(left, right)
    if not right:
        assert found is None
    else:
        assert Fraction(found) == half_up(Fraction(left) / Fraction(right))
        assert -found.as_tuple().exponent == PLACES
