"""``/api/channels``: ways out of the system, set up and tried; and ``/api/inbox/preferences``."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, whole_number
from odos.api.frame.endpoint import Endpoint, respond
from odos.notifications import configuring, deliveries, outside_mails, preferences, trying
from odos.notifications.channels import CHANNEL_KINDS
from odos.records.context import Context


class Channels(Endpoint):
    """GET all with the kinds there are; POST sets one up."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        kinds = [
            {
                "key": kind.key,
                "label": kind.label.render(self.language),
                "secret_label": kind.secret_label.render(self.language),
                "options": kind.options,
            }
            for kind in CHANNEL_KINDS.values()
        ]
        found = [each.as_set_up() for each in configuring.list_configured(self.workspace)]
        return json_response({"items": found, "kinds": kinds})

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        key = require(body, "key", str)
        require(body, "kind", str)

        def work(context: Context) -> tuple[int, object]:
            made = configuring.save_channel(context=context, key=key, given=body, is_new=True)
            return 201, made.as_set_up()

        return respond(self, work)


class OneChannel(Endpoint):
    """PATCH changes what is sent; DELETE removes it."""

    administrators = True

    def patch(self, request: Request, key: str) -> HttpResponse:
        body = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            return 200, configuring.save_channel(context=context, key=key, given=body).as_set_up()

        return respond(self, work)

    def delete(self, request: Request, key: str) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            configuring.delete_channel(context=context, key=key)
            return 200, None

        return respond(self, work)


class ChannelTest(Endpoint):
    """POST: a test message to my own address."""

    administrators = True

    def post(self, request: Request, key: str) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            return 200, {"to": trying.try_channel(context=context, key=key)}

        return respond(self, work)


class Deliveries(Endpoint):
    """GET what could not be delivered, newest first."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        before = whole_number(request.GET, "cursor", 0) or None
        return json_response(deliveries.list_dead(context=self.context(), before=before))


class DeliveryRetry(Endpoint):
    """POST: try it again."""

    administrators = True

    def post(self, request: Request, delivery_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            deliveries.retry(context=context, delivery_id=delivery_id)
            return 200, None

        return respond(self, work)


class OutsideMails(Endpoint):
    """GET mails to addresses outside, newest first."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        asked = request.GET
        before = whole_number(asked, "cursor", 0) or None
        state = asked.get("state") or None
        return json_response(outside_mails.list_mails(context=self.context(), state=state, before=before))


class OutsideRetry(Endpoint):
    """POST: try one that was given up again."""

    administrators = True

    def post(self, request: Request, mail_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            outside_mails.retry(context=context, mail_id=mail_id)
            return 200, None

        return respond(self, work)


class Preferences(Endpoint):
    """GET and PATCH what I am told by which channel, and my quiet hours."""

    def get(self, request: Request) -> HttpResponse:
        return json_response(preferences.read_preferences(context=self.context()))

    def patch(self, request: Request) -> HttpResponse:
        body = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            return 200, preferences.save_preferences(context=context, given=body)

        return respond(self, work)
