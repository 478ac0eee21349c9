"""Reads of the design: components with the layer of each attribute, and the history of versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from odos.database.session import fetch_all
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.meta.changes import FIELD, birth_key
from odos.meta.design.layered import Design, Stack
from odos.meta.design.layers import origins, package_layer
from odos.meta.design.store import load_design
from odos.meta.presenting import present_document
from odos.storage.active import active_schema
from odos.storage.versions import active_number

MOST_VERSIONS = 500

_VERSIONS = """
SELECT v.number, v.created_at, v.author_id, coalesce(nullif(u.name, ''), u.username),
    v.message, v.changes::text
FROM schema_version v LEFT JOIN user_account u ON u.id = v.author_id
WHERE (%s::integer IS NULL OR v.number < %s) ORDER BY v.number DESC LIMIT %s
"""


def list_components(
    workspace: Workspace, *, kind: str | None = None, package: str | None = None, q: str | None = None
) -> list[dict[str, Any]]:
    """``{kind, key, id, layer, label, entity?}`` of every component, by kind and key."""
    design = load_design(workspace, active_number(workspace))
    layer = package_layer(package) if package else None
    found = (stack for stack in _living(design) if kind in (None, stack.kind))
    return [
        _entry(stack) for stack in found if (layer is None or _is_of(stack, layer)) and _matches(stack, q)
    ]


def get_component(workspace: Workspace, kind: str, key: str) -> dict[str, Any]:
    """``{kind, key, id, document, layer, origins}``; a field by ``entity.field``. Raises `NotFound`.

    Rules in the document have present names.
    """
    design = load_design(workspace, active_number(workspace))
    if kind == FIELD:
        found = _field(design, key)
        shown = present_document(active_schema(workspace), FIELD, found["key"], found["document"])
        return {**found, "document": shown}
    stack = _get(design, kind, key)
    return {
        "kind": kind,
        "key": stack.present_key,
        "id": stack.uuid,
        "layer": stack.layer,
        "document": present_document(active_schema(workspace), kind, stack.present_key, stack.document or {}),
        "origins": origins(stack.documents, stack.overrides),
    }


def list_versions(
    workspace: Workspace, *, limit: int = 50, before: int | None = None
) -> list[dict[str, Any]]:
    """Versions, newest first: ``{number, created_at, author: {id, label} | null, message, changes}``."""
    rows = fetch_all(workspace, _VERSIONS, [before, before, max(1, min(limit, MOST_VERSIONS))])
    return [
        {
            "number": number,
            "created_at": created_at,
            "author": {"id": str(author), "label": label or ""} if author else None,
            "message": message,
            "changes": json.loads(changes),
        }
        for number, created_at, author, label, message, changes in rows
    ]


def _living(design: Design) -> Iterator[Stack]:
    return (stack for _, stack in sorted(design.stacks.items()) if stack.document is not None)


def _entry(stack: Stack) -> dict[str, Any]:
    document = stack.document or {}
    entry = {
        "kind": stack.kind,
        "key": stack.present_key,
        "id": stack.uuid,
        "layer": stack.layer,
        "label": document.get("label", {}),
        "customised": bool(stack.overrides),
    }
    return {**entry, "entity": document["entity"]} if "entity" in document else entry


def _is_of(stack: Stack, layer: str) -> bool:
    return any(item.layer == layer for item in stack.documents)


def _matches(stack: Stack, q: str | None) -> bool:
    if not q:
        return True
    labels = (stack.document or {}).get("label") or {}
    words = [stack.present_key, *stack.aliases, *labels.values()]
    return any(q.casefold() in word.casefold() for word in words)


def _get(design: Design, kind: str, key: str) -> Stack:
    stack = design.find(kind, key)
    if stack is None or stack.document is None:
        raise NotFound(
            text('There is no {kind} "{key}"', "没有名为“{key}”的 {kind}", kind=kind[:80], key=key[:80])
        )
    return stack


def _field(design: Design, key: str) -> dict[str, Any]:
    """One field as a component of its own; its pointers start inside it."""
    entity, _, name = key.partition(".")
    stack = _get(design, "entity", entity)
    fields = (stack.document or {}).get("fields") or {}
    birth = birth_key(fields, name)
    if birth not in fields:
        raise NotFound(text('There is no field "{key}"', "没有名为“{key}”的字段", key=key[:80]))
    prefix = f"/fields/{birth}"
    found = origins(stack.documents, stack.overrides).items()
    return {
        "kind": FIELD,
        "key": f"{stack.present_key}.{fields[birth].get('key', birth)}",
        "id": fields[birth].get("id"),
        "layer": stack.layer,
        "document": fields[birth],
        "origins": {
            path.removeprefix(prefix): layer for path, layer in found if path.startswith(prefix + "/")
        },
    }
