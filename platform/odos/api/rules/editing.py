"""``/api/rules/complete``, ``/api/rules/hover``: help for whoever writes a rule, with their own eyes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.dsl.statements.parts import parts_of, text_of
from odos.kernel.problems import NotFound
from odos.records.rules.authoring import complete_rule, explain_rule_at
from odos.schema.model import unknown_entity


class _Editing(Endpoint):
    """``{entity, text, position, kind?}``: the position counts letters (code points) from 0; the kind
    ``statement`` is a score or another rule, any other an expression."""

    reads = True

    def place(self, request: Request) -> dict[str, Any]:
        """The arguments of both operations."""
        body, context = read_json(request), self.context()
        key = require(body, "entity", str)
        entity = self.entity(key)
        if context.access(entity).impossible:
            raise NotFound(None, [unknown_entity(key)])
        return {
            "context": context,
            "entity": entity,
            "text": require(body, "text", str),
            "position": require(body, "position", int),
            "language": self.language,
            "is_statement": take(body, "kind", str) == "statement",
        }


class CompleteRule(_Editing):
    """POST: what may come next in an unfinished rule."""

    def post(self, request: Request) -> HttpResponse:
        return json_response(complete_rule(**self.place(request)).as_json())


class HoverRule(_Editing):
    """POST: what stands at a place of a rule."""

    def post(self, request: Request) -> HttpResponse:
        found = explain_rule_at(**self.place(request))
        return json_response({"hover": found.as_json() if found else None})


class RuleParts(Endpoint):
    """POST ``{text}`` or ``{parts}``: a rule as text and as a form, whichever was sent."""

    reads = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        parts = take(body, "parts", dict)
        text = text_of(parts) if parts is not None else require(body, "text", str)
        return json_response({"text": text, "parts": parts_of(text)})
