"""Views and layouts of an application as one person may know them: without what names hidden fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.records.context import Context
from odos.records.lists.visible_rules import is_told, may_show, visible_sort
from odos.schema.model import Document, Entity


def visible_view(context: Context, entity: Entity, view: Document) -> dict[str, Any]:
    """Columns and sort that the actor may see."""
    return {**view, **_listing(context, entity, view)}


def visible_layout(context: Context, entity: Entity, layout: Document) -> dict[str, Any]:
    """Fields of its regions and related lists that the actor may see."""
    tabs = {key: _tab(context, entity, tab) for key, tab in (layout.get("tabs") or {}).items()}
    related = {
        key: _related(context, item)
        for key, item in (layout.get("related") or {}).items()
        if _may_follow(context, item)
    }
    parts = {"tabs": tabs, "related": related}
    return {**layout, **{name: part for name, part in parts.items() if name in layout}}


def _tab(context: Context, entity: Entity, tab: Mapping[str, Any]) -> dict[str, Any]:
    regions = {
        key: {**region, "items": _items(context, entity, region)}
        for key, region in (tab.get("regions") or {}).items()
    }
    return {**tab, "regions": regions}


def _items(context: Context, entity: Entity, region: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: item
        for key, item in (region.get("items") or {}).items()
        if may_show(context, entity, str(item["field"]))
    }


def _may_follow(context: Context, item: Mapping[str, Any]) -> bool:
    other = context.schema.find_entity(str(item["entity"]))
    if other is None or not may_show(context, other, str(item["field"])):
        return False
    return is_told(context, other, item)


def _related(context: Context, item: Mapping[str, Any]) -> dict[str, Any]:
    other = context.schema.get_entity(str(item["entity"]))
    return {**item, **_listing(context, other, item)}


def _listing(context: Context, entity: Entity, item: Mapping[str, Any]) -> dict[str, Any]:
    """The columns and the sort of a list; what it has none of is left out."""
    columns = {
        path: column
        for path, column in (item.get("columns") or {}).items()
        if may_show(context, entity, path)
    }
    found = {
        "columns": columns,
        "sort": visible_sort(context, entity, item.get("sort")),
    }
    return {name: value for name, value in found.items() if name in item}
