"""Many decisions at once, each by itself: one that is refused leaves the others alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from odos.kernel.problems import Problem
from odos.records.context import Context
from odos.records.writes.operations import fenced
from odos.workflow.approvals import commands, operations

MOST = 100


@dataclass(frozen=True)
class Part:
    """Somebody's own task in a case."""

    case_id: int
    task: int


@dataclass(frozen=True)
class Refused:
    """A part that was not decided, and why."""

    part: Part
    problem: Problem


def decide_many(
    *, context: Context, parts: Sequence[Part], decide: Callable[[Part], commands.Command]
) -> list[Refused]:
    """Give each part its command, in one transaction; gives those that were refused.

    Cases are locked in the order of their ids, so that two batches at once do not wait for each other.
    """

    def work(current: Context) -> list[Refused]:
        ordered = sorted(set(parts), key=lambda part: (part.case_id, part.task))
        return [refused for part in ordered if (refused := _decide(current, part, decide(part))) is not None]

    return fenced(context, work)


def _decide(context: Context, part: Part, command: commands.Command) -> Refused | None:
    try:
        with transaction.atomic():
            operations.act(context=context, case_id=part.case_id, command=command)
    except Problem as problem:
        return Refused(part, problem)
    return None
