"""``/api/rules/complete``, ``/api/rules/hover``: help for whoever writes a rule, with their own eyes."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.bodies import json_response, read_json, require
from odos.api.endpoint import Endpoint
from odos.kernel.problems import NotFound
from odos.records.authoring import complete_rule, explain_rule_at
from odos.schema.model import Entity, unknown_entity


class _Editing(Endpoint):
    """The body is ``{entity, text, position}``; the position counts letters (code points) from 0."""

    def place(self, request: Request) -> tuple[Entity, str, int]:
        body = read_json(request)
        key = require(body, "entity", str)
        entity = self.entity(key)
        if self.context().access(entity).impossible:
            raise NotFound(None, [unknown_entity(key)])
        return entity, require(body, "text", str), require(body, "position", int)


class CompleteRule(_Editing):
    """POST: what may come next in an unfinished rule."""

    def post(self, request: Request) -> HttpResponse:
        entity, text, position = self.place(request)
        found = complete_rule(
            context=self.context(), entity=entity, text=text, position=position, language=self.language
        )
        return json_response(found.as_json())


class HoverRule(_Editing):
    """POST: what stands at a place of a rule."""

    def post(self, request: Request) -> HttpResponse:
        entity, text, position = self.place(request)
        found = explain_rule_at(
            context=self.context(), entity=entity, text=text, position=position, language=self.language
        )
        return json_response({"hover": found.as_json() if found else None})
