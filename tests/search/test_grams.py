"""Searching finds what was asked for, and nothing that only looks like it."""

from __future__ import annotations

import pytest

from odos.database.session import fetch_value
from odos.search.grams import tsquery, tsvector


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Row 99991", "9999", True),
        ("Row 1999", "9999", False),
        ("abcxbcbc", "abcbc", False),
        ("Jakarta Cement", "karta cem", True),
        ("Jakarta Cement", "cement JAKARTA", True),
        ("ab cde", "bcd", False),
        ("华辰电子集团", "电子集团", True),
        ("华辰电子 子集团", "电子集团", False),
        ("华辰电子集团", "电", True),
        ("ＡＢＣ１２３", "abc123", True),
        ("naïve 'quoted' \\ text", "'quoted'", True),
        ("word " * 400, "word", True),
    ],
)
def test_grams_stand_in_a_row(workspace, text, asked, found):
    statement = "SELECT %s::tsvector @@ %s::tsquery"
    assert fetch_value(workspace, statement, [tsvector(text), tsquery(asked)]) is found


def test_nothing_to_look_for():
    assert tsquery(" -- ') ") is None
