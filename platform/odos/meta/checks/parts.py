"""Layouts, views, menus and roles: every name in them must lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.fields.conforming import did_you_mean
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.meta.design.environment import Environment
from odos.meta.design.outlines import Outline
from odos.meta.design.rewriting import sort_terms

Document = Mapping[str, Any]


def check_layout(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    """Fields in regions and related lists."""
    for tab_key, tab in (document.get("tabs") or {}).items():
        for region_key, region in (tab.get("regions") or {}).items():
            for key, item in (region.get("items") or {}).items():
                if outline.find(item["field"]) is None:
                    path = ("tabs", tab_key, "regions", region_key, "items", key, "field")
                    yield unknown_field(outline, item["field"], *path)
    for key, item in (document.get("related") or {}).items():
        yield from (issue.under("related", key) for issue in _related(environment, outline, item))
    yield from check_roles(environment, document)


def check_view(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    """Columns and sort. The filter is a rule; see `rules`."""
    yield from _columns(environment, outline, document)
    if document.get("type") == "tree" and not any(item.kind == "parent" for item in outline.fields.values()):
        message = text("{entity} is not a tree", "{entity} 不是树形实体", entity=outline.key)
        hint = text("Give it a field of kind parent first", "请先为其添加“上级”类型的字段")
        yield Issue("not_a_tree", message, ("type",), hint)
    yield from _calendar(outline, document)
    yield from check_roles(environment, document)


_CALENDAR_KINDS: Mapping[str, frozenset[str]] = {
    "starts": frozenset({"date", "datetime"}),
    "ends": frozenset({"date", "datetime"}),
    "minutes": frozenset({"integer"}),
    "color": frozenset({"option"}),
}


def _calendar(outline: Outline, document: Document) -> Iterator[Issue]:
    """A calendar says when its records start; its fields are of the kinds that it can read."""
    if document.get("type") == "calendar" and "starts" not in document:
        message = text("Say which field gives the start", "请指定开始时间字段")
        yield Issue("required", message, ("starts",))
    for name, kinds in _CALENDAR_KINDS.items():
        if name not in document:
            continue
        item = outline.find(document[name])
        if item is None:
            yield unknown_field(outline, document[name], name)
        elif item.kind not in kinds:
            listed = ", ".join(sorted(kinds))
            message = text("A field of kind {kinds}", "应为 {kinds} 类型的字段", kinds=listed)
            yield Issue("wrong_kind", message, (name,))


def check_nothing(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    """For a part that is checked once everything is compiled, as rules are."""
    yield from ()


def check_menu(environment: Environment, document: Document) -> Iterator[Issue]:
    """Entities and views of the items."""
    for key, item in (document.get("items") or {}).items():
        if environment.find(item["entity"]) is None:
            yield unknown_entity(environment, item["entity"], "items", key, "entity")
        view = item.get("view")
        found = environment.design.find("view", view) if view else None
        if view and (found is None or found.document is None):
            known = [stack.present_key for stack in environment.design.of_kind("view")]
            message = text('There is no view "{name}"', "没有名为“{name}”的视图", name=view[:80])
            yield Issue("unknown_view", message, ("items", key, "view"), did_you_mean(view, known))


def unknown_field(outline: Outline, name: str, *path: str) -> Issue:
    """The finding for a key that names no field of the entity."""
    names = {"entity": outline.key, "name": str(name)[:80]}
    message = text('{entity} has no field "{name}"', "{entity} 没有字段“{name}”", **names)
    return Issue("unknown_field", message, path, did_you_mean(str(name), outline.keys()))


def unknown_entity(environment: Environment, name: str, *path: str) -> Issue:
    """The finding for a key that names no entity, or one that is to go."""
    if environment.is_deleted(name):
        message = text(
            '"{name}" is deleted, but used here', "“{name}”已被删除，但此处仍在使用", name=name[:80]
        )
        hint = text(
            "Delete what uses it first, in the same change or before",
            "请先删除引用它的内容，可在同一次更改中进行",
        )
        return Issue("entity_in_use", message, path, hint)
    message = text('There is no entity "{name}"', "没有名为“{name}”的实体", name=str(name)[:80])
    return Issue("unknown_entity", message, path, did_you_mean(str(name), environment.keys()))


def _related(environment: Environment, outline: Outline, item: Document) -> Iterator[Issue]:
    other = environment.find(item["entity"])
    if other is None:
        yield unknown_entity(environment, item["entity"], "entity")
        return
    field = other.find(item["field"])
    if field is None:
        yield unknown_field(other, item["field"], "field")
    elif environment.target(field) is not outline:
        names = {"entity": other.key, "field": field.key, "here": outline.key}
        message = text(
            "{entity}.{field} does not refer to {here}", "{entity}.{field} 没有引用 {here}", **names
        )
        yield Issue("not_referring", message, ("field",))
    yield from _columns(environment, other, item)


def _columns(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    for path in document.get("columns") or {}:
        yield from (issue.under("columns", path) for issue in _path(environment, outline, path))
    for _, path in sort_terms(document.get("sort") or ""):
        yield from (issue.under("sort") for issue in _path(environment, outline, path))
        yield from (issue.under("sort") for issue in _sortable(environment, outline, path))


def _path(environment: Environment, outline: Outline, path: str) -> Iterator[Issue]:
    here: Outline | None = outline
    for name in path.split("."):
        if here is None:
            message = text('"{path}" goes on after a value', "“{path}”在取值之后不能继续", path=path[:80])
            yield Issue("bad_path", message)
            return
        item = here.find(name)
        if item is None:
            yield unknown_field(here, name)
            return
        here = environment.target(item) if item.kind not in {"children", "references"} else None


def _sortable(environment: Environment, outline: Outline, path: str) -> Iterator[Issue]:
    here: Outline | None = outline
    item = None
    for name in path.split("."):
        item = here.find(name) if here else None
        here = environment.target(item) if item else None
    if item is not None and get_kind(item.kind).storage != "columns":
        yield Issue(
            "not_sortable", text('"{path}" cannot be sorted by', "不能按“{path}”排序", path=path[:80])
        )


def check_roles(environment: Environment, document: Document) -> Iterator[Issue]:
    known = {stack.present_key for stack in environment.design.of_kind("role")}
    for position, name in enumerate(document.get("roles") or ()):
        if name not in known:
            message = text('There is no role "{name}"', "没有名为“{name}”的角色", name=str(name)[:80])
            yield Issue("unknown_role", message, ("roles", position), did_you_mean(str(name), known))
