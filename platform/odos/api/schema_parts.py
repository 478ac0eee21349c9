"""What users get of one entity as JSON, kept over versions until the entity or one that it names changes.

After a publish every browser asks for the whole application again; only what was changed is written anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson

from odos.api.schema_documents import entity_document
from odos.records.caches import LeastRecentlyUsed
from odos.records.context import Context
from odos.schema.model import Document, Entity, Schema

_KEPT = 600  # some 20 kB each


@dataclass
class _Part:
    """A document and all that it was made of."""

    body: bytes = b""
    made_of: tuple[Entity, ...] = ()
    roles: Mapping[str, Document] | None = None

    def fits(self, made_of: tuple[Entity, ...], roles: Mapping[str, Document]) -> bool:
        """Entities that did not change are the same objects in every version."""
        if len(made_of) != len(self.made_of) or any(
            a is not b for a, b in zip(made_of, self.made_of, strict=True)
        ):
            return False
        return self.roles is roles or self.roles == roles


_parts = LeastRecentlyUsed(_KEPT)


def entity_json(context: Context, entity: Entity) -> bytes:
    """`entity_document` as JSON."""
    actor, roles = context.actor, context.schema.roles
    part = _parts.get((context.workspace, entity.id, actor.is_admin, actor.roles), _Part)
    made_of = tuple(_named(context.schema, entity))
    body = part.body
    if not part.fits(made_of, roles):
        body = orjson.dumps(entity_document(context, entity), default=dict)
        _parts.put((context.workspace, entity.id, actor.is_admin, actor.roles), _Part(body, made_of, roles))
    return body


def _named(schema: Schema, entity: Entity) -> Iterator[Entity]:
    """The entity and those whose keys, labels, access or titles its document tells."""
    yield entity
    if entity.line_of is not None:
        yield schema.by_id[entity.line_of.entity]
    for incoming in entity.incoming:
        yield from _with_parents(schema, schema.by_id[incoming.entity])
    for item in entity.fields.values():
        if item.target is not None:
            yield from _with_titles(schema, schema.by_id[item.target])


def _with_parents(schema: Schema, entity: Entity) -> Iterator[Entity]:
    """Lines are reached like their parents."""
    yield entity
    while entity.line_of is not None:
        entity = schema.by_id[entity.line_of.entity]
        yield entity


def _with_titles(schema: Schema, entity: Entity) -> Iterator[Entity]:
    """The label of a record may be that of another."""
    seen: set[str] = set()
    while entity.id not in seen:
        seen.add(entity.id)
        yield entity
        if entity.title.target is None:
            return
        entity = schema.by_id[entity.title.target]
