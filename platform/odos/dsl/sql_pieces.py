"""What the parts of the SQL back end share: conditions, typed blanks, and the way back to the compiler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from odos.dsl import sql_forms, tree
from odos.dsl.sql_source import SqlSource
from odos.dsl.types import Type
from odos.kernel.sql import Sql


class Compiler(Protocol):
    """The whole back end, for a part that holds nodes of any sort."""

    def value(self, node: tree.Node, source: SqlSource) -> Sql:
        """The value; a condition in it is exact."""

    def condition(self, node: tree.Node, source: SqlSource) -> Condition:
        """As a condition."""

    def read_as(self, node: tree.Node, kind: Type, source: SqlSource) -> Sql:
        """The value as another type."""


CASTS = {
    "text": "text",
    "option": "text",
    "number": "numeric",
    "percent": "numeric",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz",
    "record": "bigint",
}


@dataclass(frozen=True)
class Condition:
    """A condition; unless ``exact``, NULL stands for false."""

    sql: Sql
    exact: bool = False

    def closed(self) -> Sql:
        """Never NULL."""
        return self.sql if self.exact else "(" + self.sql + " IS TRUE)"

    def negated(self) -> Sql:
        """True where the condition is false or NULL."""
        return "(NOT " + self.sql + ")" if self.exact else "(" + self.sql + " IS NOT TRUE)"


def templated(form: str, *arguments: Sql) -> Sql:
    """The form of `sql_forms.template` over arguments."""
    return sql_forms.template(form)(arguments)


def typed(value: Sql, kind: Type) -> Sql:
    """A bare NULL with its type, without which PostgreSQL cannot choose a function."""
    return Sql(f"NULL::{CASTS[kind.kind]}") if value.text == "NULL" and kind.kind in CASTS else value
