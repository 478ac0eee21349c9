"""``/api/rules/trace``: why a record has its score."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.bodies import json_response, read_json, require, take
from odos.api.endpoint import Endpoint
from odos.api.record_addresses import record_id_of
from odos.automation.tracing import trace_rule, trace_score
from odos.records.selecting import resolve_path


class TraceRule(Endpoint):
    """POST ``{entity, id, field | rule}``: which clause gave which points."""

    reads = True

    def post(self, request: Request) -> HttpResponse:
        body, context = read_json(request), self.context()
        entity = self.entity(require(body, "entity", str))
        number = record_id_of(entity, require(body, "id", str))
        rule = take(body, "rule", str)
        if rule is not None:
            found = trace_rule(context=context, entity=entity, record_id=number, key=rule)
            return json_response(found.as_json(self.language))
        key = require(body, "field", str)
        (field,) = resolve_path(context, entity, key.split(".")[0], at=("field",))
        traced = trace_score(context=context, entity=entity, record_id=number, field=field)
        return json_response(traced.as_json(self.language))
