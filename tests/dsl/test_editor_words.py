"""The words that the editor of rules paints are those of the grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product

from django.conf import settings

TERMINAL = re.compile(r"^_?[A-Z_]+(?:\.\d+)?: /(?P<pattern>[^/]+)/i$", re.MULTILINE)
WITHOUT_WORDS = "[a-z]{2,3}(-[a-z0-9]{2,8})*"  # the languages of texts
DAYS_OF_THE_WEEK = "(mon|tues|wednes|thurs|fri|satur|sun)day"


def written(pattern: str) -> Iterator[str]:
    """Every way to write a keyword: its optional letters, alternatives and spaces as an author types them."""
    plain = re.sub(r"\(\?[=!].*|\\b|,\\s\*", "", pattern).replace(r"\s+", " ").replace("[_ ]", "(_| )")
    plain = re.sub(r"(\w)\?", r"(\1|)", plain)
    pieces = [piece.split("|") for piece in re.split(r"[()]", plain)]
    for choice in product(*pieces):
        yield "".join(choice)


def test_the_editor_paints_the_keywords_of_every_statement():
    """PLAT-02: a word that begins to mean something in a statement is painted as such."""
    grammar = (settings.PROJECT / "platform" / "odos" / "dsl" / "statements" / "statements.lark").read_text(
        "utf-8"
    )
    words = json.loads((settings.PROJECT / "ui" / "src" / "rules" / "words.json").read_text("utf-8"))
    patterns = [found["pattern"] for found in TERMINAL.finditer(grammar)]
    keywords = {word for pattern in patterns if pattern != WITHOUT_WORDS for word in written(pattern)}
    assert {"round robin", "times", "time", "keep out previous_owner for", "monday", "role"} <= keywords
    painted = {*words["expression"], *words["statement"], *words["phrases"], *words["groups"]}
    assert sorted(keywords - painted) == []
    expected = keywords | set(words["expression"])
    assert sorted(painted - expected) == []
