"""``/api/segments``: named sets of records, as a condition or as a list frozen at a moment."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.records import if_match
from odos.personal import segments
from odos.personal.models import Segment as SegmentRow
from odos.records.context import Context


class Segments(Endpoint):
    """GET those of one entity, POST a new one."""

    def get(self, request: Request) -> HttpResponse:
        context = self.context()
        found = segments.list_segments(context, request.GET.get("entity", ""))
        return json_response({"items": segments.segments_json(context, found, self.language)})

    def post(self, request: Request) -> HttpResponse:
        given = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            return 201, _json(self, context, segments.create_segment(context=context, given=given))

        return respond(self, work)


class Segment(Endpoint):
    """GET (with the number of its records), PATCH, DELETE one."""

    def get(self, request: Request, segment_id: int) -> HttpResponse:
        context = self.context()
        return json_response(_json(self, context, segments.read_segment(context, segment_id)))

    def patch(self, request: Request, segment_id: int) -> HttpResponse:
        given, version = read_json(request), if_match(request)

        def work(context: Context) -> tuple[int, object]:
            changed = segments.change_segment(
                context=context, segment_id=segment_id, given=given, if_version=version
            )
            return 200, _json(self, context, changed)

        return respond(self, work)

    def delete(self, request: Request, segment_id: int) -> HttpResponse:
        version = if_match(request)

        def work(context: Context) -> tuple[int, object]:
            segments.delete_segment(context=context, segment_id=segment_id, if_version=version)
            return 200, {}

        return respond(self, work)


def _json(endpoint: Endpoint, context: Context, segment: SegmentRow) -> dict[str, Any]:
    count, kind = segments.count_members(context, segment)
    body = segments.segments_json(context, [segment], endpoint.language)[0]
    return {**body, "count": count, "count_kind": kind}
