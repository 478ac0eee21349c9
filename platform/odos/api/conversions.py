"""``/api/records/{entity}/{id}/conversions``: what became of a record, and what a conversion would make."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.record_addresses import record_id_of
from odos.workflow.conversions.actions import list_conversions, read_choices
from odos.workflow.conversions.previews import preview_conversion


class RecordConversions(Endpoint):
    """GET: what the record became and what it came from."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        number = record_id_of(found, record_id)
        items = list_conversions(context=self.context(), entity=found, record_id=number)
        return json_response({"items": items})


class ConversionPreview(Endpoint):
    """POST: the records that it would make; nothing is stored."""

    reads = True

    def post(self, request: Request, entity: str, record_id: str, key: str) -> HttpResponse:
        body = read_json(request)
        found = self.entity(entity)
        preview = preview_conversion(
            context=self.context(),
            entity=found,
            record_id=record_id_of(found, record_id),
            conversion=key,
            choices=read_choices(body.get("targets")),
            language=self.language,
        )
        return json_response(preview)
