"""Digests of everything that the compilation of one entity reads: equal digests, equal result.

So a publish compiles the entities that a change touches and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.meta.design.environment import Environment
from odos.meta.design.layered import Stack
from odos.meta.design.outlines import FieldOutline, Outline
from odos.storage.versions import digest

COMPILER = 4  # raise it when the same documents compile into something else


def entity_inputs(environment: Environment, outline: Outline, building: frozenset[str]) -> str:
    """The digest of one entity's inputs."""
    stack = environment.stacks[outline.id]
    parts = environment.all_parts(outline)
    near = _neighbours(environment, outline)
    return digest(
        [
            COMPILER,
            stack.digest,
            [(item.kind, item.present_key, item.digest) for item in parts],
            [_resolved(environment, item) for item in outline.leading],
            environment.incoming.get(outline.id, ()),
            environment.lines.get(outline.id, ()),
            sorted(item.id for item in outline.fields.values() if item.id in building),
            sorted(near.items()),
            _offered(environment, stack),
            _roles(environment, outline),
        ]
    )


def _roles(environment: Environment, outline: Outline) -> list[object]:
    """The names of roles, where there are rules that may name one."""
    if not environment.parts("rule", outline):
        return []
    return [(role.present_key, role.aliases) for role in environment.design.of_kind("role")]


def _offered(environment: Environment, stack: Stack) -> list[Mapping[str, Any]]:
    """The options that its fields take from other metadata."""
    fields = ((stack.document or {}).get("fields") or {}).values()
    sources = {item["options_from"] for item in fields if "options_from" in item}
    return [environment.offered[source] for source in sorted(sources)]


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
    stack = environment.stacks[outline.id]
    parts = [stack, *environment.all_parts(outline)]
    told = [item.mentions for item in parts]
    found = [environment.find(name) for item in told for name in item.entities]
    for path in frozenset().union(*(item.paths for item in told)):
        found += [environment.find(path.partition(".")[0]), *_walk(environment, outline, path)]
    if any(item.collects for item in told):
        found += [environment.outlines[entity] for entity, _ in environment.incoming.get(outline.id, ())]
    return {other.id: other.digest for other in found if other is not None and other is not outline}


def _walk(environment: Environment, outline: Outline, path: str) -> Iterator[Outline]:
    here: Outline | None = outline
    for name in path.split("."):
        item = here.find(name) if here else None
        here = environment.target(item) if item else None
        if here is None:
            return
        yield here
