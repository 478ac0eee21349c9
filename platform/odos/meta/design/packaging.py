"""The content of a package's layer put into a design. Pure.

The layer is replaced as a whole: components that the package no longer has go from it. What the
organisation changed above them is kept; a component that it extended becomes its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.meta.design.layered import Design, Name, Stack
from odos.meta.design.layers import ORGANISATION, LayerDocument

Document = Mapping[str, Any]


def with_layer(design: Design, layer: str, rank: int, documents: Sequence[Document]) -> Design:
    """The design with ``documents`` as the whole of ``layer``; raises `Invalid` for a clash of identities."""
    wanted: dict[Name, Document] = {}
    for document in documents:
        wanted[_name(design, layer, document)] = document
    holding = {
        name for name, stack in design.stacks.items() if any(item.layer == layer for item in stack.documents)
    }
    changed: dict[Name, Stack | None] = {}
    for name in holding | wanted.keys():
        changed[name] = _layered(design.stacks.get(name), name, layer, rank, wanted.get(name))
    return design.replaced(changed)


def _name(design: Design, layer: str, document: Document) -> Name:
    """A component that was renamed by its package is found by its identity."""
    kind, key = str(document["kind"]), str(document["key"])
    identity = document.get("id")
    same = (
        name
        for name, stack in design.stacks.items()
        if name[0] == kind and identity and stack.uuid == identity
    )
    return next(same, (kind, key))


def _layered(
    stack: Stack | None, name: Name, layer: str, rank: int, document: Document | None
) -> Stack | None:
    others = tuple(item for item in stack.documents if item.layer != layer) if stack else ()
    if document is None:
        return Stack(*name, others, stack.overrides if stack else ()) if others else None
    if stack is not None and stack.layer == ORGANISATION:
        raise Invalid(None, [_clash(name)])
    former = next((item for item in stack.documents if item.layer == layer), None) if stack else None
    identity = _identity(name, document, former, others)
    whole = {**document, "id": identity} if name[0] == "entity" else dict(document)
    item = LayerDocument(layer, rank, identity, whole)
    documents = tuple(sorted((*others, item), key=lambda known: known.rank))
    return Stack(*name, documents, stack.overrides if stack else ())


def _identity(
    name: Name, document: Document, former: LayerDocument | None, others: Sequence[LayerDocument]
) -> str:
    """An extension of another layer's component shares its identity."""
    if others:
        return others[0].uuid
    if document.get("id"):
        return str(document["id"])
    return former.uuid if former else str(uuid.uuid5(uuid.NAMESPACE_URL, f"odos:{name[0]}:{name[1]}"))


def _clash(name: Name) -> Issue:
    message = text(
        'The organisation already has a {kind} "{key}"',
        "组织中已有名为“{key}”的 {kind}",
        kind=name[0],
        key=name[1],
    )
    hint = text("Rename or delete it, then install again", "请先重命名或删除后再安装")
    return Issue("key_in_use", message, name, hint)
