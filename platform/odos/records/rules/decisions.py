"""Decision tables over records: which rows hold, and what they give.

A cell beside its column is a condition of the rule language, so that a table sees what any rule sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.scope import SchemaScope
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.change_checker import read_statement
from odos.dsl.types import BOOLEAN
from odos.kernel.problems import NotFound
from odos.kernel.sql import Sql, join
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.rules.compiled import Rule
from odos.records.rules.sources import RowSource
from odos.records.rules.statements import application_of, statements_of
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Schema


@dataclass(frozen=True)
class DecisionTable:
    """A checked table with a condition for each row; an ``otherwise`` has none."""

    statement: ch.Decide
    conditions: tuple[Rule | None, ...]

    def matching(self, source: RowSource) -> Sql:
        """An array with the positions of the rows whose cells hold, in order."""
        told = (
            Sql("CASE WHEN ") + rule.sql(source) + f" THEN {position} END"
            for position, rule in enumerate(self.conditions)
            if rule is not None
        )
        return "array_remove(ARRAY[" + join(", ", [*told, Sql("NULL::int")]) + "], NULL)"

    def rows(self, matching: Iterable[int]) -> tuple[ch.Row, ...]:
        """The rows that count where those match: the first, or all; ``otherwise`` where none does."""
        found = set(matching)
        otherwise = [position for position, rule in enumerate(self.conditions) if rule is None]
        if self.statement.mode == "first match":
            first = min([*found, *otherwise], default=None)
            return () if first is None else (self.statement.rows[first],)
        return tuple(self.statement.rows[position] for position in sorted(found) or otherwise)

    def listed(self, rows: Iterable[ch.Row], result: str) -> tuple[str, ...]:
        """The texts that rows give in a column of results, each once; see `listed_texts`."""
        column = self.statement.results.index(result)
        return tuple(dict.fromkeys(name for row in rows for name in listed_texts(row.results[column]) or ()))


def listed_texts(result: tree.Node) -> tuple[str, ...] | None:
    """The texts of a result that is one, or a list of some, written out; None for any other."""
    items = result.items if isinstance(result, tree.Items) else (result,)
    texts = [item.value for item in items if isinstance(item, tree.Literal) and isinstance(item.value, str)]
    return tuple(texts) if len(texts) == len(items) else None


def find_decision(schema: Schema, entity: Entity, name: str) -> str | None:
    """The text of the active table of that name about the entity."""
    tables = statements_of(schema, entity, ch.Decide)
    return next((rule.text for rule in tables if rule.statement.name == name), None)


def read_decision(context: Context, entity: Entity, source: str) -> DecisionTable:
    """The table of a text; raises `Invalid` where it no longer means anything."""
    return kept(context, ("decision", entity.id, source), lambda: _compile(context, entity, source))


def _compile(context: Context, entity: Entity, source: str) -> DecisionTable:
    statement = read_statement(source, application_of(context.schema)).statement
    if not isinstance(statement, ch.Decide):
        raise NotFound(text("This is no decision table", "这不是决策表"))
    scope = SchemaScope(context.schema, entity, type_of)
    conditions = tuple(_condition(row, statement.columns, scope) for row in statement.rows)
    return DecisionTable(statement, conditions)


def _condition(row: ch.Row, columns: tuple[tree.Node, ...], scope: SchemaScope) -> Rule | None:
    if not row.cells:
        return None
    pairs = zip(row.cells, columns, strict=True)
    parts = tuple(part for cell, column in pairs for part in _CELLS[type(cell)](cell, column))
    if not parts:
        return Rule(_checked(tree.Literal(True, "boolean"), scope))
    return Rule(_checked(parts[0] if len(parts) == 1 else tree.And(parts), scope))


def _checked(condition: tree.Node, scope: SchemaScope) -> Checked:
    return check(condition, scope, expected=BOOLEAN)


_CELLS: Mapping[type[tree.Node], Callable[[Any, tree.Node], tuple[tree.Node, ...]]] = {
    ch.AnyCell: lambda cell, column: (),
    ch.TestCell: lambda cell, column: (tree.Compare(cell.operator, column, cell.value),),
    ch.RangeCell: lambda cell, column: (tree.Between(column, cell.low, cell.high),),
    ch.ListCell: lambda cell, column: (tree.In(column, tree.Items(cell.items)),),
}
