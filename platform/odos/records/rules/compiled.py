"""Rules of the language over rows: checked once, then a Python closure or SQL over a source.

Rules that a user writes (filters) see with the user's eyes: hidden fields are unknown, related records
out of reach are blank or absent. Rules of the application (formulas, rollups) see everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from odos.access.model import EVERYTHING
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.context import Context as RuleContext
from odos.dsl.functions import Function
from odos.dsl.library.index import functions as built_in
from odos.dsl.parser import parse
from odos.dsl.scope import Name, SchemaScope
from odos.dsl.to_python import compile_python
from odos.dsl.to_sql import compile_sql, compile_value
from odos.dsl.types import BOOLEAN, Type
from odos.fields.kinds.money import CURRENCY_SUFFIX
from odos.fields.kinds.references import LINK_SOURCE, LINK_TARGET
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.rules.sources import RowSource
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Field
from odos.schema.system import USER_ENTITY

COLLECTIONS = frozenset({"children", "references"})


@dataclass(frozen=True)
class Rule:
    """A checked rule over one entity."""

    checked: Checked

    @property
    def reads(self) -> frozenset[str]:
        """Identities of the fields that it reads."""
        return self.checked.field_ids

    @cached_property
    def _closure(self) -> Callable[[Mapping[str, Any], RuleContext], Any]:
        return compile_python(self.checked)

    def evaluate(self, values: Mapping[str, Any], asking: RuleContext) -> Any:
        """The value for one record, given as rule values by field identity."""
        return self._closure(values, asking)

    def condition(self, source: RowSource) -> Sql:
        """A condition for WHERE; NULL means not selected."""
        return compile_sql(self.checked, RuleSource(source))

    def sql(self, source: RowSource) -> Sql:
        """The value."""
        return compile_value(self.checked, RuleSource(source))


def rule_scope(context: Context, entity: Entity, *, as_user: bool = False) -> SchemaScope:
    """The names of an entity's rules. ``as_user``: those that the actor knows, see `unknown_fields`."""
    hidden = unknown_fields(context) if as_user else frozenset()
    return SchemaScope(context.schema, entity, type_of, lambda item: item.id in hidden)


def compile_rule(
    context: Context,
    entity: Entity,
    text: str,
    *,
    expected: Type | None = None,
    as_user: bool = False,
    needs_sql: bool = False,
    functions: Mapping[str, Function] = built_in,
) -> Rule:
    """Parse and check; raises `Invalid` with positions. ``as_user``: with the actor's eyes."""
    scope = rule_scope(context, entity, as_user=as_user)
    checked = check(parse(text), scope, expected=expected, needs_sql=needs_sql, functions=functions)
    if has_errors(checked.issues):
        raise Invalid(None, checked.issues)
    return Rule(checked)


def compile_condition(
    context: Context,
    entity: Entity,
    text: str,
    *path: str | int,
    as_user: bool,
    functions: Mapping[str, Function] = built_in,
) -> Rule:
    """A rule that selects records, true or false; findings stand under ``path``."""
    try:
        return compile_rule(
            context, entity, text, expected=BOOLEAN, as_user=as_user, needs_sql=True, functions=functions
        )
    except Invalid as refusal:
        raise Invalid(None, [_under(issue, path) for issue in refusal.issues]) from None


def rule_context(context: Context) -> RuleContext:
    """The surroundings of an evaluation."""
    return context.surroundings


def unknown_fields(context: Context) -> frozenset[str]:
    """Identities of the fields, on any entity, that the actor's rules may not name.

    Those that they may not see, or not plainly in every record; all fields of entities out of reach, and
    collections of their records.
    """
    return kept(context, ("unknown",), lambda: _unknown_fields(context))


def _unknown_fields(context: Context) -> frozenset[str]:
    entities = context.schema.entities.values()
    closed = {entity.id for entity in entities if context.access(entity).impossible}
    return frozenset(
        item.id
        for entity in entities
        for item in entity.fields.values()
        if entity.id in closed
        or item.id in context.access(entity).veiled_fields
        or (item.kind in COLLECTIONS and item.target in closed)
    )


def _under(issue: Issue, path: tuple[str | int, ...]) -> Issue:
    return replace(issue, path=(*path, *issue.path))


@dataclass(frozen=True)
class RuleSource:
    """A `RowSource` as rules read it."""

    row: RowSource

    @property
    def entity(self) -> Entity:
        """The entity whose rows stand here."""
        return self.row.entity

    def value(self, field: Field) -> Sql:
        """The field's value in the rule language."""
        return get_kind(field.kind).rule_sql(field, self.row)

    def amount(self, field: Field) -> Sql:
        """An amount of money as it was written."""
        return Sql(self.row.column(field))

    def currency(self, field: Field) -> Sql:
        """The code of its currency."""
        return Sql(f"({self.row.column(field, CURRENCY_SUFFIX)})::text")

    def follow(self, field: Field) -> RuleSource:
        """The record that a reference leads to."""
        return RuleSource(self.row.follow(field))

    def collection(self, name: Name) -> RuleCollection:
        """The records that belong to a row of this source."""
        if name.inverse:
            holder = self.row.joins.schema.by_id[name.target or ""]
            return self._referring(holder, name.field)
        target = self.row.joins.schema.target_of(name.field)
        if name.field.kind == "children":
            return self._referring(target, target.by_id[name.field.inverse or ""])
        return self._linked(target, name.field)

    def records(self, entity_id: str) -> RuleCollection:
        """All records of an entity."""
        return RuleCollection(self.row.subquery(self.row.joins.schema.by_id[entity_id]), Sql("TRUE"))

    def user(self) -> RuleCollection:
        """The acting user's record."""
        inner = self.row.subquery(self.row.joins.schema.by_id[USER_ENTITY])
        return RuleCollection(inner, Sql(f"{inner.alias}.id = %s", (Slot("user"),)))

    def _referring(self, holder: Entity, link: Field) -> RuleCollection:
        inner = self.row.subquery(holder)
        if link.kind == "references":
            return RuleCollection(inner, _through(link, inner, LINK_SOURCE, self.row, LINK_TARGET))
        return RuleCollection(inner, Sql(f"{inner.column(link)} = {self.row.alias}.id"))

    def _linked(self, target: Entity, link: Field) -> RuleCollection:
        inner = self.row.subquery(target)
        return RuleCollection(inner, _through(link, inner, LINK_TARGET, self.row, LINK_SOURCE))


def _through(link: Field, inner: RowSource, inner_side: str, outer: RowSource, outer_side: str) -> Sql:
    """``inner`` is tied to ``outer`` by a row of the link table."""
    table = quote(link.column)
    return Sql(
        f"EXISTS (SELECT 1 FROM {table} l WHERE l.{inner_side} = {inner.alias}.id"
        f" AND l.{outer_side} = {outer.alias}.id)"
    )


@dataclass(frozen=True)
class RuleCollection:
    """Rows of a subquery that belong to a row outside, as far as the viewer may see them."""

    row: RowSource
    belongs: Sql

    @property
    def source(self) -> RuleSource:
        """Where values of an item are read from."""
        return RuleSource(self.row)

    def select(self, value: Sql, *, where: Sql | None = None, tail: Sql | None = None) -> Sql:
        """``SELECT value FROM … WHERE …``."""
        conditions = [self.belongs, Sql(f"{self.row.alias}.deleted_at IS NULL")]
        visible = self.row.joins.visibility(self.row.entity, self.row.alias)
        if visible != EVERYTHING:
            conditions.append(visible)
        if where is not None:
            conditions.append("(" + where + ")")
        statement = (
            "SELECT "
            + value
            + f" FROM {quote(self.row.entity.table)} {self.row.alias}"
            + self.row.joins.sql()
            + " WHERE "
            + join(" AND ", conditions)
        )
        return statement + tail if tail is not None else statement
