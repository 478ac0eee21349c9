"""``/api/users/{id}/holdings``, ``/hand-over``: what somebody leaves behind;
``/api/units/{id}/move``: what another place or kind of a unit would mean, and the move."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import flag, json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint, respond
from odos.fields.links import read_id
from odos.jobs.queries import get_job, job_to_json
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.access.confirmed_moves import move_unit
from odos.records.access.moving_units import STAYS, plan_move
from odos.records.context import Context
from odos.workflow.handing_over import list_holdings, start_hand_over


class Holdings(Endpoint):
    """GET how many records of which entity a user would leave behind."""

    administrators = True

    def get(self, request: Request, user_id: int) -> HttpResponse:
        held = list_holdings(context=self.context(), user_id=user_id)
        items = [{"entity": item.entity, "field": item.field, "count": item.count} for item in held]
        return json_response({"items": items})


class UnitMove(Endpoint):
    """GET who would gain or lose access if the unit stood below ``to`` (absent: at the top); POST it."""

    administrators = True

    def get(self, request: Request, unit_id: int) -> HttpResponse:
        to, kind = request.GET.get("to"), request.GET.get("kind", STAYS)
        parent = read_id(to) if to else None
        move = plan_move(context=self.context(), unit_id=unit_id, parent=parent, kind=kind)
        return json_response(move.as_json())

    def post(self, request: Request, unit_id: int) -> HttpResponse:
        body = read_json(request)
        to, plan, kind = body.get("to"), require(body, "plan", str), take(body, "kind", str, STAYS)
        parent = None if to is None else read_id(to)

        def work(context: Context) -> tuple[int, object]:
            return 200, move_unit(context=context, unit_id=unit_id, parent=parent, plan=plan, kind=kind)

        return respond(self, work)


class HandOver(Endpoint):
    """POST: everything, or what is named, to another user; the answer is the job."""

    administrators = True

    def post(self, request: Request, user_id: int) -> HttpResponse:
        body = read_json(request)
        target, entities = _user(body.get("to")), take(body, "entities", list)
        deactivate = flag(body, "deactivate")

        def work(context: Context) -> tuple[int, object]:
            job_id = start_hand_over(
                context=context,
                from_user=user_id,
                to_user=target,
                entities=None if entities is None else [str(key) for key in entities],
                deactivate=deactivate,
            )
            job = get_job(workspace=context.workspace, job_id=job_id, actor=context.actor)
            return 202, job_to_json(job, self.language)

        return respond(self, work)


def _user(value: object) -> int:
    try:
        return read_id(value)
    except Invalid:
        message = text("Name the user who takes over", "请指定接收人")
        raise Invalid(None, [Issue("required", message, ("to",))]) from None
