"""The JSON form of a tree, of expressions and statements alike.

``{"node": "compare", "operator": ">", "left": …, "right": …, "at": [1, 8], "type": "boolean"}``: the kind
of node, its attributes as in `tree`, `statements` and `statements.tree_of_change`; what has its default value
is left out. ``at`` (line, column) and ``type`` are told, not asked for. A path holds ``names`` as people see
them and, once checked, ``ids``; where both are given the identities count. Numbers are strings, so that they
stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

from odos.dsl import tree
from odos.dsl.findings import proposal
from odos.dsl.statements.tree import Statement
from odos.dsl.tree_forms import (
    CLASSES,
    EXPRESSIONS,
    IDENTITIES,
    MAX_LEVELS,
    NAMES,
    NODE,
    STATEMENTS,
    Attribute,
    Fault,
    Form,
    Json,
    Path,
    attributes,
    read_number,
    refuse,
)
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid

_TOLD = frozenset({NODE, "at", "type", "root", "ids"})


def to_json(node: tree.Node) -> dict[str, Json]:
    """The JSON form; `from_json` gives the same tree again."""
    name = NAMES[type(node)]
    written: dict[str, Json] = {NODE: name}
    if isinstance(node, tree.FieldPath):
        written |= _path_json(node)
    else:
        for item in _attributes(name):
            value = getattr(node, item.name)
            if item.is_required or value != item.default:
                written[item.name] = item.form.write(value)
    written["at"] = list(node.at)
    if node.type.kind != "any":
        written["type"] = node.type.kind
    return written


def from_json(document: Json) -> tree.Node:
    """An expression or a statement; raises `Invalid` whose issue has the path to the value at fault."""
    try:
        return _read((*EXPRESSIONS, *STATEMENTS), document, ())
    except Fault as fault:
        raise Invalid(None, [Issue("rule_tree", fault.message, fault.path)]) from None


def statement_from_json(document: Json) -> Statement:
    """Like `from_json`, for a statement."""
    try:
        return cast(Statement, _read(STATEMENTS, document, ()))
    except Fault as fault:
        raise Invalid(None, [Issue("rule_tree", fault.message, fault.path)]) from None


def tree_schema() -> dict[str, Json]:
    """JSON Schema 2020-12 of every tree."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "/api/rules/schema",
        "title": "rule tree",
        **_any_of((*EXPRESSIONS, *STATEMENTS)),
        "$defs": {
            "expression": {"anyOf": [_reference(name) for name in EXPRESSIONS]},
            **{name: _node_schema(name) for name in CLASSES},
        },
    }


# ------------------------------------------------------------------ nodes


@cache
def _node_form(names: tuple[str, ...]) -> Form:
    def read(value: Json, path: Path) -> tree.Node:
        return _read(names, value, path)

    return Form(to_json, read, _any_of(names))


def _any_of(names: tuple[str, ...]) -> dict[str, Json]:
    """All expressions stand under one name, since most places take any."""
    rest = tuple(name for name in names if name not in EXPRESSIONS)
    listed = ("expression", *rest) if set(EXPRESSIONS) <= set(names) else names
    return _reference(listed[0]) if len(listed) == 1 else {"anyOf": [_reference(name) for name in listed]}


def _attributes(name: str) -> tuple[Attribute, ...]:
    return attributes(name, _node_form)


def _reference(name: str) -> dict[str, Json]:
    return {"$ref": f"#/$defs/{name}"}


def _read(names: tuple[str, ...], document: Json, path: Path) -> tree.Node:
    name = _name(names, document, path)
    if name == "path" and document.get("ids"):
        return _read_path(document, path)
    known = {item.name: item for item in _attributes(name)}
    for key in document:
        if key not in known and key not in _TOLD:
            refuse(
                (*path, key), 'there is no attribute "{key}" here', "此处没有属性“{key}”", key=str(key)[:80]
            )
    values = {}
    for item in known.values():
        if document.get(item.name) is not None or (name, item.name) == ("literal", "value"):
            values[item.name] = item.form.read(document.get(item.name), (*path, item.name))
        elif item.is_required:
            refuse((*path, item.name), "this is missing", "缺少此项")
    return _settled(CLASSES[name](**values, at=_position(document)), path)


def _name(names: tuple[str, ...], document: Json, path: Path) -> str:
    if len(path) > MAX_LEVELS:
        refuse(path, "the rule is nested too deeply", "规则嵌套过深")
    if not isinstance(document, dict):
        refuse(path, "this must be an object", "此处必须是对象")
    name = document.get(NODE)
    if not isinstance(name, str) or name not in names:
        near = proposal(str(name), names)
        refuse(
            (*path, NODE),
            'there is no "{name}" here' + ('; did you mean "{near}"?' if near else ""),
            "此处不能是“{name}”" + ("；您是否想写“{near}”？" if near else ""),
            name=str(name)[:80],
            near=near,
        )
    return name


def _position(document: Mapping[str, Json]) -> tree.Position:
    at = document.get("at")
    if isinstance(at, list) and len(at) == 2 and all(isinstance(item, int) for item in at):
        return tree.Position(*at)
    return tree.START


def _settled(node: tree.Node, path: Path) -> tree.Node:
    settle = _SETTLERS.get(type(node))
    return settle(node, path) if settle else node


def _literal(node: tree.Literal, path: Path) -> tree.Node:
    """The value as its kind says."""
    value = node.value
    if node.kind in {"number", "percent"}:
        return replace(node, value=read_number(value, (*path, "value")))
    wanted = {"text": str, "boolean": bool, "blank": type(None)}[node.kind]
    if not isinstance(value, wanted):
        refuse((*path, "value"), "this is no {kind}", "此处不是 {kind}", kind=node.kind)
    return node


def _call(node: tree.Call, path: Path) -> tree.Node:
    return replace(node, name=node.name.upper())


_SETTLERS: dict[type[tree.Node], Any] = {tree.Literal: _literal, tree.Call: _call}


# ------------------------------------------------------------------ paths


def _path_json(node: tree.FieldPath) -> dict[str, Json]:
    names = [step.key for step in node.steps]
    written: dict[str, Json] = {"ids": list(node.ids)}
    if node.root == "user":
        written["root"] = "user"
        names = ["user", *names]
    if node.root == "all":  # the entity has no name here
        return written | {"root": "all"}
    return written | ({"names": names} if node.steps else {})


def _read_path(document: Mapping[str, Json], path: Path) -> tree.FieldPath:
    root = document.get("root", "record")
    if root not in {"record", "user", "all"}:
        refuse((*path, "root"), "this must be record, user or all", "此处必须是 record、user 或 all")
    ids = IDENTITIES.read(document.get("ids"), (*path, "ids"))
    return tree.FieldPath(ids, root, at=_position(document))


# ------------------------------------------------------------------ schema


def _node_schema(name: str) -> dict[str, Json]:
    found = _attributes(name)
    properties: dict[str, Json] = {NODE: {"const": name}}
    properties |= {item.name: dict(item.form.schema) for item in found}
    required = [NODE, *(item.name for item in found if item.is_required)]
    properties |= {
        "at": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "type": {"type": "string"},
    }
    if name == "path":
        properties |= {"root": {"enum": ["record", "user", "all"]}, "ids": dict(IDENTITIES.schema)}
        return _object(properties, [NODE]) | {"anyOf": [{"required": ["names"]}, {"required": ["ids"]}]}
    return _object(properties, required)


def _object(properties: dict[str, Json], required: list[str]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
