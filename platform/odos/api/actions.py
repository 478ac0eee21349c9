"""``/api/records/{entity}/{id}/actions``: what can be done with a record now, and doing it."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.frame.record_addresses import record_id_of
from odos.records.action_kinds import Offer
from odos.records.actions import Done, carry_out, list_offers
from odos.records.context import Context


class RecordActions(Endpoint):
    """GET what the actor may do with a record."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        offers = list_offers(context=self.context(), entity=found, record_id=record_id_of(found, record_id))
        return json_response({"items": [_offered(key, offer, self.language) for key, offer in offers]})


class RecordAction(Endpoint):
    """POST: do it."""

    def post(self, request: Request, entity: str, record_id: str, key: str) -> HttpResponse:
        number, body = record_id_of(self.entity(entity), record_id), read_json(request)

        def work(context: Context) -> tuple[int, object]:
            done = carry_out(context=context, entity=entity, record_id=number, key=key, values=body)
            return 200, _done(done)

        return respond(self, work)


def _offered(key: str, offer: Offer, language: str) -> dict[str, Any]:
    return {
        "key": key,
        "label": dict(offer.label),
        "ready": not offer.issues,
        "issues": [issue.as_json(language) for issue in offer.issues],
        "details": dict(offer.details),
    }


def _done(done: Done) -> dict[str, Any]:
    record = orjson.loads(done.record) if done.record is not None else None
    return {"key": done.key, "result": dict(done.result), "record": record}
