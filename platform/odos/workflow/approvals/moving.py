"""Setting a case to a node by hand: what lies before it is passed over, into the branch where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from odos.workflow.approvals.definition import Branch, Fork, Node
from odos.workflow.approvals.places import paths_in
from odos.workflow.approvals.walking import Run, enter

_BEHIND = frozenset({"passed", "skipped"})


def move_along(run: Run, way: Sequence[tuple[Sequence[Node], int]], to: str) -> None:
    """Go to the node ``to`` along ``way``: the sequences that hold it, outermost first, with positions."""
    run.case = run.case.resumed()
    for depth, (nodes, position) in enumerate(way, 1):
        _pass_over(run, nodes[:position])
        node = nodes[position]
        if depth < len(way) and isinstance(node, Fork):
            run.case = run.case.forgotten(paths_in(tuple(nodes[position + 1 :])))
            _go_into(run, node, to)
        else:
            run.case = run.case.forgotten(paths_in(tuple(nodes[position:])))
            enter(run, node)


def _pass_over(run: Run, nodes: Sequence[Node]) -> None:
    for node in nodes:
        if run.case.marks.get(node.path) not in _BEHIND:
            _leave(run, paths_in((node,)))
            run.case = run.case.marked(node.path, "skipped")


def _leave(run: Run, inside: frozenset[str]) -> None:
    """Nobody is asked there any more, and nothing there waits to go on should the case come back."""
    run.case = run.case.withdrawn(lambda task: task.node in inside)
    for step in run.definition.steps:
        if step.path in inside and run.case.marks.get(step.path) == "active":
            run.case = run.case.marked(step.path, "skipped")


def _go_into(run: Run, fork: Fork, to: str) -> None:
    """Open the branch that leads to the node. Of a fork that takes one branch, the others are left; those of
    any other stay where they are, or begin with it."""
    branch = next(each for each in fork.branches if to.startswith(f"{each.path}/"))
    if fork.take == "first":
        run.case = run.case.forgotten(_all_within(each for each in fork.branches if each is not branch))
    elif run.case.marks.get(fork.path) not in {"active", "passed"}:
        run.case = run.case.forgotten(paths_in((fork,)))
        enter(run, fork)
    run.case = run.case.marked(fork.path, "active").marked(branch.path, "active")


def _all_within(branches: Iterable[Branch]) -> frozenset[str]:
    listed = list(branches)
    inside = (paths_in(branch.nodes) for branch in listed)
    return frozenset(branch.path for branch in listed).union(*inside)
