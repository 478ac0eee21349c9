"""Values that nobody types: defaults, numbers, base amounts and formulas of the record itself.

Formulas are computed in the order of their dependencies. One that reads a rollup is left to
`rollups`, which computes it in SQL after the lines and children are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from graphlib import TopologicalSorter
from typing import Any

from odos.database.session import fetch_all
from odos.fields.kind import ParseContext
from odos.fields.numbers import round_to
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.currencies import Rates, load_rates
from odos.records.inputs import ColumnValues, parse_context
from odos.records.own_currency import operands_of, shared_currency
from odos.records.rule_values import input_value, rule_value
from odos.records.rules import Rule, compile_rule, rule_context
from odos.schema.model import Entity, Field

Row = dict[str, ColumnValues]


@dataclass(frozen=True)
class Computed:
    """A stored formula with what it reads (identities of fields of the same entity)."""

    field: Field
    rule: Rule
    reads: frozenset[str]
    operands: tuple[Field, ...] = ()  # amounts whose one currency the result keeps


@dataclass(frozen=True)
class Formulas:
    """The formulas of an entity, each after those that it reads."""

    here: tuple[Computed, ...]  # computed while saving
    after_rollups: tuple[Computed, ...]  # computed in SQL afterwards


def formulas_of(context: Context, entity: Entity) -> Formulas:
    """Compiled once per schema version."""
    return kept(context, ("formulas", entity.id), lambda: _compile_formulas(context, entity))


def add_defaults(context: Context, entity: Entity, rows: Sequence[Row]) -> None:
    """Fill fields that were not given at all; a blank that was given stays blank."""
    defaults = kept(context, ("defaults", entity.id), lambda: _compile_defaults(context, entity))
    if not defaults:
        return
    parsing, asking = parse_context(context), rule_context(context)
    for item, rule in defaults:
        parsed = _parse_result(item, rule.evaluate({}, asking), parsing)
        for row in rows:
            row.setdefault(item.id, parsed)


def add_owner(context: Context, entity: Entity, rows: Sequence[Row]) -> None:
    """New records belong to whoever makes them, unless an owner was given, and to the owner's unit."""
    if not entity.owned:
        return
    owner, unit = entity.fields["owner"].id, entity.fields["unit"].id
    for row in rows:
        row.setdefault(owner, (context.actor.user_id,))
    waiting = [row for row in rows if unit not in row]
    units = _units_of(context, {row[owner][0] for row in waiting})
    for row in waiting:
        row[unit] = (units.get(row[owner][0]),)


def _units_of(context: Context, users: set[object]) -> dict[object, object]:
    """Whose unit is which; no query where only the actor is asked for."""
    known: dict[object, object] = {context.actor.user_id: context.actor.unit_id}
    others = [user for user in users if user not in known and user is not None]
    if others:
        statement = "SELECT id, unit FROM user_account WHERE id = ANY(%s)"
        known |= dict(fetch_all(context.workspace, statement, [others]))
    return known


def compute_rows(context: Context, entity: Entity, rows: Sequence[Row]) -> list[list[Issue]]:
    """Base amounts and formulas of complete rows, in place; findings for each row."""
    findings = add_base_amounts(context, entity, rows)
    here = formulas_of(context, entity).here
    if here:
        parsing, asking = parse_context(context), rule_context(context)
        for row in rows:
            _compute_row(entity, row, here, parsing, asking)
    return findings


def add_base_amounts(context: Context, entity: Entity, rows: Sequence[Row]) -> list[list[Issue]]:
    """The third column of every money value, at the rate of its day."""
    findings: list[list[Issue]] = [[] for _row in rows]
    monies = entity.fields_of_kind("money")
    if not monies:
        return findings
    used = {str(row[item.id][1]) for row in rows for item in monies if _has_amount(row, item)}
    rates = load_rates(context, used)
    for row, issues in zip(rows, findings, strict=True):
        for item in monies:
            if _has_amount(row, item):
                _add_base(context, entity, row, item, rates, issues)
    return findings


def _has_amount(row: Row, item: Field) -> bool:
    return row.get(item.id, (None,))[0] is not None


def _add_base(
    context: Context, entity: Entity, row: Row, item: Field, rates: Rates, issues: list[Issue]
) -> None:
    amount, currency = row[item.id][0], str(row[item.id][1])
    try:
        base = rates.base_amount(Decimal(str(amount)), currency, _rate_day(context, entity, row, item))
        row[item.id] = (amount, currency, base)
    except Invalid as refusal:
        issues.extend(issue.under(item.key) for issue in refusal.issues)


def _rate_day(context: Context, entity: Entity, row: Row, item: Field) -> date:
    key = item.options.get("rate_on")
    dated = entity.find_field(key) if key else None
    value = row.get(dated.id, (None,))[0] if dated else None
    return value if isinstance(value, date) else context.now.date()


def _compute_row(
    entity: Entity, row: Row, formulas: Iterable[Computed], parsing: ParseContext, asking: Any
) -> None:
    known = {key: rule_value(entity.by_id[key], values) for key, values in row.items() if key in entity.by_id}
    for computed in formulas:
        value = computed.rule.evaluate(known, asking)
        row[computed.field.id] = _parse_result(computed.field, value, parsing)
        _keep_currency(row, computed, known, parsing, asking)
        known[computed.field.id] = rule_value(computed.field, row[computed.field.id])


def _keep_currency(
    row: Row, computed: Computed, known: Mapping[str, Any], parsing: ParseContext, asking: Any
) -> None:
    """Give the amount in the currency of its operands; the base amount stays."""
    code = shared_currency(computed.operands, row)
    base = row[computed.field.id][-1]
    if code is None or code == parsing.base_currency or base is None:
        return
    amounts = {item.id: row[item.id][0] for item in computed.operands if item.id in row}
    amount = computed.rule.evaluate({**known, **amounts}, asking)
    row[computed.field.id] = (round_to(Decimal(amount), parsing.currencies[code]), code, base)


def _parse_result(item: Field, value: Any, parsing: ParseContext) -> ColumnValues:
    """A rule's result as column values; what does not fit the field is blank."""
    kind = get_kind(item.kind)
    try:
        return kind.parse(item, input_value(item, value), parsing)
    except Invalid:
        return tuple(None for _column in kind.columns(item))


def _compile_defaults(context: Context, entity: Entity) -> tuple[tuple[Field, Rule], ...]:
    return tuple(
        (item, compile_rule(context, entity, item.default))
        for item in entity.own_fields()
        if item.default and get_kind(item.kind).storage == "columns"
    )


def _compile_formulas(context: Context, entity: Entity) -> Formulas:
    compiled = {
        item.id: compile_rule(context, entity, item.options["expression"])
        for item in entity.fields_of_kind("formula")
    }
    reads = {key: frozenset(rule.reads) for key, rule in compiled.items()}
    order = [key for key in TopologicalSorter(reads).static_order() if key in compiled]
    late = {item.id for item in entity.fields_of_kind("rollup")}
    for key in order:
        if reads[key] & late:
            late.add(key)
    parts = [_computed(entity, key, compiled[key], reads[key]) for key in order]
    return Formulas(
        tuple(part for part in parts if part.field.id not in late),
        tuple(part for part in parts if part.field.id in late),
    )


def _computed(entity: Entity, key: str, rule: Rule, reads: frozenset[str]) -> Computed:
    item = entity.by_id[key]
    return Computed(item, rule, reads, operands_of(entity, item, rule))


def changed_by(formulas: Iterable[Computed], changed: Iterable[str]) -> Mapping[str, Computed]:
    """The formulas that must be computed anew when the given fields changed, by identity."""
    touched = set(changed)
    found: dict[str, Computed] = {}
    for computed in formulas:
        if computed.reads & touched:
            found[computed.field.id] = computed
            touched.add(computed.field.id)
    return found
