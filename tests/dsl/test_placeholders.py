"""Texts with rules in them: taken apart, checked at their place, rewritten."""

from __future__ import annotations

import pytest

from odos.dsl.checked import Checked
from odos.dsl.placeholders import read_filled, rewritten
from tests.dsl.world import scope

SCOPE = scope()


def words(source: str) -> list[str]:
    return [piece for piece in read_filled(source, SCOPE).pieces if isinstance(piece, str)]


def issues(source: str) -> list[tuple[str, str]]:
    return [(issue.code, str(issue.path[-1])) for issue in read_filled(source, SCOPE).issues]


def test_words_and_rules_stand_in_their_order():
    """PLAT-19: templates of mails."""
    filled = read_filled('Dear {{ name }}, {{ UPPER("}}" & name) }}!', SCOPE)
    assert [isinstance(piece, Checked) for piece in filled.pieces] == [False, True, False, True, False]
    assert not filled.issues
    assert words("no rule { at } all") == ["no rule { at } all"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Dear {{ nmae }}", [("unknown_field", "1:9")]),
        ("Dear\n  {{ name }} {{ nobody.here }}", [("unknown_field", "2:17")]),
        ("{{ name + }}", [("rule_syntax", "1:10")]),
        ("{{  }}", [("rule_syntax", "1:3")]),
        ("{{ name", [("template_braces", "1:1")]),
        ("{{ name }}\nand }} so", [("template_braces", "2:5")]),
    ],
)
def test_findings_stand_at_their_place_in_the_text(source, found):
    assert issues(source) == found


def test_rules_are_exchanged_and_words_are_left():
    assert rewritten("a {{ b }} {{c}} {d}", str.upper) == "a {{ B }} {{C}} {d}"
