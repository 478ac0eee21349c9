"""``POST /api/approvals/decisions``: approve or reject many tasks of one's own at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import read_json, require, take
from odos.api.frame.endpoint import Endpoint, respond
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.context import Context
from odos.workflow.approvals import commands
from odos.workflow.approvals.batches import MOST, Part, Refused, decide_many

Make = Callable[[int | None, str, Part], commands.Command]
_DECISIONS: Mapping[str, Make] = {
    "approve": lambda by, comment, part: commands.Approve(by, comment, task=part.task),
    "reject": lambda by, comment, part: commands.Reject(by, comment, task=part.task),
}


class ApprovalDecisions(Endpoint):
    """POST: each part is decided by itself, what is refused is told beside the rest."""

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        make, comment, parts = _decision(body), take(body, "comment", str, ""), _parts(body)

        def work(context: Context) -> tuple[int, object]:
            refused = decide_many(
                context=context, parts=parts, decide=lambda part: make(context.actor.user_id, comment, part)
            )
            left = {each.part for each in refused}
            decided = [_part(part) for part in parts if part not in left]
            return 200, {"decided": decided, "errors": [_error(each, self.language) for each in refused]}

        return respond(self, work)


def _decision(body: Mapping[str, Any]) -> Make:
    action = require(body, "action", str)
    if action not in _DECISIONS:
        names = ", ".join(_DECISIONS)
        message = text("action is one of {names}", "action 应为 {names} 之一", names=names)
        raise Invalid(None, [Issue("bad_action", message, ("action",))])
    return _DECISIONS[action]


def _parts(body: Mapping[str, Any]) -> list[Part]:
    listed = require(body, "tasks", list)
    if not 0 < len(listed) <= MOST:
        message = text("Name 1 to {n} tasks", "请指定 1 至 {n} 个任务", n=MOST)
        raise Invalid(None, [Issue("bad_number", message, ("tasks",))])
    return list(dict.fromkeys(_read_part(item, number) for number, item in enumerate(listed)))


def _read_part(item: Any, number: int) -> Part:
    try:
        if not isinstance(item, dict):
            message = text("approval and task are wanted", "需要 approval 和 task")
            raise Invalid(None, [Issue("wrong_type", message)])
        return Part(read_id(require(item, "approval", (str, int))), require(item, "task", int))
    except Invalid as refusal:
        raise Invalid(None, [issue.under("tasks", number) for issue in refusal.issues]) from None


def _part(part: Part) -> dict[str, object]:
    return {"approval": str(part.case_id), "task": part.task}


def _error(refused: Refused, language: str) -> dict[str, object]:
    problem = refused.problem
    return {
        **_part(refused.part),
        "status": problem.status,
        "detail": (problem.detail or problem.title).render(language),
        "issues": [issue.as_json(language) for issue in problem.issues],
    }
