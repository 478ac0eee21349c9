"""``/api/records/{entity}/{id}/actions``: what can be done with a record now, and doing it."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.frame.record_addresses import record_id_of
from odos.kernel.issues import Issue
from odos.kernel.problems import Problem
from odos.records.action_kinds import Offer
from odos.records.actions import Done, carry_out, carry_out_many, list_offers, list_rights
from odos.records.context import Context


class RecordActions(Endpoint):
    """GET what the actor may do with a record: ``can`` by rights, ``items`` beside saving it."""

    portal = True

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found, context = self.entity(entity), self.context()
        number = record_id_of(found, record_id)
        offers = list_offers(context=context, entity=found, record_id=number)
        items = [_offered(key, offer, self.language) for key, offer in offers]
        return json_response(
            {"items": items, "can": list_rights(context=context, entity=found, record_id=number)}
        )


class RecordAction(Endpoint):
    """POST: do it."""

    def post(self, request: Request, entity: str, record_id: str, key: str) -> HttpResponse:
        number, body = record_id_of(self.entity(entity), record_id), read_json(request)

        def work(context: Context) -> tuple[int, object]:
            done = carry_out(context=context, entity=entity, record_id=number, key=key, values=body)
            return 200, _done(done)

        return respond(self, work)


class RecordsAction(Endpoint):
    """POST ``{ids, values}``: do it with several records; says of each what came of it."""

    def post(self, request: Request, entity: str, key: str) -> HttpResponse:
        found, body = self.entity(entity), read_json(request)
        ids = [record_id_of(found, str(given)) for given in require(body, "ids", list)]
        values = take(body, "values", dict, {})

        def work(context: Context) -> tuple[int, object]:
            told = carry_out_many(context=context, entity=entity, record_ids=ids, key=key, values=values)
            rows = [_row(record_id, refused, self.language) for record_id, refused in told.items()]
            return 200, {"done": sum(row["done"] for row in rows), "results": rows}

        return respond(self, work)


def _row(record_id: int, refused: Problem | None, language: str) -> dict[str, Any]:
    listed = [issue.as_json(language) for issue in _issues(refused)] if refused is not None else []
    return {"id": str(record_id), "done": refused is None, "issues": listed}


def _issues(refused: Problem) -> tuple[Issue, ...]:
    return refused.issues or (Issue(refused.code, refused.detail or refused.title),)


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
