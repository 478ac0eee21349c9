"""``/api/rules/check``, ``/format``, ``/schema``: from text to tree and back, with the author's eyes."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.dsl.tree_json import tree_schema
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text
from odos.records.rules.checking import KINDS, Kind, check_text, format_tree
from odos.schema.model import Entity, unknown_entity


class _Checking(Endpoint):
    """The body names the entity that the rule is about."""

    reads = True

    def about(self, body: dict[str, object]) -> Entity:
        key = require(body, "entity", str)
        entity = self.entity(key)
        if self.context().access(entity).impossible:
            raise NotFound(None, [unknown_entity(key)])
        return entity


class CheckRule(_Checking):
    """POST: tree, type, canonical text and findings of a text; findings are no refusal."""

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        entity, kind = self.about(body), take(body, "kind", str, "expression")
        if kind not in KINDS:
            listed = ", ".join(KINDS)
            message = text("kind must be one of: {kinds}", "kind 必须是以下之一：{kinds}", kinds=listed)
            raise Invalid(None, [Issue("unknown_kind", message, ("kind",))])
        source = require(body, "text", str)
        found = check_text(context=self.context(), entity=entity, kind=cast(Kind, kind), source=source)
        return json_response(found.as_json(self.language))


class FormatRule(_Checking):
    """POST: the canonical text of a tree."""

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        entity, document = self.about(body), require(body, "tree", dict)
        try:
            return json_response(
                {"text": format_tree(context=self.context(), entity=entity, document=document)}
            )
        except Invalid as refusal:
            raise Invalid(None, [issue.under("tree") for issue in refusal.issues]) from None


class RuleTreeSchema(Endpoint):
    """GET the JSON Schema of trees."""

    def get(self, request: Request) -> HttpResponse:
        return json_response(tree_schema())
