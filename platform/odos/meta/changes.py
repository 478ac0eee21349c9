"""A change set read, and made on a `Design`. Pure.

``put`` merges by key and null removes an attribute; ``delete`` takes a component away; ``rename`` gives a
new present key and keeps the old one as an alias. The kind ``field`` (key ``lead.score``) is a short way to
change one field of an entity. In an entity's document the key of a field in the map is its key at birth.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from odos.fields.conforming import did_you_mean
from odos.fields.registry import FIELD_KINDS
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Malformed
from odos.kernel.texts import text
from odos.meta.checking import check_key
from odos.meta.design.environment import PART_KINDS
from odos.meta.design.layered import Design, Stack
from odos.meta.design.layers import (
    ORGANISATION,
    ORGANISATION_RANK,
    PLATFORM,
    LayerDocument,
    Override,
    overrides_for,
)
from odos.meta.design.outlines import collection_name
from odos.meta.design.pointers import MISSING, merged, set_at
from odos.meta.schemas.documents import FIELD_ATTRIBUTES, KINDS

Op = Literal["put", "delete", "rename"]
OPS = ("put", "delete", "rename")
FIELD = "field"
MAX_CHANGES = 5_000
MAX_DEPTH = 40
_WRITTEN_BY_RENAMES = frozenset({"key", "aliases", "former_plurals"})

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """An entry of a change set: a put has a ``document``, a rename a ``new_key``. A former key will do."""

    op: Op
    kind: str
    key: str
    document: Document | None = None
    new_key: str | None = None


def read_changes(data: Any) -> tuple[Change, ...]:
    """Changes from JSON; raises `Malformed` with every fault of form."""
    if not isinstance(data, list) or len(data) > MAX_CHANGES:
        raise Malformed(text("changes must be a list", "changes 必须是列表"))
    if _depth(data) > MAX_DEPTH:
        raise Malformed(text("Documents are nested too deeply", "文档嵌套层级过深"))
    if not _is_storable(data):
        raise Malformed(text("A text holds a character that cannot be stored", "文本中含有无法存储的字符"))
    issues = [issue.under(position) for position, item in enumerate(data) for issue in _form(item)]
    if issues:
        raise Malformed(None, issues)
    return tuple(
        Change(item["op"], item["kind"], item["key"], item.get("document"), item.get("new_key"))
        for item in data
    )


def make_changes(design: Design, changes: Iterable[Change]) -> Design:
    """The design with the changes of the organisation made; raises `Invalid` with all issues."""
    issues: list[Issue] = []
    for position, change in enumerate(changes):
        try:
            design = _make(design, change)
        except Invalid as refusal:
            issues += [issue.under("changes", position) for issue in refusal.issues]
    if issues:
        raise Invalid(None, issues)
    return design


def with_document(stack: Stack, wanted: Document) -> Stack:
    """The stack whose effective document is ``wanted``, by the organisation's will."""
    if stack.layer == ORGANISATION:
        top = LayerDocument(ORGANISATION, ORGANISATION_RANK, stack.uuid, wanted)
        return Stack(stack.kind, stack.key, (top,))
    kept = [item for item in stack.overrides if item.path]
    return Stack(stack.kind, stack.key, stack.documents, overrides_for(stack.base, wanted, kept))


def _form(item: Any) -> Iterable[Issue]:
    if not isinstance(item, Mapping):
        return [Issue("malformed", text("A change must be an object", "更改必须是对象"))]
    kinds = (*KINDS, FIELD)
    found = [
        *_one_of(item, "op", OPS),
        *_one_of(item, "kind", kinds),
        *_is_text(item, "key"),
    ]
    if item.get("op") == "put" and not isinstance(item.get("document"), Mapping):
        found.append(
            Issue("malformed", text("A put needs a document", "put 操作需要 document"), ("document",))
        )
    if item.get("op") == "rename":
        found += _is_text(item, "new_key")
    return found


def _depth(data: Any) -> int:
    """Levels of nesting, counted without recursion."""
    depth, level = 0, [data]
    while level and depth <= MAX_DEPTH:
        depth += 1
        inner = [item.values() if isinstance(item, Mapping) else item for item in level]
        level = [value for values in inner for value in values if isinstance(value, Mapping | list)]
    return depth


def _is_storable(data: Any) -> bool:
    """PostgreSQL keeps neither U+0000 nor halves of surrogate pairs."""
    try:
        return b"\\u0000" not in orjson.dumps(data).replace(rb"\\", b"")
    except (TypeError, orjson.JSONEncodeError):
        return False


def _one_of(item: Document, name: str, choices: tuple[str, ...]) -> list[Issue]:
    if item.get(name) in choices:
        return []
    listed = ", ".join(choices)
    message = text(
        "{name} must be one of: {listed}", "{name} 必须是以下之一：{listed}", name=name, listed=listed
    )
    return [Issue("malformed", message, (name,), did_you_mean(str(item.get(name)), choices))]


def _is_text(item: Document, name: str) -> list[Issue]:
    if isinstance(item.get(name), str) and 0 < len(item[name]) <= 200:
        return []
    return [Issue("malformed", text("{name} must be a text", "{name} 必须是文本", name=name), (name,))]


def _make(design: Design, change: Change) -> Design:
    return _MAKERS[change.op, change.kind == FIELD](design, change)


def _put(design: Design, change: Change) -> Design:
    stack = design.find(change.kind, change.key)
    patch = {key: value for key, value in (change.document or {}).items() if key not in _WRITTEN_BY_RENAMES}
    if stack is None:
        return _created(design, change.kind, change.key, patch)
    if patch.pop("id", stack.uuid) != stack.uuid:
        raise _is_taken(change.key, "key")  # meant as something new
    before = stack.document if stack.document is not None else stack.base
    if change.kind == "entity" and "fields" in patch:
        patch["fields"] = _fields_patch(before, patch["fields"])
    return _replaced(design, stack, merged(before, patch))


def _created(design: Design, kind: str, key: str, document: dict[str, Any]) -> Design:
    """A new component of the organisation; its identity is made here unless the document brings one."""
    identity = str(document.get("id") or uuid.uuid4())
    if kind == "entity":
        _refuse_bad_key(key)
        document = {**document, "id": identity, "fields": _fields_patch({}, document.get("fields", {}))}
    whole = merged({}, {**document, "kind": kind, "key": key})
    layer = LayerDocument(ORGANISATION, ORGANISATION_RANK, identity, whole)
    return design.replaced({(kind, key): Stack(kind, key, (layer,))})


def _fields_patch(before: Document, patch: Any) -> Any:
    """The patch under keys at birth; a field of another kind loses the options of its former kind."""
    if not isinstance(patch, Mapping):
        return patch
    fields: Document = before.get("fields") or {}
    placed: dict[str, Any] = {}
    for key, item in patch.items():
        birth = birth_key(fields, key)
        placed[birth] = _field_patch(fields.get(birth), item)
    return placed


def _field_patch(before: Document | None, patch: Any) -> Any:
    if not isinstance(patch, Mapping):
        return patch
    fixed = _WRITTEN_BY_RENAMES if before is None else _WRITTEN_BY_RENAMES | {"id"}
    kept = {key: value for key, value in patch.items() if key not in fixed}
    return {**_dropped_options(before, kept), **kept}


def _dropped_options(before: Document | None, patch: Document) -> dict[str, None]:
    kind = patch.get("kind")
    if before is None or kind is None or kind == before.get("kind") or kind not in FIELD_KINDS:
        return {}
    known = {*FIELD_ATTRIBUTES, *FIELD_KINDS[kind].options_schema.get("properties", {})}
    if FIELD_KINDS[kind].storage != "columns":
        known -= {"unique", "indexed", "default"}
    return dict.fromkeys(name for name in before if name not in known and name not in patch)


def birth_key(fields: Document, key: str) -> str:
    """The key at birth of the field with that present or former key; the key itself for a new field."""
    if isinstance(fields.get(key), Mapping) and fields[key].get("key", key) == key:
        return key
    present = (birth for birth, item in fields.items() if item.get("key") == key)
    former = (birth for birth, item in fields.items() if key in item.get("aliases", ()))
    return next(present, None) or next(former, None) or key


def _put_field(design: Design, change: Change) -> Design:
    stack, fields, birth = _place(design, change.key)
    document = _field_patch(fields.get(birth), change.document or {})
    if birth not in fields:
        _refuse_bad_key(birth)
    patch = {"fields": {birth: document}}
    return _replaced(design, stack, merged(stack.document or {}, patch))


def _delete(design: Design, change: Change) -> Design:
    stack = _get(design, change.kind, change.key)
    if change.kind == "entity":
        _refuse_system(stack)
        design = _without_parts(design, {stack.key, stack.present_key, *stack.aliases})
    return _gone(design, stack)


def _gone(design: Design, stack: Stack) -> Design:
    """Without the component; one that a package brought is marked as deleted."""
    if stack.layer == ORGANISATION:
        return design.replaced({(stack.kind, stack.key): None})
    gone = Stack(stack.kind, stack.key, stack.documents, (*stack.overrides, Override((), "remove")))
    return design.replaced({(stack.kind, stack.key): gone})


def _without_parts(design: Design, names: set[str]) -> Design:
    """Without an entity's parts, and the ways to it: menu items, related lists, rights."""
    for kind in PART_KINDS:
        for stack in list(design.of_kind(kind)):
            if (stack.document or {}).get("entity") in names:
                design = _gone(design, stack)
    for kind, attribute in (("menu", "items"), ("layout", "related")):
        for stack in list(design.of_kind(kind)):
            entries: Document = (stack.document or {}).get(attribute) or {}
            dead = [(attribute, key) for key, entry in entries.items() if entry.get("entity") in names]
            design = _pruned(design, stack, dead)
    for stack in list(design.of_kind("role")):
        rights = ("entities", "fields")
        dead = [
            (part, name) for part in rights for name in names if name in (stack.document or {}).get(part, {})
        ]
        design = _pruned(design, stack, dead)
    return design


def _pruned(design: Design, stack: Stack, paths: Iterable[tuple[str, ...]]) -> Design:
    wanted = stack.document or {}
    for path in paths:
        wanted = set_at(wanted, path, MISSING)
    return design if wanted is stack.document else _replaced(design, stack, wanted)


def _delete_field(design: Design, change: Change) -> Design:
    stack, fields, birth = _place(design, change.key)
    if birth not in fields:
        raise _absent("field", change.key, fields)
    return _replaced(design, stack, set_at(stack.document or {}, ("fields", birth), MISSING))


def _rename(design: Design, change: Change) -> Design:
    stack = _get(design, change.kind, change.key)
    new_key = str(change.new_key)
    if change.kind == "entity":
        _refuse_system(stack)
        _refuse_bad_key(new_key)
    taken = design.find(change.kind, new_key)
    if taken is not None and taken is not stack:
        raise _is_taken(new_key)
    return _replaced(design, stack, _renamed(stack.document or {}, stack.present_key, new_key))


def _rename_field(design: Design, change: Change) -> Design:
    stack, fields, birth = _place(design, change.key)
    new_key = str(change.new_key).removeprefix(change.key.partition(".")[0] + ".")
    if birth not in fields:
        raise _absent("field", change.key, fields)
    _refuse_bad_key(new_key)
    if birth_key(fields, new_key) not in {birth, new_key} or (new_key in fields and new_key != birth):
        raise _is_taken(new_key)
    field = _renamed(fields[birth], str(fields[birth].get("key", birth)), new_key)
    return _replaced(design, stack, set_at(stack.document or {}, ("fields", birth), field))


def _renamed(document: Document, old_key: str, new_key: str) -> dict[str, Any]:
    """Attribute ``key`` is the present one; the former ones stay as aliases, but not the present one."""
    aliases = [alias for alias in document.get("aliases", ()) if alias not in {new_key, old_key}]
    kept = [*aliases, old_key] if old_key != new_key else aliases
    return {**document, "key": new_key, "aliases": kept}


def _refuse_system(stack: Stack) -> None:
    if stack.layer == PLATFORM:
        message = text('"{key}" belongs to the platform', "“{key}”属于平台", key=stack.present_key)
        hint = text("It can be extended, not taken away or renamed", "可以扩展，但不能删除或重命名")
        raise Invalid(None, [Issue("system_component", message, ("key",), hint)])


def _refuse_system_fields(stack: Stack, wanted: Document) -> None:
    """Fields of the platform's entities stay, and stay what they are: code reads them."""
    fields = wanted.get("fields")
    for birth, item in (stack.documents[0].document.get("fields") or {}).items():
        kept = fields.get(birth) if isinstance(fields, Mapping) else None
        if (
            not isinstance(kept, Mapping)
            or kept.get("kind") != item["kind"]
            or kept.get("key", birth) != birth
        ):
            message = text('The field "{key}" belongs to the platform', "字段“{key}”属于平台", key=birth)
            hint = text("Its label, help and order can be changed", "可以修改其名称、帮助和顺序")
            raise Invalid(None, [Issue("system_field", message, ("fields", birth), hint)])


def _replaced(design: Design, stack: Stack, wanted: Document) -> Design:
    if stack.layer == PLATFORM and stack.kind == "entity":
        _refuse_system_fields(stack, wanted)
    if stack.kind == "entity":
        wanted = _with_former_plural(stack, wanted)
    return design.replaced({(stack.kind, stack.key): with_document(stack, wanted)})


def _with_former_plural(stack: Stack, wanted: Document) -> Document:
    """An entity whose records get another name: rules that know them by the former one go on."""
    former, present = (collection_name(document, stack.key) for document in (stack.document or {}, wanted))
    if former == present or not stack.document:
        return wanted
    known = [name for name in wanted.get("former_plurals", ()) if name not in {former, present}]
    return {**wanted, "former_plurals": [*known, former]}


def _get(design: Design, kind: str, key: str) -> Stack:
    stack = design.find(kind, key)
    if stack is None or stack.document is None:
        raise _absent(kind, key, [item.present_key for item in design.of_kind(kind)])
    return stack


def _place(design: Design, key: str) -> tuple[Stack, Document, str]:
    """The entity of a field's key such as ``lead.score``, its fields, and the field's key at birth."""
    entity, dot, name = key.partition(".")
    if not dot or not name:
        message = text(
            'The key of a field is "entity.field", not "{key}"',
            "字段标识的格式为“实体.字段”，而不是“{key}”",
            key=key[:80],
        )
        raise Invalid(None, [Issue("bad_key", message, ("key",))])
    stack = _get(design, "entity", entity)
    fields: Document = (stack.document or {}).get("fields") or {}
    return stack, fields, birth_key(fields, name)


def _absent(kind: str, key: str, known: Iterable[str]) -> Invalid:
    names = {"kind": kind, "key": key[:80]}
    message = text('There is no {kind} "{key}"', "没有名为“{key}”的 {kind}", **names)
    return Invalid(
        None, [Issue("unknown_component", message, ("key",), did_you_mean(key.rpartition(".")[2], known))]
    )


def _is_taken(key: str, at: str = "new_key") -> Invalid:
    message = text(
        'The key "{key}" is in use or was used before', "标识“{key}”正在使用或曾被使用", key=key[:80]
    )
    return Invalid(None, [Issue("duplicate_key", message, (at,))])


def _refuse_bad_key(key: str) -> None:
    issues = list(check_key(key))
    if issues:
        raise Invalid(None, issues)


_MAKERS: Mapping[tuple[str, bool], Callable[[Design, Change], Design]] = {
    ("put", False): _put,
    ("put", True): _put_field,
    ("delete", False): _delete,
    ("delete", True): _delete_field,
    ("rename", False): _rename,
    ("rename", True): _rename_field,
}
