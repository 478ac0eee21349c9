"""Reading saved views: those that a person owns or was given, as that person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.personal.audience import Names, audience_json, names_of
from odos.personal.models import SavedView, ViewChoice
from odos.personal.sharing import may_change, not_found, owner_id, require_entity, seen_by
from odos.personal.view_documents import show_document
from odos.records.context import Context
from odos.records.lists.queries import ListRequest
from odos.records.lists.views import apply_view as apply_shared_view
from odos.records.lists.views import narrowed
from odos.schema.model import Entity

KEY_MARK = "~"  # before the id of a saved view in an address; no key of metadata begins so


@dataclass(frozen=True)
class ShownView:
    """A saved view as one person sees it; ``issues`` say what had to be left out."""

    view: SavedView
    document: dict[str, Any]
    issues: Sequence[Issue]

    def as_json(self, context: Context, names: Names, language: str) -> dict[str, Any]:
        """The wire form. Whom it is shared with is told to whoever may change it."""
        view, changeable = self.view, may_change(context, self.view)
        entity = context.schema.by_id[str(view.entity)]
        body = {
            "id": str(view.pk),
            "key": f"{KEY_MARK}{view.pk}",
            "entity": entity.key,
            "name": view.name,
            **self.document,
            "owner": {"id": str(view.owner), "label": names.get(("user", view.owner))},
            "is_own": view.owner == context.actor.user_id,
            "can_edit": changeable,
            "version": view.version,
            "updated_at": view.updated_at.isoformat(),
            "issues": [issue.as_json(language) for issue in self.issues],
        }
        return {**body, "audience": audience_json(view, names)} if changeable else body


def list_views(context: Context, entity: str) -> list[ShownView]:
    """All views of the entity that the actor owns or was given, own ones first, then by name."""
    found = require_entity(context, entity)
    with transaction(context.workspace):
        views = list(seen_by(context, SavedView.objects.filter(entity=found.id)).order_by("name", "id"))
    views.sort(key=lambda view: view.owner != context.actor.user_id)
    return [show_view(context, view) for view in views]


def get_view(context: Context, view_id: int, *, lock: bool = False) -> SavedView:
    """The view, in the open transaction; raises `NotFound` also for one that is not shared with the actor."""
    views = SavedView.objects.select_for_update() if lock else SavedView.objects
    found = seen_by(context, views.filter(pk=view_id)).first()
    if found is None:
        raise not_found("view", "视图", view_id)
    return found


def read_view(context: Context, view_id: int) -> SavedView:
    """`get_view` in a transaction of its own."""
    with transaction(context.workspace):
        return get_view(context, view_id)


def find_view(context: Context, entity: Entity, key: str) -> SavedView | None:
    """The view of a key such as ``~17``, if it is one of the entity and there for the actor."""
    number = key.removeprefix(KEY_MARK)
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    with transaction(context.workspace):
        return seen_by(context, SavedView.objects.filter(pk=int(number), entity=entity.id)).first()


def show_view(context: Context, view: SavedView) -> ShownView:
    """The view with the actor's eyes."""
    entity = context.schema.by_id[str(view.entity)]
    document, issues = show_document(context, entity, view.document)
    return ShownView(view, document, issues)


def views_json(context: Context, shown: Sequence[ShownView], language: str) -> list[dict[str, Any]]:
    """The wire form of many, with one query for all names."""
    names = names_of(context.workspace, [item.view for item in shown]) if shown else {}
    return [item.as_json(context, names, language) for item in shown]


def choice_json(context: Context, entity: str) -> dict[str, Any]:
    """The actor's default and pinned views of an entity; of those that are still there."""
    found = require_entity(context, entity)
    with transaction(context.workspace):
        choice = ViewChoice.objects.filter(user=owner_id(context), entity=found.id).first()
    return {
        "default": choice.default_view if choice else None,
        "pinned": list(choice.pinned) if choice else [],
    }


def apply_view(context: Context, entity: Entity, request: ListRequest, key: str | None) -> ListRequest:
    """The request narrowed by a view of metadata or a saved one; raises `Invalid`.

    A saved view whose filter cannot be read in full narrows nothing silently: it is refused.
    """
    if not key or not key.startswith(KEY_MARK):
        return apply_shared_view(context, entity, request, key)
    view = find_view(context, entity, key)
    if view is None:
        message = text('There is no view "{key}"', "没有视图“{key}”", key=key[:80])
        raise Invalid(None, [Issue("unknown_view", message, ("view",))])
    shown = show_view(context, view)
    lost = [issue for issue in shown.issues if issue.path == ("filter",)]
    if lost:
        raise Invalid(None, [replace(issue, severity="error", path=("view",)) for issue in lost])
    return narrowed(request, shown.document.get("filter"), shown.document.get("sort"))
