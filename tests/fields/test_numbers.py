from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odos.fields.numbers import fit, plain, read_decimal, round_to
from odos.kernel.problems import Invalid


@pytest.mark.parametrize(
    ("number", "scale", "rounded"),
    [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.125", 2, "0.13"), ("-0.004", 2, "0.00"), ("1e2", 1, "100.0")],
)
def test_half_goes_away_from_zero(number: str, scale: int, rounded: str):
    assert plain(round_to(Decimal(number), scale)) == rounded


def test_the_refusal_of_decimals_proposes_the_rounded_number():
    with pytest.raises(Invalid) as refusal:
        fit(Decimal("1.235"), 10, 2)
    assert "1.24" in str(refusal.value.issues[0].hint)


def test_the_refusal_of_a_large_number_names_the_largest():
    with pytest.raises(Invalid) as refusal:
        fit(Decimal("1000"), 5, 2)
    assert "999.99" in str(refusal.value.issues[0].hint)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_read_by_their_shortest_form(value: float):
    try:
        assert read_decimal(value) == Decimal(repr(value))
    except Invalid:
        assert value == 0 or not 1e-90 < abs(value) < 1e90
