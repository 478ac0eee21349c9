"""Values that a new record starts with where none was given.

A default may read the record (what was given, and other defaults) and, along its references, other records:
``product.price``. Other records are read with the actor's eyes. A default that reads there a field which the
actor may not see gives nothing: it would put into sight what is kept from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

from odos.dsl.amounts import is_conversion, is_in_base
from odos.dsl.checked import Checked
from odos.dsl.context import Context as RuleContext
from odos.dsl.python.collections import Closure
from odos.dsl.to_python import compile_key
from odos.dsl.tree import Call, FieldPath
from odos.dsl.types import TEXT
from odos.fields.kind import ParseContext
from odos.fields.numbers import round_to
from odos.fields.registry import get_kind
from odos.records.caches import kept
from odos.records.computed.own_currency import operands_of, written_value
from odos.records.computed.paths import read_through
from odos.records.computed.values import Row, parse_result
from odos.records.context import Context
from odos.records.rules.compiled import Rule, compile_rule, rule_context, unknown_fields
from odos.records.rules.values import rule_value
from odos.records.values.inputs import ColumnValues, parse_context
from odos.schema.model import Entity, Field


@dataclass(frozen=True)
class Default:
    """The rule of a field. ``follows``: its value comes of other records, be it by way of other defaults."""

    field: Field
    rule: Rule
    is_kept_back: bool  # it reads what the actor may not see
    follows: bool

    @cached_property
    def reads(self) -> frozenset[str]:
        """Identities of the fields of the record itself that it reads."""
        return own_reads(self.rule.checked)

    @cached_property
    def longer(self) -> tuple[FieldPath, ...]:
        """What it reads of other records."""
        return () if self.is_kept_back else longer_paths(self.rule)

    @cached_property
    def is_constant(self) -> bool:
        """Whether it is the same for every record."""
        return not (self.reads or longer_paths(self.rule))

    def value(self, known: Mapping[str, Any], parsing: ParseContext, asking: RuleContext) -> ColumnValues:
        """The column values; what does not fit the field is blank."""
        found = None if self.is_kept_back else self.rule.evaluate(known, asking)
        if isinstance(found, Decimal) and self.field.kind == "money":
            amount, code = self._in_currency(found, known, asking)
            found = {"amount": round_to(amount, parsing.currencies.get(code, 0)), "currency": code}
        return parse_result(self.field, found, parsing)

    def _in_currency(
        self, found: Decimal, known: Mapping[str, Any], asking: RuleContext
    ) -> tuple[Decimal, str]:
        """An amount in the currency that the rule converts to, else in that of what it reads, else in the
        company's."""
        if self._code is not None:
            return found, str(self._code(known, asking)).strip().upper()
        written = written_value(self.rule, self._operands, known, found, asking) if self._operands else None
        return (found, asking.base_currency) if written is None else written[:2]

    @cached_property
    def _operands(self) -> tuple[FieldPath, ...]:
        return operands_of(self.field, self.rule)

    @cached_property
    def _code(self) -> Closure | None:
        tree = self.rule.checked.tree
        if not isinstance(tree, Call) or not is_conversion(tree) or is_in_base(tree):
            return None
        return compile_key(tree.arguments[1], TEXT)


Known = Callable[[int], Mapping[str, Any]]  # what the rule may read of the row in that place


def defaults_of(context: Context, entity: Entity) -> tuple[Default, ...]:
    """Each after those that it reads; compiled once per schema version."""
    return kept(context, ("defaults", entity.id), lambda: _compile(context, entity))


def add_defaults(context: Context, entity: Entity, rows: Sequence[Row]) -> None:
    """Fill fields that were not given at all; a blank that was given stays blank."""
    defaults = defaults_of(context, entity)
    if not defaults:
        return
    parsing, asking = parse_context(context), rule_context(context)
    others: OtherRecords | None = None
    for default in defaults:
        key = default.field.id
        if default.is_constant:
            parsed = default.value({}, parsing, asking)
            for row in rows:
                row.setdefault(key, parsed)
            continue
        waiting = [position for position, row in enumerate(rows) if key not in row]
        others = others or OtherRecords(context, entity, defaults, rows)
        known = others.known(default, waiting)
        for position in waiting:
            rows[position][key] = default.value(known(position), parsing, asking)


def filled_by(context: Context, entity: Entity, item: Field) -> list[str]:
    """The keys of the fields that a form watches, to fill this one when they change; none where its default
    follows no other record, or one that the actor may not know."""
    default = _find(context, entity, item) if item.default else None
    if default is None or default.is_kept_back or not default.follows:
        return []
    return sorted(entity.by_id[key].key for key in default.reads - context.access(entity).hidden_fields)


def constant_default(context: Context, entity: Entity, item: Field) -> ColumnValues | None:
    """What every record would start with in this field; None where that depends on the record."""
    default = _find(context, entity, item)
    if default is None or not default.is_constant:
        return None
    return default.value({}, parse_context(context), rule_context(context))


def _find(context: Context, entity: Entity, item: Field) -> Default | None:
    return next((default for default in defaults_of(context, entity) if default.field.id == item.id), None)


class OtherRecords:
    """What defaults read of other records for many rows: a statement for each reference, when first asked."""

    def __init__(
        self, context: Context, entity: Entity, defaults: Iterable[Default], rows: Sequence[Row]
    ) -> None:
        self._context, self._entity, self._rows = context, entity, rows
        self._links: dict[tuple[str, str], list[FieldPath]] = {}
        for path in {path.key: path for default in defaults for path in default.longer}.values():
            self._links.setdefault(_link(path), []).append(path)
        self._read: set[tuple[tuple[str, str], int]] = set()
        self._found: dict[int, dict[str, Any]] = {}

    def known(self, default: Default, positions: Sequence[int]) -> Known:
        """The values for a default, of the rows in those places."""
        for link in {_link(path) for path in default.longer}:
            self._follow(link, [place for place in positions if (link, place) not in self._read])
        own = [self._entity.by_id[key] for key in default.reads]

        def known(position: int) -> Mapping[str, Any]:
            row = self._rows[position]
            values = {item.id: rule_value(item, row[item.id]) for item in own if item.id in row}
            return {**values, **self._found.get(position, {})}

        return known

    def _follow(self, link: tuple[str, str], positions: Sequence[int]) -> None:
        root, key = link
        held = [self._rows[place].get(key, (None,))[0] for place in positions]
        read = read_through(self._context, self._entity, root, key, self._links[link], held)
        for place, values in zip(positions, read, strict=True):
            self._found.setdefault(place, {}).update(values)
            self._read.add((link, place))


def own_reads(rule: Checked) -> frozenset[str]:
    """The fields of the record itself that a rule begins its paths with."""
    return frozenset(path.ids[0] for path in rule.paths if path.root == "record")


def longer_paths(rule: Rule) -> tuple[FieldPath, ...]:
    """The paths that lead to other records."""
    return tuple(path for path in rule.checked.paths if path.root == "user" or len(path.ids) > 1)


def _link(path: FieldPath) -> tuple[str, str]:
    """Where a path leaves the record: from its root along which field."""
    return (path.root, "" if path.root == "user" else path.ids[0])


def _compile(context: Context, entity: Entity) -> tuple[Default, ...]:
    rules = {
        item.id: compile_rule(context, entity, item.default)
        for item in entity.own_fields()
        if item.default and get_kind(item.kind).storage == "columns"
    }
    needs = {key: own_reads(rule.checked) & rules.keys() for key, rule in rules.items()}
    made: dict[str, Default] = {}
    for key in TopologicalSorter(needs).static_order():
        rule = rules[key]
        longer = [path for path in longer_paths(rule) if path.root == "record"]
        follows = bool(longer) or any(made[other].follows for other in needs[key])
        made[key] = Default(entity.by_id[key], rule, _is_kept_back(context, rule), follows)
    return tuple(made.values())


def _is_kept_back(context: Context, rule: Rule) -> bool:
    steps = {step.field.id for path in longer_paths(rule) for step in path.steps}
    return bool(steps) and not steps.isdisjoint(unknown_fields(context))
