"""``/api/records/…/comments``, ``/api/comments`` and ``/api/messages``: what people write to each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take, whole_number
from odos.api.frame.endpoint import Endpoint, respond
from odos.fields.links import read_id
from odos.notifications import comments, messages
from odos.records.context import Context


class RecordComments(Endpoint):
    """GET the comments on a record, newest first; POST writes one."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = comments.list_comments(
            context=self.context(),
            entity=self.entity(entity),
            record_id=read_id(record_id),
            before=whole_number(request.GET, "cursor", 0) or None,
        )
        return json_response(found)

    def post(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        body = read_json(request)
        words, mentions, number = require(body, "text", str), _people(body, "mentions"), read_id(record_id)

        def work(context: Context) -> tuple[int, object]:
            return 201, comments.add_comment(
                context=context, entity=entity, record_id=number, words=words, mentions=mentions
            )

        return respond(self, work)


class OneComment(Endpoint):
    """PATCH changes one's own; DELETE takes it away."""

    def patch(self, request: Request, comment_id: int) -> HttpResponse:
        body = read_json(request)
        words, mentions = require(body, "text", str), _people(body, "mentions")

        def work(context: Context) -> tuple[int, object]:
            return 200, comments.change_comment(
                context=context, comment_id=comment_id, words=words, mentions=mentions
            )

        return respond(self, work)

    def delete(self, request: Request, comment_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            comments.delete_comment(context=context, comment_id=comment_id)
            return 200, None

        return respond(self, work)


class Conversations(Endpoint):
    """GET with whom I wrote; POST writes to one or several people, to each by themselves."""

    personal = True

    def get(self, request: Request) -> HttpResponse:
        before = whole_number(request.GET, "cursor", 0) or None
        return json_response(messages.list_conversations(context=self.context(), before=before))

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        words, to = require(body, "text", str), _people(body, "to")

        def work(context: Context) -> tuple[int, object]:
            made = messages.send_message(context=context, to=to, words=words)
            return 201, {"ids": [str(each) for each in made]}

        return respond(self, work)


class Conversation(Endpoint):
    """GET the messages with somebody, newest first; POST says that I have read them."""

    personal = True

    def get(self, request: Request, user_id: int) -> HttpResponse:
        before = whole_number(request.GET, "cursor", 0) or None
        found = messages.read_conversation(context=self.context(), peer=user_id, before=before)
        return json_response(found)

    def post(self, request: Request, user_id: int) -> HttpResponse:
        def work(context: Context) -> tuple[int, object]:
            messages.mark_conversation_read(context=context, peer=user_id)
            return 200, None

        return respond(self, work)


def _people(body: dict[str, Any], key: str) -> tuple[int, ...]:
    return tuple(read_id(each) for each in take(body, key, list, []))
