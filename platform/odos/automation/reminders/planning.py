"""What is due in an episode, and when the next thing is: pure functions of a rule and what was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from odos.automation.reminders.timetable import Timetable
from odos.dsl.statements.tree import Escalation, Managers, Remind

NOTICE: Literal["notice"] = "notice"
ESCALATION: Literal["escalation"] = "escalation"
MOST_LEVELS = 10  # of a chain of managers without a limit
Kind = Literal["notice", "escalation"]


@dataclass(frozen=True)
class Course:
    """How far an episode has come: see `odos.automation.models.Episode`."""

    due_at: datetime
    told: int = 0
    last_due_at: datetime | None = None
    last_at: datetime | None = None
    first_at: datetime | None = None
    climbed: tuple[int, ...] = ()

    def times(self, step: int) -> int:
        """How often the escalation in that place was told."""
        return self.climbed[step] if step < len(self.climbed) else 0


@dataclass(frozen=True)
class Firing:
    """Something to be told now: the ``number``-th reminder, or the ``number``-th time of an escalation."""

    kind: Kind
    step: int
    number: int
    due_at: datetime


def due_now(rule: Remind, course: Course, timetable: Timetable, now: datetime) -> tuple[list[Firing], Course]:
    """What is due, and how far the episode has come with it. Of reminders that were missed one is told."""
    fired = []
    notice_at = next_notice(rule, course, timetable)
    if notice_at is not None and notice_at <= now:
        fired.append(Firing(NOTICE, 0, course.told + 1, notice_at))
        course = replace(
            course,
            told=course.told + 1,
            last_due_at=notice_at,
            last_at=now,
            first_at=course.first_at or now,
        )
    for step, escalation in enumerate(rule.escalations):
        for firing in _levels_due(step, escalation, course, timetable, now):
            fired.append(firing)
            course = _climbed(course, step)
    return fired, course


def wake_at(rule: Remind, course: Course, timetable: Timetable) -> datetime | None:
    """When there is something to be told next; None: never."""
    moments = [next_notice(rule, course, timetable)]
    moments += [
        next_level(escalation, course.times(step), course, timetable)
        for step, escalation in enumerate(rule.escalations)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def next_notice(rule: Remind, course: Course, timetable: Timetable) -> datetime | None:
    """When the next reminder is due, perhaps in the past; None when the rule says no more."""
    if course.last_due_at is None or course.last_at is None:
        return course.due_at
    repeat = rule.repeat
    if repeat is None or (repeat.most is not None and course.told >= repeat.most):
        return None
    return timetable.next(repeat.schedule, since=course.last_due_at, now=course.last_at)


def upcoming(
    rule: Remind, course: Course, timetable: Timetable, now: datetime, end: datetime
) -> Iterator[Firing]:
    """Everything that would be told from now until ``end`` while the rule holds, in order."""
    at = max(now, course.due_at)
    while at <= end:
        fired, course = due_now(rule, course, timetable, at)
        yield from fired
        following = wake_at(rule, course, timetable)
        if following is None:
            return
        at = max(following, at)


def next_level(escalation: Escalation, times: int, course: Course, timetable: Timetable) -> datetime | None:
    """When an escalation is due next; a chain of managers climbs a level each time, others are told once."""
    if course.first_at is None or times >= _levels(escalation):
        return None
    return timetable.after(course.first_at, escalation.after, times + 1)


def _levels(escalation: Escalation) -> int:
    chains = [person.levels or MOST_LEVELS for person in escalation.to if isinstance(person, Managers)]
    return max(chains, default=1)


def _levels_due(
    step: int, escalation: Escalation, course: Course, timetable: Timetable, now: datetime
) -> Iterator[Firing]:
    times = course.times(step)
    while (at := next_level(escalation, times, course, timetable)) is not None and at <= now:
        times += 1
        yield Firing(ESCALATION, step, times, at)


def _climbed(course: Course, step: int) -> Course:
    climbed = [course.times(place) for place in range(max(step + 1, len(course.climbed)))]
    climbed[step] += 1
    return replace(course, climbed=tuple(climbed))
