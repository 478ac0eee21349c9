"""``/api/plugins``: which plugins this installation has, and the addresses that they add."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from odos.access.compile import require_powers
from odos.api.frame.bodies import json_response, read_json
from odos.api.frame.endpoint import Endpoint, respond
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text
from odos.plugins.arguments import argument_issues
from odos.plugins.loading import PLUGINS, ROUTES, Loaded, route_key
from odos.plugins.manifest import Route
from odos.records.context import Context


class Plugins(Endpoint):
    """GET all that were found, those that are left out with the reason."""

    administrators: ClassVar[bool] = True

    def get(self, request: Request) -> HttpResponse:
        return json_response({"items": [_listed(each, self.language) for each in PLUGINS.values()]})


class PluginRoute(Endpoint):
    """GET or POST what a plugin answers."""

    def get(self, request: Request, plugin: str, rest: str) -> HttpResponse:
        route = self._route(plugin, rest, "GET")
        return json_response(route.answer(self.context(), _fitting(route, request.GET.dict())))

    def post(self, request: Request, plugin: str, rest: str) -> HttpResponse:
        route = self._route(plugin, rest, "POST")
        given = _fitting(route, read_json(request))

        def work(context: Context) -> tuple[int, object]:
            return 200, route.answer(context, given)

        return respond(self, work)

    def _route(self, plugin: str, rest: str, method: str) -> Route:
        route = ROUTES.get(route_key(plugin, rest, method))
        if route is None:
            raise NotFound(text("No plugin answers here", "没有插件提供该地址"))
        if route.administrators:
            require_powers(schema=self.schema_version, principal=self.actor)
        return route


def _fitting(route: Route, given: Mapping[str, Any]) -> Mapping[str, Any]:
    issues = argument_issues(route.arguments, given)
    if issues:
        raise Invalid(None, issues)
    return given


def _listed(loaded: Loaded, language: str) -> dict[str, Any]:
    plugin = loaded.plugin
    return {
        "name": loaded.name,
        "key": plugin.key if plugin else None,
        "version": plugin.version if plugin else None,
        "label": plugin.label.render(language) if plugin else loaded.name,
        "error": loaded.error or None,
    }
