"""Writing saved views: make, change, delete, choose which are seen first. No publishing is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.personal.models import SavedView, ViewChoice
from odos.personal.queries import KEY_MARK, find_view, get_view
from odos.personal.sharing import (
    owner_id,
    read_name,
    require_change,
    require_entity,
    set_audience,
    state_of,
    write_audit,
)
from odos.personal.view_documents import PARTS, read_document
from odos.records.context import Context
from odos.schema.model import Entity

AUDITED_AS = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000101"
MOST_PINNED = 30
_ATTRIBUTES = PARTS | {"name", "audience", "entity"}


def create_view(*, context: Context, given: Mapping[str, Any]) -> SavedView:
    """A view of the actor's own. Raises `Invalid` with every finding."""
    entity = require_entity(context, str(given.get("entity") or ""))
    _check_names(given)
    document = {
        key: value for key, value in read_document(context, entity, given).items() if value is not None
    }
    view = SavedView(entity=entity.id, owner=owner_id(context), name=read_name(given), document=document)
    if "audience" in given:
        set_audience(context, view, given["audience"])
    view.created_at = view.updated_at = context.now
    with transaction(context.workspace):
        view.save()
        write_audit(context, AUDITED_AS, view, "created", {}, state_of(view))
    return view


def change_view(
    *, context: Context, view_id: int, given: Mapping[str, Any], if_version: int | None = None
) -> SavedView:
    """Change the parts that are sent; null removes one. `NotFound`, `Forbidden`, `Stale`, `Invalid`."""
    with transaction(context.workspace):
        view = get_view(context, view_id, lock=True)
        require_change(context, view, if_version)
        before = state_of(view)
        _change(context, view, given)
        after = state_of(view)
        if after != before:
            view.version += 1
            view.updated_at = context.now
            view.save()
            write_audit(context, AUDITED_AS, view, "updated", before, after)
    return view


def delete_view(*, context: Context, view_id: int, if_version: int | None = None) -> None:
    """Remove a view for everybody who sees it; who had it first sees the default one."""
    with transaction(context.workspace):
        view = get_view(context, view_id, lock=True)
        require_change(context, view, if_version)
        write_audit(context, AUDITED_AS, view, "deleted", state_of(view), {})
        view.delete()


def choose_views(*, context: Context, entity: str, given: Mapping[str, Any]) -> ViewChoice:
    """The actor's default view and pinned ones of an entity, by key; what is not sent stays."""
    found = require_entity(context, entity)
    with transaction(context.workspace):
        choice, _ = ViewChoice.objects.get_or_create(user=owner_id(context), entity=found.id)
        if "default" in given:
            choice.default_view = _known_key(context, found, given["default"], "default")
        if "pinned" in given:
            choice.pinned = _known_keys(context, found, given["pinned"])
        choice.save()
    return choice


def _change(context: Context, view: SavedView, given: Mapping[str, Any]) -> None:
    _check_names(given)
    entity = context.schema.by_id[str(view.entity)]
    if "name" in given:
        view.name = read_name(given)
    if "audience" in given:
        set_audience(context, view, given["audience"])
    document = {**view.document, **read_document(context, entity, given)}
    view.document = {key: value for key, value in document.items() if value is not None}


def _check_names(given: Mapping[str, Any]) -> None:
    unknown = sorted(set(given) - _ATTRIBUTES)
    if unknown:
        message = text('A view has no "{name}"', "视图没有“{name}”属性", name=unknown[0][:60])
        raise Invalid(None, [Issue("unknown_attribute", message, (unknown[0],))])


def _known_keys(context: Context, entity: Entity, given: object) -> list[str]:
    if not isinstance(given, list) or len(given) > MOST_PINNED:
        message = text("At most {n} views can be pinned", "最多可固定 {n} 个视图", n=MOST_PINNED)
        raise Invalid(None, [Issue("wrong_type", message, ("pinned",))])
    keys = [_known_key(context, entity, key, "pinned") for key in given]
    return list(dict.fromkeys(key for key in keys if key))


def _known_key(context: Context, entity: Entity, key: object, part: str) -> str | None:
    if key is None:
        return None
    shared = {str(view["key"]) for view in entity.views} | {"*"}
    if key in shared or (str(key).startswith(KEY_MARK) and find_view(context, entity, str(key))):
        return str(key)
    message = text('There is no view "{key}"', "没有视图“{key}”", key=str(key)[:80])
    raise Invalid(None, [Issue("unknown_view", message, (part,))])
