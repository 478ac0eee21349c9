"""Going through the nodes until somebody has to decide.

`advance` may be called at any time: it passes what is settled, enters what comes next and stops where people
are asked. Everything that can happen by itself happens here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from odos.workflow.approvals.definition import Branch, Copy, Definition, Fork, Node, Step
from odos.workflow.approvals.happenings import Happening, What
from odos.workflow.approvals.places import steps_before
from odos.workflow.approvals.state import Case, Status, Task
from odos.workflow.approvals.voting import outcome
from odos.workflow.approvals.world import Person, World


@dataclass
class Run:
    """One command being carried out: the case as it becomes, and what happened so far."""

    definition: Definition
    world: World
    now: datetime
    case: Case
    happened: list[Happening] = field(default_factory=list)

    def tell(self, what: What, **about: Any) -> None:
        """Something happened."""
        self.happened.append(Happening(what, **about))

    def finish(self, status: Status, what: What, *, by: int | None = None, comment: str = "") -> None:
        """The case is over; nobody has to decide any more."""
        self.case = replace(self.case.withdrawn(), status=status)
        self.tell(what, by=by, comment=comment)


def advance(run: Run) -> None:
    """Go on as far as it goes; approves the case behind the last node."""
    if run.case.status == "running" and _walk(run, run.definition.nodes):
        run.finish("approved", "case_approved")


def _walk(run: Run, nodes: Iterable[Node]) -> bool:
    """Whether all nodes are behind us."""
    return all(_is_behind(run, node) for node in nodes)


def _is_behind(run: Run, node: Node) -> bool:
    mark = run.case.marks.get(node.path)
    if mark in {"passed", "skipped"}:
        return True
    if mark is None:
        if node.when is not None and not run.world.holds(node.when):
            return _leave(run, node, "skipped")
        enter(run, node)
    return _SETTLE[type(node)](run, node)


def enter(run: Run, node: Node) -> None:
    """Begin a node, whatever its condition says."""
    run.case = run.case.marked(node.path, "active")
    _ENTER[type(node)](run, node)


def ask_anew(run: Run, step: Step) -> None:
    """Begin a step that the case was sent back to: nobody's agreement is taken for granted there."""
    run.case = run.case.marked(step.path, "active")
    _enter_step(run, replace(step, own="keep" if step.own == "pass" else step.own, duplicate="ask"))


def _leave(run: Run, node: Node, what: What) -> bool:
    run.case = run.case.marked(node.path, "skipped" if what == "skipped" else "passed")
    run.tell(what, node=node.path)
    return True


# ------------------------------------------------------------------ steps


def _enter_step(run: Run, step: Step) -> None:
    run.tell("entered", node=step.path)
    before = 0
    for person in _asked(run, step):
        task = Task(run.case.next_number, step.path, person.user, person.principal, has_veto=person.has_veto)
        if _agrees_already(run, step, person):
            task = replace(task, status="approved", opened_at=run.now, decided_at=run.now)
            run.tell("passed_automatically", by=person.user, node=step.path, task=task.number)
        elif step.mode == "in_turn" and before:
            task = replace(task, status="waiting", waits_for=frozenset({before}))
        else:
            task = replace(task, status="waiting")
        run.case = run.case.with_task(task)
        before = task.number


def _asked(run: Run, step: Step) -> tuple[Person, ...]:
    people = run.world.approvers(step)
    if step.own == "manager":
        people = _in_place_of_submitter(run, people)
    if people or step.empty == "pass":
        return people
    return run.world.administrators() if step.empty == "administrators" else ()


def _in_place_of_submitter(run: Run, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Nobody asks themselves: whom the submitter reports to is asked instead, once."""
    found: dict[int, Person] = {}
    for person in people:
        other = run.world.manager_of(person.user) if person.user == run.case.submitter else person
        if other is not None and other.user != run.case.submitter:
            found.setdefault(other.user, other)
    return tuple(found.values())


def _agrees_already(run: Run, step: Step, person: Person) -> bool:
    if step.own == "pass" and person.user == run.case.submitter:
        return True
    if step.duplicate == "ask":
        return False
    earlier = [each.path for each in steps_before(run.definition, step.path) if run.case.at(each.path)]
    looked_at = earlier if step.duplicate == "pass_ever" else earlier[-1:]
    return any(
        task.user == person.user and task.status == "approved"
        for path in looked_at
        for task in run.case.at(path)
    )


def _settle_step(run: Run, step: Step) -> bool:
    tasks = run.case.at(step.path)
    result = outcome(step, tasks)
    if result == "rejected" or (not tasks and step.empty != "pass"):
        run.finish("rejected", "case_rejected")
        return False
    if result == "open":
        _open_tasks(run, step)
        return False
    run.case = run.case.withdrawn(lambda task: task.node == step.path)
    return _leave(run, step, "passed")


def _open_tasks(run: Run, step: Step) -> None:
    """Ask those whose turn it is."""
    agreed = {task.number for task in run.case.tasks if task.status == "approved"}
    for task in run.case.at(step.path):
        if task.status == "waiting" and task.waits_for <= agreed:
            run.case = run.case.with_task(replace(task, status="open", opened_at=run.now))
            run.tell("asked", node=step.path, task=task.number, users=(task.user,))


# ------------------------------------------------------------------ copies and forks


def _enter_copy(run: Run, node: Copy) -> None:
    users = tuple(person.user for person in run.world.approvers(node))
    if users:
        run.tell("copied", node=node.path, users=users)


def _settle_copy(run: Run, node: Copy) -> bool:
    return _leave(run, node, "passed")


def _enter_fork(run: Run, fork: Fork) -> None:
    for branch in _TAKE[fork.take](run, fork):
        run.case = run.case.marked(branch.path, "active")


def _open_branches(run: Run, fork: Fork) -> list[Branch]:
    return [branch for branch in fork.branches if branch.when is None or run.world.holds(branch.when)]


def _named_branches(run: Run, fork: Fork) -> list[Branch]:
    named = run.world.named_branches(fork)
    return [branch for branch in _open_branches(run, fork) if branch.key in named]


_TAKE: dict[str, Callable[[Run, Fork], list[Branch]]] = {
    "first": lambda run, fork: _open_branches(run, fork)[:1],
    "all": _open_branches,
    "table": _named_branches,
}


def _settle_fork(run: Run, fork: Fork) -> bool:
    """Side by side every branch goes as far as it goes; in a row the next one waits for those before it."""
    taken = _taken(run, fork)
    walks = (_walk(run, branch.nodes) for branch in taken if run.case.status == "running")
    done = all(walks) if fork.take == "table" else all(list(walks))
    if run.case.status != "running" or not done:
        return False
    return _leave(run, fork, "passed" if taken else "skipped")


def _taken(run: Run, fork: Fork) -> list[Branch]:
    return [branch for branch in fork.branches if branch.path in run.case.marks]


_ENTER: dict[type[Node], Callable[[Run, Any], None]] = {
    Step: _enter_step,
    Copy: _enter_copy,
    Fork: _enter_fork,
}
_SETTLE: dict[type[Node], Callable[[Run, Any], bool]] = {
    Step: _settle_step,
    Copy: _settle_copy,
    Fork: _settle_fork,
}
