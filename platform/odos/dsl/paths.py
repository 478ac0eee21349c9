"""Names → identities: follows a path through the schema, one hop at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    steps = _followed(node, scope.entity_scope(USER_ENTITY) if root == "user" else scope, hops)
    return steps if isinstance(steps, Issue) else _path(node, root, (), steps)


def resolve_anywhere(node: tree.Path | tree.FieldPath, scope: Scope) -> tree.FieldPath | Issue:
    """The same of a path that begins with an entity: ``tax_rate.percentage``, from all of its records."""
    if isinstance(node, tree.FieldPath):
        start: Scope | None = scope.entity_scope(node.ids[0])
        hops = [_Hop(identity, node.at, True) for identity in node.ids[1:]]
    else:
        start, hops = scope.find_entity(node.names[0]), _written(node.names, node.at)[1:]
    if start is None or not hops:
        return _no_entity(node, scope)
    steps = _followed(node, start, hops)
    return steps if isinstance(steps, Issue) else _path(node, "all", (start.entity.id,), steps)


def _followed(node: tree.Node, current: Scope, hops: Sequence[_Hop]) -> list[Name] | Issue:
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
    return _two_collections(node) if sum(name.is_collection for name in steps) > 1 else steps


def _path(node: tree.Node, root: tree.Root, before: tuple[str, ...], steps: Sequence[Name]) -> tree.FieldPath:
    kind = steps[-1].type
    if any(name.is_collection for name in steps) and not steps[-1].is_collection:
        kind = list_of(kind)
    ids = (*before, *(name.id for name in steps))
    return tree.FieldPath(ids, root, at=node.at, type=kind, steps=tuple(steps))


def _hops(node: tree.Path | tree.FieldPath) -> tuple[tree.Root, list[_Hop]]:
    if isinstance(node, tree.FieldPath):
        return node.root, [_Hop(identity, node.at, True) for identity in node.ids]
    hops = _written(node.names, node.at)
    is_users = node.names[0] == "user" and len(hops) > 1
    return ("user", hops[1:]) if is_users else ("record", hops)


def _written(names: Sequence[str], at: tree.Position) -> list[_Hop]:
    hops, column = [], 0
    for name in names:
        hops.append(_Hop(name, at.shifted(column), False))
        column += len(name) + 1
    return hops


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


def _no_entity(node: tree.Path | tree.FieldPath, scope: Scope) -> Issue:
    """No such entity, or none that the author may see."""
    message = text(
        "this begins with an entity and names a field of it, as in account.name",
        "此处应以实体开头并指明其字段，例如 account.name",
    )
    if isinstance(node, tree.Path) and len(node.names) > 1:
        written = findings.shorten(node.names[0])
        message = text('there is no entity "{name}"', "没有实体“{name}”", name=written)
    return findings.finding("rule_entity", node.at, message)


def _two_collections(node: tree.Node) -> Issue:
    message = text("a path leads through one collection at most", "一条路径最多经过一个集合")
    hint = text("Keep a rollup field on the records between", "请在中间的记录上建立汇总字段")
    return findings.finding("rule_path", node.at, message, hint)
