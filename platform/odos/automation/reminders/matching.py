"""A rule as SQL over the table of its entity, under the alias ``t``.

``holds`` and ``is_due`` together find the records that have an episode; ``is_fresh`` and not ``until`` are
asked of those that begin one. Slots beside those of rules: ``since`` (what lies before it was looked at) and
``opening`` (when work begins: a date counts as that time of its day).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from odos.access.model import EVERYTHING
from odos.automation.reminders.rules import Rule, timetable_of
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.context import NOW, TIME_ZONE
from odos.dsl.moments import DAYS, MONTHS
from odos.dsl.statements.change_functions import CHANGE_FUNCTIONS
from odos.dsl.statements.tree import Timing
from odos.dsl.to_sql import compile_sql, compile_value
from odos.dsl.tree import Duration
from odos.dsl.types import DATE
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

    def select(self, columns: Sql, *conditions: Sql) -> Sql:
        """``SELECT columns FROM … WHERE …`` over the records of which the rule holds."""
        return "SELECT " + columns + self.table + " WHERE " + join(" AND ", [self.holds, *conditions])


def matching_of(context: Context, rule: Rule) -> Matching:
    """Compiled once for each schema version; ``context`` is the rule's own (`rules.context_of`)."""
    return kept(context, ("reminder", rule.id, rule.revision), lambda: _compile(context, rule))


def slots_of(context: Context, **others: object) -> Mapping[str, object]:
    """The values of all slots."""
    return {**context.slots, "opening": timetable_of(context).opening, "since": context.now, **others}


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
    due = checked(tree.Arithmetic(sign, timing.moment, timing.distance))
    due_at = _as_moment(compile_value(due, source), due)
    exact = due_at + " <= " + _PRESENT
    loose = compile_sql(checked(_roughly(timing)), source)
    if timing.side == "after":
        return due_at, join(" AND ", [loose, exact]), Sql("TRUE")
    moment = checked(timing.moment)
    return due_at, join(" AND ", [loose, exact]), _is_ahead(compile_value(moment, source), moment)


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


def _roughly(timing: Timing) -> tree.Node:
    """What certainly holds of the moment once the first reminder is due, so that an index on it serves.

    One working day more or less, since a moment outside working time counts with the next or last day; a
    month has 28 to 31 days.
    """
    span, present = timing.distance, tree.Context("now")
    after = timing.side == "after"
    if span.unit == "working day":
        span = replace(span, amount=max(0, span.amount - 1) if after else span.amount + 1)
    elif span.unit in MONTHS:
        months = span.amount * MONTHS[span.unit]
        span = Duration(28 * months if after else 31 * months + 1, "day")
    elif span.unit in DAYS:
        span = Duration(span.amount * DAYS[span.unit] + (-1 if after else 1), "day")
    return tree.Compare("<=", timing.moment, tree.Arithmetic("-" if after else "+", present, span))
