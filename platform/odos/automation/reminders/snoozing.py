"""Putting a reminder off, within what its rule allows, and being told again when the time is over.

Who put it off hears nothing of the record from the rule until then; escalations go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from odos.automation.models import Episode, Occurrence, Snooze
from odos.automation.reminders.finding import find_rules
from odos.automation.reminders.firing import still_holding
from odos.automation.reminders.localities import split
from odos.automation.reminders.planning import NOTICE, Course, Firing
from odos.automation.reminders.rules import Rule, context_of, timetable_of
from odos.automation.reminders.telling import Telling, tell
from odos.database.session import execute, fetch_all, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid, NotFound
from odos.kernel.texts import text
from odos.records.context import Context

BATCH = 200

_CLAIM = """
    SELECT r.rule_id::text, s.id, r.id, r.record_id, s.user_id, s.times, r.told, s.until
    FROM reminder_snooze s JOIN reminder r ON r.id = s.reminder_id
    WHERE s.until <= %s AND r.ended_at IS NULL ORDER BY s.until LIMIT %s FOR UPDATE OF s SKIP LOCKED
"""
_FORGET = """
    UPDATE reminder_snooze s SET until = NULL FROM reminder r
    WHERE r.id = s.reminder_id AND s.until <= %s AND (r.ended_at IS NOT NULL OR s.id = ANY(%s))
"""


@dataclass(frozen=True)
class Allowance:
    """How far somebody may put off an episode now; ``left`` is None without a limit."""

    latest: datetime
    left: int | None
    until: datetime | None


def allowance(*, context: Context, episode_id: int) -> Allowance | None:
    """None where the rule allows none. Raises `NotFound` for what the actor was not told of."""
    with transaction(context.workspace):
        episode, rule = _told_of(context, episode_id)
        return _allowed(context, episode, rule)


def snooze(*, context: Context, episode_id: int, until: datetime) -> Allowance:
    """Put an episode off. Raises `NotFound` where it is over, `Conflict` where it was put off often enough,
    `Invalid` for a moment in the past or too far away."""
    with transaction(context.workspace):
        episode, rule = _told_of(context, episode_id)
        allowed = _allowed(context, episode, rule)
        if allowed is None or allowed.left == 0:
            raise Conflict(None, [_refusal(allowed)])
        if not context.now < until <= allowed.latest:
            message = text("Choose a moment from now until {latest}", "请选择从现在到 {latest} 之间的时间",
                           latest=allowed.latest.isoformat(timespec="minutes"))  # fmt: skip
            raise Invalid(None, [Issue("too_far", message, ("until",))])
        row, is_new = Snooze.objects.get_or_create(
            episode=episode, user_id=context.actor.user_id or 0, defaults={"until": until}
        )
        if not is_new:
            Snooze.objects.filter(pk=row.pk).update(until=until, times=row.times + 1)
        return Allowance(allowed.latest, None if allowed.left is None else allowed.left - 1, until)


def tell_again(context: Context) -> int:
    """Tell one batch of those whose time is over, in the open transaction; gives how many there were."""
    rows = fetch_all(context.workspace, _CLAIM, [context.now, BATCH])
    rows.sort(key=lambda row: row[0])
    rules = find_rules(context, {row[0] for row in rows})
    for rule_id, group in groupby(rows, key=lambda row: row[0]):
        if rule_id in rules:
            _tell(context, rules[rule_id], list(group))
    execute(context.workspace, _FORGET, [context.now, [row[1] for row in rows]])
    return len(rows)


def _tell(asked: Context, rule: Rule, rows: Sequence[tuple[Any, ...]]) -> None:
    context = context_of(asked.workspace, asked.schema, rule, asked.now)
    holding: dict[int, bool] = {}
    for locality, records in split(context, rule, [row[3] for row in rows]):
        holding |= still_holding(context, rule, records, locality)
    tell(context, rule, [_telling(rule, row) for row in rows if holding.get(row[3]) is False])


def _telling(rule: Rule, row: tuple[Any, ...]) -> Telling:
    _, _, episode, record, user, times, told, until = row
    firing = Firing(NOTICE, 0, told, until)
    key = f"reminder:{episode}:again:{times}"
    return Telling(episode, record, firing, Course(until, told), user, rule.statement.notices[:1], key)


def _told_of(context: Context, episode_id: int) -> tuple[Episode, Rule]:
    """The lock keeps two requests from counting one snooze."""
    episode = Episode.objects.select_for_update().filter(pk=episode_id, ended_at=None).first()
    told = Occurrence.objects.filter(
        episode_id=episode_id, kind=NOTICE, people__contains=[context.actor.user_id or 0]
    )
    if episode is None or not told.exists():
        message = text("There is no reminder of yours to put off here", "此处没有可推迟的提醒")
        hint = text("It may be over already", "该提醒可能已结束")
        raise NotFound(None, [Issue("no_reminder", message, (), hint)])
    rule = find_rules(context, [str(episode.rule_id)]).get(str(episode.rule_id))
    if rule is None:
        raise NotFound
    return episode, rule


def _allowed(context: Context, episode: Episode, rule: Rule) -> Allowance | None:
    clause = rule.statement.snooze
    if clause is None:
        return None
    before = Snooze.objects.filter(episode=episode, user_id=context.actor.user_id or 0).first()
    used = before.times if before is not None else 0
    left = None if clause.most is None else max(0, clause.most - used)
    latest = timetable_of(context).after(context.now, clause.longest)
    return Allowance(latest, left, before.until if before is not None else None)


def _refusal(allowed: Allowance | None) -> Issue:
    if allowed is None:
        return Issue("no_snooze", text("This reminder cannot be put off", "此提醒不可推迟"))
    return Issue("no_snooze_left", text("This reminder was put off often enough", "此提醒的推迟次数已用完"))
