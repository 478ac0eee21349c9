"""The ways of an approval; each test is one habit of offices, international or Chinese."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Conflict, Forbidden, Invalid, Problem
from odos.workflow.approvals import commands
from odos.workflow.approvals.definition import Definition
from tests.workflow.drawings import SUBMITTER, PaperWorld, Walk, drawn, step


def serial() -> Definition:
    return drawn(first=step(2), second=step(3), third=step(4))


def branch(*, order: int = 0, when: str | None = None, **nodes: dict) -> dict:
    ordered = {key: {**node, "order": position} for position, (key, node) in enumerate(nodes.items())}
    return {"order": order, "when": when, "nodes": ordered}


def test_steps_follow_each_other_and_end_in_approval():
    """FLOW-01: serial steps."""
    walk = Walk(serial())
    assert walk.asked == [2]
    assert walk.approve(2).asked == [3]
    assert walk.approve(3, 4).case.status == "approved"
    assert walk.told[0] == "submitted"
    assert walk.told[-1] == "case_approved"


def test_one_rejection_ends_the_case_and_asks_nobody_further():
    """FLOW-04: reject."""
    walk = Walk(serial()).approve(2).reject(3)
    assert walk.case.status == "rejected"
    assert walk.asked == []
    with pytest.raises(Conflict):
        walk.do(commands.Approve(4, task=1))


def test_any_of_several_decides_for_all():
    """FLOW-01: any-of (或签)."""
    walk = Walk(drawn(one=step(2, 3, 4, mode="any"), two=step(5)))
    assert walk.asked == [2, 3, 4]
    assert walk.approve(3).asked == [5]
    assert [task.status for task in walk.case.tasks[:3]] == ["withdrawn", "approved", "withdrawn"]


def test_all_have_to_agree():
    """FLOW-01: all-of (会签)."""
    walk = Walk(drawn(one=step(2, 3, mode="all")))
    assert walk.approve(2).case.status == "running"
    assert walk.approve(3).case.status == "approved"
    assert Walk(drawn(one=step(2, 3, mode="all"))).reject(2).case.status == "rejected"


def test_in_turn_asks_one_after_the_other():
    """FLOW-01: in turn (依次)."""
    walk = Walk(drawn(one=step(2, 3, 4, mode="in_turn")))
    assert walk.asked == [2]
    with pytest.raises(Conflict):
        walk.approve(4)
    assert walk.approve(2).asked == [3]
    assert walk.approve(3, 4).case.status == "approved"


@pytest.mark.parametrize(
    ("quorum", "approving", "rejecting", "status"),
    [
        ({"need": 2}, [2, 3], [], "approved"),
        ({"need": 2}, [2], [3], "running"),
        ({"need": 2}, [2], [3, 4, 5], "rejected"),
        ({"percent": 50}, [2, 3], [], "approved"),
        ({"percent": 51}, [2, 3], [], "running"),
        ({"need": 9}, [2, 3, 4, 5], [], "approved"),
        ({"need": 1, "veto": ["5"]}, [], [5], "rejected"),
        ({"need": 1, "veto": ["5"]}, [2], [], "approved"),
    ],
)
def test_a_quorum_counts_votes_and_heeds_a_veto(quorum, approving, rejecting, status):
    """FLOW-01: quorum with veto (票签)."""
    walk = Walk(drawn(one=step(2, 3, 4, 5, mode="quorum", quorum=quorum)))
    for user in rejecting:
        if walk.case.status == "running":
            walk.reject(user)
    walk.approve(*approving) if walk.case.status == "running" else None
    assert walk.case.status == status


def test_conditions_choose_steps_and_branches():
    """FLOW-03: what is measured routes the approval."""
    definition = drawn(
        manager=step(2),
        size={
            "kind": "fork",
            "branches": {
                "large": branch(order=1, when="large", director=step(3), board=step(4)),
                "other": branch(order=2, head=step(5)),
            },
        },
        legal=step(6, when="foreign"),
    )
    small = Walk(definition).approve(2)
    assert small.asked == [5]
    assert small.approve(5).case.status == "approved"
    assert small.case.marks["legal"] == "skipped"
    large = Walk(definition, PaperWorld({"large", "foreign"})).approve(2, 3)
    assert large.asked == [4]
    assert large.approve(4).asked == [6]


def test_branches_run_side_by_side_and_are_waited_for():
    """FLOW-01: parallel branches."""
    definition = drawn(
        both={
            "kind": "fork",
            "take": "all",
            "branches": {
                "law": branch(a=step(2), b=step(3)),
                "money": branch(c=step(4)),
                "not": branch(when="never", d=step(5)),
            },
        },
        end=step(6),
    )
    walk = Walk(definition)
    assert walk.asked == [2, 4]
    assert walk.approve(4).asked == [2]
    assert walk.approve(2, 3).asked == [6]


def by_table() -> Definition:
    branches = {
        "boss": branch(a=step(3), order=1),
        "legal": branch(b=step(4), order=2),
        "cfo": branch(c=step(5), order=3),
    }
    return drawn(
        first=step(2), route={"kind": "fork", "take": "table", "decide": "route", "branches": branches}
    )


def test_a_table_names_the_branches_and_they_follow_each_other():
    """FLOW-03: a decision table routes the approval."""
    walk = Walk(by_table(), PaperWorld(named={"boss", "cfo"})).approve(2)
    assert walk.asked == [3]
    assert walk.approve(3).asked == [5]
    assert walk.approve(5).case.status == "approved"
    assert Walk(by_table(), PaperWorld(named=set())).approve(2).case.status == "approved"


def test_going_back_within_a_table_keeps_its_choice():
    """FLOW-03, FLOW-04: only the named branches are gone through again."""
    walk = Walk(by_table(), PaperWorld(named={"boss", "cfo"})).approve(2, 3).send_back(5, "route/boss/a")
    assert walk.asked == [3]
    walk.world.named = {"legal"}  # asked once, when the fork was come to
    assert walk.approve(3).asked == [5]
    walk.send_back(5, "first")
    assert walk.approve(2).asked == [4]


def test_a_rejection_in_one_branch_stops_the_others():
    """FLOW-01."""
    fork = {"kind": "fork", "take": "all", "branches": {"x": branch(a=step(2)), "y": branch(b=step(3))}}
    walk = Walk(drawn(both=fork)).reject(3)
    assert (walk.case.status, walk.asked) == ("rejected", [])


def test_a_copy_tells_people_and_waits_for_nobody():
    """FLOW-04: copy to (抄送)."""
    definition = drawn(copy={"kind": "copy", "approvers": {"x": {"kind": "user", "name": "7"}}}, one=step(2))
    walk = Walk(definition)
    assert [each.users for each in walk.happened if each.what == "copied"] == [(7,)]
    assert walk.asked == [2]


class TestSendingBack:
    """FLOW-04: return (退回), then resume here or run again."""

    def test_to_an_earlier_step_asks_everybody_from_there_on(self):
        walk = Walk(serial()).approve(2, 3).send_back(4, "first")
        assert walk.asked == [2]
        assert walk.approve(2).asked == [3]
        assert walk.approve(3, 4).case.status == "approved"

    def test_resuming_comes_straight_back(self):
        walk = Walk(serial()).approve(2, 3).send_back(4, "first", resume=True)
        assert walk.approve(2).asked == [4]

    def test_to_the_submitter_who_sends_it_off_again(self):
        walk = Walk(serial()).approve(2).send_back(3, "start")
        assert (walk.case.status, walk.asked) == ("returned", [])
        with pytest.raises(Forbidden):
            walk.do(commands.Resubmit(3))
        assert walk.do(commands.Resubmit(SUBMITTER)).asked == [2]
        assert walk.case.round == 2

    def test_to_the_submitter_and_resume(self):
        walk = Walk(serial()).approve(2).send_back(3, "start", resume=True)
        assert walk.do(commands.Resubmit(SUBMITTER)).asked == [3]

    @pytest.mark.parametrize("to", ["first", "start"])
    @pytest.mark.parametrize("mode", ["all", "in_turn", "quorum"])
    def test_straight_back_asks_nobody_who_agreed(self, mode, to):
        """FLOW-04: who agreed in the step that sent it back is not asked again, who did not is."""
        walk = Walk(drawn(first=step(2), board=step(3, 4, 5, mode=mode, quorum={"need": 3})))
        walk.approve(2, 3).send_back(4, to, resume=True)
        assert walk.asked == ([2] if to == "first" else [])
        walk.do(commands.Resubmit(SUBMITTER)) if to == "start" else walk.approve(2)
        assert walk.asked == ([4] if mode == "in_turn" else [4, 5])
        assert walk.approve(4, 5).case.status == "approved"

    def test_straight_back_asks_once_more_who_disagreed(self):
        """FLOW-04: a vote against what was corrected since counts no more."""
        walk = Walk(drawn(first=step(2), board=step(3, 4, 5, mode="quorum", quorum={"need": 2})))
        walk.approve(2).reject(3).send_back(4, "start", resume=True).do(commands.Resubmit(SUBMITTER))
        assert walk.asked == [3, 4, 5]

    def test_straight_back_keeps_the_order_of_who_was_added(self):
        """FLOW-04: whoever was to decide after the one who sent it back still does."""
        walk = Walk(serial()).approve(2)
        walk.do(commands.AddApprovers(3, task=walk.task_of(3).number, users=(9,), place="after"))
        walk.send_back(3, "first", resume=True).approve(2)
        assert walk.asked == [3]
        assert walk.approve(3).asked == [9]

    def test_beside_the_submitter_nobody_decides(self):
        """FLOW-04: what stands in another branch waits as well, and keeps who agreed there."""
        branches = {"x": branch(a=step(3)), "y": branch(b=step(4, 5, mode="all"))}
        walk = Walk(drawn(both={"kind": "fork", "take": "all", "branches": branches}))
        walk.approve(4).send_back(3, "start", resume=True)
        assert walk.asked == []
        assert walk.do(commands.Resubmit(SUBMITTER)).asked == [3, 5]

    def test_to_a_step_that_was_agreed_to_by_itself(self):
        """FLOW-04: whom it is sent back to is asked, also where an earlier agreement counted before."""
        walk = Walk(drawn(first=step(2), second=step(2, duplicate="pass_ever"), third=step(3))).approve(2)
        assert walk.asked == [3]
        assert walk.send_back(3, "second").asked == [2]

    def test_only_where_the_case_came_through(self):
        walk = Walk(serial()).approve(2)
        with pytest.raises(Invalid):
            walk.send_back(3, "third")

    def test_out_of_one_branch_takes_the_others_along(self):
        fork = {"kind": "fork", "take": "all", "branches": {"x": branch(a=step(3)), "y": branch(b=step(4))}}
        walk = Walk(drawn(first=step(2), both=fork)).approve(2).approve(4).send_back(3, "first")
        assert walk.asked == [2]
        assert walk.approve(2).asked == [3, 4]

    @pytest.mark.parametrize("take", ["first", "all", "table"])
    def test_into_a_branch_that_was_gone_through(self, take):
        """FLOW-04: any earlier step, those inside a fork behind the case too."""
        fork = {"kind": "fork", "take": take, "branches": {"x": branch(a=step(3), b=step(4))}}
        walk = Walk(drawn(first=step(2), fork=fork, last=step(5)), PaperWorld(named={"x"})).approve(2, 3, 4)
        again = walk.send_back(5, "fork/x/a")
        assert again.asked == [3]
        assert again.approve(3).asked == [4]
        assert again.approve(4, 5).case.status == "approved"

    def test_into_a_branch_and_straight_back(self):
        fork = {"kind": "fork", "take": "first", "branches": {"x": branch(a=step(3), b=step(4))}}
        walk = Walk(drawn(fork=fork, last=step(5))).approve(3, 4).send_back(5, "fork/x/a", resume=True)
        assert walk.asked == [3]
        assert walk.approve(3).asked == [5]

    def test_into_one_of_several_branches_leaves_the_others(self):
        fork = {"kind": "fork", "take": "all", "branches": {"x": branch(a=step(3)), "y": branch(b=step(4))}}
        walk = Walk(drawn(both=fork, last=step(5))).approve(3, 4).send_back(5, "both/y/b")
        assert walk.asked == [4]
        assert walk.approve(4).asked == [5]


class TestPeople:
    def test_transfer_gives_the_task_away(self):
        """FLOW-04: transfer (转签)."""
        walk = Walk(serial())
        walk.do(commands.Transfer(2, task=1, to=8))
        assert walk.asked == [8]
        with pytest.raises(Forbidden):
            walk.do(commands.Approve(2, task=1))
        assert walk.approve(8).asked == [3]

    def test_nobody_is_asked_twice_in_a_step(self):
        walk = Walk(drawn(one=step(2, 3, mode="all")))
        with pytest.raises(Invalid):
            walk.do(commands.Transfer(2, task=1, to=3))

    def test_added_before_decides_first(self):
        """FLOW-04: add an approver before (前加签)."""
        walk = Walk(serial()).do(commands.AddApprovers(2, task=1, users=(8, 9), place="before"))
        assert walk.asked == [8, 9]
        assert walk.approve(8).asked == [9]
        assert walk.approve(9).asked == [2]
        assert walk.approve(2).asked == [3]

    def test_added_after_decides_next(self):
        """FLOW-04: add an approver after (后加签)."""
        walk = Walk(serial()).do(commands.AddApprovers(2, task=1, users=(8,), place="after"))
        assert walk.asked == [2]
        assert walk.approve(2).asked == [8]
        assert walk.approve(8).asked == [3]

    def test_added_beside_must_agree_too(self):
        """FLOW-04: add an approver in parallel."""
        walk = Walk(serial()).do(commands.AddApprovers(2, task=1, users=(8,), place="beside"))
        assert walk.asked == [2, 8]
        assert walk.approve(2).asked == [8]
        assert walk.reject(8).case.status == "rejected"

    def test_an_added_person_is_taken_out_again_by_who_added_them(self):
        """FLOW-04: remove (减签)."""
        walk = Walk(serial()).do(commands.AddApprovers(2, task=1, users=(8,), place="before"))
        with pytest.raises(Forbidden):
            walk.do(commands.RemoveApprover(8, task=2))
        walk.do(commands.RemoveApprover(2, task=2))
        assert walk.asked == [2]

    def test_whoever_stands_in_decides_in_the_name_of_the_other(self):
        """FLOW-04: standing delegation (委托)."""
        walk = Walk(serial(), PaperWorld(stand_ins={2: 20}))
        assert walk.asked == [20]
        assert walk.case.tasks[0].principal == 2

    def test_a_step_without_anybody_asks_administrators_or_passes(self):
        """FLOW-02: the policy for an empty step."""
        gone = PaperWorld(gone={2})
        assert Walk(drawn(one=step(2)), gone).asked == [99]
        assert Walk(drawn(one=step(2, empty="pass"), two=step(3)), gone).asked == [3]
        assert Walk(drawn(one=step(2, empty="reject")), gone).case.status == "rejected"

    def test_submitters_do_not_approve_their_own(self):
        """FLOW-02: the policy for oneself."""
        world = PaperWorld(managers={SUBMITTER: 5})
        assert Walk(drawn(one=step(SUBMITTER))).asked == [SUBMITTER]
        assert Walk(drawn(one=step(SUBMITTER, own="manager")), world).asked == [5]
        assert Walk(drawn(one=step(SUBMITTER, own="manager")), PaperWorld()).asked == [99]
        assert Walk(drawn(one=step(SUBMITTER, own="pass"), two=step(3))).asked == [3]

    def test_who_approved_before_is_not_asked_again(self):
        """FLOW-02: the policy for duplicates."""
        again = drawn(
            a=step(2), b=step(2, duplicate="pass_after"), c=step(3), d=step(2, duplicate="pass_after")
        )
        assert Walk(again).approve(2).asked == [3]
        assert Walk(again).approve(2, 3).asked == [2]
        ever = drawn(a=step(2), c=step(3), d=step(2, duplicate="pass_ever"))
        assert Walk(ever).approve(2, 3).case.status == "approved"
        fork = {"kind": "fork", "take": "first", "branches": {"x": branch(a=step(2))}}
        inside = drawn(fork=fork, c=step(3), d=step(2, duplicate="pass_ever"))
        assert Walk(inside).approve(2, 3).case.status == "approved"


class TestSubmitter:
    def test_recalls(self):
        """FLOW-04: recall (撤回)."""
        walk = Walk(serial()).approve(2)
        with pytest.raises(Forbidden):
            walk.do(commands.Recall(2))
        assert walk.do(commands.Recall(SUBMITTER)).case.status == "recalled"

    def test_recalls_only_before_the_first_decision_where_that_is_said(self):
        from_first = drawn(first=step(2), second=step(3))
        definition = Definition("test", from_first.nodes, recall="before_decision")
        assert Walk(definition).do(commands.Recall(SUBMITTER)).case.status == "recalled"
        with pytest.raises(Conflict):
            Walk(definition).approve(2).do(commands.Recall(SUBMITTER))


class TestTakingBack:
    """FLOW-04: take back (取回)."""

    def test_before_the_next_decides(self):
        walk = Walk(drawn(one=step(2, 3, mode="any"), two=step(4))).approve(2)
        walk.do(commands.TakeBack(2, task=1))
        assert walk.asked == [2, 3]
        assert walk.approve(3).asked == [4]

    def test_not_after(self):
        walk = Walk(serial()).approve(2, 3)
        with pytest.raises(Conflict):
            walk.do(commands.TakeBack(2, task=1))

    def test_not_somebody_elses(self):
        walk = Walk(serial()).approve(2)
        with pytest.raises(Forbidden):
            walk.do(commands.TakeBack(3, task=1))

    def test_in_a_step_that_goes_on(self):
        walk = Walk(drawn(one=step(2, 3, mode="all"))).approve(2)
        assert walk.do(commands.TakeBack(2, task=1)).asked == [2, 3]


class TestAdministrators:
    def test_move_a_case(self):
        walk = Walk(serial()).do(commands.Move(None, to="third"))
        assert walk.asked == [4]
        assert walk.case.marks["first"] == "skipped"
        assert walk.do(commands.Move(None, to="first")).asked == [2]

    @pytest.mark.parametrize("take", ["first", "all", "table"])
    def test_move_a_case_into_a_branch(self, take):
        """FLOW-04: what comes before within the branch is passed over; afterwards it goes on as drawn."""
        inside = {"x": branch(a=step(3)), "y": branch(order=1, b=step(4), c=step(5), d=step(6))}
        fork = {"kind": "fork", "take": take, "branches": inside}
        walk = Walk(drawn(first=step(2), fork=fork, last=step(7)), PaperWorld(named={"x"}))
        walk.do(commands.Move(None, to="fork/y/c"))
        assert walk.asked == ([3, 5] if take == "all" else [5])
        assert walk.case.marks["first"] == "skipped"
        assert walk.case.marks["fork/y/b"] == "skipped"
        if take == "all":
            walk.approve(3)
        assert walk.approve(5, 6, 7).case.status == "approved"

    def test_move_a_case_from_one_branch_to_another(self):
        inside = {"x": branch(a=step(3)), "y": branch(order=1, b=step(4))}
        walk = Walk(drawn(fork={"kind": "fork", "take": "first", "branches": inside}, last=step(5)))
        assert walk.asked == [3]
        assert walk.do(commands.Move(None, to="fork/y/b")).asked == [4]
        assert walk.approve(4).asked == [5]
        assert walk.do(commands.Move(None, to="fork/x/a")).asked == [3]

    def test_move_a_case_out_of_branches_and_back_into_one(self):
        """The other branch, whose people were no longer asked, does not refuse for lack of them."""
        inside = {"x": branch(a=step(3)), "y": branch(order=1, b=step(4), c=step(5))}
        walk = Walk(drawn(both={"kind": "fork", "take": "all", "branches": inside}, last=step(6))).approve(4)
        assert walk.do(commands.Move(None, to="last")).asked == [6]
        assert walk.send_back(6, "both/y/b").asked == [4]
        assert walk.do(commands.Move(None, to="both/y/c")).case.status == "running"
        assert 5 in walk.asked

    def test_a_step_is_moved_to_whatever_its_condition_says(self):
        walk = Walk(drawn(first=step(2), second=step(3, when="no"), third=step(4)))
        assert walk.do(commands.Move(None, to="second")).asked == [3]

    def test_reassign_and_end(self):
        walk = Walk(serial()).do(commands.Reassign(None, task=1, to=8))
        assert walk.asked == [8]
        assert walk.do(commands.End(None)).case.status == "ended"


@pytest.mark.parametrize(
    "command",
    [
        commands.Approve(2, task=99),
        commands.Approve(2, task=0),
        commands.Approve(2, task=-1),
        commands.Transfer(2, task=1, to=50),
        commands.AddApprovers(2, task=1, users=(), place="before"),
        commands.SendBack(2, task=1, to="nowhere"),
        commands.Move(None, to="nowhere"),
        commands.Resubmit(SUBMITTER),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(command):
    walk = Walk(serial(), PaperWorld(gone={50}))
    before = walk.case
    with pytest.raises(Problem):
        walk.do(command)
    assert walk.case == before
