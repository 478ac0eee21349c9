"""Which rows the actor reaches, as SQL: the branches of an `Access` over a table under an alias.

One condition for everything: lists, counts, sums, single records and writes ask with the same text, so that
they cannot disagree. Rules of roles see everything: they say who may see, not what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import singledispatchmethod

from odos.access.model import (
    EVERYTHING,
    NOTHING,
    SINGLE_SLOTS,
    USER_SLOT,
    Access,
    Branch,
    Everything,
    Inherited,
    InUnits,
    OnTeam,
    Owned,
    Ruled,
    Shared,
    Veil,
)
from odos.access.roles import Action
from odos.dsl.types import BOOLEAN
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.caches import kept
from odos.records.computed.sql import compute_when_read
from odos.records.context import Context
from odos.records.lists.breadth import UNKNOWN, Breadth
from odos.records.rules.compiled import compile_rule
from odos.records.rules.sources import Joins, RowSource, Visibility, see_everything
from odos.schema.model import Entity

_ALONE = frozenset({"see", "create", "import"})  # what else may be done presupposes that one sees the record


def reachable(context: Context, entity: Entity, alias: str, action: Action = "see") -> Sql:
    """All ways as one condition over the (quoted or plain) ``alias``, in brackets."""
    if context.access(entity, action).unrestricted and context.access(entity).unrestricted:
        return EVERYTHING
    key = ("reachable", entity.id, alias, action)
    return kept(context, key, lambda: _reachable(context, entity, alias, action))


def reach_branches(
    context: Context, entity: Entity, alias: str, breadth: Breadth = UNKNOWN
) -> tuple[Sql, ...]:
    """The ways to see a record, one by one, for a page that unites the top of each.

    Where a list names one only, a plain ``=`` lets an index give the rows in their order. Where it is broad,
    no index is of use but one that gives all rows in order.
    """
    key = ("arms", entity.id, alias, breadth)
    return kept(context, key, lambda: _branches(context, entity, alias, breadth))


def reaching_keys(context: Context, entity: Entity) -> list[str]:
    """The keys of fields that say to whom a record belongs: an index that begins with one serves a way."""
    access = context.access(entity)
    if access.unrestricted or access.parents:
        return []
    columns = {branch.column for branch in access.branches if isinstance(branch, Owned | InUnits)}
    return [item.key for item in entity.fields.values() if item.column in columns]


def branch_condition(context: Context, entity: Entity, branch: Branch, alias: str) -> Sql:
    """A single branch over the rows of the entity that it is about."""
    return _Writer(context).branch(branch, entity, alias)


def rule_condition(context: Context, entity: Entity, rule: str, alias: str) -> Sql:
    """A rule of the application over the rows of ``alias``, whatever joins it needs inside."""
    return _Writer(context).ruled(rule, entity, alias)


def holds_everywhere(context: Context, entity: Entity, rules: Iterable[str], alias: str) -> Sql:
    """All rules hold of the row: where a veil or a lock lies."""
    conditions = [Sql("TRUE"), *(rule_condition(context, entity, rule, alias) for rule in rules)]
    return "(" + join(" AND ", conditions) + ") IS TRUE"


def rights_member(context: Context, entity: Entity) -> Sql:
    """A further member of the JSON of the rows of ``t``: whether each may be changed, and what of it not.

    Asked of the rows that a page shows, in the statement that reads them.
    """
    locks = context.access(entity).locks_by_record
    locked = [
        "CASE WHEN "
        + holds_everywhere(context, entity, when, "t")
        + Sql(" THEN %s::text END", (entity.by_id[key].key,))
        for key, when in locks.items()
    ]
    may = reachable(context, entity, "t", "edit")
    names = "array_remove(ARRAY[" + join(", ", locked) + "]::text[], NULL)"
    return ", json_build_object('edit', (" + may + ") IS TRUE, 'locked', " + names + ') AS "_can"'


@dataclass(frozen=True)
class ViewersEyes:
    """What joined records show: see `odos.records.rules.sources.Visibility`."""

    context: Context

    def __call__(self, entity: Entity, alias: str) -> Sql:
        return reachable(self.context, entity, alias)

    def veil(self, entity: Entity, field_id: str) -> Veil | None:
        return self.context.access(entity).veil_of.get(field_id)

    def lies(self, entity: Entity, veil: Veil, alias: str) -> Sql:
        return holds_everywhere(self.context, entity, veil.when, alias)


def visibility_of(context: Context) -> Visibility:
    """The actor's view of joined records."""
    return ViewersEyes(context)


def _reachable(context: Context, entity: Entity, alias: str, action: Action) -> Sql:
    writer = _Writer(context)
    acting = writer.whole(context.access(entity, action), alias)
    if action in _ALONE:
        return acting
    seen = writer.whole(context.access(entity), alias)
    return acting if seen in (acting, EVERYTHING) else "(" + acting + " AND " + seen + ")"


def _branches(context: Context, entity: Entity, alias: str, breadth: Breadth) -> tuple[Sql, ...]:
    access = context.access(entity)
    return tuple(
        _Writer(context, breadth).below_parents(access, alias, [branch]) for branch in access.branches
    )


@dataclass
class _Writer:
    """Writes conditions; inner tables have aliases that no other part of a statement uses."""

    context: Context
    breadth: Breadth = UNKNOWN
    _depth: int = field(default=0)

    def whole(self, access: Access, alias: str) -> Sql:
        """All branches, seen from the row of a line item where there are parents."""
        if access.unrestricted:
            return EVERYTHING
        if access.impossible:
            return NOTHING
        return self.below_parents(access, alias, access.branches)

    def below_parents(self, access: Access, alias: str, branches: Iterable[Branch]) -> Sql:
        opening, place = "", alias
        for parent in access.parents:
            inner = self._alias("p")
            link = f"{inner}.id = {place}.{quote(parent.column)}"
            opening += f"EXISTS (SELECT 1 FROM {quote(parent.table)} {inner} WHERE {link} AND "
            place = inner
        return (
            opening
            + self._any(branches, self.context.schema.by_id[access.top], place)
            + ")" * len(access.parents)
        )

    def _any(self, branches: Iterable[Branch], entity: Entity, alias: str) -> Sql:
        pieces = [self.branch(branch, entity, alias) for branch in branches]
        return pieces[0] if len(pieces) == 1 else "(" + join(" OR ", pieces) + ")"

    def _alias(self, stem: str) -> str:
        self._depth += 1
        return f'"{stem}~{self._depth}"'

    def ruled(self, rule: str, entity: Entity, alias: str) -> Sql:
        """A rule that follows references keeps its joins inside."""
        joins = Joins(self.context.schema, see_everything, compute_when_read, self._alias("r")[1:-1])
        source = RowSource(entity, alias, joins)
        condition = compile_rule(self.context, entity, rule, expected=BOOLEAN).condition(source)
        if not source.joins.clauses:
            return "(" + condition + ")"
        one = self._alias("one")
        return f"EXISTS (SELECT 1 FROM (SELECT 1) {one}" + source.joins.sql() + " WHERE " + condition + ")"

    @singledispatchmethod
    def branch(self, branch: Branch, entity: Entity, alias: str) -> Sql:
        """One way over the rows of ``entity``; an atom or in brackets."""
        raise TypeError(branch)

    @branch.register
    def _(self, _branch: Everything, entity: Entity, alias: str) -> Sql:
        return EVERYTHING

    @branch.register
    def _(self, branch: Owned, entity: Entity, alias: str) -> Sql:
        return self._among(f"{alias}.{quote(branch.column)}", branch.slot)

    @branch.register
    def _(self, branch: InUnits, entity: Entity, alias: str) -> Sql:
        return self._among(f"{alias}.{quote(branch.column)}", branch.slot)

    @branch.register
    def _(self, branch: OnTeam, entity: Entity, alias: str) -> Sql:
        return (
            Sql(
                "EXISTS (SELECT 1 FROM team_member tm WHERE tm.entity_id = %s::uuid"
                f" AND tm.record_id = {alias}.id AND tm.role = ANY(%s::text[]) AND ",
                (branch.entity, list(branch.roles)),
            )
            + self._among("tm.user_id", branch.slot)
            + ")"
        )

    @branch.register
    def _(self, branch: Shared, entity: Entity, alias: str) -> Sql:
        level = " AND rs.edits" if branch.level == "edit" else ""
        return Sql(
            "EXISTS (SELECT 1 FROM record_share rs WHERE rs.entity_id = %s::uuid"
            f" AND rs.record_id = {alias}.id AND rs.grantee = ANY(%s::text[]){level}"
            " AND (rs.until IS NULL OR rs.until > %s::timestamptz))",
            (branch.entity, Slot(branch.slot), Slot("now")),
        )

    @branch.register
    def _(self, branch: Ruled, entity: Entity, alias: str) -> Sql:
        return self.ruled(branch.rule, entity, alias)

    @branch.register
    def _(self, branch: Inherited, entity: Entity, alias: str) -> Sql:
        target = self.context.schema.by_id[branch.target]
        inner = self._alias("i")
        conditions = [self.whole(access, inner) for access in branch.accesses]
        live = f"{inner}.id = {alias}.{quote(branch.column)} AND {inner}.deleted_at IS NULL"
        opening = f"EXISTS (SELECT 1 FROM {quote(target.table)} {inner} WHERE {live} AND "
        return opening + join(" AND ", conditions) + ")"

    def _among(self, place: str, slot: str) -> Sql:
        """One user or unit, or any of a list of them.

        A broad list is looked up for each row, in a table that is made of it once; no index serves that.
        """
        single = slot in self.breadth.single
        only = SINGLE_SLOTS[slot] if single else slot
        if only == USER_SLOT or single:
            return Sql(f"{place} = %s::bigint", (Slot(only),))
        if slot in self.breadth.broad:
            return Sql(f"(({place} IN (SELECT unnest(%s::bigint[]))) IS TRUE)", (Slot(slot),))
        return Sql(f"{place} = ANY(%s::bigint[])", (Slot(slot),))
