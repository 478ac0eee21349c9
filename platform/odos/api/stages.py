"""``/api/records/…``: the way of a record through its stages, and the funnel of many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.bodies import json_response, read_json, take
from odos.api.endpoint import Endpoint
from odos.api.record_addresses import record_id_of
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.personal.queries import apply_view
from odos.records.queries import ListRequest
from odos.workflow.funnels import FunnelRequest, funnel
from odos.workflow.visits import stage_history


class RecordStages(Endpoint):
    """GET: which stages it was in, since when, who moved it."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        number = record_id_of(found, record_id)
        return json_response({"items": stage_history(context=self.context(), entity=found, record_id=number)})


class RecordFunnel(Endpoint):
    """POST: counts and sums by stage, and how many got how far."""

    reads = True

    def post(self, request: Request, entity: str) -> HttpResponse:
        body = read_json(request)
        context, found = self.context(), self.entity(entity)
        listed = ListRequest(filter=take(body, "filter", str), q=take(body, "q", str))
        narrowed = apply_view(context, found, listed, take(body, "view", str))
        asked = FunnelRequest(
            field=take(body, "field", str),
            pipeline=take(body, "pipeline", str),
            since=_moment(body, "from"),
            until=_moment(body, "to"),
            filter=narrowed.filter,
            q=narrowed.q,
            measure=take(body, "measure", str),
        )
        return json_response(funnel(context=context, entity=found, asked=asked))


def _moment(body: Mapping[str, Any], key: str) -> datetime | None:
    """A day or a moment; one without a zone is meant in UTC."""
    given = take(body, key, str)
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        message = text("This is no moment", "不是有效的时间")
        raise Invalid(None, [Issue("bad_moment", message, (key,))]) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
