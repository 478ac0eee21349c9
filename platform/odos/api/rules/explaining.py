"""``/api/rules/explain``, ``/api/rules/sql``: why a rule gives what it gives, and its SQL."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.record_addresses import record_id_of
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.values.selecting import resolve_path
from odos.records.why.values import explain_field, explain_text, rule_sql


class ExplainRule(Endpoint):
    """POST ``{entity, id, text | field}``: the value of each part of a rule for one record."""

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
        key, written = take(body, "field", str), take(body, "text", str)
        if (key is None) == (written is None):
            message = text("Send either text or field", "请提供 text 或 field 之一")
            raise Invalid(None, [Issue("required", message, ("text",))])
        if key is None:
            return json_response(explain_text(**asked, source=written).as_json())
        (field,) = resolve_path(context, entity, key.split(".")[0], at=("field",))
        return json_response(explain_field(**asked, field=field).as_json())


class RuleStatement(Endpoint):
    """POST ``{entity, text}``: the statement that finds the value for every record."""

    administrators = True
    reads = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        entity = self.entity(require(body, "entity", str))
        sql, parameters = rule_sql(context=self.context(), entity=entity, source=require(body, "text", str))
        return json_response({"sql": sql, "parameters": parameters})
