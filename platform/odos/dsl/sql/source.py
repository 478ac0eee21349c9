"""What the SQL back end asks of the place it reads from; the records engine implements it."""

from __future__ import annotations

from typing import Protocol

from odos.dsl.scope import Name
from odos.kernel.sql import Sql
from odos.schema.model import Entity, Field


class SqlSource(Protocol):
    """Rows of one entity under an alias in a statement."""

    @property
    def entity(self) -> Entity:
        """The entity whose rows stand here."""

    def value(self, field: Field) -> Sql:
        """The field in the rule language, an atom or in brackets: percent 10 as 0.1, money as its base
        amount, a reference as bigint, a set of options as text[]. A text is never empty: blank is NULL."""

    def amount(self, field: Field) -> Sql:
        """An amount of money as it was written."""

    def currency(self, field: Field) -> Sql:
        """The code of its currency as text."""

    def follow(self, field: Field) -> SqlSource:
        """The record that a reference leads to, joined (left) once however often it is asked for."""

    def collection(self, name: Name) -> SqlCollection:
        """The records that belong to a row of this source; an inverse ``name.field`` refers to us."""

    def records(self, entity_id: str) -> SqlCollection:
        """All records of an entity."""

    def user(self) -> SqlCollection:
        """The acting user's record, the only row of its collection."""


class SqlCollection(Protocol):
    """Rows of a subquery that belong to a row outside, without those in the bin."""

    @property
    def source(self) -> SqlSource:
        """Where values of an item are read from; joins made through it become part of `select`."""

    def select(self, value: Sql, *, where: Sql | None = None, tail: Sql | None = None) -> Sql:
        """``SELECT value FROM … WHERE <belongs> AND where``, then ``tail`` (ORDER BY, LIMIT); no brackets."""
