"""``every`` rules: at set times a run for each record for which the condition holds.

A timer remembers when a rule is due and, within a turn, how far the records were gone through: a batch of
runs and the place to go on from are one transaction. Of one turn each record gets one run.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from odos.automation.reminders.rules import timetable_of
from odos.automation.runs.models import Timer
from odos.automation.runs.triggers import NewRun, put_in
from odos.database.session import fetch_all
from odos.dsl.statements.tree_of_change import Every
from odos.jobs.context import JobContext
from odos.kernel.sql import Sql, quote
from odos.records.background import platform_context_of
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import Rule
from odos.records.rules.sources import see_everything
from odos.records.rules.statements import StatementRule, statements_of
from odos.schema.model import Entity, Schema
from odos.storage.active import active_schema
from odos.storage.fence import run_fenced

BATCH = 1_000


@dataclass(frozen=True)
class _Scheduled:
    """A rule with set times."""

    entity: Entity
    rule: StatementRule[Every]


def keep_times(job: JobContext) -> Mapping[str, Any]:
    """Every rule whose time has come."""
    put = 0
    for identity in sorted(_scheduled(active_schema(job.workspace))):
        while (batch := run_fenced(job.workspace, partial(_advance, job, identity))) is not None:
            put += batch
            job.progress(put)
    return {"runs": put}


def _scheduled(schema: Schema) -> dict[str, _Scheduled]:
    return dict(_each(schema))


def _each(schema: Schema) -> Iterator[tuple[str, _Scheduled]]:
    for entity in schema.entities.values():
        for rule in statements_of(schema, entity, Every) if entity.rules else ():
            yield rule.id, _Scheduled(entity, rule)


def _advance(job: JobContext, identity: str, schema: Schema) -> int | None:
    """One batch of a turn that is due; None when there is nothing to do now."""
    found = _scheduled(schema).get(identity)
    if found is None:
        return None
    context = platform_context_of(job, schema, source="rule")
    timer = _timer(context, found)
    if timer is None or (timer.occurrence is None and timer.next_at > context.now):
        return None
    timer.occurrence = timer.occurrence or timer.next_at
    ids = _matching(context, found, timer.position)
    runs = [NewRun(uuid.uuid4(), found.rule, record_id, "every", {}, timer.occurrence) for record_id in ids]
    put_in(context, found.entity, runs)
    timer.position = ids[-1] if ids else timer.position
    if len(ids) < BATCH:
        timer.next_at, timer.occurrence, timer.position = _next(context, found), None, 0
    timer.save()
    return len(ids)


def _timer(context: Context, found: _Scheduled) -> Timer | None:
    """The rule's timer, locked; None where another worker has it. A new text is timed anew."""
    source, next_at = found.rule.text, _next(context, found)
    fresh = Timer(rule_id=found.rule.id, source=source, next_at=next_at)
    Timer.objects.bulk_create([fresh], ignore_conflicts=True)
    timer = Timer.objects.select_for_update(skip_locked=True).filter(rule_id=found.rule.id).first()
    if timer is not None and timer.source != source:
        timer.source, timer.next_at, timer.occurrence, timer.position = source, next_at, None, 0
        timer.save()
    return timer


def _next(context: Context, found: _Scheduled) -> datetime:
    return timetable_of(context).next_shared(found.rule.statement.schedule, now=context.now)


def _matching(context: Context, found: _Scheduled, position: int) -> list[int]:
    statement = kept(context, ("every", found.rule.id), lambda: _compile(context, found))
    bound = [*statement.bind(context.slots), position, BATCH]
    return [row[0] for row in fetch_all(context.workspace, statement.text, bound)]


def _compile(context: Context, found: _Scheduled) -> Sql:
    source = open_source(context.schema, found.entity, "t", see_everything)
    when = found.rule.statement.when
    condition = Sql("TRUE") if when is None else Rule(found.rule.checked.expression(when)).condition(source)
    return (
        f'SELECT "t".id FROM {quote(found.entity.table)} "t"'
        + source.joins.sql()
        + ' WHERE "t".deleted_at IS NULL AND ('
        + condition
        + Sql(') AND "t".id > ')
        + "%s ORDER BY 1 LIMIT %s"
    )
