"""``/api/automation/…``: the log of rules, and webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, read_moment, require, take, whole_number
from odos.api.frame.endpoint import Endpoint, respond
from odos.automation.runs import operations as run_operations
from odos.automation.runs.queries import Wanted, count_open, get_run, list_runs
from odos.automation.webhooks import operations as webhook_operations
from odos.automation.webhooks.delivering import try_webhook
from odos.automation.webhooks.queries import get_delivery, get_webhook, list_deliveries, list_webhooks
from odos.fields.links import read_id
from odos.records.context import Context


class Runs(Endpoint):
    """GET runs of rules, newest first."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        context, asked = self.context(), request.GET
        entity = self.entity(str(asked["entity"])) if asked.get("entity") else None
        wanted = Wanted(
            rule=asked.get("rule") or None,
            state=asked.get("state") or None,
            entity_id=entity.id if entity else None,
            record_id=read_id(asked["record"]) if asked.get("record") else None,
            since=_moment(asked, "since"),
            until=_moment(asked, "until"),
        )
        after = whole_number(asked, "cursor", 0) or None
        page = list_runs(context=context, wanted=wanted, after=after, limit=whole_number(asked, "limit", 50))
        counts = {} if after else {"counts": count_open(context=context)}
        return json_response({"items": page.items, "next": page.next, **counts})


class OneRun(Endpoint):
    """GET a run with its steps."""

    administrators = True

    def get(self, request: Request, run_id: int) -> HttpResponse:
        return json_response(get_run(context=self.context(), run_id=run_id))


class RunRetry(Endpoint):
    """POST: go on from the step that failed."""

    administrators = True

    def post(self, request: Request, run_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            run_operations.retry_run(context=context, run_id=run_id)
            return 200, get_run(context=context, run_id=run_id)

        return respond(self, work)


class RunCancel(Endpoint):
    """POST: do no more of it."""

    administrators = True

    def post(self, request: Request, run_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            run_operations.cancel_run(context=context, run_id=run_id)
            return 200, get_run(context=context, run_id=run_id)

        return respond(self, work)


class Webhooks(Endpoint):
    """GET all; POST makes one."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        return json_response(list_webhooks(context=self.context()))

    def post(self, request: Request) -> HttpResponse:
        return _save(self, request, None, 201)


class OneWebhook(Endpoint):
    """PUT changes it, DELETE removes it with its deliveries."""

    administrators = True

    def put(self, request: Request, webhook_id: int) -> HttpResponse:
        return _save(self, request, webhook_id, 200)

    def delete(self, request: Request, webhook_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            webhook_operations.remove_webhook(context=context, webhook_id=webhook_id)
            return 200, {}

        return respond(self, work)


class WebhookTest(Endpoint):
    """POST: call it once, now."""

    administrators = True

    def post(self, request: Request, webhook_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            made = try_webhook(context=context, webhook_id=webhook_id)
            return 200, get_delivery(context=context, delivery_id=made)

        return respond(self, work)


class WebhookDeliveries(Endpoint):
    """GET its calls, newest first."""

    administrators = True

    def get(self, request: Request, webhook_id: int) -> HttpResponse:
        asked = request.GET
        found = list_deliveries(
            context=self.context(),
            webhook_id=webhook_id,
            state=asked.get("state") or None,
            after=whole_number(asked, "cursor", 0) or None,
        )
        return json_response({"items": found.items, "next": found.next})


class DeliveryAgain(Endpoint):
    """POST: try a call that was given up once more."""

    administrators = True

    def post(self, request: Request, delivery_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            webhook_operations.send_again(context=context, delivery_id=delivery_id)
            return 200, {}

        return respond(self, work)


def _moment(asked: Mapping[str, Any], key: str) -> datetime | None:
    return read_moment(str(asked[key]), key) if asked.get(key) else None


def _save(endpoint: Endpoint, request: Request, webhook_id: int | None, status: int) -> HttpResponse:
    settings = _settings(read_json(request))

    def work(context: Context) -> tuple[int, object]:
        saved = webhook_operations.save_webhook(context=context, webhook_id=webhook_id, settings=settings)
        return status, get_webhook(context=context, webhook_id=saved)

    return respond(endpoint, work)


def _settings(body: dict[str, Any]) -> webhook_operations.Settings:
    return webhook_operations.Settings(
        key=require(body, "key", str),
        label=take(body, "label", str, ""),
        url=require(body, "url", str),
        is_active=take(body, "is_active", bool, True),
        secret=take(body, "secret", str),
    )
