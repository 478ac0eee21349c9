from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odos.fields.numbering import format_number, is_reserved, next_counter, numbering_issues, period
from odos.kernel.problems import Invalid

MOMENT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "counter", "number"),
    [
        ("Q-{YYYY}{MM}-{0000}", 42, "Q-202603-0042"),
        ("{YY}{MM}{DD}{000}", 7, "260302007"),
        ("合同{0}", 12, "合同12"),
        ("{00}", 12345, "12345"),
    ],
)
def test_numbers(pattern: str, counter: int, number: str):
    assert format_number(pattern, MOMENT, counter) == number


def test_periods():
    assert [period(reset, MOMENT) for reset in ("never", "year", "month")] == ["", "2026", "2026-03"]


@pytest.mark.parametrize(
    "pattern", ["Q-", "{YYYY}", "{0000}{000}", "{000", "0000}", "{{0000}}", "{yyyy}{0}", "{}", ""]
)
def test_a_bad_pattern_is_refused_with_a_hint(pattern: str):
    issues = numbering_issues(pattern)
    assert issues
    assert all(issue.hint and issue.path == ("pattern",) for issue in issues)
    with pytest.raises(Invalid):
        format_number(pattern, MOMENT, 1)


def test_a_reset_must_show_in_the_number():
    assert numbering_issues("Q-{0000}", "year")[0].path == ("reset",)
    assert numbering_issues("Q-{YYYY}-{0000}", "month")[0].code == "numbers_repeat"
    assert numbering_issues("Q-{YY}{MM}-{0000}", "month") == ()
    assert numbering_issues("Q-{YY}-{0000}", "year") == ()


def test_reserved_numbers():
    """PLAT-38."""
    reserved = ["888", "900-999"]
    assert [number for number in (887, 888, 889, 900, 999, 1000) if is_reserved(reserved, number)] == [
        888,
        900,
        999,
    ]
    assert next_counter(reserved, 887) == 889
    assert next_counter(reserved, 899) == 1000
    assert next_counter(["4", "5-6", "6-9"], 3) == 10
    assert next_counter([], 0) == 1


@pytest.mark.parametrize("entry", ["x", "9-1", "1-2-3", "-1", "٣"])
def test_a_bad_reservation_says_where(entry: str):
    (issue,) = numbering_issues("{0000}", "never", ["888", entry])
    assert issue.path == ("reserved", 1)


RANGES = st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda pair: f"{pair[0]}-{sum(pair)}")


@given(st.lists(RANGES), st.integers(0, 60))
def test_the_next_counter_is_the_first_free_one(reserved: list[str], last: int):
    found = next_counter(reserved, last)
    assert not is_reserved(reserved, found)
    assert all(is_reserved(reserved, number) for number in range(last + 1, found))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_different_counters_give_different_numbers(one: int, other: int):
    numbers = {format_number("A{000}", MOMENT, counter) for counter in (one, other)}
    assert len(numbers) == len({one, other})
