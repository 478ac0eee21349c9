"""My reminders by their days, for a calendar: those that I was told, and those that come.

What comes is the next of those that I was told before or that follow rules of my own; one that I put off
comes when that time is over. When a rule begins to hold is known when it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from odos.automation.models import PersonalRule
from odos.automation.reminders.finding import find_rules
from odos.database.session import fetch_all, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight

MOST = 500
LONGEST = timedelta(days=62)  # a month with the weeks around it

_TOLD = """
    SELECT n.created_at, r.id, r.rule_id::text, r.entity_id::text, r.record_id, 'told'
    FROM notification n JOIN reminder r ON r.id = (n.about->>'reminder')::bigint
    WHERE n.recipient = %s AND n.kind = 'reminder' AND n.created_at >= %s AND n.created_at < %s
    UNION
    SELECT d.told_at, r.id, r.rule_id::text, r.entity_id::text, r.record_id, 'told'
    FROM reminder_digest d JOIN reminder_digest_item i ON i.digest_id = d.id
        JOIN reminder r ON r.id = i.reminder_id
    WHERE d.recipient = %s AND d.told_at >= %s AND d.told_at < %s
    ORDER BY 1 DESC LIMIT %s
"""
_AGAIN = """
    SELECT GREATEST(r.wake_at, s.until), r.id, r.rule_id::text, r.entity_id::text, r.record_id, 'comes'
    FROM reminder r LEFT JOIN reminder_snooze s ON s.reminder_id = r.id AND s.user_id = %s
    WHERE r.ended_at IS NULL AND GREATEST(r.wake_at, s.until) >= %s AND GREATEST(r.wake_at, s.until) < %s
        AND (r.rule_id = ANY(%s::uuid[]) OR r.id IN (SELECT (about->>'reminder')::bigint FROM notification
            WHERE recipient = %s AND kind = 'reminder' AND about->>'reminder' IS NOT NULL))
    ORDER BY 1 LIMIT %s
"""


def list_upcoming(*, context: Context, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """At most `MOST` of each kind, in the order of time; records out of sight are left out. Raises
    `Invalid` for a span that no calendar shows."""
    if not timedelta(0) < until - since <= LONGEST:
        message = text("At most {n} days", "最多 {n} 天", n=LONGEST.days)
        raise Invalid(None, [Issue("bad_moment", message, ("until",))])
    rows = {(row[1], row[0]): row for row in _rows(context, since, until)}
    labels = labels_in_sight(context, ((row[3], row[4]) for row in rows.values()))
    with transaction(context.workspace):
        rules = find_rules(context, {row[2] for row in rows.values()})
    shown = (row for row in rows.values() if (row[3], row[4]) in labels and row[2] in rules)
    return [
        {
            "at": at,
            "reminder": str(episode),
            "rule": translate(rules[rule].title, context.actor.locale),
            "entity": context.schema.by_id[entity].key,
            "record": {"id": str(record), "label": labels[(entity, record)]},
            "state": state,
        }
        for at, episode, rule, entity, record, state in sorted(shown)
    ]


def _rows(context: Context, since: datetime, until: datetime) -> Iterator[tuple[Any, ...]]:
    user, workspace = context.actor.user_id, context.workspace
    if user is None:  # the system itself has no calendar
        return
    yield from fetch_all(workspace, _TOLD, [user, since, until, user, since, until, MOST])
    from_now = max(since, context.now)
    with transaction(workspace):
        own = [str(key) for key in PersonalRule.objects.filter(owner=user).values_list("rule_id", flat=True)]
    yield from fetch_all(workspace, _AGAIN, [user, from_now, until, own, user, MOST])
