"""``/api/rules/clauses``: a filter as text and as the clauses that a builder draws."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.personal.builder import clauses_of_text, text_of_clauses


class FilterClauses(Endpoint):
    """POST ``{entity, text}`` or ``{entity, clauses}``: the answer has both."""

    reads = True

    def post(self, request: Request) -> HttpResponse:
        body, context = read_json(request), self.context()
        entity = self.entity(require(body, "entity", str))
        clauses = take(body, "clauses", dict)
        if clauses is not None:
            both = text_of_clauses(context, entity, clauses)
        else:
            both = clauses_of_text(context, entity, take(body, "text", str, ""))
        return json_response(both.as_json(self.language))
