"""``/api/approvals/…``: what waits for whom, and everything that people do to an approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, require_moment, take, whole_number
from odos.api.frame.endpoint import Endpoint, respond
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid, NotFound
from odos.kernel.texts import text
from odos.meta.changes import read_changes
from odos.meta.drafts import drafted_workflow
from odos.records.context import Context
from odos.schema.model import Entity
from odos.workflow.approvals import commands, delegations, operations, queries
from odos.workflow.approvals.describing import case_document
from odos.workflow.approvals.simulating import simulate
from odos.workflow.approvals.stored import Stored
from odos.workflow.guard import lock_of

BOXES = ("to_do", "started", "copied", "done")
PLACES = ("before", "after", "beside")
Body = dict[str, Any]
Action = Callable[[Context, int, Body], Stored]


class Approvals(Endpoint):
    """GET a box of mine; POST submits a record."""

    def get(self, request: Request) -> HttpResponse:
        box, entity = request.GET.get("box") or "to_do", request.GET.get("entity")
        if box not in BOXES:
            message = text("box is one of {names}", "box 应为 {names} 之一", names=", ".join(BOXES))
            raise Invalid(None, [Issue("bad_box", message, ("box",))])
        page = queries.list_box(
            context=self.context(),
            box=cast(queries.Box, box),
            entity=self.entity(entity) if entity else None,
            after=whole_number(request.GET, "cursor", 0) or None,
            limit=whole_number(request.GET, "limit", 50),
        )
        waiting = queries.count_to_do(context=self.context())
        return json_response({"items": page.items, "next": page.next, "to_do": waiting})

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        submission = operations.Submission(
            entity=require(body, "entity", str),
            record_id=_id(body, "record"),
            workflow=take(body, "workflow", str),
            comment=take(body, "comment", str, ""),
            proposed=take(body, "changes", dict),
        )

        def work(context: Context) -> tuple[int, object]:
            return 201, _case(context, operations.submit(context=context, submission=submission))

        return respond(self, work)


class Approval(Endpoint):
    """GET one with its picture, history and what I can do."""

    def get(self, request: Request, case_id: int) -> HttpResponse:
        context = self.context()
        found = _case(context, case_id)
        queries.mark_read(context=context, case_id=case_id)
        return json_response(found)


class ApprovalAction(Endpoint):
    """POST: approve, reject, return, …"""

    def post(self, request: Request, case_id: int, action: str) -> HttpResponse:
        body = read_json(request)
        do = _ACTIONS.get(action)
        if do is None:
            raise NotFound(text("There is no such action", "没有该操作"))

        def work(context: Context) -> object:
            return case_document(context=context, stored=do(context, case_id, body))

        def answer(context: Context) -> tuple[int, object]:
            return 200, operations.together(context=context, case_id=case_id, work=work)

        return respond(self, answer)


def _case(context: Context, case_id: int) -> object:
    return case_document(context=context, stored=queries.get_case(context=context, case_id=case_id))


def _acting(make: Callable[[int | None, str, Body], commands.Command]) -> Action:
    def do(context: Context, case_id: int, body: Body) -> Stored:
        command = make(context.actor.user_id, take(body, "comment", str, ""), body)
        values = take(body, "values", dict)
        return operations.act(context=context, case_id=case_id, command=command, values=values)

    return do


def _urge(context: Context, case_id: int, body: Body) -> Stored:
    return operations.urge(context=context, case_id=case_id, comment=take(body, "comment", str, ""))


def _comment(context: Context, case_id: int, body: Body) -> Stored:
    return operations.remark(context=context, case_id=case_id, comment=require(body, "comment", str))


def _copy(context: Context, case_id: int, body: Body) -> Stored:
    comment = take(body, "comment", str, "")
    return operations.copy(context=context, case_id=case_id, users=_users(body), comment=comment)


def _task(body: Body) -> int:
    number: int = require(body, "task", int)
    return number


def _id(body: Body, key: str) -> int:
    try:
        return read_id(require(body, key, (str, int)))
    except Invalid as refusal:
        raise Invalid(None, [issue.under(key) for issue in refusal.issues]) from None


def _users(body: Body) -> tuple[int, ...]:
    return tuple(read_id(each) for each in take(body, "users", list, []))


def _place(body: Body) -> Any:
    place = take(body, "place", str, "before")
    if place not in PLACES:
        message = text("place is one of {names}", "place 应为 {names} 之一", names=", ".join(PLACES))
        raise Invalid(None, [Issue("bad_place", message, ("place",))])
    return place


_ACTIONS: Mapping[str, Action] = {
    "approve": _acting(lambda by, comment, body: commands.Approve(by, comment, task=_task(body))),
    "reject": _acting(lambda by, comment, body: commands.Reject(by, comment, task=_task(body))),
    "return": _acting(
        lambda by, comment, body: commands.SendBack(
            by,
            comment,
            task=_task(body),
            to=require(body, "to", str),
            resume=take(body, "resume", bool, False),
        )
    ),
    "transfer": _acting(
        lambda by, comment, body: commands.Transfer(by, comment, task=_task(body), to=_id(body, "to"))
    ),
    "add": _acting(
        lambda by, comment, body: commands.AddApprovers(
            by, comment, task=_task(body), users=_users(body), place=_place(body)
        )
    ),
    "remove": _acting(lambda by, comment, body: commands.RemoveApprover(by, comment, task=_task(body))),
    "take_back": _acting(lambda by, comment, body: commands.TakeBack(by, comment, task=_task(body))),
    "recall": _acting(lambda by, comment, _body: commands.Recall(by, comment)),
    "resubmit": _acting(lambda by, comment, _body: commands.Resubmit(by, comment)),
    "end": _acting(lambda by, comment, _body: commands.End(by, comment)),
    "move": _acting(lambda by, comment, body: commands.Move(by, comment, to=require(body, "to", str))),
    "reassign": _acting(
        lambda by, comment, body: commands.Reassign(by, comment, task=_task(body), to=_id(body, "to"))
    ),
    "urge": _urge,
    "copy": _copy,
    "comment": _comment,
}
ACTIONS = tuple(_ACTIONS)


class RecordApprovals(Endpoint):
    """GET the approvals of a record, newest first, and what they close of it."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        number = _id({"record": record_id}, "record")
        context = self.context()
        cases = queries.list_cases(context=context, entity=found, record_id=number)
        return json_response({"items": cases, "lock": _lock(context, found, number)})


def _lock(context: Context, entity: Entity, record_id: int) -> object:
    """Why the record is closed to changes, and which fields that I may see."""
    found = lock_of(context=context, entity=entity, record_id=record_id)
    if found is None:
        return None
    hidden = context.access(entity).hidden_fields
    closed = [key for key in found.closed if entity.fields[key].id not in hidden]
    return {"reason": found.reason, "closed": closed}


class ApprovalSimulation(Endpoint):
    """POST: who would be asked, if everybody agreed; nothing is stored.

    ``draft`` are changes of metadata under which it is tried, for administrators.
    """

    reads = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        entity = self.entity(require(body, "entity", str))
        found = simulate(
            context=self.context(),
            entity=entity,
            record_id=_id(body, "record"),
            workflow=take(body, "workflow", str),
            submitter=_id(body, "submitter") if body.get("submitter") is not None else None,
            proposed=take(body, "changes", dict),
            drafted=self._drafted(entity, body),
        )
        return json_response(found)

    def _drafted(self, entity: Entity, body: Body) -> Mapping[str, Any] | None:
        changes = take(body, "draft", list)
        if changes is None:
            return None
        if not self.may_administer:
            raise Forbidden(text("Only administrators may do this", "仅管理员可执行此操作"))
        return drafted_workflow(
            workspace=self.workspace,
            changes=read_changes(changes),
            entity=entity,
            workflow=require(body, "workflow", str),
            actor=self.actor,
            now=self.context().now,
        )


class Delegations(Endpoint):
    """GET those that concern me; POST makes one."""

    def get(self, request: Request) -> HttpResponse:
        return json_response({"items": delegations.list_delegations(context=self.context())})

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            made = delegations.delegate(
                context=context,
                user_id=_id(body, "user") if body.get("user") is not None else context.actor.user_id or 0,
                stand_in_id=_id(body, "stand_in"),
                starts_at=require_moment(body, "starts_at"),
                ends_at=require_moment(body, "ends_at"),
                workflows=tuple(str(key) for key in take(body, "workflows", list, [])),
                includes_open=take(body, "includes_open", bool, True),
            )
            return 201, {"id": str(made)}

        return respond(self, work)


class OneDelegation(Endpoint):
    """DELETE ends it."""

    def delete(self, request: Request, delegation_id: int) -> HttpResponse:
        delegations.end_delegation(context=self.context(), delegation_id=delegation_id)
        return HttpResponse(status=204)
