"""Amounts of money in SQL: what stands together reads amounts as written, or as base amounts; see `amounts`.

A source says which: `InCurrency` stands before it while a comparison, or a formula of money, is compiled.
Which currencies meet is found once for each row, in a derived table whose name tells how many stand inside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from odos.dsl import tree
from odos.dsl.amounts import COMPARISONS, MIXED, is_conversion, is_in_base, is_measured, leaves_of
from odos.dsl.context import BASE_CURRENCY
from odos.dsl.scope import Name
from odos.dsl.sql import collections as collection_sql
from odos.dsl.sql.pieces import Compiler
from odos.dsl.sql.source import SqlCollection, SqlSource
from odos.dsl.types import MONEY
from odos.kernel.sql import Sql, join
from odos.schema.model import Entity, Field

WRITTEN, BASE = Sql("TRUE"), Sql("FALSE")


@dataclass(frozen=True)
class InCurrency:
    """A source whose amounts are as written where ``is_own`` holds. What is read of related records by
    itself (collections, lookups) is read plainly."""

    plain: SqlSource
    is_own: Sql

    @property
    def entity(self) -> Entity:
        """The entity whose rows stand here."""
        return self.plain.entity

    def value(self, field: Field) -> Sql:
        """The plain value."""
        return self.plain.value(field)

    def amount(self, field: Field) -> Sql:
        """As written."""
        return self.plain.amount(field)

    def currency(self, field: Field) -> Sql:
        """The code."""
        return self.plain.currency(field)

    def follow(self, field: Field) -> SqlSource:
        """The record that a reference leads to, whose amounts stand together with ours."""
        return InCurrency(self.plain.follow(field), self.is_own)

    def collection(self, name: Name) -> SqlCollection:
        """The records that belong to a row, plainly."""
        return self.plain.collection(name)

    def records(self, entity_id: str) -> SqlCollection:
        """All records of an entity, plainly."""
        return self.plain.records(entity_id)

    def user(self) -> SqlCollection:
        """The acting user's record, plainly."""
        return self.plain.user()


def plain(source: SqlSource) -> SqlSource:
    """The source by itself."""
    return source.plain if isinstance(source, InCurrency) else source


def beside(source: SqlSource, other: SqlSource) -> SqlSource:
    """``other`` with its amounts read as those of ``source`` are."""
    return InCurrency(other, source.is_own) if isinstance(source, InCurrency) else other


def in_one_currency(
    nodes: Sequence[tree.Node],
    source: SqlSource,
    compiler: Compiler,
    build: Callable[[SqlSource], Sql],
) -> Sql:
    """What ``build`` makes of a source in which the amounts under ``nodes`` are in their one currency."""
    source = plain(source)
    leaves = leaves_of(*nodes)
    if not leaves:
        return build(source)
    if len(leaves) == 1 and not _may_be_mixed(leaves[0]):
        return build(InCurrency(source, WRITTEN))
    table = f'"_m{max(map(_height, nodes))}"'
    is_own = is_shared(leaves, source, compiler)
    body = build(InCurrency(source, Sql(f'{table}."own"')))
    return "(SELECT " + body + " FROM (SELECT " + is_own + f' AS "own" OFFSET 0) AS {table})'


def _may_be_mixed(leaf: tree.Node) -> bool:
    return not (isinstance(leaf, tree.FieldPath) or is_conversion(leaf))


def _height(node: tree.Node) -> int:
    """How many comparisons stand in each other."""
    level, found = [(node, 0)], 0
    while level:
        current, depth = level.pop()
        depth += isinstance(current, COMPARISONS)
        found = max(found, depth)
        level += [(child, depth) for child in tree.children(current)]
    return found


def is_shared(leaves: Sequence[tree.Node], source: SqlSource, compiler: Compiler) -> Sql:
    """Whether all amounts that are there have one currency."""
    codes = join(", ", [currency_of(leaf, source, compiler) for leaf in leaves])
    return (
        "(LEAST(" + codes + ") IS NOT DISTINCT FROM GREATEST(" + codes + ") AND LEAST(" + codes
        + f") IS DISTINCT FROM '{MIXED}')"
    )  # fmt: skip


def shared_currency(leaves: Sequence[tree.Node], source: SqlSource, compiler: Compiler) -> Sql:
    """The one currency of all amounts that are there; NULL where there are several or none."""
    codes = join(", ", [currency_of(leaf, source, compiler) for leaf in leaves])
    return (
        "(SELECT CASE WHEN count(DISTINCT o.c) = 1 THEN NULLIF(min(o.c), '" + MIXED + "') END"
        " FROM unnest(ARRAY[" + codes + "]) AS o(c))"
    )  # fmt: skip


def rate_of(leaves: Sequence[tree.Node], source: SqlSource, compiler: Compiler) -> tuple[Sql, Sql]:
    """The base amount and the amount as written of the largest that is there: their rate."""
    rows = join(
        ", ",
        [
            "(" + compiler.value(leaf, InCurrency(source, BASE)) + ", "
            + compiler.value(leaf, InCurrency(source, WRITTEN)) + f", {number})"
            for number, leaf in enumerate(leaves)
        ],
    )  # fmt: skip
    chosen = " FROM (VALUES " + rows + ") AS o(b, a, n) WHERE o.a <> 0 ORDER BY abs(o.a) DESC, o.n LIMIT 1)"
    return "(SELECT o.b" + chosen, "(SELECT o.a" + chosen


def currency_of(leaf: tree.Node, source: SqlSource, compiler: Compiler) -> Sql:
    """The code of an amount's currency; NULL where it is blank."""
    if isinstance(leaf, tree.FieldPath):
        return _of_field(leaf, source)
    if is_in_base(leaf):
        return Sql("%s::text", (BASE_CURRENCY,))
    if isinstance(leaf, tree.Call) and is_conversion(leaf):
        base, code = (compiler.value(item, source) for item in leaf.arguments[:2])
        return "(CASE WHEN " + base + " IS NOT NULL THEN upper(btrim(" + code + ")) END)"
    if isinstance(leaf, tree.Aggregate) and is_measured(leaf):
        return collection_sql.currency(leaf, source, compiler)
    return Sql(f"'{MIXED}'")


def _of_field(leaf: tree.FieldPath, source: SqlSource) -> Sql:
    if leaf.root == "user":
        user = source.user()
        return "(" + user.select(_currency_along(leaf.steps, user.source)) + ")"
    return _currency_along(leaf.steps, source)


def _currency_along(steps: Sequence[Name], source: SqlSource) -> Sql:
    for name in steps[:-1]:
        source = source.follow(name.field)
    return source.currency(steps[-1].field)


# ------------------------------------------------------------------ leaves


def field_value(node: tree.FieldPath, source: SqlSource) -> Sql:
    """The last field of a path, in a source that may read amounts as written."""
    field = node.steps[-1].field
    if node.type != MONEY or not isinstance(source, InCurrency):
        return source.value(field)
    return _chosen(source, source.amount(field), source.value(field))


def aggregate_value(node: tree.Aggregate, source: SqlSource, compiler: Compiler) -> Sql:
    """An aggregate, of amounts as written where they stand together with others."""
    base = collection_sql.aggregate(node, plain(source), compiler)
    if node.type != MONEY or not isinstance(source, InCurrency) or not is_measured(node):
        return base
    return _chosen(source, collection_sql.aggregate(node, source.plain, compiler, as_written), base)


def as_written(source: SqlSource) -> SqlSource:
    """The items of a collection with their amounts as written."""
    return InCurrency(source, WRITTEN)


def conversion_value(node: tree.Call, source: SqlSource, compiler: Compiler, call: Callable[..., Sql]) -> Sql:
    """A conversion; the base amount where amounts of several currencies meet."""
    bare = InCurrency(plain(source), BASE)
    converted = call(replace(node), bare, compiler)
    if not isinstance(source, InCurrency):
        return converted
    return _chosen(source, converted, compiler.travelling(node.arguments[0], bare))


def _chosen(source: InCurrency, own: Sql, base: Sql) -> Sql:
    if source.is_own in (WRITTEN, BASE):
        return own if source.is_own == WRITTEN else base
    return "(CASE WHEN " + source.is_own + " THEN " + own + " ELSE " + base + " END)"
