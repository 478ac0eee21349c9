"""When a step is settled: the four modes over the tasks of its present visit.

Who was asked by the definition votes by the mode; whoever was added later must agree as well, since the
person who added them wanted exactly that. Any rejection by an added person rejects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Literal

from odos.workflow.approvals.definition import Mode, Step
from odos.workflow.approvals.state import Task

Outcome = Literal["open", "passed", "rejected"]


def outcome(step: Step, tasks: Sequence[Task]) -> Outcome:
    """What the decisions so far amount to; ``tasks`` without withdrawn ones."""
    asked = [task for task in tasks if task.added is None]
    added = [task for task in tasks if task.added is not None]
    if any(task.status == "rejected" for task in added):
        return "rejected"
    voted = _COUNTS[step.mode](step, asked) if asked else "passed"
    if voted == "passed" and any(task.is_pending for task in added):
        return "open"
    return voted


def approvals_needed(step: Step, asked: int) -> int:
    """How many of so many must agree in a quorum; never more than there are, never none."""
    wanted = ceil(asked * step.need_percent / 100) if step.need_percent is not None else step.need
    return max(1, min(wanted, asked))


def _any(_step: Step, asked: Sequence[Task]) -> Outcome:
    """The first decision counts for all."""
    decided = [task.status for task in asked if not task.is_pending]
    if "approved" in decided:
        return "passed"
    return "rejected" if "rejected" in decided else "open"


def _all(_step: Step, asked: Sequence[Task]) -> Outcome:
    if any(task.status == "rejected" for task in asked):
        return "rejected"
    return "open" if any(task.is_pending for task in asked) else "passed"


def _quorum(step: Step, asked: Sequence[Task]) -> Outcome:
    """So many approvals; rejected by a veto, or once too few are left to agree."""
    if any(task.status == "rejected" and task.has_veto for task in asked):
        return "rejected"
    agreed = sum(task.status == "approved" for task in asked)
    left = sum(task.is_pending for task in asked)
    needed = approvals_needed(step, len(asked))
    if agreed >= needed:
        return "passed"
    return "open" if agreed + left >= needed else "rejected"


_COUNTS: dict[Mode, Callable[[Step, Sequence[Task]], Outcome]] = {
    "any": _any,
    "all": _all,
    "quorum": _quorum,
    "in_turn": _all,
}
