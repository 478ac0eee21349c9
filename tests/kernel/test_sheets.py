"""Cells that a spreadsheet would run are made inert, and come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odos.kernel.sheets import inert, original


@pytest.mark.parametrize(
    "cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", " =1", "＝1+1", "\r=x", "'=1"]
)
def test_formulas_become_texts(cell):
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "Acme", "-12.50", "+86 138-1234", "10%", "'quoted'", "a=b", "2026-01-01"]
)
def test_plain_values_stay(cell):
    assert inert(cell) == cell


@given(st.text(alphabet=st.sampled_from("=+-@'\t\r\n 1a＝."), max_size=8))
def test_a_file_can_be_loaded_again(cell):
    assert original(inert(cell)) == cell
