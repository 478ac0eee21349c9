"""What a rule would tell now and in the days to come, with the eyes of whoever asks; nothing is stored.

The rule is asked as it will be asked then, record by record as they are today. Where nothing in it follows
the time, one statement finds all; otherwise one for each day, for as long as there is time left.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.utils import OperationalError

from odos.automation.models import Episode
from odos.automation.people import Asking, people_of
from odos.automation.reminders.localities import Locality, localities_of, split
from odos.automation.reminders.matching import matching_of, slots_of
from odos.automation.reminders.planning import ESCALATION, Course, Firing, upcoming
from odos.automation.reminders.rules import Rule, readers_of
from odos.automation.reminders.timetable import Timetable
from odos.database.session import fetch_all, transaction
from odos.dsl import tree
from odos.kernel.sql import Sql
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.lists.reaching import visibility_of

DAYS = 30
MOST_FOUND = 5_000  # records at one moment; more are not counted
MOST_SHOWN = 50
MOST_TIMES = 12  # of one record
SECONDS = 8.0

_NAMES = "SELECT id, name FROM user_account WHERE id = ANY(%s)"


@dataclass(frozen=True)
class Coming:
    """A record that would be told of, first at ``at``, and again by ``timetable``; ``told`` says how often it
    was already."""

    record: int
    at: datetime
    course: Course
    timetable: Timetable
    told: int = 0


@dataclass
class Preview:
    """``complete``: there was time to ask for every day. ``capped``: there are more than were counted."""

    now: datetime
    found: dict[int, Coming] = field(default_factory=dict)
    complete: bool = True
    capped: bool = False

    def add(self, coming: Coming) -> None:
        """The earliest moment of a record counts."""
        self.found.setdefault(coming.record, coming)

    @property
    def sorted(self) -> list[Coming]:
        """The first to be told first."""
        return sorted(self.found.values(), key=lambda item: (item.at, item.record))


def preview(*, context: Context, rule: Rule, saved_as: str | None = None) -> dict[str, Any]:
    """The answer as JSON. ``rule`` is one of the asker's (`personal_rules.personal_rule`), whatever they may
    publish; ``saved_as`` is the identity under which it runs already."""
    found = Preview(context.now)
    deadline = time.monotonic() + SECONDS
    known = _going_on(context, rule, saved_as, found)
    for moment in _moments(rule, context.now):
        left = deadline - time.monotonic()
        if left <= 0 or not _ask(context, rule, moment, known, found, left):
            found.complete = False
            break
    return _as_json(context, rule, found)


def _moments(rule: Rule, now: datetime) -> Iterator[datetime]:
    """When to ask: once at the end, or now and every day."""
    end = now + timedelta(days=DAYS)
    if not _follows_time(rule):
        yield end
        return
    yield from (now + timedelta(days=day) for day in range(DAYS + 1))


def _follows_time(rule: Rule) -> bool:
    """Whether the rule may hold of a record on one day and not on another though nothing was changed."""
    statement = rule.statement
    parts: list[tree.Node | None] = [
        statement.when,
        statement.timing.moment if statement.timing else None,
        statement.until.condition if statement.until else None,
    ]
    return any(part is not None and rule.checked.expression(part).volatility != "immutable" for part in parts)


def _going_on(context: Context, rule: Rule, saved_as: str | None, found: Preview) -> set[int]:
    """What goes on already would be told again; gives the records."""
    if saved_as is None:
        return set()
    end = context.now + timedelta(days=DAYS)
    with transaction(context.workspace):
        rows = list(
            Episode.objects.filter(rule_id=saved_as, ended_at=None).order_by("wake_at")[: MOST_FOUND + 1]
        )
    found.capped |= len(rows) > MOST_FOUND
    parts = split(context, rule, {row.record_id for row in rows})
    timetables = {record: locality.timetable for locality, records in parts for record in records}
    for row in rows:
        course = Course(row.due_at, row.told, row.last_due_at, row.last_at, row.first_at, tuple(row.climbed))
        timetable = timetables[row.record_id]
        following = next(upcoming(rule.statement, course, timetable, context.now, end), None)
        if following is not None:
            at = max(following.due_at, context.now)
            found.add(Coming(row.record_id, at, course, timetable, row.told))
    return set(timetables)


def _ask(
    context: Context, rule: Rule, moment: datetime, known: set[int], found: Preview, seconds: float
) -> bool:
    """Add what is due at the moment; False when that took too long."""
    then = replace(context, now=moment)
    first = moment if _follows_time(rule) else context.now
    try:
        with transaction(context.workspace, timeout_ms=max(1, int(seconds * 1000))):
            for locality in localities_of(then, rule):
                rows = _due(then, rule, locality, since=context.now)
                found.capped |= len(rows) > MOST_FOUND
                for record, due_at in rows[:MOST_FOUND]:
                    at = max(due_at, first) if rule.statement.timing is not None else first
                    if record not in known:
                        found.add(Coming(record, at, Course(at), locality.timetable))
    except OperationalError:
        return False
    return True


def _due(then: Context, rule: Rule, locality: Locality, since: datetime) -> Sequence[tuple[int, datetime]]:
    matching = matching_of(then, rule)
    columns = Sql('"t".id, ') + matching.due_at
    new = [matching.is_fresh + " AND NOT " + matching.until]
    new += [locality.among] if locality.among is not None else []
    statement = matching.select(columns, matching.is_due, *new) + f" ORDER BY 2 LIMIT {MOST_FOUND + 1}"
    return fetch_all(then.workspace, statement.text, statement.bind(slots_of(then, locality, since=since)))


# ------------------------------------------------------------------ what is answered


def _as_json(context: Context, rule: Rule, found: Preview) -> dict[str, Any]:
    coming = found.sorted
    zone = context.surroundings.zone
    days: dict[str, int] = {}
    for item in coming:
        day = max(item.at, found.now).astimezone(zone).date().isoformat()
        days[day] = days.get(day, 0) + 1
    return {
        "now": sum(item.at <= found.now for item in coming),
        "later": sum(item.at > found.now for item in coming),
        "days": [{"day": day, "count": count} for day, count in days.items()],
        "items": _items(context, rule, coming[:MOST_SHOWN]),
        "complete": found.complete,
        "capped": found.capped,
    }


def _items(context: Context, rule: Rule, coming: Sequence[Coming]) -> list[dict[str, Any]]:
    labels = labels_in_sight(context, ((rule.entity.id, item.record) for item in coming))
    shown = [item for item in coming if (rule.entity.id, item.record) in labels]
    people = _people(context, rule, [item.record for item in shown])
    names = dict(
        fetch_all(context.workspace, _NAMES, [sorted({u for them in people.values() for u in them})])
    )
    return [
        {
            "record": {"id": str(item.record), "label": labels[(rule.entity.id, item.record)]},
            "at": item.at,
            "told": item.told,
            "fires": [_firing(firing) for firing in _firings(context, rule, item)],
            "people": [{"id": str(user), "label": names.get(user)} for user in people[item.record]],
        }
        for item in shown
    ]


def _firings(context: Context, rule: Rule, item: Coming) -> list[Firing]:
    end = context.now + timedelta(days=DAYS)
    found = upcoming(rule.statement, item.course, item.timetable, max(item.at, context.now), end)
    return [firing for firing, _ in zip(found, range(MOST_TIMES), strict=False)]


def _firing(firing: Firing) -> dict[str, Any]:
    return {"at": firing.due_at, "escalation": firing.kind == ESCALATION, "number": firing.number}


def _people(context: Context, rule: Rule, records: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """Who would be told first, without those who may not see the record, or whom a rule of one's own does not
    reach."""
    asking = Asking(context, rule.entity, records, rule.checked.expression, visibility_of(context))
    clauses = [person for notice in rule.statement.notices for person in notice.to]
    listed = {
        record: [user for user in users if not rule.counts_by_owner or rule.may_tell(user, escalated=False)]
        for record, users in people_of(asking, clauses).items()
    }
    readers = readers_of(context, {user for users in listed.values() for user in users})
    seen = {
        (user, record)
        for user, reader in readers.items()
        for _, record in labels_in_sight(
            reader, ((rule.entity.id, record) for record, users in listed.items() if user in users)
        )
    }
    return {record: [user for user in users if (user, record) in seen] for record, users in listed.items()}
