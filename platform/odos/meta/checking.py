"""What a JSON Schema cannot say of documents: names that lead nowhere, clash, or mean something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from odos.fields.registry import FIELD_KINDS
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.meta.checks.parts import (
    check_menu,
    unknown_entity,
    unknown_field,
)
from odos.meta.checks.roles import check_role
from odos.meta.checks.rollups import check_rollup
from odos.meta.checks.settings import check_settings
from odos.meta.design.environment import Environment
from odos.meta.design.layered import Stack
from odos.meta.design.outlines import FieldOutline, Outline
from odos.meta.entities.parts import PARTS
from odos.meta.schemas.validation import check_document
from odos.schema.names import RESERVED, is_key
from odos.schema.system import system_fields

_LED = frozenset({"reference", "references", "children", "segment"})


def check_forms(stacks: Iterable[Stack]) -> Iterator[Issue]:
    """Documents against their JSON Schema; all else here expects documents without such faults."""
    for stack in stacks:
        yield from _document(stack, check_document(stack.kind, stack.document or {}))


def check_names(environment: Environment) -> Iterator[Issue]:
    """Keys of entities: in form, not reserved, each with one owner. Former keys stay with theirs."""
    owners: dict[str, Outline] = {}
    for outline in sorted(environment.outlines.values(), key=lambda item: not item.system):
        if not outline.system:
            yield from (issue.under("entity", outline.key) for issue in check_key(outline.key))
        for name in outline.names:
            owner = owners.setdefault(name, outline)
            if owner is not outline:
                yield _taken(name, "entity", outline.key)


def check_shared(environment: Environment) -> Iterator[Issue]:
    """Menus, roles, settings; parts whose entity is unknown."""
    for kind, check in (("menu", check_menu), ("role", check_role), ("settings", check_settings)):
        for stack in environment.design.of_kind(kind):
            yield from _document(stack, check(environment, stack.document or {}))
    for kind in PARTS:
        for stack in environment.design.of_kind(kind):
            name = str((stack.document or {}).get("entity"))
            if environment.find(name) is None:
                yield unknown_entity(environment, name, kind, stack.present_key, "entity")


def check_entity(environment: Environment, outline: Outline) -> Iterator[Issue]:
    """An entity with its fields and parts."""
    stack = environment.stacks[outline.id]
    faults = _entity(environment, outline, stack.document or {})
    yield from (issue.under("entity", outline.key) for issue in faults)
    for kind, part in PARTS.items():
        for stack in environment.parts(kind, outline):
            yield from _document(stack, part.check(environment, outline, stack.document or {}))


def check_key(key: str) -> Iterator[Issue]:
    """Whether a new key can be used."""
    if not is_key(key):
        message = text('"{key}" cannot be a key', "“{key}”不能用作标识", key=key[:80])
        hint = text(
            "Use lower-case letters, digits and _; begin with a letter; at most 63 characters",
            "请使用小写字母、数字和下划线，以字母开头，最多 63 个字符",
        )
        yield Issue("bad_key", message, ("key",), hint)
    elif key in RESERVED:
        message = text('"{key}" is a reserved word', "“{key}”是保留字", key=key)
        hint = text('Choose another key, e.g. "{key}_value"', "请改用其他标识，例如“{key}_value”", key=key)
        yield Issue("reserved_key", message, ("key",), hint)


def _document(stack: Stack, faults: Iterable[Issue]) -> Iterator[Issue]:
    yield from (issue.under(stack.kind, stack.present_key) for issue in faults)


def _taken(name: str, *path: str) -> Issue:
    message = text(
        'The key "{name}" is in use or was used before', "标识“{name}”正在使用或曾被使用", name=name
    )
    hint = text(
        "A former key stays with what it named; choose another", "曾用标识仍归原对象所有，请选择其他标识"
    )
    return Issue("duplicate_key", message, path, hint)


def _entity(environment: Environment, outline: Outline, document: Mapping[str, Any]) -> Iterator[Issue]:
    yield from _field_names(outline)
    for birth, item in outline.fields.items():
        field: Mapping[str, Any] = document["fields"][birth]
        yield from (issue.under("fields", item.key) for issue in _field(environment, outline, item, field))
    title = document.get("title_field")
    if title is not None and outline.find(title) is None:
        yield unknown_field(outline, title, "title_field")
    for key, unique in (document.get("uniques") or {}).items():
        yield from _unique(outline, key, unique)
    for key, rule in (document.get("duplicates") or {}).items():
        yield from (issue.under("duplicates", key) for issue in _duplicate_rule(outline, document, rule))


def _duplicate_rule(
    outline: Outline, document: Mapping[str, Any], rule: Mapping[str, Any]
) -> Iterator[Issue]:
    """Fields that the search index knows: it finds the candidates."""
    for name in rule["fields"]:
        item = outline.find(name)
        if item is None:
            yield unknown_field(outline, name, "fields", name)
        elif not document["fields"].get(item.birth, {}).get("searchable"):
            message = text(
                '"{name}" must be searchable to find duplicates by it',
                "“{name}”须设为可搜索才能用于查重",
                name=name,
            )
            yield Issue("not_searchable", message, ("fields", name))


def _field_names(outline: Outline) -> Iterator[Issue]:
    owners: dict[str, str] = {item.key: item.id for item in system_fields(outline.id, owned=outline.owned)}
    for item in outline.fields.values():
        if not outline.system:
            yield from (issue.under("fields", item.key) for issue in check_key(item.key))
        for name in item.names:
            if owners.setdefault(name, item.id) != item.id:
                yield _taken(name, "fields", item.key)


def _field(
    environment: Environment, outline: Outline, item: FieldOutline, document: Mapping[str, Any]
) -> Iterator[Issue]:
    target = environment.target(item)
    if item.kind in _LED and target is None:
        yield unknown_entity(environment, str(item.target), "target")
    elif item.kind == "children" and target is not None:
        yield from _children(environment, outline, item, target)
    elif item.kind == "rollup":
        yield from check_rollup(environment, outline, document)
    if document.get("unique") and FIELD_KINDS[item.kind].storage != "columns":
        yield Issue("unique_impossible", _IMPOSSIBLE_UNIQUE, ("unique",))


_IMPOSSIBLE_UNIQUE = text("A field of this kind cannot be unique", "此类型的字段不能设为唯一")


def _children(
    environment: Environment, outline: Outline, item: FieldOutline, target: Outline
) -> Iterator[Issue]:
    inverse = target.find(str(item.parent_field))
    if inverse is None:
        yield unknown_field(target, str(item.parent_field), "parent_field")
    elif inverse.kind != "reference" or environment.target(inverse) is not outline:
        names = {"line": target.key, "field": inverse.key, "entity": outline.key}
        message = text(
            "{line}.{field} must be a reference to {entity}",
            "{line}.{field} 必须是指向 {entity} 的引用",
            **names,
        )
        yield Issue("wrong_parent_field", message, ("parent_field",))
    if _has_cycle(environment, outline):
        message = text("Line items would contain themselves", "明细不能循环包含自身")
        yield Issue("cycle", message, ("target",))
    if len(environment.lines.get(target.id, ())) > 1:
        message = text(
            "{line} already belongs to another parent", "{line} 已是其他实体的明细", line=target.key
        )
        yield Issue("two_parents", message, ("target",))


def _has_cycle(environment: Environment, outline: Outline) -> bool:
    seen: set[str] = set()
    here = outline.id
    while environment.lines.get(here):
        here = environment.lines[here][0][0]
        if here in seen or here == outline.id:
            return True
        seen.add(here)
    return False


def _unique(outline: Outline, key: str, unique: Mapping[str, Any]) -> Iterator[Issue]:
    for position, name in enumerate(unique["fields"]):
        item = outline.find(name)
        if item is None:
            yield unknown_field(outline, name, "uniques", key, "fields", str(position))
        elif FIELD_KINDS[item.kind].storage != "columns":
            yield Issue("unique_impossible", _IMPOSSIBLE_UNIQUE, ("uniques", key, "fields", str(position)))
