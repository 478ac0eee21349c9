"""Which records have an episode: one statement for a rule ends those that are over and begins the others.

An episode begins when the rule holds of a record and its time has come, and ends when one of the two is no
longer so; when both are anew, another begins. With ``until`` it ends for good. The statement never waits
for workers that tell: a unique key keeps two evaluations from beginning an episode twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from odos.automation.models import RuleState
from odos.automation.reminders.matching import Matching, localities_for, matching_of, slots_of
from odos.automation.reminders.rules import Rule
from odos.database.locks import try_lock_exclusive
from odos.database.session import execute, fetch_one, transaction
from odos.kernel.sql import Sql, join
from odos.records.context import Context

LEAST_PAUSE = timedelta(seconds=60)
MOST_PAUSE = timedelta(minutes=15)
SHARE = 40  # a rule may take one part in so many of the time

# The planner's workers are for people who wait.
_ALONE = "SELECT set_config('max_parallel_workers_per_gather', '0', true)"


@dataclass(frozen=True)
class Evaluated:
    """How many episodes one evaluation began and ended, and of how many records the rule holds."""

    begun: int = 0
    ended: int = 0
    matching: int = 0


def evaluate(
    *, context: Context, rule: Rule, most: int | None = None, timeout_ms: int = 0
) -> Evaluated | None:
    """Bring the episodes of a rule up to date; None when another worker is at it. ``most``: begin so many
    at most. ``context`` is the rule's own."""
    with transaction(context.workspace, timeout_ms=timeout_ms):
        if not try_lock_exclusive(context.workspace, f"reminder rule {rule.id}"):
            return None
        execute(context.workspace, _ALONE)
        state = RuleState.objects.filter(pk=rule.id).first()
        since = state.evaluated_at if state is not None and state.evaluated_at else context.now
        began = time.monotonic()
        statement = _statement(context, rule, since, most)
        row = fetch_one(context.workspace, statement.text, statement.params) or (0, 0, 0)
        if state is not None and state.revision != rule.revision:
            _reckon_again(context, rule)
        found = Evaluated(*row)
        _note(context, rule, found, time.monotonic() - began)
    return found


def end_all(*, context: Context, rule_ids: list[str], by: str = "rule") -> int:
    """End every episode of rules that no longer run, and forget their states."""
    with transaction(context.workspace):
        RuleState.objects.filter(pk__in=rule_ids).delete()
        return execute(
            context.workspace,
            "UPDATE reminder SET ended_at = %s, ended_by = %s, wake_at = NULL"
            " WHERE rule_id = ANY(%s::uuid[]) AND ended_at IS NULL",
            [context.now, by, rule_ids],
        )


def _statement(context: Context, rule: Rule, since: datetime, most: int | None) -> Sql:
    """Gives how many began, ended, and match.

    Records that match and episodes that are known meet in a full join, which PostgreSQL never makes record by
    record: neither grows with the square of the other, however little is known of them.
    """
    return (
        "WITH known AS ("
        + _known(rule)
        + "), met AS MATERIALIZED (SELECT m.id, m.due_at, m.begins, m.is_over, k.episode FROM ("
        + _matching(context, rule, since)
        + ") m FULL JOIN known k ON k.record = m.id), "
        + _ended(context, rule, since)
        + ", "
        + _begun(context, rule, most)
        + " SELECT (SELECT count(*) FROM begun), (SELECT count(*) FROM ended),"
        " (SELECT count(id) FROM met)"
    )


def _known(rule: Rule) -> Sql:
    """Episodes that are open, and those that ended for good. One of another entity meets no record."""
    record = Sql("CASE WHEN r.entity_id = %s::uuid THEN r.record_id END", (rule.entity.id,))
    columns = "r.id AS episode, " + record + " AS record"
    of_rule = Sql("r.rule_id = %s::uuid AND (r.ended_at IS NULL OR r.is_final)", (rule.id,))
    return "SELECT " + columns + " FROM reminder r WHERE " + of_rule


def _matching(context: Context, rule: Rule, since: datetime) -> Sql:
    """Records of which the rule holds and whose time has come; whether an episode may begin, or is over."""

    def of(matching: Matching, among: Sequence[Sql]) -> Sql:
        begins = matching.is_fresh + " AND NOT " + matching.until
        columns = '"t".id, ' + matching.due_at + " AS due_at, " + begins + " AS begins, "
        return matching.select(columns + matching.until + " AS is_over", matching.is_due, *among)

    return _everywhere(context, rule, since, of)


def _ended(context: Context, rule: Rule, since: datetime) -> Sql:
    """Episodes that are over: the rule holds no more, or what ends it for good came true."""
    end = Sql("UPDATE reminder r SET ended_at = %s, wake_at = NULL, ", (context.now,))
    over = (
        " FROM met WHERE met.episode = r.id AND (met.id IS NULL OR met.is_over)"
        " AND r.ended_at IS NULL RETURNING 1)"
    )
    if rule.statement.until is None:
        return "ended AS (" + end + "ended_by = 'condition'" + over

    def of(matching: Matching, among: Sequence[Sql]) -> Sql:
        episode = Sql(' JOIN reminder r ON r.record_id = "t".id AND r.rule_id = %s::uuid', (rule.id,))
        conditions = join(" AND ", [Sql("r.ended_at IS NULL"), matching.until, *among])
        return "SELECT r.id" + matching.table + episode + " WHERE " + conditions

    is_done = "EXISTS (SELECT FROM done WHERE done.id = r.id)"
    return (
        "done AS ("
        + _everywhere(context, rule, since, of)
        + "), ended AS ("
        + end
        + f"is_final = {is_done}, ended_by = CASE WHEN {is_done} THEN 'until' ELSE 'condition' END"
        + over
    )


def _begun(context: Context, rule: Rule, most: int | None) -> Sql:
    """Episodes of records that have none, and had none that ended for good."""
    columns = "rule_id, entity_id, record_id, revision, due_at, began_at, wake_at, climbed"
    values = Sql(
        "SELECT %s::uuid, %s::uuid, met.id, %s, met.due_at, %s::timestamptz, met.due_at, '{}'::int[]",
        (rule.id, rule.entity.id, rule.revision, context.now),
    )
    first = "" if most is None else f" ORDER BY met.due_at LIMIT {int(most)}"
    return (
        f"begun AS (INSERT INTO reminder ({columns}) "
        + values
        + f" FROM met WHERE met.begins AND met.episode IS NULL{first} ON CONFLICT DO NOTHING RETURNING 1)"
    )


def _everywhere(
    context: Context, rule: Rule, since: datetime, of: Callable[[Matching, Sequence[Sql]], Sql]
) -> Sql:
    """What ``of`` selects of the records of each locality, by its working time."""
    matching, pieces = matching_of(context, rule), []
    for locality in localities_for(context, rule, matching):
        piece = of(matching, [locality.among] if locality.among is not None else [])
        slots = slots_of(context, locality, since=min(since, context.now))
        pieces.append(Sql(piece.text, tuple(piece.bind(slots))))
    return join(" UNION ALL ", pieces)


def _reckon_again(context: Context, rule: Rule) -> None:
    """Another text: what was told stays told; when the next thing is due is found when they wake."""
    execute(
        context.workspace,
        "UPDATE reminder SET revision = %s, wake_at = %s"
        " WHERE rule_id = %s::uuid AND ended_at IS NULL AND revision <> %s",
        [rule.revision, context.now, rule.id, rule.revision],
    )


def _note(context: Context, rule: Rule, found: Evaluated, seconds: float) -> None:
    pause = min(MOST_PAUSE, max(LEAST_PAUSE, timedelta(seconds=seconds * SHARE)))
    RuleState.objects.update_or_create(
        pk=rule.id,
        defaults={
            "revision": rule.revision,
            "evaluated_at": context.now,
            "next_at": context.now + pause,
            "seconds": seconds,
            "matching": found.matching,
            "failures": 0,
            "error": "",
        },
    )
