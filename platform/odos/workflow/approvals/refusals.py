"""What may not be done to a case now, and what to do instead. Each gives what it looked for or raises."""

from __future__ import annotations

from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid
from odos.kernel.texts import Text, text
from odos.workflow.approvals.definition import START, Definition
from odos.workflow.approvals.places import Sequence, lineage, steps_before
from odos.workflow.approvals.state import Case, Task
from odos.workflow.approvals.world import Person


def require_going_on(case: Case) -> None:
    """The case must not be over."""
    if case.is_over:
        raise _conflict("case_over", text("This approval is over", "该审批已结束"))


def pending_task(case: Case, number: int) -> Task:
    """A task that still waits for a decision."""
    task = case.task(number)
    if task is None or not task.is_pending:
        hint = text("Look at the approval again: somebody was faster", "请刷新审批：已有他人处理")
        raise _conflict("task_done", text("This task is no longer open", "该任务已处理"), hint)
    return task


def open_task(case: Case, number: int, by: int | None) -> Task:
    """One's own task whose turn it is. The platform (None) acts in anybody's place."""
    task = pending_task(case, number)
    if by is not None and task.user != by:
        raise Forbidden(text("This task is somebody else's", "该任务属于其他人"))
    if task.status == "waiting":
        raise _conflict("not_your_turn", text("Others decide first", "需等待其他人先处理"))
    return task


def own_approval(case: Case, number: int, by: int | None) -> Task:
    """An approval that one gave, in the present visit."""
    task = case.task(number)
    if task is None or task.status != "approved" or task.is_past or case.status != "running":
        raise _conflict("nothing_to_take_back", text("There is no approval to take back", "没有可取回的审批"))
    if task.user != by:
        raise Forbidden(text("You can take back only your own approval", "只能取回自己的审批"))
    return task


def require_undecided(case: Case, nodes: frozenset[str], task: Task) -> None:
    """Nobody may have decided since."""
    decided = (each for each in case.tasks if each.node in nodes and each.status in {"approved", "rejected"})
    if any(each.decided_at and task.decided_at and each.decided_at > task.decided_at for each in decided):
        hint = text("Ask the next approver to send it back", "请联系下一审批人退回")
        raise _conflict("decided_since", text("Somebody has decided since", "后续审批人已处理"), hint)


def own_addition(case: Case, number: int, by: int | None) -> Task:
    """A pending task that one added."""
    task = pending_task(case, number)
    if task.added is None or (by is not None and task.added_by != by):
        raise Forbidden(text("You can remove only approvers whom you added", "只能移除自己加签的审批人"))
    return task


def require_person(person: Person | None) -> Person:
    """Somebody who can act."""
    if person is None:
        message = text("This person cannot decide: deactivated or unknown", "此人无法审批：已停用或不存在")
        raise Invalid(
            None, [Issue("no_approver", message, ("to",), text("Choose somebody else", "请选择其他人"))]
        )
    return person


def require_new(case: Case, node: str, person: Person) -> None:
    """Nobody is asked twice in a step."""
    if any(task.user == person.user for task in case.visit(node) if task.is_pending):
        message = text("This person is asked in this step already", "此人已在本步骤的审批人中")
        raise Invalid(None, [Issue("asked_already", message, ("to",))])


def some_users(users: tuple[int, ...]) -> tuple[int, ...]:
    """At least one person."""
    if not users:
        raise Invalid(None, [Issue("required", text("Choose whom to add", "请选择要加签的人"), ("users",))])
    return users


def require_submitter(case: Case, by: int | None) -> None:
    """Only who submitted the case."""
    if by != case.submitter:
        raise Forbidden(text("Only the person who submitted may do this", "仅提交人可执行此操作"))


def is_recallable(definition: Definition, case: Case) -> bool:
    """Until when a case can be recalled, the definition says."""
    decided = any(task.status in {"approved", "rejected"} for task in case.tasks)
    return definition.recall == "any_time" or (definition.recall == "before_decision" and not decided)


def require_recallable(definition: Definition, case: Case) -> None:
    """Raise `Conflict` once it is too late."""
    if not is_recallable(definition, case):
        hint = text("Ask an approver to send it back", "请联系审批人退回")
        raise _conflict("not_recallable", text("It can no longer be recalled", "已无法撤回"), hint)


def require_returned(case: Case) -> None:
    """Only what was returned is sent off again."""
    if case.status != "returned":
        raise _conflict("not_returned", text("The approval is on its way already", "审批已在进行中"))


def require_place(definition: Definition, case: Case, node: str, to: str) -> None:
    """A place that the case has come through on its way to ``node``."""
    if to == START:
        return
    known = {step.path for step in steps_before(definition, node) if case.marks.get(step.path) == "passed"}
    if to not in known:
        places = ", ".join(sorted({START, *known}))
        hint = text("Choose one of: {places}", "请选择以下之一：{places}", places=places)
        message = text("The approval did not come through there", "审批未经过该步骤")
        raise Invalid(None, [Issue("no_such_place", message, ("to",), hint)])


def way_to(definition: Definition, path: str) -> tuple[tuple[Sequence, int], ...]:
    """The sequences around a node, outermost first, each with the position that leads to it."""
    if path not in definition.by_path:
        places = ", ".join(definition.by_path)
        hint = text("Choose one of: {places}", "请选择以下之一：{places}", places=places)
        raise Invalid(
            None, [Issue("no_such_place", text("There is no such step", "没有该步骤"), ("to",), hint)]
        )
    return lineage(definition, path)


def _conflict(code: str, message: Text, hint: Text | None = None) -> Conflict:
    return Conflict(message, [Issue(code, message, (), hint)])
