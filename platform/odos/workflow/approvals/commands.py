"""What people (and clocks) do to a case. ``task`` is the number of the task that somebody acts on."""

from __future__ import annotations

from dataclasses import dataclass

from odos.workflow.approvals.state import Added


@dataclass(frozen=True)
class Command:
    """``by`` acts; None is the platform itself, for a deadline or an administrator's order."""

    by: int | None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Approve(Command):
    """Agree."""

    task: int


@dataclass(frozen=True, kw_only=True)
class Reject(Command):
    """Disagree; the mode of the step says what that means for the case."""

    task: int


@dataclass(frozen=True, kw_only=True)
class SendBack(Command):
    """Return to the submitter (``start``) or an earlier step. With ``resume`` the case comes straight back to
    this step afterwards, to those who did not agree there yet; without, everything from there on is asked
    again."""

    task: int
    to: str
    resume: bool = False


@dataclass(frozen=True, kw_only=True)
class Transfer(Command):
    """Give one's task to somebody else."""

    task: int
    to: int


@dataclass(frozen=True, kw_only=True)
class AddApprovers(Command):
    """Ask further people: before oneself, after oneself, or beside everybody."""

    task: int
    users: tuple[int, ...]
    place: Added


@dataclass(frozen=True, kw_only=True)
class RemoveApprover(Command):
    """Take back a person that one added; ``task`` is the added task."""

    task: int


@dataclass(frozen=True)
class Recall(Command):
    """The submitter withdraws the case."""


@dataclass(frozen=True, kw_only=True)
class TakeBack(Command):
    """Undo one's own approval while nobody has decided after it."""

    task: int


@dataclass(frozen=True)
class Resubmit(Command):
    """The submitter sends a returned case on."""


@dataclass(frozen=True)
class End(Command):
    """An administrator ends the case without a decision."""


@dataclass(frozen=True, kw_only=True)
class Move(Command):
    """An administrator sets the case to a node, which may stand inside a fork.

    What comes before it is passed over, what comes after is gone through; its own condition is not asked.
    """

    to: str


@dataclass(frozen=True, kw_only=True)
class Withdraw(Command):
    """The platform asks somebody no more, since others of the step decide in their place."""

    task: int


@dataclass(frozen=True, kw_only=True)
class StandIn(Command):
    """The platform asks whoever acts by now for the person that a pending task is meant for."""

    task: int


@dataclass(frozen=True, kw_only=True)
class Reassign(Command):
    """An administrator gives a pending task to somebody."""

    task: int
    to: int
