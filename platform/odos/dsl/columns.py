"""Given columns instead of an entity: the names that a rule may use over them, and where SQL reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from odos.dsl.scope import Name, Scope
from odos.dsl.sql.source import SqlCollection, SqlSource
from odos.dsl.types import Kind, Type
from odos.kernel.sql import Sql, join, quote
from odos.schema.model import Entity, Field

COLUMN_KINDS: Mapping[Kind, str] = {
    "number": "numeric",
    "text": "text",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz",
    "time": "time",
}


@dataclass(frozen=True)
class Column:
    """A named column of a type; names are case-insensitive."""

    name: str
    type: Type


@dataclass(frozen=True)
class ColumnScope:
    """The scope of a rule over columns. No column leads anywhere and none is hidden."""

    columns: Sequence[Column]

    @cached_property
    def _names(self) -> Mapping[str, Name]:
        return {
            column.name.lower(): Name(column.name.lower(), _field(column, position), column.type)
            for position, column in enumerate(self.columns)
        }

    @cached_property
    def entity(self) -> Entity:
        """An entity without a table, for messages."""
        fields = {key: name.field for key, name in self._names.items()}
        return Entity(id="", key="row", label={}, plural={}, table="", fields=fields)

    def find(self, key: str) -> Name | None:
        """By name in lower case."""
        return self._names.get(key)

    def find_id(self, identity: str) -> Name | None:
        """By position."""
        return next((name for name in self._names.values() if name.id == identity), None)

    def names(self) -> Iterable[str]:
        """All names."""
        return self._names

    def entity_scope(self, entity_id: str) -> Scope:
        """Of an entity elsewhere: the acting user has no fields here."""
        return ColumnScope(())

    def find_entity(self, key: str) -> Scope | None:
        """There are none."""
        return None

    def is_hidden(self, field: Field) -> bool:
        """Never."""
        return False


def _field(column: Column, position: int) -> Field:
    return Field(
        id=f"c{position}", key=column.name.lower(), kind=column.type.kind, label={}, column=f"c{position}"
    )


@dataclass(frozen=True)
class ColumnSource:
    """The columns in a statement, as `rows_of` gives them."""

    entity: Entity

    def value(self, field: Field) -> Sql:
        """The column."""
        return Sql(f'"t".{quote(field.column)}')

    def amount(self, field: Field) -> Sql:
        """No column holds money."""
        _nowhere(field.key)

    def currency(self, field: Field) -> Sql:
        """No column holds money."""
        _nowhere(field.key)

    def follow(self, field: Field) -> SqlSource:
        """No column leads anywhere."""
        _nowhere(field.key)

    def collection(self, name: Name) -> SqlCollection:
        """No column is a collection."""
        _nowhere(name.key)

    def records(self, entity_id: str) -> SqlCollection:
        """There are none."""
        _nowhere(entity_id)

    def user(self) -> SqlCollection:
        """The acting user has no fields here."""
        _nowhere("user")


def _nowhere(key: str) -> NoReturn:
    raise LookupError(key)


def rows_of(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> Sql:
    """``"t"``, a table of the rows with their position in ``n``; texts compare by code point."""
    arrays = [
        Sql(f"%s::{COLUMN_KINDS[column.type.kind]}[]", ([row[position] for row in rows],))
        for position, column in enumerate(columns)
    ]
    numbers = Sql("%s::int[]", (list(range(len(rows))),))
    names = ", ".join(f'"c{position}"' for position in range(len(columns)))
    selected = ", ".join(
        f'"c{position}" COLLATE "C" AS "c{position}"' if column.type.kind == "text" else f'"c{position}"'
        for position, column in enumerate(columns)
    )
    return (
        f"(SELECT {', '.join(filter(None, (selected, 'n')))} FROM unnest("
        + join(", ", [*arrays, numbers])
        + f') AS _r({", ".join(filter(None, (names, "n")))}) OFFSET 0) AS "t"'
    )
