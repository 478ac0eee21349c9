"""Shared views: a named filter and sort from metadata, under what the request itself asks for."""

from __future__ import annotations

from dataclasses import replace

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.lists.queries import ListRequest
from odos.records.lists.visible_rules import is_told, visible_sort
from odos.schema.model import Document, Entity


def apply_view(context: Context, entity: Entity, request: ListRequest, key: str | None) -> ListRequest:
    """The request narrowed by the view; its sort holds where the request has none."""
    if not key:
        return request
    view = get_view(context, entity, key)
    return narrowed(request, view.get("filter"), visible_sort(context, entity, view.get("sort")))


def narrowed(request: ListRequest, filter_text: str | None, sort: str | None) -> ListRequest:
    """The request under a further condition; the sort holds where the request has none."""
    both = " and ".join(f"({part})" for part in (filter_text, request.filter) if part)
    return replace(request, filter=both or None, sort=request.sort or sort)


def views_of(context: Context, entity: Entity) -> list[Document]:
    """The views that are there for the actor."""
    return kept(context, ("views", entity.id), lambda: _views(context, entity))


def _views(context: Context, entity: Entity) -> list[Document]:
    return [view for view in entity.views if is_told(context, entity, view)]


def get_view(context: Context, entity: Entity, key: str) -> Document:
    """The view of that key; raises `Invalid`."""
    for view in views_of(context, entity):
        if view.get("key") == key:
            return view
    message = text('There is no view "{key}"', "没有视图“{key}”", key=key[:80])
    raise Invalid(None, [Issue("unknown_view", message, ("view",))])
