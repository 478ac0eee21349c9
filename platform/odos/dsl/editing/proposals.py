"""What an editor offers at one place of a rule, and how well each offer fits what is written there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from odos.dsl.types import Type

ProposalKind = Literal[
    "field", "reference", "collection", "option", "record", "function", "aggregate", "value", "word"
]

MOST = 250


@dataclass(frozen=True)
class Proposal:
    """``text`` is put in, and the cursor set ``back`` letters before its end.

    ``label`` names it for people (a field's, an option's), ``help`` says what it is for; ``name`` is
    what typing is compared with. ``fits`` is false
    for what may stand here but is of another type than the value beside it.
    """

    text: str
    kind: ProposalKind
    label: str = ""
    type: Type | None = None
    target: str | None = None
    help: str = ""
    example: str | None = None
    back: int = 0
    fits: bool = True
    name: str = ""

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        return {
            "text": self.text,
            "back": self.back,
            "kind": self.kind,
            "label": self.label or None,
            "type": self.type.kind if self.type else None,
            "target": self.target,
            "help": self.help or None,
            "example": self.example,
            "fits": self.fits,
        }


@dataclass(frozen=True)
class Completion:
    """The proposals, best first; the chosen one replaces what stands from ``start`` to ``end``."""

    start: int
    end: int
    proposals: tuple[Proposal, ...]

    def as_json(self) -> dict[str, object]:
        """The wire form."""
        items = [proposal.as_json() for proposal in self.proposals]
        return {"from": self.start, "to": self.end, "proposals": items}


def best(word: str, proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Those that begin with or contain ``word``, in their name or label; the order given breaks ties."""
    written = " ".join(word.lower().split())
    ranked = [(_rank(written, proposal), proposal) for proposal in proposals]
    found = sorted((item for item in ranked if item[0] is not None), key=lambda item: item[0] or 0)
    return tuple(proposal for _, proposal in found[:MOST])


def _rank(written: str, proposal: Proposal) -> int | None:
    """0 is best; None where nothing of what is written is found."""
    worse = 0 if proposal.fits else 1
    if not written:
        return worse
    name, label = (proposal.name or proposal.text).lower(), proposal.label.lower()
    if name.startswith(written):
        return worse
    if label.startswith(written):
        return 2 + worse
    if any(part.startswith(written) for part in (*name.split("_"), *label.split())):
        return 4 + worse
    return 6 + worse if len(written) > 1 and (written in name or written in label) else None


def unfitting(proposal: Proposal) -> Proposal:
    """The same, offered after those that fit."""
    return replace(proposal, fits=False)
