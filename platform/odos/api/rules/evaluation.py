"""``/api/rules/evaluate``, ``/api/rules/functions``: try a formula, and see what one may call."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, tagged_response, take
from odos.api.frame.endpoint import Endpoint
from odos.dsl.editing.function_help import list_functions
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.rules.evaluating import evaluate_rows


class EvaluateRule(Endpoint):
    """POST an expression with rows: its type and its value for each row, from either back end."""

    administrators = True
    reads = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        found = evaluate_rows(
            workspace=self.workspace,
            expression=require(body, "expression", str),
            fields=_objects(take(body, "fields", list, [])),
            rows=take(body, "rows", list, [[]]),
            blanks=cast(Any, _one_of(body, "blanks", ("blank", "zero"))),
            backend=cast(Any, _one_of(body, "backend", ("python", "sql"))),
            now=utc_now(),
        )
        return json_response({"type": found.type, "results": found.results})


class RuleFunctions(Endpoint):
    """GET what a rule may call, in the language of who asks."""

    def get(self, request: Request) -> HttpResponseBase:
        return tagged_response(request, {"groups": list_functions(self.language)})


def _objects(fields: list[Any]) -> list[dict[str, Any]]:
    for position, field in enumerate(fields):
        if not isinstance(field, dict):
            message = text("a field has a name and a type", "字段应有 name 和 type")
            raise Invalid(None, [Issue("wrong_type", message, ("fields", position))])
    return fields


def _one_of(body: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
    """The first unless another is named."""
    value = take(body, key, str, choices[0])
    if value not in choices:
        message = text("one of {choices}", "应为以下之一：{choices}", choices=", ".join(choices))
        raise Invalid(None, [Issue("wrong_type", message, (key,))])
    return str(value)
