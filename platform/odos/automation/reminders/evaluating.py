"""Which records have an episode: one statement for a rule ends those that are over and begins the others.

An episode begins when the rule holds of a record and its time has come, and ends when one of the two is no
longer so; when both are anew, another begins. With ``until`` it ends for good. The statement never waits
for workers that tell: a unique key keeps two evaluations from beginning an episode twice.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from odos.automation.models import RuleState
from odos.automation.reminders.matching import Matching, matching_of, slots_of
from odos.automation.reminders.rules import Rule
from odos.database.locks import try_lock_exclusive
from odos.database.session import execute, fetch_one, transaction
from odos.dsl.context import NOW
from odos.kernel.sql import Sql
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
        row = fetch_one(context.workspace, *_bound(context, rule, since, most)) or (0, 0, 0)
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


def _bound(context: Context, rule: Rule, since: datetime, most: int | None) -> tuple[str, list[object]]:
    statement = _statement(matching_of(context, rule), rule, most)
    slots = slots_of(context, since=min(since, context.now))
    return statement.text, statement.bind(slots)


def _statement(matching: Matching, rule: Rule, most: int | None) -> Sql:
    """Gives how many began, ended, and match."""
    columns = '"t".id, ' + matching.due_at + " AS due_at, " + _begins(matching) + " AS begins"
    identity = (rule.id,)
    now = Sql("%s::timestamptz", (NOW,))
    limit = f" LIMIT {int(most)}" if most is not None else ""
    final = (
        ", done AS (SELECT r.id"
        + matching.table
        + Sql(' JOIN reminder r ON r.record_id = "t".id AND r.rule_id = %s::uuid', identity)
        + " WHERE r.ended_at IS NULL AND "
        + matching.until
        + ")"
    )
    return (
        "WITH matching AS MATERIALIZED ("
        + matching.select(Sql(columns.text, columns.params), matching.is_due)
        + ")"
        + final
        + ", ended AS (UPDATE reminder r SET ended_at = "
        + now
        + ", wake_at = NULL, is_final = EXISTS (SELECT FROM done WHERE done.id = r.id),"
        " ended_by = CASE WHEN EXISTS (SELECT FROM done WHERE done.id = r.id) THEN 'until'"
        " ELSE 'condition' END"
        + Sql(" WHERE r.rule_id = %s::uuid AND r.ended_at IS NULL AND", identity)
        + " (NOT EXISTS (SELECT FROM matching m WHERE m.id = r.record_id)"
        + Sql(" OR r.entity_id <> %s::uuid", (rule.entity.id,))
        + " OR EXISTS (SELECT FROM done WHERE done.id = r.id)) RETURNING 1)"
        ", begun AS (INSERT INTO reminder (rule_id, entity_id, record_id, revision, due_at, began_at,"
        " wake_at, climbed)"
        + Sql(" SELECT %s::uuid, %s::uuid, m.id, %s, m.due_at, ", (rule.id, rule.entity.id, rule.revision))
        + now
        + ", m.due_at, '{}' FROM matching m WHERE m.begins AND NOT EXISTS (SELECT FROM reminder r"
        + Sql(" WHERE r.rule_id = %s::uuid AND r.record_id = m.id", identity)
        + f" AND (r.ended_at IS NULL OR r.is_final)) ORDER BY m.due_at{limit}"
        " ON CONFLICT DO NOTHING RETURNING 1)"
        " SELECT (SELECT count(*) FROM begun), (SELECT count(*) FROM ended), (SELECT count(*) FROM matching)"
    )


def _begins(matching: Matching) -> Sql:
    return "(" + matching.is_fresh + " AND NOT " + matching.until + ")"


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
