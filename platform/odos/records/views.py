"""Shared views: a named filter and sort from metadata, under what the request itself asks for."""

from __future__ import annotations

from dataclasses import replace

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.queries import ListRequest
from odos.records.visible_rules import visible_condition, visible_sort
from odos.schema.model import Document, Entity


def apply_view(context: Context, entity: Entity, request: ListRequest, key: str | None) -> ListRequest:
    """The request narrowed to what the actor may know of the view's filter; its sort holds where the request
    has none."""
    if not key:
        return request
    view = get_view(entity, key)
    condition = visible_condition(context, entity, view.get("filter"))
    return narrowed(request, condition, visible_sort(context, entity, view.get("sort")))


def narrowed(request: ListRequest, filter_text: str | None, sort: str | None) -> ListRequest:
    """The request under a further condition; the sort holds where the request has none."""
    both = " and ".join(f"({part})" for part in (filter_text, request.filter) if part)
    return replace(request, filter=both or None, sort=request.sort or sort)


def get_view(entity: Entity, key: str) -> Document:
    """The view of that key; raises `Invalid`."""
    for view in entity.views:
        if view.get("key") == key:
            return view
    message = text('There is no view "{key}"', "没有视图“{key}”", key=key[:80])
    raise Invalid(None, [Issue("unknown_view", message, ("view",))])
