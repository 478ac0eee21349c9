"""``/api/views``: saved views of one's own and those that others share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.records import if_match
from odos.personal.models import SavedView
from odos.personal.operations import change_view, choose_views, create_view, delete_view
from odos.personal.queries import choice_json, list_views, read_view, show_view, views_json
from odos.records.context import Context


class Views(Endpoint):
    """GET those of one entity, POST a new one."""

    def get(self, request: Request) -> HttpResponse:
        context, entity = self.context(), request.GET.get("entity", "")
        items = views_json(context, list_views(context, entity), self.language)
        return json_response({"items": items, "choice": choice_json(context, entity)})

    def post(self, request: Request) -> HttpResponse:
        given = read_json(request)

        def work(context: Context) -> tuple[int, object]:
            return 201, _json(self, context, create_view(context=context, given=given))

        return respond(self, work)


class View(Endpoint):
    """GET, PATCH, DELETE one."""

    def get(self, request: Request, view_id: int) -> HttpResponse:
        context = self.context()
        return json_response(_json(self, context, read_view(context, view_id)))

    def patch(self, request: Request, view_id: int) -> HttpResponse:
        given, version = read_json(request), if_match(request)

        def work(context: Context) -> tuple[int, object]:
            changed = change_view(context=context, view_id=view_id, given=given, if_version=version)
            return 200, _json(self, context, changed)

        return respond(self, work)

    def delete(self, request: Request, view_id: int) -> HttpResponse:
        version = if_match(request)

        def work(context: Context) -> tuple[int, object]:
            delete_view(context=context, view_id=view_id, if_version=version)
            return 200, {}

        return respond(self, work)


class ViewChoices(Endpoint):
    """PATCH: which views of an entity one sees first."""

    def patch(self, request: Request) -> HttpResponse:
        given, context = read_json(request), self.context()
        entity = require(given, "entity", str)
        choose_views(context=context, entity=entity, given=given)
        return json_response(choice_json(context, entity))


class Audiences(Endpoint):
    """GET the roles that something can be shared with; people and units are records."""

    def get(self, request: Request) -> HttpResponse:
        roles = self.schema_version.roles.items()
        items = [{"key": key, "label": dict(role.get("label") or {"en": key})} for key, role in roles]
        return json_response({"roles": items})


def _json(endpoint: Endpoint, context: Context, view: SavedView) -> dict[str, Any]:
    return views_json(context, [show_view(context, view)], endpoint.language)[0]
