"""Reminders that one person is told together: at the set times of a rule, or since they are very many.

A digest is a row with its items until its time comes. What is over by then, or out of the reader's sight, is
no longer told; a digest with nothing left is not told at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from odos.automation.reminders.rules import Rule, readers_of
from odos.automation.reminders.wording import digest_notice
from odos.database.locks import lock_exclusive
from odos.database.session import execute, fetch_all, fetch_one
from odos.kernel.problems import NotFound
from odos.notifications.operations import notify_many
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.schema.model import Labels

FindTitles = Callable[[Collection[str]], Mapping[str, Labels]]  # of the rules that still run
BATCH = 100

_COLLECT = """
    INSERT INTO reminder_digest (recipient, due_at)
    SELECT * FROM unnest(%s::bigint[], %s::timestamptz[])
    ON CONFLICT (recipient, due_at) WHERE told_at IS NULL DO UPDATE SET due_at = excluded.due_at
    RETURNING recipient, id
"""
_TOGETHER = """
    INSERT INTO reminder_digest (recipient, due_at, told_at) SELECT unnest(%s::bigint[]), %s, %s
    RETURNING recipient, id
"""
_ADD = """
    INSERT INTO reminder_digest_item (digest_id, reminder_id, due_at, escalated)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::boolean[])
    ON CONFLICT DO NOTHING
"""
_CLAIM = """
    SELECT id, recipient FROM reminder_digest WHERE told_at IS NULL AND due_at <= %s
    ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
_TOLD = "UPDATE reminder_digest SET told_at = %s WHERE id = ANY(%s)"
_OF_READER = "SELECT id FROM reminder_digest WHERE id = %s AND recipient = %s AND told_at IS NOT NULL"
_ITEMS = """
    SELECT i.digest_id, r.id, r.rule_id::text, r.entity_id::text, r.record_id, i.due_at, i.escalated
    FROM reminder_digest_item i JOIN reminder r ON r.id = i.reminder_id
    WHERE i.digest_id = ANY(%s) AND (r.ended_at IS NULL OR %s) ORDER BY i.id
"""


@dataclass(frozen=True)
class Item:
    """An episode for a digest of somebody."""

    user: int
    episode: int
    due_at: datetime
    escalated: bool


@dataclass(frozen=True)
class Entry:
    """An item of a digest as it is read."""

    digest: int
    episode: int
    rule: str
    entity: str
    record: int
    due_at: datetime
    escalated: bool


def collect(context: Context, items: Sequence[Item], due_at: Mapping[int, datetime]) -> None:
    """To be told at the time of each person, in the open transaction.

    One collects at a time: a batch holds digests of several rules, in no order that others keep as well.
    """
    people = sorted({item.user for item in items})
    if people:
        lock_exclusive(context.workspace, "reminder digests")
        times = [due_at[user] for user in people]
        _add(context, dict(fetch_all(context.workspace, _COLLECT, [people, times])), items)


def tell_together(context: Context, rule: Rule, items: Sequence[Item]) -> None:
    """At once: one notification for each person."""
    counts = Counter(item.user for item in items)
    if not counts:
        return
    made = dict(fetch_all(context.workspace, _TOGETHER, [sorted(counts), context.now, context.now]))
    _add(context, made, items)
    titles = {rule.id: rule.title}
    notices = [
        (digest_notice(digest, {rule.id: counts[user]}, titles), user) for user, digest in made.items()
    ]
    notify_many(context=context, notices=notices)


def tell_due(context: Context, find_titles: FindTitles) -> int:
    """Tell the digests whose time has come, in the open transaction; gives how many it looked at."""
    claimed = dict(fetch_all(context.workspace, _CLAIM, [context.now, BATCH]))
    if not claimed:
        return 0
    entries = _entries(context, claimed, over=False)
    titles = find_titles({entry.rule for entry in entries})
    seen = [entry for entry in _in_sight(context, claimed, entries) if entry.rule in titles]
    notices = []
    for digest, user in claimed.items():
        counts = Counter(entry.rule for entry in seen if entry.digest == digest)
        named = {rule: titles[rule] for rule in counts}
        notices += [(digest_notice(digest, counts, named), user)] if counts else []
    notify_many(context=context, notices=notices)
    execute(context.workspace, _TOLD, [context.now, list(claimed)])
    return len(claimed)


def list_entries(*, context: Context, digest_id: int) -> list[tuple[Entry, str]]:
    """What stands in a digest of the actor's, with the titles of the records, as far as they may see them;
    what is over stands there as well. Raises `NotFound`."""
    owned = {digest_id: context.actor.user_id or 0}
    if fetch_one(context.workspace, _OF_READER, [digest_id, context.actor.user_id]) is None:
        raise NotFound
    entries = _entries(context, owned, over=True)
    labels = labels_in_sight(context, ((entry.entity, entry.record) for entry in entries))
    return [
        (entry, labels[(entry.entity, entry.record)])
        for entry in entries
        if (entry.entity, entry.record) in labels
    ]


def _entries(context: Context, digests: Iterable[int], *, over: bool) -> list[Entry]:
    return [Entry(*row) for row in fetch_all(context.workspace, _ITEMS, [list(digests), over])]


def _in_sight(context: Context, claimed: Mapping[int, int], entries: Iterable[Entry]) -> list[Entry]:
    """Those that each reader may see now."""
    listed = list(entries)
    seen = {
        (user, place)
        for user, reader in readers_of(context, set(claimed.values())).items()
        for place in labels_in_sight(
            reader, ((entry.entity, entry.record) for entry in listed if claimed[entry.digest] == user)
        )
    }
    return [entry for entry in listed if (claimed[entry.digest], (entry.entity, entry.record)) in seen]


def _add(context: Context, digests: Mapping[int, int], items: Sequence[Item]) -> None:
    columns = [
        [digests[item.user] for item in items],
        [item.episode for item in items],
        [item.due_at for item in items],
        [item.escalated for item in items],
    ]
    execute(context.workspace, _ADD, columns)
