"""``/api/mailboxes``: mail boxes that are looked into, set up and tried, and what came of their mails."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, whole_number
from odos.api.frame.endpoint import Endpoint, respond
from odos.notifications.incoming import boxes, received, trying
from odos.notifications.incoming.options import OPTIONS
from odos.records.context import Context


class MailBoxes(Endpoint):
    """GET all with the form of their options; POST sets one up."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        found = [each.as_json() for each in boxes.list_boxes(self.workspace)]
        return json_response({"items": found, "options": OPTIONS})

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        key = require(body, "key", str)

        def work(context: Context) -> tuple[int, object]:
            return 201, boxes.save_box(context=context, key=key, given=body, is_new=True).as_json()

        return respond(self, work)


class OneMailBox(Endpoint):
    """PATCH changes what is sent; DELETE removes it, but no mail."""

    administrators = True

    def patch(self, request: Request, key: str) -> HttpResponse:
        body = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            return 200, boxes.save_box(context=context, key=key, given=body).as_json()

        return respond(self, work)

    def delete(self, request: Request, key: str) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            boxes.delete_box(context=context, key=key)
            return 200, None

        return respond(self, work)


class MailBoxTest(Endpoint):
    """POST: whether the folder can be opened; takes nothing."""

    administrators = True

    def post(self, request: Request, key: str) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            return 200, {"messages": trying.try_box(context=context, key=key).messages}

        return respond(self, work)


class ReceivedMails(Endpoint):
    """GET mails that came in, newest first."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        before = whole_number(request.GET, "cursor", 0) or None
        listed = received.list_received(context=self.context(), language=self.language, before=before)
        return json_response(listed)
