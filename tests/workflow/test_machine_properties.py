"""Whatever is drawn and whatever people do: no case is lost, stuck or decided twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from odos.kernel.problems import Problem
from odos.workflow.approvals import commands
from odos.workflow.approvals.definition import read_definition
from odos.workflow.approvals.state import Case, Task
from tests.workflow.drawings import PaperWorld, Walk, step

PEOPLE = st.integers(1, 6)
CONDITIONS = st.sampled_from([None, "yes", "no"])
STEPS = st.builds(
    lambda users, **attributes: step(*users, **attributes),
    st.lists(PEOPLE, max_size=4, unique=True),
    mode=st.sampled_from(["any", "all", "quorum", "in_turn"]),
    quorum=st.fixed_dictionaries({"need": st.integers(1, 3), "veto": st.lists(PEOPLE.map(str), max_size=1)}),
    when=CONDITIONS,
    empty=st.sampled_from(["pass", "reject", "administrators"]),
    own=st.sampled_from(["keep", "pass", "manager"]),
    duplicate=st.sampled_from(["ask", "pass_after", "pass_ever"]),
)


def _numbered(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    return {f"n{position}": {**node, "order": position} for position, node in enumerate(nodes)}


def _forks(nodes: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    branch = st.builds(
        lambda inner, when: {"nodes": _numbered(inner), "when": when}, st.lists(nodes, max_size=2), CONDITIONS
    )
    return st.builds(
        lambda branches, take, when: {
            "kind": "fork",
            "take": take,
            "when": when,
            "branches": _numbered(branches),
        },
        st.lists(branch, max_size=3),
        st.sampled_from(["first", "all", "table"]),
        CONDITIONS,
    )


NODES = st.recursive(STEPS, _forks, max_leaves=5)
DEFINITIONS = st.lists(NODES, min_size=1, max_size=4).map(
    lambda nodes: read_definition("x", {"nodes": _numbered(nodes)})
)


@st.composite
def some_command(draw: st.DrawFn, walk: Walk) -> commands.Command:
    """Often sensible, sometimes not."""
    tasks = walk.case.tasks
    pending = [task for task in tasks if task.status == "open"] or list(tasks)
    task = draw(st.sampled_from(pending)) if pending else None
    number = task.number if task else 1
    by = draw(st.sampled_from([task.user, 1, 5])) if task else 1
    places = ["start", *walk.definition.by_path]
    return draw(
        st.one_of(
            st.just(commands.Approve(by, task=number)),
            st.just(commands.Approve(by, task=number)),
            st.just(commands.Reject(by, task=number)),
            st.builds(
                commands.SendBack,
                st.just(by),
                task=st.just(number),
                to=st.sampled_from(places),
                resume=st.booleans(),
            ),
            st.builds(commands.Transfer, st.just(by), task=st.just(number), to=PEOPLE),
            st.builds(
                commands.AddApprovers,
                st.just(by),
                task=st.just(number),
                users=st.lists(PEOPLE, max_size=2).map(tuple),
                place=st.sampled_from(["before", "after", "beside"]),
            ),
            st.builds(commands.RemoveApprover, st.just(by), task=st.integers(1, len(tasks) + 1)),
            st.builds(commands.TakeBack, PEOPLE, task=st.integers(1, len(tasks) + 1)),
            st.just(commands.Resubmit(1)),
            st.builds(commands.Move, st.none(), to=st.sampled_from(places)),
        )
    )


@given(DEFINITIONS, st.data())
def test_a_case_always_goes_on_or_is_over(definition, data):
    """FLOW-01, FLOW-04: every command gives a sound case or is refused and changes nothing."""
    walk = Walk(definition, PaperWorld({"yes"}, {"n0", "n2"}, managers={1: 4, 4: 5}))
    _require_sound(walk.case)
    for _ in range(data.draw(st.integers(0, 12))):
        before, command = walk.case, data.draw(some_command(walk))
        try:
            walk.do(command)
        except Problem:
            assert walk.case == before
            continue
        _require_sound(walk.case)
        _require_kept(before, walk.case, command)


def _require_sound(case: Case) -> None:
    openings = [task for task in case.tasks if task.status == "open"]
    if case.status == "running":
        assert openings, "a running case waits for somebody"
    else:
        assert not openings, "nobody is asked for nothing"
    if case.is_over:
        assert not list(case.pending()), "nobody waits for a turn that never comes"
    places = [(task.node, task.user) for task in case.tasks if task.is_pending]
    assert len(places) == len(set(places)), "nobody is asked twice in a step"
    assert [task.number for task in case.tasks] == list(range(1, len(case.tasks) + 1))


def _require_kept(before: Case, after: Case, command: commands.Command) -> None:
    """A decision stays what it was, unless its author takes it back."""
    for old, new in zip(before.tasks, after.tasks, strict=False):
        if old.status in {"approved", "rejected"} and not isinstance(command, commands.TakeBack):
            assert (new.status, new.user, new.decided_at) == (old.status, old.user, old.decided_at)


@given(DEFINITIONS)
def test_when_everybody_agrees_the_case_is_approved_in_the_end(definition):
    """FLOW-01."""
    walk = Walk(definition, PaperWorld({"yes"}, {"n0", "n2"}, managers={1: 4}))
    while walk.case.status == "running":
        task: Task = next(task for task in walk.case.tasks if task.status == "open")
        walk.do(commands.Approve(task.user, task=task.number))
    assert walk.case.status == "approved" or any(
        not walk.case.at(node.path) and node.empty == "reject"
        for node in definition.steps
        if walk.case.marks.get(node.path) == "active"
    )
