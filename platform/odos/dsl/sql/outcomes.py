"""A value in SQL with what tells a failure from a blank."""

from __future__ import annotations

from dataclasses import dataclass

from odos.dsl import tree
from odos.dsl.sql.failures import failure, without_failure
from odos.dsl.sql.pieces import shown
from odos.kernel.sql import Sql


@dataclass(frozen=True)
class Outcome:
    """A value that may have failed. ``marked`` is to be computed once, as a column of a derived table; the
    other two read it there under the name given to them."""

    marked: Sql
    node: tree.Node

    def value(self, column: Sql) -> Sql:
        """The value; NULL where it failed."""
        return shown(self.node, without_failure(column, self.node.type) if self.node.fails else column)

    def failed(self, column: Sql) -> Sql:
        """Whether it failed."""
        return "((" + column + f" = {failure(self.node.type)}) IS TRUE)" if self.node.fails else Sql("FALSE")
