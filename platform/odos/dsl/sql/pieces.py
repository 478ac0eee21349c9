"""What the parts of the SQL back end share: conditions, typed blanks, and the way back to the compiler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from odos.dsl import tree
from odos.dsl.context import TIME_ZONE
from odos.dsl.periods import bounds_sql
from odos.dsl.sql import forms as sql_forms
from odos.dsl.sql.failures import Argument
from odos.dsl.sql.forms import SqlForm
from odos.dsl.sql.source import SqlSource
from odos.dsl.types import DATETIME, Type
from odos.kernel.sql import Sql, join


class Compiler(Protocol):
    """The whole back end, for a part that holds nodes of any sort."""

    def value(self, node: tree.Node, source: SqlSource) -> Sql:
        """The value; NULL where it fails; a condition in it is exact."""

    def travelling(self, node: tree.Node, source: SqlSource) -> Sql:
        """The value, marked where it fails."""

    def condition(self, node: tree.Node, source: SqlSource) -> Condition:
        """As a condition; failed counts as false."""

    def argument(self, node: tree.Node, kind: Type, source: SqlSource) -> Argument:
        """The value as another type, as it travels."""

    def operand(self, node: tree.Node, zero: bool, source: SqlSource) -> Argument:
        """A number; with ``zero`` a blank counts as 0."""


CASTS = {
    "text": "text",
    "option": "text",
    "number": "numeric",
    "percent": "numeric",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz",
    "time": "time",
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
    """The form of `forms.template` over arguments."""
    return sql_forms.template(form)(arguments)


def typed(value: Sql, kind: Type) -> Sql:
    """A bare NULL with its type, without which PostgreSQL cannot choose a function."""
    return Sql(f"NULL::{CASTS[kind.kind]}") if value.text == "NULL" and kind.kind in CASTS else value


POSITIONS = {
    "contains": "strpos({0}, {1}) > 0",
    "starts with": "starts_with({0}, {1})",
    "ends with": "right({0}, char_length({1})) = {1}",
}


def folded(value: Sql) -> Sql:
    """A text without upper and lower case."""
    return "(lower(" + value + ' COLLATE odos_case) COLLATE "C")'


def within_test(node: tree.Within) -> SqlForm:
    """Two bounds that are constants of the statement, so that an index on the date serves."""
    first, end = bounds_sql(node.period)
    if node.item.type == DATETIME:
        first, end = (
            "((" + day + ")::timestamp AT TIME ZONE " + Sql("%s", (TIME_ZONE,)) + ")" for day in (first, end)
        )
    return lambda items: "(" + items[0] + " >= " + first + " AND " + items[0] + " < " + end + ")"


def shown(node: tree.Node, value: Sql) -> Sql:
    """An inexact number with the digits that people see."""
    return templated(sql_forms.fifteen("{0}"), value) if node.inexact else value


def joined_texts(items: Sequence[Sql]) -> Sql:
    """Texts put together; blanks count as empty, and nothing at all is blank."""
    return "NULLIF(" + join(" || ", ("COALESCE(" + item + ", '')" for item in items)) + ", '')"
