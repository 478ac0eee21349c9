"""``/api/records/…``: the way of a record through its stages, and the funnel of many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, read_moment, take
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.record_addresses import record_id_of
from odos.personal.queries import apply_view
from odos.records.context import Context
from odos.records.lists.queries import ListRequest
from odos.workflow.stages.funnels import FunnelRequest, funnel
from odos.workflow.stages.visits import stage_history


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
            since=_begin(context, body, "from"),
            until=_begin(context, body, "to"),
            filter=narrowed.filter,
            q=narrowed.q,
            measure=take(body, "measure", str),
        )
        return json_response(funnel(context=context, entity=found, asked=asked))


def _begin(context: Context, body: Mapping[str, Any], key: str) -> datetime | None:
    """A moment, or a day, which begins when it does in the application's time zone."""
    written = take(body, key, str)
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return read_moment(written, key)
    zone = ZoneInfo(context.schema.time_zone)
    return datetime.combine(day, time.min, zone)
