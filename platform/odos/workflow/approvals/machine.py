"""Case + command → case + happenings. Pure: the same input gives the same output, and nothing else changes.

Every command first says whether it may be given (`refusals`), changes the case, and lets it go on by itself
(`walking.advance`). A command that is refused raises and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from odos.workflow.approvals import commands, refusals
from odos.workflow.approvals.definition import Definition
from odos.workflow.approvals.happenings import Happening, What
from odos.workflow.approvals.moving import move_along
from odos.workflow.approvals.places import from_here_on
from odos.workflow.approvals.returning import reopened, send_back
from odos.workflow.approvals.state import Case, Task
from odos.workflow.approvals.walking import Run, advance
from odos.workflow.approvals.world import Person, World


@dataclass(frozen=True)
class Progress:
    """The case after a command, and what happened."""

    case: Case
    happened: tuple[Happening, ...]


def start(
    *, definition: Definition, submitter: int, world: World, now: datetime, comment: str = ""
) -> Progress:
    """A new case, gone as far as it goes without anybody."""
    run = Run(definition, world, now, Case(submitter))
    run.tell("submitted", by=submitter, comment=comment)
    advance(run)
    return Progress(run.case, tuple(run.happened))


def act(
    *, definition: Definition, case: Case, command: commands.Command, world: World, now: datetime
) -> Progress:
    """The case after ``command``; raises `Conflict` or `Forbidden` when it may not be given now."""
    refusals.require_going_on(case)
    run = Run(definition, world, now, case)
    _COMMANDS[type(command)](run, command)
    advance(run)
    return Progress(run.case, tuple(run.happened))


# ------------------------------------------------------------------ decisions


def _decide(run: Run, command: commands.Approve | commands.Reject) -> None:
    task = refusals.open_task(run.case, command.task, command.by)
    status = "approved" if isinstance(command, commands.Approve) else "rejected"
    decided = replace(task, status=status, decided_at=run.now, comment=command.comment)  # type: ignore[arg-type]
    run.case = run.case.with_task(decided)
    run.tell(status, by=command.by, node=task.node, task=task.number, comment=command.comment)  # type: ignore[arg-type]


def _send_back(run: Run, command: commands.SendBack) -> None:
    task = refusals.open_task(run.case, command.task, command.by)
    refusals.require_place(run.definition, run.case, task.node, command.to)
    send_back(run, task, command)


def _take_back(run: Run, command: commands.TakeBack) -> None:
    task = refusals.own_approval(run.case, command.task, command.by)
    later = from_here_on(run.definition, task.node) - {task.node}
    refusals.require_undecided(run.case, later | {task.node}, task)
    case = run.case.forgotten(later).marked(task.node, "active")
    case = reopened(run.definition, case, task.node)
    needless = {each.number for each in case.visit(task.node) if each.status == "withdrawn"}
    case = case.changed(lambda each: each.number in needless, status="open")
    run.case = case.with_task(replace(task, status="open", decided_at=None, comment=""))
    run.tell("taken_back", by=command.by, node=task.node, task=task.number, comment=command.comment)


# ------------------------------------------------------------------ who decides


def _transfer(run: Run, command: commands.Transfer) -> None:
    task = refusals.open_task(run.case, command.task, command.by)
    _give(run, task, command.to, "transferred", command)


def _reassign(run: Run, command: commands.Reassign) -> None:
    task = refusals.pending_task(run.case, command.task)
    _give(run, task, command.to, "reassigned", command)


def _stand_in(run: Run, command: commands.StandIn) -> None:
    task = refusals.pending_task(run.case, command.task)
    person = run.world.person(task.principal)
    is_back = person is not None and person.user == task.principal
    _give(run, task, task.principal, "given_back" if is_back else "stood_in", command)


def _give(run: Run, task: Task, user: int, what: What, command: commands.Command) -> None:
    person = _person(run, task.node, user)
    run.case = run.case.with_task(replace(task, user=person.user, principal=person.principal))
    run.tell(
        what, by=command.by, node=task.node, task=task.number, users=(person.user,), comment=command.comment
    )


def _person(run: Run, node: str, user: int) -> Person:
    """Somebody who is able to decide and is not asked in that step already."""
    person = refusals.require_person(run.world.person(user))
    refusals.require_new(run.case, node, person)
    return person


def _add(run: Run, command: commands.AddApprovers) -> None:
    task = refusals.open_task(run.case, command.task, command.by)
    added = [_added_task(run, task, user, command) for user in refusals.some_users(command.users)]
    if command.place == "before":
        waits_for = task.waits_for | {each.number for each in added}
        run.case = run.case.with_task(replace(task, status="waiting", waits_for=waits_for))
    users = tuple(each.user for each in added)
    run.tell("added", by=command.by, node=task.node, task=task.number, users=users, comment=command.comment)


def _added_task(run: Run, task: Task, user: int, command: commands.AddApprovers) -> Task:
    person = _person(run, task.node, user)
    waits_for = frozenset({task.number}) if command.place == "after" else frozenset()
    added = Task(
        run.case.next_number, task.node, person.user, person.principal, "waiting", waits_for,
        added=command.place, added_by=task.user,
    )  # fmt: skip
    run.case = run.case.with_task(added)
    return added


def _remove(run: Run, command: commands.RemoveApprover) -> None:
    _take_out(run, refusals.own_addition(run.case, command.task, command.by), command)


def _withdraw(run: Run, command: commands.Withdraw) -> None:
    _take_out(run, refusals.pending_task(run.case, command.task), command)


def _take_out(run: Run, task: Task, command: commands.Command) -> None:
    """Nobody waits for the task any more."""
    case = run.case.with_task(replace(task, status="withdrawn", is_past=True))
    for other in case.visit(task.node):
        case = case.with_task(replace(other, waits_for=other.waits_for - {task.number}))
    run.case = case
    run.tell(
        "removed",
        by=command.by,
        node=task.node,
        task=task.number,
        users=(task.user,),
        comment=command.comment,
    )


# ------------------------------------------------------------------ the whole case


def _recall(run: Run, command: commands.Recall) -> None:
    refusals.require_submitter(run.case, command.by)
    refusals.require_recallable(run.definition, run.case)
    run.finish("recalled", "recalled", by=command.by, comment=command.comment)


def _resubmit(run: Run, command: commands.Resubmit) -> None:
    refusals.require_submitter(run.case, command.by)
    refusals.require_returned(run.case)
    run.case = replace(run.case, status="running", round=run.case.round + 1)
    run.tell("resubmitted", by=command.by, comment=command.comment)


def _end(run: Run, command: commands.End) -> None:
    run.finish("ended", "ended", by=command.by, comment=command.comment)


def _move(run: Run, command: commands.Move) -> None:
    way = refusals.way_to(run.definition, command.to)
    run.tell("moved", by=command.by, node=command.to, comment=command.comment)
    move_along(run, way, command.to)


_COMMANDS: dict[type[commands.Command], Callable[[Run, Any], None]] = {
    commands.Approve: _decide,
    commands.Reject: _decide,
    commands.SendBack: _send_back,
    commands.TakeBack: _take_back,
    commands.Transfer: _transfer,
    commands.Reassign: _reassign,
    commands.StandIn: _stand_in,
    commands.AddApprovers: _add,
    commands.RemoveApprover: _remove,
    commands.Withdraw: _withdraw,
    commands.Recall: _recall,
    commands.Resubmit: _resubmit,
    commands.End: _end,
    commands.Move: _move,
}
