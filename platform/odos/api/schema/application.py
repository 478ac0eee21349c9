"""``/api/schema``, ``/api/search``: the application as the user may see it, and finding records in it."""

from __future__ import annotations

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, tagged_response
from odos.api.frame.endpoint import Endpoint
from odos.api.schema.documents import application_document, entity_document, is_visible
from odos.api.schema.parts import entity_json
from odos.kernel.problems import NotFound
from odos.records.lists.finding import find_everywhere
from odos.schema.model import unknown_entity


class ApplicationSchema(Endpoint):
    """GET everything; a strong ETag saves sending it again."""

    portal = True

    def get(self, request: Request) -> HttpResponseBase:
        context = self.context()
        visible = [item for item in context.schema.entities.values() if is_visible(context, item)]
        entities = [orjson.Fragment(entity_json(context, item)) for item in visible]
        document = {**application_document(context, visible), "entities": entities}
        return tagged_response(request, document)


class EntitySchema(Endpoint):
    """GET one entity."""

    portal = True

    def get(self, request: Request, entity: str) -> HttpResponseBase:
        found, context = self.entity(entity), self.context()
        if not is_visible(context, found):
            raise NotFound(None, [unknown_entity(entity)])
        document = {"version": self.schema_version.version, **entity_document(context, found)}
        return tagged_response(request, document)


class Search(Endpoint):
    """GET records of all entities by their words."""

    portal = True

    def get(self, request: Request) -> HttpResponse:
        return json_response({"items": find_everywhere(context=self.context(), q=request.GET.get("q", ""))})
