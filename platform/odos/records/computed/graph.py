"""Which computed values follow from which fields of which records, over all entities.

A `Read` says what a computed field reads and by which hops; backwards, the hops lead from a record that
changed to those that must be recomputed (`routes`). `Stage`s are the order in which that happens. Formulas of
the record itself are computed by `computing` before the row is written and stand here like any other field.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.scope import Name
from odos.fields.computed import COMPUTED_KINDS, is_computed_when_read
from odos.kernel.problems import Invalid
from odos.records.computed.derived import derived_rule
from odos.schema.model import Entity, Field, Schema

EXISTENCE = "exists"  # read by whatever looks at a collection: records come, go into the bin and come back

HopKind = Literal["to_one", "from_many", "linked", "linked_back", "anywhere"]


@dataclass(frozen=True)
class Hop:
    """One step from a record of ``start`` to records of ``end``, over the reference ``link``.

    ``to_one``: the link is ours; ``from_many``: theirs, and refers to us; ``linked`` and ``linked_back``: the
    same over a link table. ``anywhere``: no link leads there (a lookup); nothing can follow it back.
    """

    kind: HopKind
    start: str
    end: str
    link: str


@dataclass(frozen=True)
class Read:
    """A field (or `EXISTENCE`) of ``entity`` that a computed field reads, ``route`` away from its record."""

    entity: str
    field: str
    route: tuple[Hop, ...]


@dataclass(frozen=True)
class Stage:
    """Fields of one entity that are computed by one statement, after those of all stages before."""

    position: int
    entity: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """``fields`` of a stage that must be computed for the records to which ``route`` leads back."""

    stage: int
    route: tuple[Hop, ...]
    fields: frozenset[str]


@dataclass(frozen=True)
class Graph:
    """All stages in order, and who reads what: entity → field → readers."""

    stages: tuple[Stage, ...]
    readers: Mapping[str, Mapping[str, tuple[Reader, ...]]]

    def own_stages(self, entity_id: str) -> tuple[Stage, ...]:
        """What is computed by statements on records of one entity."""
        return tuple(stage for stage in self.stages if stage.entity == entity_id)


class Circle(Exception):
    """Computed fields that depend on themselves: (entity, field) identities along the circle."""

    def __init__(self, fields: tuple[tuple[str, str], ...]) -> None:
        super().__init__("computed fields go in a circle")
        self.fields = fields


def reads_of(checked: Checked, entity_id: str) -> tuple[Read, ...]:
    """What a rule over records of that entity reads, each thing once."""
    return tuple(dict.fromkeys(_reads(checked.tree, entity_id, ())))


def graph_of(schema: Schema) -> Graph:
    """The graph of a schema, made once. Raises `Circle`."""
    found = _graphs.get(id(schema))
    if found is None:
        found = _graphs[id(schema)] = _make(schema)
        weakref.finalize(schema, _graphs.pop, id(schema), None)
    return found


def find_circle(schema: Schema) -> Circle | None:
    """A circle among the computed fields of all entities, stored or not."""
    owners, needs = _needs(schema, lambda _entity, _item: True)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return Circle(tuple((owners[field], field) for field in reversed(error.args[1])))
    return None


def field_reads(schema: Schema, entity: Entity) -> Mapping[str, tuple[Read, ...]]:
    """Per computed field what it reads; one whose rule is at fault reads nothing."""
    found = _field_reads.get(id(entity))
    if found is None:
        computed = entity.fields_of_kind(*COMPUTED_KINDS)
        found = _field_reads[id(entity)] = {item.id: _safe_reads(schema, entity, item) for item in computed}
        weakref.finalize(entity, _field_reads.pop, id(entity), None)
    return found


def is_late(schema: Schema, entity: Entity, item: Field) -> bool:
    """Whether a stored field is computed by a statement: it reads other records, or a field that does."""
    return item.id in _late(schema, entity)


_graphs: dict[int, Graph] = {}
_field_reads: dict[int, Mapping[str, tuple[Read, ...]]] = {}


def _late(schema: Schema, entity: Entity) -> frozenset[str]:
    reads = field_reads(schema, entity)
    stored = {item.id for item in entity.fields_of_kind(*COMPUTED_KINDS) if not is_computed_when_read(item)}
    late = {key for key in stored if any(read.route or read.field == EXISTENCE for read in reads[key])}
    late |= {key for key in stored if entity.by_id[key].kind in {"rollup", "lookup"}}
    late |= {key for key in stored if any(_is_read_late(schema, read) for read in reads[key])}
    while further := {key for key in stored - late if any(read.field in late for read in reads[key])}:
        late |= further
    return frozenset(late)


def _is_read_late(schema: Schema, read: Read) -> bool:
    item = schema.by_id[read.entity].by_id.get(read.field)
    return item is not None and (is_computed_when_read(item) or is_stamped(item))


def is_stamped(item: Field) -> bool:
    """Whether only writing the row gives the value: its id, version, who and when."""
    return item.system and item.key not in {"owner", "unit"}


def _safe_reads(schema: Schema, entity: Entity, item: Field) -> tuple[Read, ...]:
    try:
        return reads_of(derived_rule(schema, entity, item), entity.id)
    except (Invalid, KeyError):
        return ()


def _reads(node: tree.Node, entity: str, route: tuple[Hop, ...]) -> Iterator[Read]:
    if isinstance(node, tree.FieldPath):
        if node.root == "record":
            yield from _along(node.steps, entity, route)
        elif node.root == "all":
            elsewhere = Hop("anywhere", entity, node.ids[0], "")
            yield from _along(node.steps, elsewhere.end, (*route, elsewhere))
        return
    if isinstance(node, tree.Aggregate) and isinstance(node.path, tree.FieldPath):
        yield from _reads(node.path, entity, route)
        if node.path.root == "record":
            yield from _inside(node, node.path, entity, route)
        return
    for child in tree.children(node):
        yield from _reads(child, entity, route)


def _inside(
    node: tree.Aggregate, path: tree.FieldPath, entity: str, route: tuple[Hop, ...]
) -> Iterator[Read]:
    """What the clauses read of the items."""
    for name in path.steps:
        hop = _hop(entity, name)
        if hop is not None:
            route, entity = (*route, hop), hop.end
        if name.is_collection:
            break
    for clause in (node.where, node.order):
        if clause is not None:
            yield from _reads(clause, entity, route)


def _along(steps: tuple[Name, ...], entity: str, route: tuple[Hop, ...]) -> Iterator[Read]:
    for name in steps:
        hop = _hop(entity, name)
        if hop is None or hop.kind in {"to_one", "linked"}:
            yield Read(entity, name.field.id, route)
        if hop is None:
            return
        entity, route = hop.end, (*route, hop)
        if hop.kind != "to_one":
            yield Read(entity, EXISTENCE, route)
        if hop.kind in {"from_many", "linked_back"}:
            yield Read(entity, hop.link, route)


def _hop(entity: str, name: Name) -> Hop | None:
    if name.target is None:
        return None
    if not name.is_collection:
        return Hop("to_one", entity, name.target, name.field.id)
    if name.inverse:
        kind: HopKind = "linked_back" if name.field.kind == "references" else "from_many"
        return Hop(kind, entity, name.target, name.field.id)
    if name.field.kind == "children":
        return Hop("from_many", entity, name.target, name.field.inverse or "")
    return Hop("linked", entity, name.target, name.field.id)


def _needs(schema: Schema, wanted) -> tuple[dict[str, str], dict[str, set[str]]]:  # type: ignore[no-untyped-def]
    """The owners of computed fields, and which of these fields each one reads."""
    owners: dict[str, str] = {}
    for entity in schema.entities.values():
        owners |= {
            item.id: entity.id for item in entity.fields_of_kind(*COMPUTED_KINDS) if wanted(entity, item)
        }
    needs = {
        key: {read.field for read in field_reads(schema, schema.by_id[owner])[key] if read.field in owners}
        for key, owner in owners.items()
    }
    return owners, needs


def _make(schema: Schema) -> Graph:
    owners, needs = _needs(schema, lambda entity, item: is_late(schema, entity, item))
    stages = _stages(schema, owners, _levels(owners, needs))
    places = {key: stage.position for stage in stages for key in stage.fields}
    readers: dict[str, dict[str, dict[tuple[int, tuple[Hop, ...]], set[str]]]] = {}
    for key, owner in owners.items():
        for read in field_reads(schema, schema.by_id[owner])[key]:
            if any(hop.kind == "anywhere" for hop in read.route):
                continue
            listed = readers.setdefault(read.entity, {}).setdefault(read.field, {})
            listed.setdefault((places[key], read.route), set()).add(key)
    frozen = {
        entity: {
            read: tuple(Reader(stage, route, frozenset(keys)) for (stage, route), keys in found.items())
            for read, found in fields.items()
        }
        for entity, fields in readers.items()
    }
    return Graph(stages, frozen)


def _levels(owners: Mapping[str, str], needs: Mapping[str, set[str]]) -> dict[str, int]:
    try:
        ordered = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise Circle(tuple((owners[field], field) for field in reversed(error.args[1]))) from error
    levels: dict[str, int] = {}
    for key in ordered:
        levels[key] = 1 + max((levels[other] for other in needs[key]), default=-1)
    return levels


def _stages(schema: Schema, owners: Mapping[str, str], levels: Mapping[str, int]) -> tuple[Stage, ...]:
    grouped: dict[tuple[int, str], list[str]] = {}
    for key, level in levels.items():
        grouped.setdefault((level, owners[key]), []).append(key)
    ordered = sorted(grouped.items(), key=lambda entry: (entry[0][0], schema.by_id[entry[0][1]].table))
    return tuple(
        Stage(position, entity, tuple(fields)) for position, ((_level, entity), fields) in enumerate(ordered)
    )
