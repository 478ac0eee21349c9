"""Values that nobody types: defaults, numbers, base amounts and formulas of the record itself.

Formulas are computed in the order of their dependencies. What reads other records, or what reads such a
field, is left to `recomputing`, which computes it in SQL after the row is written; of a new record, to which
nothing refers yet, also much of that is known here (`Formulas.fresh`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

from odos.database.session import fetch_all
from odos.dsl.context import Context as RuleContext
from odos.dsl.tree import FieldPath
from odos.fields.computed import COMPUTED_KINDS, is_computed_when_read, result_kind
from odos.fields.kind import FieldKind, ParseContext
from odos.fields.kinds.decimal import DecimalKind
from odos.fields.numbers import read_decimal, round_to
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.records.caches import kept
from odos.records.computed.derived import derived_rule
from odos.records.computed.graph import Read, field_reads, is_late, is_stamped
from odos.records.computed.own_currency import operands_of, written_value
from odos.records.context import Context
from odos.records.rules.compiled import Rule, rule_context
from odos.records.rules.values import input_value, rule_value
from odos.records.values.currencies import Rates, load_rates
from odos.records.values.inputs import ColumnValues, parse_context
from odos.schema.model import Entity, Field

Row = dict[str, ColumnValues]


@dataclass(frozen=True)
class Computed:
    """A stored formula with what it reads (identities of fields of the same entity)."""

    field: Field
    rule: Rule
    reads: frozenset[str]
    operands: tuple[FieldPath, ...] = ()  # amounts whose one currency the result keeps

    def value(self, known: Mapping[str, Any], parsing: ParseContext, asking: RuleContext) -> ColumnValues:
        """The column values, from rule values by field identity; what does not fit the field is blank."""
        found = self.rule.evaluate(known, asking)
        try:
            values = self._kind.parse(self.field, found, parsing)
        except Invalid:
            values = self._blank
        if values[-1] is None or not self.operands:
            return values
        return self._in_own_currency(values, known, parsing, asking)

    @cached_property
    def _kind(self) -> FieldKind:
        return result_kind(self.field)

    @cached_property
    def _blank(self) -> ColumnValues:
        return (None,) * len(self._kind.columns(self.field))

    def _in_own_currency(
        self, values: ColumnValues, known: Mapping[str, Any], parsing: ParseContext, asking: RuleContext
    ) -> ColumnValues:
        """The amount in the one currency of its operands."""
        found = written_value(self.rule, self.operands, known, Decimal(str(values[-1])), asking)
        if found is None:
            return values
        amount, code, base = found
        home = parsing.currencies.get(parsing.base_currency, 2)
        return (round_to(amount, parsing.currencies[code]), code, round_to(base, home))


@dataclass(frozen=True)
class Formulas:
    """The formulas of an entity, each after those that it reads."""

    here: tuple[Computed, ...]  # computed while saving
    fresh: tuple[Computed, ...]  # computed in SQL afterwards, but known of a new record
    late: frozenset[str]  # all that are computed in SQL afterwards, also the fresh ones

    @property
    def is_fresh(self) -> bool:
        """Whether all is known of a new record before it is written."""
        return len(self.fresh) == len(self.late)

    @cached_property
    def read(self) -> frozenset[str]:
        """The fields that any of them reads, computed ones among them."""
        return frozenset().union(*(computed.reads for computed in (*self.here, *self.fresh)))

    @cached_property
    def given(self) -> frozenset[str]:
        """Those of them that stand in the row before anything is computed."""
        return self.read - {computed.field.id for computed in (*self.here, *self.fresh)}


def formulas_of(context: Context, entity: Entity) -> Formulas:
    """Compiled once per schema version."""
    return kept(context, ("formulas", entity.id), lambda: _compile_formulas(context, entity))


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


def compute_rows(
    context: Context, entity: Entity, rows: Sequence[Row], *, new: bool = False
) -> list[list[Issue]]:
    """Base amounts and formulas of complete rows, in place; findings for each row."""
    findings = add_base_amounts(context, entity, rows)
    formulas = formulas_of(context, entity)
    if formulas.here or (new and formulas.fresh):
        parsing, asking = parse_context(context), rule_context(context)
        for row in rows:
            _compute_row(entity, row, formulas, new, parsing, asking)
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
    entity: Entity, row: Row, formulas: Formulas, new: bool, parsing: ParseContext, asking: RuleContext
) -> None:
    by_id = entity.by_id
    known = {key: rule_value(by_id[key], row[key]) for key in formulas.given if key in row}
    for computed in (*formulas.here, *formulas.fresh) if new else formulas.here:
        key = computed.field.id
        values = row[key] = computed.value(known, parsing, asking)
        if key in formulas.read:
            known[key] = rule_value(computed.field, values)


def parse_result(item: Field, value: Any, parsing: ParseContext) -> ColumnValues:
    """A rule's result as column values: a number is rounded, what does not fit the field is blank."""
    kind = get_kind(item.kind)
    try:
        return kind.parse(item, _rounded(item, input_value(item, value)), parsing)
    except Invalid:
        return tuple(None for _column in kind.columns(item))


def _rounded(item: Field, value: Any) -> Any:
    kind = get_kind(item.kind)
    if not isinstance(kind, DecimalKind) or not isinstance(value, str):
        return value
    return round_to(read_decimal(value), kind.shape(item)[1])


def _compile_formulas(context: Context, entity: Entity) -> Formulas:
    reads = field_reads(context.schema, entity)
    stored = {item.id: item for item in entity.fields_of_kind(*COMPUTED_KINDS) if item.column}
    late = frozenset(key for key in stored if is_late(context.schema, entity, stored[key]))
    needs = {key: {read.field for read in reads[key] if not read.route} for key in stored}
    order = [key for key in TopologicalSorter(needs).static_order() if key in stored]
    fresh: list[str] = []
    for key in order:
        if key in late and all(_is_known_at_birth(entity, read, late, fresh) for read in reads[key]):
            fresh.append(key)
    here = [key for key in order if key not in late]
    return Formulas(
        tuple(_computed(context, entity, stored[key], needs[key]) for key in here),
        tuple(_computed(context, entity, stored[key], needs[key]) for key in fresh),
        late,
    )


def _is_known_at_birth(entity: Entity, read: Read, late: Collection[str], fresh: Collection[str]) -> bool:
    """Whether it is a value of the row itself, or of records that refer to it, of which there are none."""
    if read.route:
        return read.route[0].kind in {"from_many", "linked_back"}
    item = entity.by_id[read.field]
    if is_stamped(item) or is_computed_when_read(item):
        return False
    return read.field not in late or read.field in fresh


def _computed(context: Context, entity: Entity, item: Field, reads: Iterable[str]) -> Computed:
    rule = Rule(derived_rule(context.schema, entity, item))
    return Computed(item, rule, frozenset(reads), operands_of(item, rule))
