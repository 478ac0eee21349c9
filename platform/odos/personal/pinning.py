"""Names held by identity: paths as ``id.id``, rules as their text with the identities of the paths in it.

What is read back carries present keys. A rule is kept as it was written, so that the grammar may grow, with
``{position: identities}`` for every path; a name that is not listed (a macro swallowed it) is found by its
key or former key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.parser import parse
from odos.schema.model import Entity, Field, Schema

Pinned = Mapping[str, Any]  # {text, names: {"line:column": [root, id, …]}}


def pin_path(path: Iterable[Field]) -> str:
    """Identities joined by dots."""
    return ".".join(item.id for item in path)


def find_path(schema: Schema, entity: Entity, pinned: str) -> tuple[Field, ...] | None:
    """The fields along a pinned path; None where it breaks off."""
    found: list[Field] = []
    here: Entity | None = entity
    for identity in pinned.split("."):
        item = here.by_id.get(identity) if here else None
        if item is None:
            return None
        found.append(item)
        here = schema.by_id.get(item.target or "")
    return tuple(found)


def pin_rule(source: str, checked: Checked) -> dict[str, Any]:
    """The document of a rule that was checked."""
    paths = (node for node in tree.walk(checked.tree) if isinstance(node, tree.FieldPath))
    return {"text": source, "names": {_place(node): [node.root, *node.ids] for node in paths}}


def read_pinned(pinned: Pinned) -> tree.Node:
    """The tree, its paths by identity; to be checked before it is used."""
    names: Mapping[str, list[str]] = pinned["names"]

    def placed(node: tree.Node) -> tree.Node:
        known = names.get(_place(node)) if isinstance(node, tree.Path) else None
        if known is None:
            return node
        root, *ids = known
        return tree.FieldPath(tuple(ids), root, at=node.at)  # type: ignore[arg-type]

    return tree.rewritten(parse(pinned["text"]), placed)


def _place(node: tree.Node) -> str:
    return f"{node.at.line}:{node.at.column}"
