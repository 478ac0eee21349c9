"""Telling what is due: episodes are claimed row by row, however many workers there are.

What is told, that it was told, and when the next thing is due are one transaction. Before anybody is told,
the rule is asked once more of just those records: what was settled a moment ago is not told any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from odos.automation.people import Asking, Listed, people_of
from odos.automation.reminders.finding import find_rules
from odos.automation.reminders.localities import Locality, split
from odos.automation.reminders.matching import matching_of, slots_of
from odos.automation.reminders.planning import ESCALATION, Course, Firing, due_now, wake_at
from odos.automation.reminders.rules import Rule, context_of
from odos.automation.reminders.telling import Telling, tell
from odos.automation.reminders.timetable import Timetable
from odos.database.session import execute, fetch_all
from odos.dsl.statements.tree import Escalation, Notice, Remind
from odos.kernel.sql import Sql
from odos.records.context import Context
from odos.records.lists.reaching import visibility_of
from odos.records.rules.sources import see_everything

BATCH = 500

_CLAIM = """
    SELECT rule_id::text, id, record_id, due_at, told, last_due_at, last_at, first_at, climbed
    FROM reminder WHERE ended_at IS NULL AND wake_at <= %s
    ORDER BY wake_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
_RECORD = """
    INSERT INTO reminder_occurrence (reminder_id, rule_id, kind, step, number, due_at, fired_at, people)
    SELECT episode, %s::uuid, kind, step, number, due_at, %s, people::bigint[]
    FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[], %s::timestamptz[], %s::text[])
        AS o(episode, kind, step, number, due_at, people)
    ON CONFLICT DO NOTHING
"""
_GO_ON = """
    UPDATE reminder r SET told = n.told, last_due_at = n.last_due_at, last_at = n.last_at,
        first_at = n.first_at, climbed = n.climbed::int[], wake_at = n.wake_at
    FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[],
        %s::timestamptz[]) AS n(id, told, last_due_at, last_at, first_at, climbed, wake_at)
    WHERE r.id = n.id
"""
_END = """
    UPDATE reminder SET ended_at = %s, wake_at = NULL, ended_by = %s, is_final = %s WHERE id = ANY(%s)
"""


@dataclass(frozen=True)
class Due:
    """An episode that is due, claimed by this transaction."""

    id: int
    record: int
    course: Course


@dataclass
class Step:
    """An episode after what is due: the firings, and how far it has come."""

    due: Due
    firings: list[Firing]
    course: Course
    people: dict[Firing, dict[int, None]] = field(default_factory=dict)


def fire_due(context: Context) -> int:
    """Tell one batch in the open transaction; gives the number of episodes that were looked at."""
    rows = fetch_all(context.workspace, _CLAIM, [context.now, BATCH])
    rows.sort(key=lambda row: row[0])
    rules = find_rules(context, {row[0] for row in rows})
    for rule_id, group in groupby(rows, key=lambda row: row[0]):
        claimed = [_due(row) for row in group]
        if rule_id in rules:
            _fire(context, rules[rule_id], claimed)
        else:
            _end(context, [item.id for item in claimed], "rule")
    return len(rows)


def still_holding(
    context: Context, rule: Rule, records: Collection[int], locality: Locality
) -> Mapping[int, bool]:
    """Of those of the records, all of the ``locality``, of which the rule holds: whether ``until`` ends it
    for good."""
    matching = matching_of(context, rule)
    ids = Sql('"t".id = ANY(%s)', (list(records),))
    statement = matching.select(Sql('"t".id, ') + matching.until, ids, matching.is_due)
    return dict(fetch_all(context.workspace, statement.text, statement.bind(slots_of(context, locality))))


def _due(row: tuple[Any, ...]) -> Due:
    _, number, record, due_at, told, last_due_at, last_at, first_at, climbed = row
    return Due(number, record, Course(due_at, told, last_due_at, last_at, first_at, tuple(climbed)))


def _fire(asked: Context, rule: Rule, claimed: Sequence[Due]) -> None:
    context = context_of(asked.workspace, asked.schema, rule, asked.now)
    for locality, records in split(context, rule, [item.record for item in claimed]):
        _fire_there(context, rule, [item for item in claimed if item.record in records], locality)


def _fire_there(context: Context, rule: Rule, claimed: Sequence[Due], locality: Locality) -> None:
    """Episodes of records that count by one working time."""
    holding = still_holding(context, rule, [item.record for item in claimed], locality)
    _end(context, [item.id for item in claimed if item.record not in holding], "condition")
    _end(context, [item.id for item in claimed if holding.get(item.record)], "until")
    steps = [
        Step(item, *due_now(rule.statement, item.course, locality.timetable, context.now))
        for item in claimed
        if holding.get(item.record) is False
    ]
    tellings = list(_tellings(context, rule, steps))
    told = {(item.episode, item.firing, item.user) for item in tell(context, rule, tellings)}
    _record(context, rule, steps, told)
    _go_on(context, rule.statement, steps, locality.timetable)


# ------------------------------------------------------------------ whom to tell


def _tellings(context: Context, rule: Rule, steps: Sequence[Step]) -> Iterator[Telling]:
    """Each person once for each firing, whatever number of clauses names them."""
    for clauses, level, group in _batches(rule.statement, steps):
        listed = [_people(context, rule, clause, group, level) for clause in clauses]
        for step, firing in group:
            record = step.due.record
            for user in dict.fromkeys(user for named in listed for user in named[record]):
                naming = tuple(
                    clause for clause, named in zip(clauses, listed, strict=True) if user in named[record]
                )
                yield Telling(
                    step.due.id, record, firing, step.course, user, naming, key_of(step.due.id, firing)
                )


def key_of(episode: int, firing: Firing) -> str:
    """What tells this from everything else that is ever told."""
    return f"reminder:{episode}:{firing.kind}:{firing.step}:{firing.number}"


def _batches(
    rule: Remind, steps: Sequence[Step]
) -> Iterator[tuple[Sequence[Notice | Escalation], int, list[tuple[Step, Firing]]]]:
    """Firings that ask for the same people: the same clauses on the same level of a chain."""
    firings = [(step, firing) for step in steps for firing in step.firings]
    firings.sort(key=lambda pair: _place(pair[1]))
    for (kind, place, level), group in groupby(firings, key=lambda pair: _place(pair[1])):
        clauses = (rule.escalations[place],) if kind == ESCALATION else rule.notices
        yield clauses, level, list(group)


def _place(firing: Firing) -> tuple[str, int, int]:
    return firing.kind, firing.step, firing.number


def _people(
    context: Context,
    rule: Rule,
    clause: Notice | Escalation,
    group: Sequence[tuple[Step, Firing]],
    level: int,
) -> Listed:
    ids = sorted({step.due.record for step, _ in group})
    eyes = visibility_of(context) if rule.owner else see_everything
    asking = Asking(context, rule.entity, ids, rule.checked.expression, eyes)
    escalated = isinstance(clause, Escalation)
    return {
        record: [user for user in users if rule.may_tell(user, escalated=escalated)]
        for record, users in people_of(asking, clause.to, level=level).items()
    }


# ------------------------------------------------------------------ what is kept


def _record(context: Context, rule: Rule, steps: Sequence[Step], told: set[tuple[int, Firing, int]]) -> None:
    people: dict[tuple[int, Firing], list[int]] = {}
    for episode, firing, user in told:
        people.setdefault((episode, firing), []).append(user)
    rows = [(step.due.id, firing) for step in steps for firing in step.firings]
    columns: list[list[Any]] = [
        [episode for episode, _ in rows],
        [firing.kind for _, firing in rows],
        [firing.step for _, firing in rows],
        [firing.number for _, firing in rows],
        [firing.due_at for _, firing in rows],
        [_array(sorted(people.get(row, ()))) for row in rows],
    ]
    execute(context.workspace, _RECORD, [rule.id, context.now, *columns])


def _go_on(context: Context, rule: Remind, steps: Sequence[Step], timetable: Timetable) -> None:
    courses = [step.course for step in steps]
    wakes = [wake_at(rule, course, timetable) for course in courses]
    columns: list[list[Any]] = [
        [step.due.id for step in steps],
        [course.told for course in courses],
        [course.last_due_at for course in courses],
        [course.last_at for course in courses],
        [course.first_at for course in courses],
        [_array(course.climbed) for course in courses],
        wakes,
    ]
    execute(context.workspace, _GO_ON, columns)


def _array(numbers: Sequence[int]) -> str:
    """As PostgreSQL reads it: arrays of arrays must all have one length."""
    return "{" + ",".join(str(number) for number in numbers) + "}"


def _end(context: Context, episodes: Sequence[int], by: str) -> None:
    if episodes:
        values: list[datetime | str | bool | list[int]] = [context.now, by, by == "until", list(episodes)]
        execute(context.workspace, _END, values)
