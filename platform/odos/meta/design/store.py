"""The design in its tables: read whole (and kept by version), written stack by stack."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from odos.database.session import fetch_all, transaction
from odos.kernel.workspaces import Workspace
from odos.meta.design.layered import Design, Name, Stack, stack_from_json
from odos.meta.design.layers import LayerDocument, Override
from odos.meta.models import COMPONENT_MODELS, Component, ComponentOverride, DesignEdit

_kept: dict[str, Design] = {}

_DOCUMENTS = """
SELECT t.model, c.key, c.layer, c.rank, c.uuid::text, c.document::text
FROM component c JOIN django_content_type t ON t.id = c.polymorphic_ctype_id
ORDER BY c.rank, c.id
"""
_OVERRIDES = """
SELECT t.model, c.key, o.path::text, o.op, o.value::text, o.base_hash
FROM component_override o JOIN component c ON c.id = o.component_id
JOIN django_content_type t ON t.id = c.polymorphic_ctype_id
ORDER BY o.id
"""
_EDITS = """
SELECT DISTINCT ON (kind, key) kind, key, before::text FROM design_edit
WHERE version > %s ORDER BY kind, key, version
"""


def load_design(workspace: Workspace, version: int) -> Design:
    """The design as of the active ``version``; kept in this process until the version changes."""
    known = _kept.get(workspace.key)
    if known is not None and known.version == version:
        return known
    design = _read(workspace, version)
    _kept[workspace.key] = design
    return design


def keep_design(workspace: Workspace, design: Design) -> None:
    """Remember what this process has just published."""
    _kept[workspace.key] = design


def forget_design(workspace: Workspace) -> None:
    """Read again next time; for tests and for a transaction that did not commit."""
    _kept.pop(workspace.key, None)


def former_stacks(workspace: Workspace, version: int) -> dict[Name, Stack | None]:
    """What changed after ``version``, as it was then."""
    rows = fetch_all(workspace, _EDITS, [version])
    return {(kind, key): _stack(kind, key, before) for kind, key, before in rows}


def write_design(workspace: Workspace, former: Design, design: Design) -> None:
    """Write the stacks that differ, in the open transaction, and remember how the version changed them."""
    with transaction(workspace):
        for name in changed_names(former, design):
            before, after = former.stacks.get(name), design.stacks.get(name)
            _write_stack(name, after)
            DesignEdit.objects.create(
                version=design.version,
                kind=name[0],
                key=name[1],
                before=before.as_json() if before else None,
                after=after.as_json() if after else None,
            )


def changed_names(former: Design, design: Design) -> list[Name]:
    """The components whose stacks are not the same."""
    names = former.stacks.keys() | design.stacks.keys()
    return sorted(name for name in names if _differs(former.stacks.get(name), design.stacks.get(name)))


def _differs(before: Stack | None, after: Stack | None) -> bool:
    if before is after:
        return False
    return before is None or after is None or before.as_json() != after.as_json()


def _read(workspace: Workspace, version: int) -> Design:
    documents: dict[Name, list[LayerDocument]] = defaultdict(list)
    for model, key, layer, rank, identity, document in fetch_all(workspace, _DOCUMENTS):
        documents[_kind(model), key].append(LayerDocument(layer, rank, identity, json.loads(document)))
    overrides: dict[Name, list[Override]] = defaultdict(list)
    for model, key, path, op, value, base_hash in fetch_all(workspace, _OVERRIDES):
        decoded = None if value is None else json.loads(value)
        overrides[_kind(model), key].append(Override(tuple(json.loads(path)), op, decoded, base_hash))
    stacks = {name: Stack(*name, tuple(listed), tuple(overrides[name])) for name, listed in documents.items()}
    return Design(version, stacks)


def _kind(model: str) -> str:
    return model.removesuffix("component")


def _stack(kind: str, key: str, data: str | None) -> Stack | None:
    return None if data is None else stack_from_json(kind, key, json.loads(data))


def _write_stack(name: Name, stack: Stack | None) -> None:
    """Rows of layers that stay are updated in place; overrides are few and written anew."""
    model = COMPONENT_MODELS[name[0]]
    found = cast(Iterable[Component], model.objects.non_polymorphic().filter(key=name[1]))
    rows = {row.layer: row for row in found}
    wanted = {item.layer: item for item in stack.documents} if stack else {}
    for layer in rows.keys() - wanted.keys():
        rows.pop(layer).delete()
    saved = [_save(model, rows.get(item.layer), name[1], item) for item in wanted.values()]
    if stack and saved:
        _write_overrides(min(saved, key=lambda row: row.rank), stack.overrides)


def _save(model: type[Component], row: Component | None, key: str, item: LayerDocument) -> Component:
    saved = row or model(key=key, layer=item.layer)
    saved.uuid, saved.rank, saved.document = uuid.UUID(item.uuid), item.rank, dict(item.document)
    saved.save()
    return saved


def _write_overrides(component: Component, overrides: Iterable[Override]) -> None:
    ComponentOverride.objects.filter(component=component).delete()
    ComponentOverride.objects.bulk_create(
        ComponentOverride(
            component=component, path=list(item.path), op=item.op, value=item.value, base_hash=item.base_hash
        )
        for item in overrides
    )
