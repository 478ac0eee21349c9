"""Names → identities: follows a path through the schema, one hop at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from odos.dsl import findings, tree
from odos.dsl.scope import Name, Scope
from odos.dsl.types import list_of
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.schema.system import USER_ENTITY


@dataclass(frozen=True)
class _Hop:
    """One step as written: a name, or the identity in a tree that was checked before."""

    written: str
    at: tree.Position
    is_identity: bool


def resolve(node: tree.Path | tree.FieldPath, scope: Scope) -> tree.FieldPath | Issue:
    """The path by identity with its type; the type of a path over a collection is a list."""
    root, hops = _hops(node)
    current = scope.entity_scope(USER_ENTITY) if root == "user" else scope
    steps: list[Name] = []
    for position, hop in enumerate(hops):
        name = _find(hop, current)
        if name is None:
            return findings.unknown_field(hop.at, current.entity.key, hop.written, _visible(current))
        steps.append(name)
        if position < len(hops) - 1:
            if name.target is None:
                return _no_reference(hop, name)
            current = current.entity_scope(name.target)
    ids = tuple(name.id for name in steps)
    kind = steps[-1].type
    many = sum(name.is_collection for name in steps)
    if many > 1:
        return _two_collections(node)
    if many and not steps[-1].is_collection:
        kind = list_of(kind)
    return tree.FieldPath(ids, root, at=node.at, type=kind, steps=tuple(steps))


def _hops(node: tree.Path | tree.FieldPath) -> tuple[Literal["record", "user"], list[_Hop]]:
    if isinstance(node, tree.FieldPath):
        return node.root, [_Hop(identity, node.at, True) for identity in node.ids]
    names: Sequence[str] = node.names
    root: Literal["record", "user"] = "user" if names[0] == "user" and len(names) > 1 else "record"
    hops, column = [], 0
    for name in names:
        hops.append(_Hop(name, node.at.shifted(column), False))
        column += len(name) + 1
    return root, hops[1:] if root == "user" else hops


def _find(hop: _Hop, scope: Scope) -> Name | None:
    name = scope.find_id(hop.written) if hop.is_identity else scope.find(hop.written)
    return None if name is None or scope.is_hidden(name.field) else name


def _visible(scope: Scope) -> list[str]:
    found = ((key, scope.find(key)) for key in scope.names())
    return [key for key, name in found if name and not scope.is_hidden(name.field)]


def _no_reference(hop: _Hop, name: Name) -> Issue:
    message = text(
        '"{name}" is no reference, so nothing can follow it',
        "“{name}”不是引用字段，后面不能再接字段",
        name=name.key,
    )
    return findings.finding("rule_path", hop.at, message)


def _two_collections(node: tree.Node) -> Issue:
    message = text("a path leads through one collection at most", "一条路径最多经过一个集合")
    hint = text("Keep a rollup field on the records between", "请在中间的记录上建立汇总字段")
    return findings.finding("rule_path", node.at, message, hint)
