"""How one design differs from another, attribute by attribute, as a version tells it to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.meta.design.layered import Design, Stack
from odos.meta.design.pointers import MISSING, Difference, differences, pointer
from odos.meta.design.store import changed_names

LONGEST_SHOWN = 2_000


def describe(before: Design, after: Design) -> Iterator[dict[str, Any]]:
    """``{op, kind, key, path?, from?, to?}`` by attribute; one entry for a component made or deleted."""
    for name in changed_names(before, after):
        yield from _component(before.stacks.get(name), after.stacks.get(name))


def _component(before: Stack | None, after: Stack | None) -> Iterator[dict[str, Any]]:
    old, new = _document(before), _document(after)
    stack = after or before
    if stack is None or (old is None and new is None):
        return
    if old is None or new is None:
        shown = stack if after and new is not None else (before or stack)
        yield {"op": "delete" if new is None else "put", "kind": stack.kind, "key": shown.present_key}
        return
    key = stack.present_key
    if old.get("key") != new.get("key"):
        yield {"op": "rename", "kind": stack.kind, "key": key, "from": old.get("key"), "to": new.get("key")}
    for change in differences(old, new):
        if change.path not in {("key",), ("aliases",)}:
            yield _entry(stack.kind, key, change)


def _document(stack: Stack | None) -> Mapping[str, Any] | None:
    return stack.document if stack else None


def _entry(kind: str, key: str, change: Difference) -> dict[str, Any]:
    entry = {"op": "delete" if change.op == "remove" else "put", "kind": kind, "key": key}
    entry["path"] = pointer(change.path)
    if change.before is not MISSING:
        entry["from"] = _shown(change.before)
    if change.after is not MISSING:
        entry["to"] = _shown(change.after)
    return entry


def _shown(value: Any) -> Any:
    """Long texts are cut: the version itself holds them whole."""
    if isinstance(value, str) and len(value) > LONGEST_SHOWN:
        return value[:LONGEST_SHOWN] + "…"
    return value
