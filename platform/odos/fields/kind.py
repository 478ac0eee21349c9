"""The contract of a field kind: at most eight methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from odos.dsl.types import Type
from odos.kernel.sql import Sql
from odos.schema.model import Entity, Field

Storage = Literal["columns", "link", "none"]


@dataclass(frozen=True)
class Column:
    """One physical column, ``field.column + suffix``; ``references`` asks for a foreign key to the target."""

    suffix: str
    type: str  # SQL type with its collation, e.g. ``text COLLATE "C"``
    references: bool = False


@dataclass(frozen=True)
class ParseContext:
    """What parsing may need beside the value: the present moment and the currencies (code → digits)."""

    now: datetime
    base_currency: str
    currencies: Mapping[str, int]


class Source(Protocol):
    """A place in a statement from which columns of one entity can be read: a table under an alias."""

    @property
    def entity(self) -> Entity:
        """The entity whose rows stand here."""

    @property
    def alias(self) -> str:
        """The quoted alias, for kinds that write a correlated subquery."""

    def column(self, field: Field, suffix: str = "") -> str:
        """The qualified, quoted column."""

    def follow(self, field: Field) -> Source:
        """The entity that a reference leads to, joined (left) once however often it is asked for."""

    def title(self) -> str:
        """The text expression that labels a row of this entity (its title field as text)."""

    def target(self, field: Field) -> Entity:
        """The entity that a field leads to; joins nothing."""

    def subquery(self, entity: Entity) -> Source:
        """A fresh source over ``entity``'s table for a correlated subquery (with a new alias, no join)."""


class FieldKind(Protocol):
    """The behaviour of all fields of one kind. Instances are stateless and shared."""

    key: str
    storage: Storage
    options_schema: Mapping[str, Any]  # JSON Schema 2020-12 of the kind's own attributes

    def columns(self, field: Field) -> tuple[Column, ...]:
        """The physical columns; empty for a link or for what is not stored."""

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        """A JSON value as one database value for each column; raises `Invalid` with an empty path.

        ``None`` (and an empty text) is blank and gives blanks. Never called for link or none storage,
        where the records engine parses lists of ids or lines itself.
        """

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        """The inverse of `parse`, for the audit trail and computed values; equal to what `json_sql` sends."""

    def json_sql(self, field: Field, source: Source) -> str:
        """SQL for the value in a record's JSON (of row_to_json): text for exact numbers, else json."""

    def rule_type(self, field: Field) -> Type:
        """The type of the field in the rule language."""

    def rule_sql(self, field: Field, source: Source) -> Sql:
        """SQL for the value in the rule language (percent 10 reads as 0.1, money as its base amount, …)."""

    def sort_sql(self, field: Field, source: Source) -> str | None:
        """SQL to sort by (pinyin key of a text, the order of options, …); None when there is no order."""

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        """The words under which a record with these column values is found; empty when not searchable."""
