"""Computed values as SQL, rounded and bounded as their columns are; what does not fit is blank.

A value is a subselect over a row that stands outside, so that a statement can set many of them and a list can
read those that have no column (`open_source`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.context import RATE_CODES, RATE_DIGITS
from odos.dsl.sql.whole_numbers import whole_bound
from odos.dsl.to_sql import compile_outcome, compile_sql, compile_value
from odos.dsl.types import BOOLEAN
from odos.fields.computed import MAX_TEXT
from odos.fields.kind import Column
from odos.fields.kinds.money import CURRENCY_SUFFIX
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql, join, quote
from odos.records.computed.derived import derived_rule
from odos.records.computed.own_currency import amounts_sql, is_money
from odos.records.rules.compiled import Rule, RuleSource
from odos.records.rules.sources import VALUE, Joins, RowSource, Visibility, see_everything
from odos.schema.model import Entity, Field, Schema


@dataclass(frozen=True)
class Derived:
    """A computed field with its checked rule; ``digits`` of the currencies that are known (code → digits)."""

    schema: Schema
    entity: Entity
    field: Field
    rule: Checked
    digits: Mapping[str, int]

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the value."""
        return get_kind(self.field.kind).columns(self.field)


def derive(schema: Schema, entity: Entity, item: Field, digits: Mapping[str, int]) -> Derived:
    """A computed field of a compiled entity; its rule was checked when it was published."""
    return Derived(schema, entity, item, derived_rule(schema, entity, item), digits)


def open_source(
    schema: Schema, entity: Entity, alias: str, visibility: Visibility, prefix: str = "j"
) -> RowSource:
    """A source over ``entity`` under the plain name ``alias``, with no joins yet."""
    return RowSource(entity, quote(alias), Joins(schema, visibility, compute_when_read, prefix))


def compute_when_read(source: RowSource, item: Field) -> Sql:
    """The value of a field without a column, for a lateral join; it sees everything, as stored ones do."""
    schema = source.joins.schema
    prefix = f"{source.joins.prefix}{len(source.joins.clauses)}v"
    inner = RowSource(source.entity, source.alias, Joins(schema, see_everything, compute_when_read, prefix))
    derived = derive(schema, source.entity, item, {})
    names = [VALUE + column.suffix for column in derived.columns]
    return value_select(derived, inner, names, standing_alone=True)


def value_select(
    derived: Derived,
    source: RowSource,
    names: Sequence[str],
    *,
    standing_alone: bool = False,
    once: bool = False,
) -> Sql:
    """``SELECT … AS name, …``, one for each column of the field.

    Joins that the rule asks for are left with the source, unless the select is ``standing_alone``. ``once``:
    a long rule is worked out once for each row, however often the result is looked at; then no index serves.
    """
    raw, fitted = _copied(derived, source) or _calculated(derived, source)
    joins = " FROM (SELECT 1) o" + source.joins.sql() if standing_alone and source.joins.clauses else Sql("")
    outputs = [piece + f" AS {quote(name)}" for piece, name in zip(fitted, names, strict=True)]
    fence = " OFFSET 0" if once else ""
    return "SELECT " + join(", ", outputs) + " FROM (" + raw + joins + fence + ") v"


FAILED, TOO_LARGE = "failed", "too_large"


def fault_select(derived: Derived, source: RowSource) -> Sql:
    """``SELECT fault``: why the value is blank though the rule is not: `FAILED`, `TOO_LARGE`, else NULL."""
    outcome = compile_outcome(derived.rule, RuleSource(source))
    column = Sql("v.b")
    fitted = _FITTING.get(str(derived.field.options["result"]), _as_type)
    lost = outcome.value(column) + " IS NOT NULL AND " + fitted(derived)[0] + " IS NULL"
    unfit = Sql("FALSE") if is_money(derived.field) else lost
    return (
        "SELECT CASE WHEN "
        + outcome.failed(column)
        + f" THEN '{FAILED}' WHEN "
        + unfit
        + f" THEN '{TOO_LARGE}' END AS fault FROM (SELECT "
        + outcome.marked
        + " AS b OFFSET 0) v"
    )


def _copied(derived: Derived, source: RowSource) -> tuple[Sql, list[Sql]] | None:
    """A lookup whose columns are those over there, with currency and sort key."""
    node = derived.rule.tree
    if derived.field.kind != "lookup" or not isinstance(node, tree.FieldPath):
        return None
    item = node.steps[-1].field
    suffixes = [column.suffix for column in get_kind(item.kind).columns(item)]
    if derived.field.options["result"] == "number":
        return None
    for name in node.steps[:-1]:
        source = source.follow(name.field)
    parts = [
        Sql(
            source.column(item, column.suffix)
            if column.suffix in suffixes
            else f"NULL::{_plain_type(column)}"
        )
        for column in derived.columns
    ]
    raw = "SELECT " + join(", ", [part + f" AS c{number}" for number, part in enumerate(parts)])
    return raw, [Sql(f"v.c{number}") for number in range(len(parts))]


def _calculated(derived: Derived, source: RowSource) -> tuple[Sql, list[Sql]]:
    if is_money(derived.field):
        return _amounts(derived, source), _money(derived)
    raw = "SELECT " + compile_value(derived.rule, RuleSource(source)) + " AS b"
    fit = _FITTING.get(str(derived.field.options["result"]), _as_type)
    return raw, fit(derived)


def _as_type(derived: Derived) -> list[Sql]:
    return [Sql(f"v.b::{_plain_type(derived.columns[0])}")]


def _percent(derived: Derived) -> list[Sql]:
    """10 for what the rule calls 0.1."""
    digits, scale = derived.columns[0].type.removeprefix("numeric(").rstrip(")").split(",")
    rounded = f"round(v.b::numeric * 100, {scale})"
    return [Sql(f"CASE WHEN abs({rounded}) < 1e{int(digits) - int(scale)}::numeric THEN {rounded} END")]


def _number(derived: Derived) -> list[Sql]:
    kind = derived.columns[0].type
    digits, scale = (int(part) for part in kind.removeprefix("numeric(").rstrip(")").split(","))
    rounded = f"round(v.b::numeric, {scale})"
    bound = whole_bound(derived.rule.tree)
    if bound is not None and bound < 10 ** (digits - scale):
        return [Sql(rounded if scale else "v.b")]
    return [Sql(f"CASE WHEN abs({rounded}) < 1e{digits - scale}::numeric THEN {rounded} END")]


def _text(derived: Derived) -> list[Sql]:
    """The sort key, which only Python knows, follows; see `stages`."""
    value = Sql(f"CASE WHEN char_length(v.b) <= {MAX_TEXT} THEN v.b END")
    return [value, *(Sql("NULL::text") for _column in derived.columns[1:])]


_FITTING: Mapping[str, Callable[[Derived], list[Sql]]] = {
    "number": _number,
    "percent": _percent,
    "text": _text,
}


def _plain_type(column: Column) -> str:
    return column.type.partition(" COLLATE")[0]


# ------------------------------------------------------------------ money


def _amounts(derived: Derived, source: RowSource) -> Sql:
    """``SELECT b, c, a``: in the company's currency, the one currency of everything in it, and in that."""
    node = derived.rule.tree
    if derived.field.kind == "rollup" and isinstance(node, tree.Aggregate):
        return _rolled(derived, node, source)
    return amounts_sql(Rule(derived.rule), RuleSource(source))


def _rolled(derived: Derived, node: tree.Aggregate, source: RowSource) -> Sql:
    assert isinstance(node.path, tree.FieldPath)
    collection = RuleSource(source).collection(node.path.steps[0])
    item = node.path.steps[-1].field
    amount, currency = collection.row.column(item), collection.row.column(item, CURRENCY_SUFFIX)
    base = collection.source.value(item)
    blank = "0" if node.function == "sum" else "NULL"
    measured = (
        f"coalesce({node.function}(" + base + f"), {blank}) AS b, {node.function}({amount}) AS a,"
        f" CASE WHEN count(DISTINCT {currency}) = 1 THEN min({currency}) END AS c"
    )
    where = replace(derived.rule, tree=node.where, type=BOOLEAN) if node.where else None
    return collection.select(measured, where=compile_sql(where, collection.source) if where else None)


def _money(derived: Derived) -> list[Sql]:
    """Amount, currency and base amount, rounded to the minor units."""
    base = derived.schema.base_currency
    if not derived.digits:
        home, digits_of = _digits_of(Sql("%s::text", (base,))), _digits_of(Sql("v.c"))
        return [
            "CASE WHEN v.c IS NULL THEN round(v.b, " + home + ") ELSE round(v.a, " + digits_of + ") END",
            Sql("CASE WHEN v.b IS NOT NULL THEN coalesce(v.c, %s) END", (base,)),
            "round(v.b, " + home + ")",
        ]
    digits = derived.digits
    of_currency = "CASE v.c" + " WHEN %s THEN %s" * len(digits) + " END"
    pairs = tuple(item for pair in digits.items() for item in pair)
    amount = f"CASE WHEN v.c IS NULL THEN round(v.b, %s) ELSE round(v.a, {of_currency}) END"
    currency = "CASE WHEN v.b IS NOT NULL THEN coalesce(v.c, %s) END"
    return [
        Sql(amount, (digits[base], *pairs)),
        Sql(currency, (base,)),
        Sql("round(v.b, %s)", (digits[base],)),
    ]


def _digits_of(code: Sql) -> Sql:
    """The digits of a currency's minor unit, where no list of currencies is at hand."""
    known = Sql("(%s::int[])[array_position(%s::text[], ", (RATE_DIGITS, RATE_CODES)) + code + ")]"
    return "coalesce(" + known + ", 2)"
