"""Pauses between tries."""

from __future__ import annotations

from datetime import timedelta

from odos.kernel.retrying import Backoff


def test_pauses_double_up_to_the_longest():
    backoff = Backoff(timedelta(seconds=30), timedelta(minutes=3))
    pauses = [backoff.after(tries).total_seconds() for tries in range(1, 6)]
    assert pauses == [30, 60, 120, 180, 180]


def test_a_very_large_number_of_tries_is_a_pause_as_well():
    assert Backoff(timedelta(minutes=1)).after(10_000) == timedelta(days=1)
    assert Backoff(timedelta(seconds=5)).after(0) == timedelta(seconds=5)
