"""What the first words of a reply decide. Nothing is guessed: what is not plain decides nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Decision = Literal["approve", "reject"]

_WORDS: dict[Decision, tuple[str, ...]] = {
    "approve": (
        "approve", "approved", "i approve", "agree", "agreed", "i agree", "accept", "accepted",
        "同意", "我同意", "批准", "通过", "准予", "同意批准", "审批通过",
    ),
    "reject": (
        "reject", "rejected", "i reject", "refuse", "refused", "i refuse", "decline", "declined", "disagree",
        "i disagree", "not approved", "驳回", "拒绝", "不同意", "我不同意", "不批准", "不予批准", "不通过",
    ),
}  # fmt: skip
_SIDES = {word: side for side, words in _WORDS.items() for word in words}
_WORD = "|".join(sorted(_SIDES, key=len, reverse=True))
_MARKS = r"[\s,.;:!，。；：！、~—–)）\]】\"”'’*_/-]"
# After the word comes an end: "approver", "同意不了" and "approve?" say something else.
_FIRST = re.compile(rf"\W{{0,5}}({_WORD})了?(?=$|{_MARKS}){_MARKS}{{0,20}}")
_NEXT = re.compile(rf"\W{{0,5}}(?:or|and|或者?|还是)?\W{{0,5}}({_WORD})(?:$|\W)")
_LONGEST_FIRST_LINE = 500


@dataclass(frozen=True)
class Said:
    """A decision, None where the words are not plain, and what was said besides."""

    decision: Decision | None
    comment: str


def read_decision(words: str) -> Said:
    """The decision that the first word of a reply is; the rest is its comment."""
    lines = words.strip().split("\n")
    first = unicodedata.normalize("NFKC", lines[0])[:_LONGEST_FIRST_LINE]
    found = _FIRST.match(first.casefold())
    if found is None or _takes_back(first.casefold()[found.end(1) :], _SIDES[found[1]]):
        return Said(None, words.strip())
    rest = [lines[0][found.end() :] if len(first) == len(lines[0]) else first[found.end() :], *lines[1:]]
    return Said(_SIDES[found[1]], "\n".join(rest).strip())


def _takes_back(rest: str, side: Decision) -> bool:
    """A question decides nothing, nor does the choice itself: "approve or reject"."""
    following = _NEXT.match(rest)
    is_choice = following is not None and _SIDES[following[1]] != side
    return is_choice or rest.lstrip().startswith(("?", "吗"))
