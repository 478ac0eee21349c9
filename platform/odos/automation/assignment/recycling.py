"""``recycle`` rules: records whose condition holds go back to a pool; their owners are warned before.

Each batch is one transaction; what went back has no owner any more and is not found again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from odos.automation.assignment.models import RECYCLED, PoolEvent
from odos.automation.assignment.placing import Place, place_records
from odos.automation.assignment.pools import get_pool
from odos.automation.people import Asking, people_of
from odos.automation.reminders.rules import timetable_of
from odos.database.session import fetch_all
from odos.dsl.statements.tree import Named, Recycle, Release
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text
from odos.notifications.notice import RECORD, Notice
from odos.notifications.operations import notify_many
from odos.records.background import platform_context_of
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import Rule
from odos.records.rules.sources import see_everything
from odos.records.rules.statements import StatementRule, statements_of
from odos.schema.model import Entity, Schema
from odos.schema.system import pool_field
from odos.storage.active import active_schema
from odos.storage.fence import run_fenced

BATCH = 500
_GONE = text("{record} went back to the pool", "{record} 已退回公共池", record=RECORD)
_SOON = text("{record} goes back to the pool soon", "{record} 即将退回公共池", record=RECORD)


@dataclass(frozen=True)
class _Found:
    """A rule with its entity."""

    entity: Entity
    rule: StatementRule[Recycle]


def recycle(job: JobContext) -> Mapping[str, Any]:
    """Warn, then bring back, rule by rule."""
    warned = moved = 0
    for identity in sorted(_rules(active_schema(job.workspace))):
        warned += run_fenced(job.workspace, partial(_warn, job, identity))
        while done := run_fenced(job.workspace, partial(_bring_back, job, identity)):
            moved += done
            job.progress(moved)
    return {"recycled": moved, "warned": warned}


def _rules(schema: Schema) -> dict[str, _Found]:
    return {found.rule.id: found for found in _each(schema)}


def _each(schema: Schema) -> Iterator[_Found]:
    for entity in schema.entities.values():
        if entity.rules and pool_field(entity) is not None:
            yield from (_Found(entity, rule) for rule in statements_of(schema, entity, Recycle))


def _context(job: JobContext, schema: Schema, rule: str) -> Context:
    return platform_context_of(job, schema, source="rule", reason=rule)


def _bring_back(job: JobContext, identity: str, schema: Schema) -> int:
    found = _rules(schema).get(identity)
    if found is None:
        return 0
    context, count = _context(job, schema, found.rule.key), 0
    for place, release in enumerate(found.rule.statement.releases):
        rows = _due(context, found, place, release, lock=True)
        if rows:
            _release(context, found, release, dict(rows))
            count += len(rows)
    return count


def _release(context: Context, found: _Found, release: Release, owners: Mapping[int, int]) -> None:
    assert isinstance(release.to, Named)
    pool = get_pool(context, release.to.name)
    places = dict.fromkeys(owners, Place(None, pool, found.rule.key))
    place_records(context, found.entity, places, tell=False)
    until = timetable_of(context).after(context.now, release.keep_out) if release.keep_out else None
    PoolEvent.objects.bulk_create(
        PoolEvent(
            entity_id=found.entity.id, record_id=record_id, pool_id=pool, user_id=owner, what=RECYCLED,
            reason=found.rule.key, at=context.now, keep_out_until=until,
        )
        for record_id, owner in owners.items()
    )  # fmt: skip
    once = str(context.now)
    notices = [(_notice(found, _GONE, "recycled", key, once), owner) for key, owner in owners.items()]
    notify_many(context=context, notices=notices)


def _warn(job: JobContext, identity: str, schema: Schema) -> int:
    """Whoever would lose a record within the time of the warning is told once, until the record changes."""
    found = _rules(schema).get(identity)
    warning = found.rule.statement.warning if found is not None else None
    if found is None or warning is None:
        return 0
    context = _context(job, schema, found.rule.key)
    later = replace(context, now=timetable_of(context).after(context.now, warning.before))
    count = 0
    for place, release in enumerate(found.rule.statement.releases):
        rows = _due(later, found, place, release, lock=False)
        people = people_of(
            Asking(context, found.entity, [row[0] for row in rows], found.rule.checked.expression), warning.to
        )
        versions = _versions(context, found.entity, list(people))
        notices = [
            (
                replace(
                    _notice(found, _SOON, "recycle_soon", record_id, str(versions.get(record_id))),
                    channels=warning.channels,
                    template=warning.template,
                ),
                user,
            )
            for record_id, users in people.items()
            for user in users
        ]
        count += notify_many(context=context, notices=notices)
    return count


def _versions(context: Context, entity: Entity, ids: Sequence[int]) -> dict[int, int]:
    statement = f"SELECT id, version FROM {quote(entity.table)} WHERE id = ANY(%s)"
    return dict(fetch_all(context.workspace, statement, [list(ids)]))


def _notice(found: _Found, title: Any, what: str, record_id: int, once: str) -> Notice:
    return Notice(
        kind="assignment",
        key=f"{what}:{found.rule.id}:{record_id}:{once}",
        title=title,
        entity_id=found.entity.id,
        record_id=record_id,
    )


def _due(
    context: Context, found: _Found, place: int, release: Release, *, lock: bool
) -> list[tuple[int, int]]:
    """(record, owner) of a batch for which the condition holds at the context's moment."""
    key = ("recycle", found.rule.id, place)
    statement = kept(context, key, lambda: _compile(context, found, release))
    suffix = f" LIMIT {BATCH}" + (' FOR UPDATE OF "t" SKIP LOCKED' if lock else "")
    return fetch_all(context.workspace, statement.text + suffix, statement.bind(context.slots))


def _compile(context: Context, found: _Found, release: Release) -> Sql:
    source = open_source(context.schema, found.entity, "t", see_everything)
    holds = Rule(found.rule.checked.expression(release.when)).condition(source)
    whole = found.rule.statement.when
    if whole is not None:
        holds = holds + " AND " + Rule(found.rule.checked.expression(whole)).condition(source)
    return (
        f'SELECT "t".id, "t".owner FROM {quote(found.entity.table)} "t"'
        + source.joins.sql()
        + ' WHERE "t".deleted_at IS NULL AND "t".owner IS NOT NULL AND ('
        + holds
        + ') ORDER BY "t".id'
    )


RECYCLE = JobKind(
    "automation.recycle", recycle, {"en": "Bring records back to pools", "zh-hans": "回收到公共池"}
)
JOB_KINDS = (RECYCLE,)
PERIODICS = (Periodic("automation.recycle", RECYCLE.key, every_seconds=900),)
