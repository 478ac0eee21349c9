"""Who is told of what is due, and in which words.

Nobody is told of a record that they may not see at that moment. Somebody who would be told of very many
records of a rule at once gets one notification with all of them, as with `digest`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from odos.automation.reminders import digests
from odos.automation.reminders.localities import timetables_of
from odos.automation.reminders.planning import ESCALATION, Course, Firing
from odos.automation.reminders.rules import Rule, readers_of, timetable_of
from odos.automation.reminders.timetable import Timetable
from odos.automation.reminders.wording import KIND, both, escalated_body, title_of
from odos.database.session import fetch_all
from odos.dsl.statements.tree import Digest, Escalation
from odos.dsl.statements.tree import Notice as NoticeClause
from odos.kernel.texts import Text
from odos.notifications.notice import NOTHING, Notice
from odos.notifications.operations import notify_many
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.schema.model import Labels

MOST_AT_ONCE = 20  # of one rule, to one person

_SNOOZED = """
    SELECT reminder_id, user_id FROM reminder_snooze WHERE reminder_id = ANY(%s) AND until > %s
"""


@dataclass(frozen=True)
class Telling:
    """One person is told of one thing. ``key`` tells it from everything else that is ever told."""

    episode: int
    record: int
    firing: Firing
    course: Course
    user: int
    clauses: tuple[NoticeClause | Escalation, ...]
    key: str

    @property
    def escalated(self) -> bool:
        """Whether a superior is told."""
        return self.firing.kind == ESCALATION

    @property
    def channels(self) -> tuple[str, ...]:
        """Those of all clauses; as people prefer where one of them says none."""
        named = [clause.channels for clause in self.clauses]
        return () if () in named else tuple(dict.fromkeys(name for names in named for name in names))

    @property
    def template(self) -> str | None:
        """The first that is named."""
        return next((clause.template for clause in self.clauses if clause.template), None)

    @property
    def message(self) -> Labels | None:
        """The words of the first clause that has any."""
        words = (clause.message for clause in self.clauses if isinstance(clause, NoticeClause))
        return next((found.labels for found in words if found is not None), None)


def tell(context: Context, rule: Rule, tellings: Sequence[Telling]) -> Sequence[Telling]:
    """Tell them, in the open transaction; gives those who were, or will be with a digest."""
    seen = _in_sight(context, rule, tellings)
    wanted = [item for item in tellings if (item.user, item.record) in seen]
    snoozed = _snoozed(context, wanted)
    wanted = [item for item in wanted if item.escalated or (item.episode, item.user) not in snoozed]
    if rule.statement.digest is not None:
        digests.collect(context, _items(wanted), _digest_times(context, rule, rule.statement.digest, wanted))
        return wanted
    counts = Counter(item.user for item in wanted)
    single = [item for item in wanted if counts[item.user] <= MOST_AT_ONCE]
    many = [item for item in wanted if counts[item.user] > MOST_AT_ONCE]
    notify_many(context=context, notices=[(notice_of(rule, item), item.user) for item in single])
    digests.tell_together(context, rule, _items(many))
    return wanted


def _digest_times(
    context: Context, rule: Rule, digest: Digest, tellings: Iterable[Telling]
) -> Mapping[int, datetime]:
    """When each person reads theirs: at the set time where they work."""
    people = {item.user for item in tellings}
    if rule.counts_by_owner:
        timetables: Mapping[int, Timetable] = dict.fromkeys(people, timetable_of(context))
    else:
        timetables = timetables_of(context, people)
    return {user: timetables[user].next_shared(digest.schedule, now=context.now) for user in people}


def notice_of(rule: Rule, item: Telling) -> Notice:
    """One notification about one record."""
    return Notice(
        kind=KIND,
        key=item.key,
        title=title_of(rule.title, escalated=item.escalated),
        body=_body(item),
        entity_id=rule.entity.id,
        record_id=item.record,
        channels=item.channels,
        template=item.template,
        about={
            "reminder": str(item.episode),
            "rule": rule.id,
            "snooze": rule.statement.snooze is not None and not item.escalated,
        },
    )


def _body(item: Telling) -> Text:
    if item.message is not None:
        return both(item.message)
    return escalated_body(item.course.told) if item.escalated else NOTHING


def _items(tellings: Iterable[Telling]) -> list[digests.Item]:
    return [digests.Item(item.user, item.episode, item.firing.due_at, item.escalated) for item in tellings]


def _in_sight(context: Context, rule: Rule, tellings: Iterable[Telling]) -> Collection[tuple[int, int]]:
    """(user, record) of those who may see the record now: a query for each of the people."""
    wanted: dict[int, set[int]] = {}
    for item in tellings:
        wanted.setdefault(item.user, set()).add(item.record)
    readers = readers_of(context, wanted)
    return {
        (user, record)
        for user, reader in readers.items()
        for _, record in labels_in_sight(reader, ((rule.entity.id, record) for record in wanted[user]))
    }


def _snoozed(context: Context, tellings: Sequence[Telling]) -> Collection[tuple[int, int]]:
    episodes = sorted({item.episode for item in tellings})
    return set(fetch_all(context.workspace, _SNOOZED, [episodes, context.now]))
