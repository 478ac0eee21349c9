"""Stored documents name fields by keys that may be of former times; compiled ones by present keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.meta.design.environment import Environment
from odos.meta.design.outlines import FieldOutline, Outline
from odos.meta.schemas.documents import CALENDAR_FIELDS

Document = Mapping[str, Any]
MAX_HOPS = 10


def follow(environment: Environment, outline: Outline, path: str) -> list[FieldOutline] | None:
    """The fields along a path such as ``account.owner.name``; None where it breaks off."""
    found: list[FieldOutline] = []
    here: Outline | None = outline
    for name in path.split(".")[: MAX_HOPS + 1]:
        item = here.find(name) if here else None
        if item is None:
            return None
        found.append(item)
        here = environment.target(item)
    return found


def present_path(environment: Environment, outline: Outline, path: str) -> str:
    """The path with present keys; as it is where it breaks off."""
    found = follow(environment, outline, path)
    return ".".join(item.key for item in found) if found else path


def present_view(environment: Environment, outline: Outline, document: Document) -> Document:
    """A view with present keys."""
    changed = {**document, "entity": outline.key}
    if "columns" in document:
        changed["columns"] = _columns(environment, outline, document["columns"])
    if document.get("sort"):
        changed["sort"] = present_sort(environment, outline, document["sort"])
    for name in CALENDAR_FIELDS:
        if name in document:
            changed[name] = present_path(environment, outline, document[name])
    return changed


def present_part(environment: Environment, outline: Outline, document: Document) -> Document:
    """A part whose rules stay as they are written: a rule finds fields by former keys too."""
    return {**document, "entity": outline.key}


def present_groups(environment: Environment, outline: Outline, groups: Document) -> Iterator[Document]:
    """Groups of conditions in their order, with present keys; related records keep the name they go by."""
    for key, group in sorted(groups.items(), key=lambda pair: (pair[1].get("order", 0), pair[0])):
        yield {**group, "key": key, "fields": _columns(environment, outline, group.get("fields") or {})}


def present_sort(environment: Environment, outline: Outline, sort: str) -> str:
    """A sort such as ``-created_at,name`` with present keys."""
    return ",".join(sign + present_path(environment, outline, path) for sign, path in sort_terms(sort))


def sort_terms(sort: str) -> Iterator[tuple[str, str]]:
    """The (sign, path) pairs of a sort."""
    for term in filter(None, (part.strip() for part in sort.split(","))):
        yield ("-", term[1:]) if term.startswith("-") else ("", term.removeprefix("+"))


def present_layout(environment: Environment, outline: Outline, document: Document) -> Document:
    """A layout with present keys, its related lists included."""
    changed = {**document, "entity": outline.key}
    if "tabs" in document:
        changed["tabs"] = {key: _tab(outline, tab) for key, tab in document["tabs"].items()}
    if "related" in document:
        changed["related"] = {key: _related(environment, item) for key, item in document["related"].items()}
    return changed


def _columns(environment: Environment, outline: Outline, columns: Document) -> Document:
    return {present_path(environment, outline, path): column for path, column in columns.items()}


def _tab(outline: Outline, tab: Document) -> Document:
    regions = {key: _region(outline, region) for key, region in (tab.get("regions") or {}).items()}
    return {**tab, "regions": regions}


def _region(outline: Outline, region: Document) -> Document:
    items = {key: _item(outline, item) for key, item in (region.get("items") or {}).items()}
    return {**region, "items": items}


def _item(outline: Outline, item: Document) -> Document:
    found = outline.find(item["field"])
    return {**item, "field": found.key} if found else item


def _related(environment: Environment, item: Document) -> Document:
    other = environment.find(item["entity"])
    if other is None:
        return item
    field = other.find(item["field"])
    changed = {**item, "entity": other.key, "field": field.key if field else item["field"]}
    if "columns" in item:
        changed["columns"] = _columns(environment, other, item["columns"])
    if item.get("sort"):
        changed["sort"] = present_sort(environment, other, item["sort"])
    return changed
