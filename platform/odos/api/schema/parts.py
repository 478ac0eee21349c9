"""What users get of one entity as JSON, kept over versions until the entity or one that it names changes.

After a publish every browser asks for the whole application again; only what was changed is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from odos.api.schema.documents import entity_document
from odos.fields.computed import COMPUTED_KINDS
from odos.records.caches import Kept
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


_parts = Kept(_KEPT)


def entity_json(context: Context, entity: Entity) -> bytes:
    """`entity_document` as JSON; another one for whoever only looks with these eyes."""
    actor, roles = context.actor, context.schema.roles
    key = (context.workspace, entity.id, actor.authority, context.behind is None)
    part = _parts.get(key, _Part)
    made_of = tuple(_named(context.schema, entity))
    body = part.body
    if not part.fits(made_of, roles):
        body = orjson.dumps(entity_document(context, entity), default=dict)
        _parts.put(key, _Part(body, made_of, roles))
    return body


def _named(schema: Schema, entity: Entity) -> Iterable[Entity]:
    """The entity and those whose keys, labels, access or titles its document may tell.

    A value that is looked up may come from anywhere along its path, so then these are all.
    """
    if any(entity.fields_of_kind(kind) for kind in COMPUTED_KINDS):
        return schema.by_id.values()
    found = {entity.id: entity}
    near = [*_linked(schema, entity), *(schema.by_id[incoming.entity] for incoming in entity.incoming)]
    for other in near:
        found[other.id] = other
        found |= {further.id: further for further in _linked(schema, other)}
    return found.values()


def _linked(schema: Schema, entity: Entity) -> Iterator[Entity]:
    """Where its fields lead, and the record that its rows are lines of."""
    if entity.line_of is not None:
        yield schema.by_id[entity.line_of.entity]
    for item in entity.fields.values():
        if item.target is not None:
            yield schema.by_id[item.target]
