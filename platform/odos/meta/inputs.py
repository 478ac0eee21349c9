"""Digests of everything that the compilation of one entity reads: equal digests, equal result.

So a publish compiles the entities that a change touches and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from odos.meta.environment import Environment
from odos.meta.outlines import FieldOutline, Outline
from odos.storage.versions import digest

COMPILER = 1  # raise it when the same documents compile into something else

_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_COLLECTION = re.compile(
    r"\b(?:count|sum|avg|min|max|first|last|any|all|none|count_distinct)\s*\(", re.IGNORECASE
)


def entity_inputs(environment: Environment, outline: Outline, building: frozenset[str]) -> str:
    """The digest of one entity's inputs."""
    stack = environment.stacks[outline.id]
    parts = [*environment.parts("layout", outline), *environment.parts("view", outline)]
    near = _neighbours(environment, outline)
    return digest(
        [
            COMPILER,
            stack.digest,
            [(item.kind, item.present_key, item.digest) for item in parts],
            [_resolved(environment, item) for item in outline.fields.values()],
            environment.incoming.get(outline.id, ()),
            environment.lines.get(outline.id, ()),
            sorted(item.id for item in outline.fields.values() if item.id in building),
            sorted(near.items()),
        ]
    )


def _resolved(environment: Environment, item: FieldOutline) -> tuple[str | None, ...]:
    target, inverse = environment.target(item), environment.inverse(item)
    return (
        item.id,
        target.id if target else None,
        target.key if target else None,
        inverse.id if inverse else None,
        inverse.key if inverse else None,
    )


def _neighbours(environment: Environment, outline: Outline) -> dict[str, str]:
    """The outlines of other entities that names in the documents may lead to."""
    texts = list(_texts(environment, outline))
    found = {other.id: other.digest for path in texts for other in _along(environment, outline, path)}
    if any(_COLLECTION.search(item) for item in texts):
        incoming = (environment.outlines[entity] for entity, _ in environment.incoming.get(outline.id, ()))
        found |= {other.id: other.digest for other in incoming}
    return found


def _texts(environment: Environment, outline: Outline) -> Iterator[str]:
    stack = environment.stacks[outline.id]
    documents = [stack, *environment.parts("layout", outline), *environment.parts("view", outline)]
    for item in documents:
        yield from _strings(item.document or {})


def _strings(value: Any) -> Iterator[str]:
    """Every text and key but labels: a path may stand in any of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in {"label", "plural", "help", "description", "options"}:
                yield key
                yield from _strings(inner)


def _along(environment: Environment, outline: Outline, text: str) -> Iterator[Outline]:
    named = environment.find(text)
    if named is not None and named is not outline:
        yield named
    for path in _PATH.findall(text):
        first = environment.find(path.split(".")[0])
        if first is not None:
            yield first
        yield from _walk(environment, outline, path)


def _walk(environment: Environment, outline: Outline, path: str) -> Iterator[Outline]:
    here: Outline | None = outline
    for name in path.split("."):
        item = here.find(name) if here else None
        here = environment.target(item) if item else None
        if here is None:
            return
        yield here
