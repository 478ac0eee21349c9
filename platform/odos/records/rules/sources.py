"""A table under an alias, from which kinds and rules take columns, and the joins that this asks for.

Every join to a record carries the viewer's access in its condition: a label, a path in a filter or a
sort over a record that the viewer may not see finds blanks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from odos.access.model import EVERYTHING, NOTHING, Veil
from odos.fields.computed import COMPUTED_KINDS
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql, join, quote
from odos.schema.model import Entity, Field, Schema

# (where it is read, the field) → ``SELECT value AS "v", …`` of a field that has no column
Computing = Callable[["RowSource", Field], Sql]


VALUE = "v"  # the column of a computed value in its subquery


class Visibility(Protocol):
    """The eyes of a viewer."""

    def __call__(self, entity: Entity, alias: str) -> Sql:
        """The condition under which the viewer sees a row that stands under the quoted alias."""

    def veil(self, entity: Entity, field_id: str) -> Veil | None:
        """What is kept back of a field of the entity."""

    def lies(self, entity: Entity, veil: Veil, alias: str) -> Sql:
        """The condition under which the veil lies over the row that stands under the quoted alias."""


class _Engine:
    """Sees all there is."""

    def __call__(self, entity: Entity, alias: str) -> Sql:
        return EVERYTHING

    def veil(self, entity: Entity, field_id: str) -> Veil | None:
        return None

    def lies(self, entity: Entity, veil: Veil, alias: str) -> Sql:
        return NOTHING


see_everything: Visibility = _Engine()


@dataclass
class Joins:
    """The joins of one SELECT, in the order in which they were asked for."""

    schema: Schema
    visibility: Visibility
    computing: Computing
    prefix: str = "j"
    clauses: list[Sql] = field(default_factory=list)
    _known: dict[tuple[str, str], RowSource] = field(default_factory=dict)
    _computed: dict[tuple[str, str], str] = field(default_factory=dict)
    _subqueries: int = 0

    def follow(self, source: RowSource, link: Field) -> RowSource:
        """The entity that ``link`` leads to, joined once however often it is asked for."""
        known = self._known.get((source.alias, link.id))
        if known is None:
            known = self._known[(source.alias, link.id)] = self._join(source, link)
        return known

    def subquery(self, entity: Entity) -> RowSource:
        """A source with joins of its own over a fresh alias, for a correlated subquery."""
        self._subqueries += 1
        prefix = f"{self.prefix}{self._subqueries}s"
        inner = Joins(self.schema, self.visibility, self.computing, prefix)
        return RowSource(entity, quote(f"{prefix}t"), inner)

    def compute(self, source: RowSource, item: Field) -> str:
        """The alias of a subquery that gives what is computed when it is read, as ``v`` and suffixes."""
        known = self._computed.get((source.alias, item.id))
        if known is None:
            known = quote(f"{self.prefix}{len(self.clauses)}")
            value = self.computing(source, item)
            self.clauses.append(" LEFT JOIN LATERAL (" + value + f") {known} ON TRUE")
            self._computed[(source.alias, item.id)] = known
        return known

    def sql(self) -> Sql:
        """All join clauses, to stand after FROM."""
        return join("", self.clauses)

    def _join(self, source: RowSource, link: Field) -> RowSource:
        target = self.schema.target_of(link)
        alias = quote(f"{self.prefix}{len(self.clauses)}")
        condition = Sql(f" LEFT JOIN {quote(target.table)} {alias} ON {alias}.id = {source.column(link)}")
        visible = self.visibility(target, alias)
        if visible != EVERYTHING:
            condition = condition + " AND " + visible
        self.clauses.append(condition)
        return RowSource(target, alias, self)


@dataclass(frozen=True)
class RowSource:
    """One table under one (quoted) alias."""

    entity: Entity
    alias: str
    joins: Joins

    def column(self, item: Field, suffix: str = "") -> str:
        """The qualified column; what is computed when it is read has one as well."""
        if not item.column and item.kind in COMPUTED_KINDS:
            return f"{self.joins.compute(self, item)}.{quote(VALUE + suffix)}"
        return f"{self.alias}.{quote(item.column + suffix)}"

    def follow(self, item: Field) -> RowSource:
        """The entity that a reference leads to."""
        return self.joins.follow(self, item)

    def title(self) -> str:
        """The text that labels the row; the label of a reference's title is its target's.

        A title that the viewer may not see in every record is veiled in every label.
        """
        title, veil = self.entity.title, self.joins.visibility.veil(self.entity, self.entity.title.id)
        if veil is not None:
            return veil.mask.sql(f"{self.column(title)}::text") if veil.mask else f"{self.alias}.id::text"
        if title.target is not None and title.kind in {"reference", "parent", "user"}:
            return self.follow(title).title()
        if title.kind == "json":
            return f"{self.alias}.id::text"
        return (
            f"{self.column(title)}::text" if get_kind(title.kind).columns(title) else f"{self.alias}.id::text"
        )

    def target(self, item: Field) -> Entity:
        """The entity that a field leads to."""
        return self.joins.schema.target_of(item)

    def subquery(self, entity: Entity) -> RowSource:
        """A fresh source over another table."""
        return self.joins.subquery(entity)
