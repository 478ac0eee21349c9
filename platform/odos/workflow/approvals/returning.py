"""Sending a case back: what is gone through once more, and who is asked once more.

Without ``resume`` everything from the place on is as if it had never been. With it only the place itself is
asked anew, and the step that the case was sent back from waits meanwhile with what it has: who agreed there
is not asked again, everybody else is.
"""

from __future__ import annotations

from dataclasses import replace

from odos.workflow.approvals import commands
from odos.workflow.approvals.definition import START, Definition, Step
from odos.workflow.approvals.places import enclosing, from_here_on, paths_in
from odos.workflow.approvals.state import Case, Task
from odos.workflow.approvals.walking import Run, ask_anew


def send_back(run: Run, task: Task, command: commands.SendBack) -> None:
    """Return the case from the step of ``task`` to where the command says."""
    to = command.to
    case = run.case.with_task(replace(task, decided_at=run.now, comment=command.comment))
    if command.resume:
        for node in _left_waiting(case, task.node, to):
            case = _set_aside(case, node)
        again = frozenset({to})
    else:
        again = paths_in(run.definition.nodes) if to == START else from_here_on(run.definition, to)
    case = reopened(run.definition, case.forgotten(again), to)
    run.case = replace(case, status="returned") if to == START else case
    what = "returned_to_submitter" if to == START else "returned"
    run.tell(what, by=command.by, node=to, task=task.number, comment=command.comment)  # type: ignore[arg-type]
    step = run.definition.by_path.get(to)
    if isinstance(step, Step):
        ask_anew(run, step)


def reopened(definition: Definition, case: Case, node: str) -> Case:
    """With the forks around a node open: what is behind the case is gone into once more."""
    for fork in enclosing(definition, node):
        case = case.marked(fork, "active")
    return case


def _left_waiting(case: Case, node: str, to: str) -> frozenset[str]:
    """The steps that wait for the case: with the submitter, nobody goes on deciding beside it."""
    beside = {path for path, mark in case.marks.items() if mark == "active" and case.visit(path)}
    return frozenset({node, *(beside if to == START else ())})


def _set_aside(case: Case, node: str) -> Case:
    """Nobody is asked there for now. Whoever did not agree gets a new task for when the case is back."""
    undone = [task for task in case.at(node) if task.status != "approved"]
    numbers = {task.number: case.next_number + place for place, task in enumerate(undone)}
    for task in undone:
        past = "withdrawn" if task.is_pending else task.status
        waits_for = frozenset(numbers.get(each, each) for each in task.waits_for)
        fresh = replace(
            task, number=numbers[task.number], status="waiting", waits_for=waits_for, opened_at=None,
            decided_at=None, comment="",
        )  # fmt: skip
        case = case.with_task(replace(task, status=past, is_past=True)).with_task(fresh)
    return case
