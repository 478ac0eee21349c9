"""The names that a document mentions of other entities: what its meaning may depend on elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_WORD = re.compile(r"[^\W\d]\w*")
_COLLECTION = re.compile(
    r"\b(?:count|sum|avg|min|max|first|last|any|all|none|count_distinct)\s*\(", re.IGNORECASE
)
_FOR_PEOPLE = frozenset({"label", "plural", "help", "description", "options", "icon"})
_ENTITY_NAMES = frozenset({"target", "entity"})


@dataclass(frozen=True)
class Mentions:
    """``entities`` as named, dotted ``paths`` in rules and columns; whether a rule ``collects`` records."""

    entities: frozenset[str]
    paths: frozenset[str]
    collects: bool


def mentions(document: Mapping[str, Any]) -> Mentions:
    """Everything that may lead out of the document."""
    texts = list(_texts(document, ""))
    entities = {value for name, value in texts if name in _ENTITY_NAMES}
    paths = {path for _, value in texts if "." in value for path in _PATH.findall(value)}
    collects = any("(" in value and _COLLECTION.search(value) for _, value in texts)
    if document.get("kind") == "rule":  # a statement names entities and collections by themselves
        entities |= set(_WORD.findall(str(document.get("text")).lower()))
        collects = True
    return Mentions(frozenset(entities), frozenset(paths), collects)


def _texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every text with the attribute it stands in, and each key that is a path."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _FOR_PEOPLE:
                if "." in key:
                    yield "", key
                yield from _texts(inner, key)
