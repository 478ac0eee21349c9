"""Tables, columns, foreign keys and indexes as plain values, with the DDL that makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from odos.kernel.sql import quote
from odos.kernel.texts import BETWEEN_NAMES, translate
from odos.schema.model import Labels
from odos.schema.names import index_name


@dataclass(frozen=True)
class ForeignKey:
    """A reference kept by the database. The name follows from the content, so that a change is a new one."""

    table: str
    column: str
    target: str
    on_delete: str = "NO ACTION"

    @property
    def name(self) -> str:
        """The constraint's name."""
        return index_name(self.table, f"fk:{self.column}:{self.target}:{self.on_delete}")

    @property
    def clause(self) -> str:
        """What follows the column in DDL."""
        action = "" if self.on_delete == "NO ACTION" else f" ON DELETE {self.on_delete}"
        return f"REFERENCES {quote(self.target)} (id){action} DEFERRABLE INITIALLY IMMEDIATE"


@dataclass(frozen=True)
class Index:
    """An index: ``keys`` are SQL expressions with their direction, ``fields`` identities, for messages."""

    table: str
    keys: tuple[str, ...]
    purpose: str
    unique: bool = False
    where: str = ""
    method: str = "btree"
    fields: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Derived from table and content, so that a changed index is a different one."""
        return index_name(self.table, f"{self.unique}:{self.method}:{self.keys}:{self.where}")

    @property
    def statement(self) -> str:
        """The statement that creates it; a concurrent build inserts its word (see `concurrently`)."""
        kind = "UNIQUE INDEX" if self.unique else "INDEX"
        where = f" WHERE {self.where}" if self.where else ""
        keys = ", ".join(self.keys)
        return (
            f"CREATE {kind} IF NOT EXISTS {quote(self.name)} ON {quote(self.table)}"
            f" USING {self.method} ({keys}){where}"
        )


@dataclass(frozen=True)
class ColumnShape:
    """A column: ``type`` is all after the name but NOT NULL, ``field`` an identity (system columns: none)."""

    name: str
    type: str
    field: str = ""
    label: Labels | None = None
    not_null: bool = False

    @property
    def clause(self) -> str:
        """The column in a CREATE TABLE."""
        return f"{quote(self.name)} {self.type}{' NOT NULL' if self.not_null else ''}"


@dataclass(frozen=True)
class Table:
    """A table. ``adopted`` ones exist already: only what we add to them is listed."""

    name: str
    entity: str
    label: Labels
    columns: Mapping[str, ColumnShape]
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    adopted: bool = False
    key: str = ""  # of a link table: its primary key

    def label_of(self, index: Index) -> Labels:
        """What people call the columns of an index; the table where it has none of theirs."""
        named = {
            column.field: column.label for column in self.columns.values() if column.field in index.fields
        }
        labels = [label for label in named.values() if label]  # once, however many columns a field has
        return (
            {
                language: join.join(translate(label, language) for label in labels)
                for language, join in BETWEEN_NAMES.items()
            }
            if labels
            else self.label
        )
