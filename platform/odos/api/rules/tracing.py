"""``/api/rules/trace``: why a record has its score."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.record_addresses import record_id_of
from odos.records.values.selecting import resolve_path
from odos.records.why.scores import explain_score, explain_score_rule


class TraceRule(Endpoint):
    """POST ``{entity, id, field | rule}``: which clause gave which points, and why."""

    reads = True

    def post(self, request: Request) -> HttpResponse:
        body, context = read_json(request), self.context()
        entity = self.entity(require(body, "entity", str))
        asked: dict[str, Any] = {
            "context": context,
            "entity": entity,
            "record_id": record_id_of(entity, require(body, "id", str)),
            "language": self.language,
        }
        rule = take(body, "rule", str)
        if rule is not None:
            return json_response(explain_score_rule(**asked, key=rule).as_json())
        key = require(body, "field", str)
        (field,) = resolve_path(context, entity, key.split(".")[0], at=("field",))
        return json_response(explain_score(**asked, field=field).as_json())
