"""The design of one workspace as immutable values: for each component what every layer says.

`Design` is changed by making a new one; stacks that did not change are shared, and so are their effective
documents and digests, which is what makes compiling incremental.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from odos.meta.design.layers import PLATFORM, LayerDocument, Override, below, merge
from odos.meta.design.mentions import Mentions, mentions
from odos.meta.design.outlines import Outline, entity_outline
from odos.storage.versions import digest

Name = tuple[str, str]  # kind, key at birth


@dataclass(frozen=True, eq=False)
class Stack:
    """All layers of one component. ``key`` is its key at birth and never changes."""

    kind: str
    key: str
    documents: tuple[LayerDocument, ...]
    overrides: tuple[Override, ...] = ()

    @property
    def uuid(self) -> str:
        """The component's identity: that of the lowest layer."""
        return self.documents[0].uuid

    @property
    def layer(self) -> str:
        """The layer that brought the component."""
        return self.documents[0].layer

    @cached_property
    def base(self) -> Mapping[str, Any]:
        """The document without the organisation's overrides."""
        return below(self.documents)

    @cached_property
    def document(self) -> Mapping[str, Any] | None:
        """The effective document; None when the organisation deleted it."""
        return merge(self.documents, self.overrides)

    @cached_property
    def digest(self) -> str:
        """The address of the effective document."""
        return digest(self.document)

    @cached_property
    def mentions(self) -> Mentions:
        """What the document names of other entities."""
        return mentions(self.document or {})

    @cached_property
    def outline(self) -> Outline:
        """The names of an entity; call it for living entities only."""
        return entity_outline(self.key, self.uuid, self.document or {}, system=self.layer == PLATFORM)

    @property
    def present_key(self) -> str:
        """The key that people use today."""
        return str((self.document or {}).get("key") or self.key)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Keys of former times; the one at birth is among them after a rename."""
        return tuple((self.document or {}).get("aliases", ()))

    def as_json(self) -> dict[str, Any]:
        """The form in which an edit remembers it."""
        return {
            "documents": [
                {"layer": item.layer, "rank": item.rank, "uuid": item.uuid, "document": item.document}
                for item in self.documents
            ],
            "overrides": [
                {"path": list(item.path), "op": item.op, "value": item.value, "base_hash": item.base_hash}
                for item in self.overrides
            ],
        }


def stack_from_json(kind: str, key: str, data: Mapping[str, Any]) -> Stack:
    """The inverse of `Stack.as_json`."""
    documents = (LayerDocument(**item) for item in data["documents"])
    overrides = (Override(**{**item, "path": tuple(item["path"])}) for item in data["overrides"])
    return Stack(kind, key, tuple(documents), tuple(overrides))


@dataclass(frozen=True, eq=False)
class Design:
    """Every component of a workspace by kind and key at birth, as of one version."""

    version: int = 0
    stacks: Mapping[Name, Stack] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Iterator[Stack]:
        """The living components of a kind, by key."""
        found = (stack for name, stack in sorted(self.stacks.items()) if name[0] == kind)
        return (stack for stack in found if stack.document is not None)

    def find(self, kind: str, key: str) -> Stack | None:
        """The component of that present or former key; a present one wins. Deleted ones by key at birth."""
        direct = self.stacks.get((kind, key))
        if direct is not None and direct.document is not None and direct.present_key == key:
            return direct
        living = list(self.of_kind(kind))
        named = (stack for stack in living if stack.present_key == key)
        formerly = (stack for stack in living if key in stack.aliases)
        return next(named, None) or next(formerly, None) or direct

    def beyond(self, other: Design) -> Iterator[Stack]:
        """The living stacks that ``other`` does not hold."""
        new = (stack for name, stack in sorted(self.stacks.items()) if other.stacks.get(name) is not stack)
        return (stack for stack in new if stack.document is not None)

    def replaced(self, stacks: Mapping[Name, Stack | None]) -> Design:
        """The design with some stacks changed; None takes one away."""
        changed = {**self.stacks, **stacks}
        return Design(self.version, {name: stack for name, stack in changed.items() if stack is not None})
