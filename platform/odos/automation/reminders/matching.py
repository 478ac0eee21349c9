"""A rule as SQL over the table of its entity, under the alias ``t``.

``holds`` and ``is_due`` together find the records that have an episode; ``is_fresh`` and not ``until`` are
asked of those that begin one. Slots beside those of rules: ``since`` (what lies before it was looked at) and
``opening`` (when work begins: a date counts as that time of its day).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from odos.access.model import EVERYTHING
from odos.automation.reminders.localities import LOCAL_SLOTS, Locality, localities_of
from odos.automation.reminders.rules import Rule
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.context import NOW, TIME_ZONE
from odos.dsl.moments import DAYS, MONTHS
from odos.dsl.statements.change_functions import CHANGE_FUNCTIONS
from odos.dsl.statements.tree import Timing
from odos.dsl.to_sql import compile_sql, compile_value
from odos.dsl.tree import Duration
from odos.dsl.types import DATE, DATETIME
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.lists.reaching import reachable, visibility_of
from odos.records.rules.compiled import RuleSource, rule_scope
from odos.records.rules.sources import see_everything
from odos.schema.model import Entity

SINCE, OPENING = Slot("since"), Slot("opening")
_PRESENT = Sql("%s::timestamptz", (NOW,))


@dataclass(frozen=True)
class Matching:
    """The parts of the statements of a rule."""

    table: Sql  # FROM …
    holds: Sql
    due_at: Sql
    is_due: Sql
    is_fresh: Sql
    until: Sql

    @cached_property
    def is_local(self) -> bool:
        """Whether it depends on the working time that somebody counts by."""
        parts = (self.table, self.holds, self.due_at, self.is_due, self.is_fresh, self.until)
        slots = {item.name for part in parts for item in part.params if isinstance(item, Slot)}
        return not slots.isdisjoint(LOCAL_SLOTS)

    def select(self, columns: Sql, *conditions: Sql) -> Sql:
        """``SELECT columns FROM … WHERE …`` over the records of which the rule holds."""
        return "SELECT " + columns + self.table + " WHERE " + join(" AND ", [self.holds, *conditions])


def matching_of(context: Context, rule: Rule) -> Matching:
    """Compiled once for each schema version; ``context`` is the rule's own (`rules.context_of`)."""
    return kept(context, ("reminder", rule.id, rule.revision), lambda: _compile(context, rule))


def localities_for(context: Context, rule: Rule, matching: Matching) -> Sequence[Locality]:
    """Those that make a difference to it."""
    return localities_of(context, rule) if matching.is_local else [Locality(context.surroundings)]


def slots_of(context: Context, locality: Locality, **others: object) -> Mapping[str, object]:
    """The values of all slots where ``locality`` is."""
    return {**context.slots, "since": context.now, **locality.slots, **others}


def _compile(context: Context, rule: Rule) -> Matching:
    eyes = visibility_of(context) if rule.owner else see_everything
    row = open_source(context.schema, rule.entity, "t", eyes)
    source = RuleSource(row)
    statement = rule.statement
    holds = [Sql("t.deleted_at IS NULL")]
    if rule.owner is not None:
        seen = reachable(context, rule.entity, row.alias)
        holds += [] if seen == EVERYTHING else [seen]
    if statement.when is not None:
        holds.append("(" + compile_sql(rule.checked.expression(statement.when), source) + ")")
    due_at, is_due, is_fresh = _timing(context, rule.entity, statement.timing, source)
    until = Sql("FALSE")
    if statement.until is not None:
        condition = compile_sql(rule.checked.expression(statement.until.condition), source)
        until = "((" + condition + ") IS TRUE)"
    table = Sql(f' FROM {quote(rule.entity.table)} "t"') + row.joins.sql()
    return Matching(table, join(" AND ", holds), due_at, is_due, is_fresh, until)


def _timing(
    context: Context, entity: Entity, timing: Timing | None, source: RuleSource
) -> tuple[Sql, Sql, Sql]:
    """When the first reminder is due, whether that has come, and whether it is not too late to begin."""
    if timing is None:
        return _PRESENT, Sql("TRUE"), Sql("TRUE")

    def checked(node: tree.Node) -> Checked:
        return check(node, rule_scope(context, entity), functions=CHANGE_FUNCTIONS)

    sign: tree.ArithmeticOperator = "+" if timing.side == "after" else "-"
    due, moment = checked(tree.Arithmetic(sign, timing.moment, timing.distance)), checked(timing.moment)
    due_at = _as_moment(compile_value(due, source), due)
    is_exact = _is_exact(timing, moment)
    has_come = _has_come(timing, timing.distance if is_exact else _roughly(timing))
    conditions = [compile_sql(checked(has_come), source)]
    conditions += [] if is_exact else [due_at + " <= " + _PRESENT]
    is_fresh = Sql("TRUE")
    if timing.side == "before":
        is_fresh = _is_ahead(compile_value(moment, source), moment)
    return due_at, join(" AND ", conditions), is_fresh


def _as_moment(value: Sql, checked: Checked) -> Sql:
    """A date is the time of that day at which work begins."""
    if checked.type != DATE:
        return value
    at_opening = "((" + value + ") + " + Sql("%s::time", (OPENING,)) + ")"
    return "(" + at_opening + " AT TIME ZONE " + Sql("%s", (TIME_ZONE,)) + ")"


def _is_ahead(value: Sql, checked: Checked) -> Sql:
    """What lay in the past when the rule was evaluated last is not announced any more."""
    if checked.type != DATE:
        return value + " > " + Sql("%s::timestamptz", (SINCE,))
    return value + " >= " + Sql("(%s::timestamptz AT TIME ZONE %s)::date", (SINCE, TIME_ZONE))


def _is_exact(timing: Timing, moment: Checked) -> bool:
    """Whether the distance is the same number of seconds from wherever it counts."""
    unit = timing.distance.unit
    return moment.type == DATETIME and unit not in MONTHS and unit != "working day"


def _has_come(timing: Timing, span: Duration) -> tree.Node:
    """The moment lies so far back, or no further ahead; written so that an index on it serves."""
    back: tree.ArithmeticOperator = "-" if timing.side == "after" else "+"
    return tree.Compare("<=", timing.moment, tree.Arithmetic(back, tree.Context("now"), span))


def _roughly(timing: Timing) -> Duration:
    """A distance that the moment certainly has once the first reminder is due.

    One working day more or less, since a moment outside working time counts with the next or last day; a
    month has 28 to 31 days.
    """
    span, after = timing.distance, timing.side == "after"
    if span.unit == "working day":
        return replace(span, amount=max(0, span.amount - 1) if after else span.amount + 1)
    if span.unit in MONTHS:
        months = span.amount * MONTHS[span.unit]
        return Duration(28 * months if after else 31 * months + 1, "day")
    if span.unit in DAYS:
        return Duration(span.amount * DAYS[span.unit] + (-1 if after else 1), "day")
    return span
