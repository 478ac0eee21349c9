"""What a command made happen, in order: history, notifications and listeners read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal[
    "submitted",
    "entered",
    "passed",
    "skipped",
    "copied",
    "asked",
    "approved",
    "passed_automatically",
    "rejected",
    "returned",
    "returned_to_submitter",
    "transferred",
    "added",
    "removed",
    "taken_back",
    "recalled",
    "resubmitted",
    "moved",
    "reassigned",
    "stood_in",
    "given_back",
    "ended",
    "commented",
    "urged",
    "reminded",
    "case_approved",
    "case_rejected",
]


@dataclass(frozen=True)
class Happening:
    """One thing that happened. ``users`` are those it is about: asked, copied, added."""

    what: What
    by: int | None = None
    node: str = ""
    task: int | None = None
    users: tuple[int, ...] = ()
    comment: str = ""
