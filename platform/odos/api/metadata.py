"""``/api/metadata/…``: components, change sets, versions. For administrators."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, require, take, whole_number
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.idempotency import publish_once
from odos.kernel.clock import utc_now
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.meta import operations, queries
from odos.meta.changes import Change, read_changes
from odos.meta.rows import purging
from odos.meta.schemas.documents import KINDS, document_schema

MAX_VERSIONS = 200


class Components(Endpoint):
    """GET the list."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        asked = {name: request.GET.get(name) for name in ("kind", "package", "q")}
        return json_response({"items": queries.list_components(self.workspace, **asked)})


class Component(Endpoint):
    """GET one document with the layer of each attribute."""

    administrators = True

    def get(self, request: Request, kind: str, key: str) -> HttpResponse:
        return json_response(queries.get_component(self.workspace, kind, key))


class PlanChanges(Endpoint):
    """POST: what a change set would do; nothing happens."""

    administrators = True
    reads = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        made = operations.plan(
            workspace=self.workspace,
            changes=_changes(body),
            actor=self.actor,
            now=utc_now(),
            base_version=_base_version(body),
        )
        return json_response(made.as_json(self.language))


class ApplyChanges(Endpoint):
    """POST: publish a change set."""

    administrators = True
    keeps_answer = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        return publish_once(
            self,
            lambda receipt: operations.apply(
                workspace=self.workspace,
                changes=_changes(body),
                message=take(body, "message", str, ""),
                actor=self.actor,
                now=utc_now(),
                base_version=_base_version(body),
                confirm_destructive=take(body, "confirm_destructive", bool, False),
                origin=self.context().origin,
                receipt=receipt,
            ).as_json(),
        )


class Versions(Endpoint):
    """GET the history."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        limit = min(max(whole_number(request.GET, "limit", 50), 1), MAX_VERSIONS)
        before = whole_number(request.GET, "before", 0) or None
        return json_response({"items": queries.list_versions(self.workspace, limit=limit, before=before)})


class PlanRollback(Endpoint):
    """GET: what going back would do; nothing happens."""

    administrators = True

    def get(self, request: Request, number: int) -> HttpResponse:
        made = operations.plan_rollback(workspace=self.workspace, number=number)
        return json_response(made.as_json(self.language))


class Rollback(Endpoint):
    """POST: a new version whose content equals an earlier one."""

    administrators = True
    keeps_answer = True

    def post(self, request: Request, number: int) -> HttpResponse:
        body = read_json(request)
        return publish_once(
            self,
            lambda receipt: operations.rollback(
                workspace=self.workspace,
                number=number,
                actor=self.actor,
                now=utc_now(),
                confirm_destructive=take(body, "confirm_destructive", bool, False),
                origin=self.context().origin,
                receipt=receipt,
            ).as_json(),
        )


class Retired(Endpoint):
    """GET what is retired: what a purge would lose, and which versions could not come back whole."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        return json_response(purging.plan_purge(workspace=self.workspace).as_json())


class Purge(Endpoint):
    """POST ``{items, confirm}``: drop what is retired, for good."""

    administrators = True
    keeps_answer = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        return publish_once(
            self,
            lambda receipt: purging.purge(
                workspace=self.workspace,
                keys=[str(key) for key in require(body, "items", list)],
                confirmed=take(body, "confirm", bool, False),
                actor=self.actor,
                now=utc_now(),
                origin=self.context().origin,
                receipt=receipt,
            ),
        )


class DocumentSchemas(Endpoint):
    """GET the JSON Schema of a kind of document, or the list of kinds."""

    def get(self, request: Request, kind: str | None = None) -> HttpResponse:
        if kind is None:
            return json_response({"kinds": list(KINDS)})
        if kind not in KINDS:
            raise NotFound(text("There is no such kind of document", "没有这种元数据文档"))
        return json_response(document_schema(kind))


def _changes(body: dict[str, object]) -> tuple[Change, ...]:
    return read_changes(require(body, "changes", list))


def _base_version(body: dict[str, object]) -> int | None:
    version: int | None = take(body, "base_version", int)
    return version
