"""Layers: effective metadata = platform < packages in their order < the organisation. Pure.

Each layer below the organisation gives a document (often the only one); the organisation holds either a
document of its own, or overrides of single attributes of what the layers below say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from odos.meta.design.pointers import (
    MISSING,
    Difference,
    Path,
    differences,
    get_at,
    leaves,
    merged,
    patched,
    pointer,
)
from odos.storage.versions import digest

PLATFORM = "platform"
ORGANISATION = "organisation"
ORGANISATION_RANK = 1_000_000


def package_layer(key: str) -> str:
    """The layer of a package."""
    return PLATFORM if key == PLATFORM else f"package:{key}"


@dataclass(frozen=True)
class LayerDocument:
    """What one layer says about one component."""

    layer: str
    rank: int
    uuid: str
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Override:
    """One attribute that the organisation sets or removes; ``base_hash`` is of what it saw below."""

    path: Path
    op: Literal["set", "remove"]
    value: Any = None
    base_hash: str = ""


def merge(documents: Iterable[LayerDocument], overrides: Sequence[Override] = ()) -> dict[str, Any] | None:
    """The effective document; None where the organisation has deleted it."""
    if any(not override.path for override in overrides):
        return None
    effective = below(documents)
    return patched(effective, (_difference(override) for override in overrides))


def below(documents: Iterable[LayerDocument]) -> dict[str, Any]:
    """What the layers say without overrides."""
    effective: dict[str, Any] = {}
    for item in sorted(documents, key=lambda known: known.rank):
        effective = merged(effective, item.document)
    return effective


def origins(documents: Iterable[LayerDocument], overrides: Sequence[Override] = ()) -> dict[str, str]:
    """The layer that each attribute of the effective document comes from, by JSON pointer."""
    ordered = sorted(documents, key=lambda item: item.rank)
    found: dict[str, str] = {}
    effective = merge(ordered, overrides) or {}
    for path in leaves(effective):
        value = get_at(effective, path)
        found[pointer(path)] = _origin(path, value, ordered, overrides)
    return found


def overrides_for(
    base: Mapping[str, Any], wanted: Mapping[str, Any], former: Sequence[Override] = ()
) -> tuple[Override, ...]:
    """The overrides that turn ``base`` into ``wanted``; those that stay keep the hash of what they saw."""
    known = {override.path: override.base_hash for override in former}
    return tuple(
        Override(
            item.path,
            item.op,
            None if item.after is MISSING else item.after,
            known.get(item.path) or value_hash(item.before),
        )
        for item in differences(base, wanted)
    )


def value_hash(value: Any) -> str:
    """The digest of an attribute; empty where there is none."""
    return "" if value is MISSING else digest(value)


def _difference(override: Override) -> Difference:
    return Difference(override.path, MISSING, MISSING if override.op == "remove" else override.value)


def _origin(path: Path, value: Any, ordered: Sequence[LayerDocument], overrides: Sequence[Override]) -> str:
    if any(override.path == path[: len(override.path)] for override in overrides):
        return ORGANISATION
    saying = [item.layer for item in ordered if get_at(item.document, path) == value]
    return saying[-1] if saying else ordered[0].layer
