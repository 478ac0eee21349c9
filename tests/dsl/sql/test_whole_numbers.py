"""Sums of whole numbers are computed as integers in SQL, and come to the same as in Python."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.dsl.checker import check
from odos.dsl.columns import ColumnSource
from odos.dsl.parser import parse
from odos.dsl.sql.whole_numbers import LARGEST, whole_bound
from odos.dsl.to_sql import compile_value
from tests.dsl.test_agreement import BLANKS, ROWS, SCOPE, assert_agreement, cursor

__all__ = ["cursor"]

NUMBERS = st.one_of(
    st.integers(0, 30), st.sampled_from([2**31, 2**32, 2**61, 2**62 - 1, 2**62, 2**63, 10**30])
).map(str)
CONDITIONS = st.sampled_from(
    ["boolean_1", "number_1 > 3", "text_1 is blank", "1 / number_2 > 1", "not boolean_2"]
)


def _sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("-({})".format, inner),
        st.builds("IF({}, {}, {})".format, CONDITIONS, inner, inner),
        st.builds("IFS({}, {}, {}, {}, {})".format, CONDITIONS, inner, CONDITIONS, inner, inner),
    )


SUMS = st.recursive(st.one_of(NUMBERS, NUMBERS, st.sampled_from(["100%", "number_1", "0.5"])), _sums)


def checked(rule: str):
    return check(parse(rule), SCOPE)


@pytest.mark.parametrize("blanks", BLANKS)
@given(rule=SUMS, rows=ROWS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_back_ends_agree_on_sums_of_whole_numbers(cursor, blanks, rule, rows):
    """LEAD-04: whatever the size, and beside values of other kinds."""
    assert_agreement(cursor, f"({rule}) + 1", rows, blanks)


@pytest.mark.parametrize(
    ("rule", "bound"),
    [
        ("IF(boolean_1, 30, 0) + IF(number_1 > 5, -20, 10) * 2", 70),
        ("-IFS(boolean_1, 4, boolean_2, 9, 1) - 3", 12),
        ("100% + 1", 2),
        (f"{LARGEST - 1} + 1", LARGEST),
        (f"{LARGEST} + 1", None),
        (f"{2**61} * 4 - {2**61} * 3", None),
        ("number_1 + 1", None),
        ("IF(boolean_1, 1, null) + 1", None),
        ("IF(1 / number_1 > 0, 1, 2) + 1", None),
        ("0.5 + 1", None),
        ("4 / 2", None),
        ("2 ^ 3", None),
    ],
)
def test_only_whole_numbers_of_a_known_size_are_integers(rule, bound):
    found = checked(rule)
    assert whole_bound(found.tree) == bound
    text = compile_value(found, ColumnSource(SCOPE.entity)).text
    assert ("::bigint" in text) is (bound is not None)


def test_an_integer_leaves_as_a_number(cursor):
    value = compile_value(checked("IF(1 > 2, 5, 6) + 1"), ColumnSource(SCOPE.entity))
    cursor.execute("SELECT " + value.text + ", pg_typeof(" + value.text + ")::text", value.params * 2)
    assert cursor.fetchone() == (Decimal(7), "numeric")
