"""Handing over records: what somebody owns, leads and works on in teams goes to somebody else.

Records change through the engine like any others, batch by batch, so that each has its entry in the trail.
Run again, it goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from odos.access.compile import require_administrator
from odos.access.models import TeamMember
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.jobs.context import JobContext
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.trail import TEAM
from odos.schema.model import Entity, Schema
from odos.schema.system import UNIT_ENTITY, USER_ENTITY

BATCH = 500
GIVEN = "handed_over"  # how much of what went over, in the result and between two tries
TEAMS = "teams"  # stands for an entity where memberships are meant
_NAMES = "SELECT id, name FROM user_account WHERE id = ANY(%s::bigint[])"


@dataclass(frozen=True)
class Holding:
    """What a user holds of one entity: records through the field ``field`` (``owner``, ``head``, …)."""

    entity: str
    field: str
    count: int


def list_holdings(*, context: Context, user_id: int) -> list[Holding]:
    """How much there is to hand over, by entity; for administrators."""
    require_administrator(schema=context.schema, principal=context.actor)
    held = [
        Holding(entity.key, field, _count(context, entity, field, user_id))
        for entity, field in _places(context.schema)
    ]
    teams = fetch_value(context.workspace, "SELECT count(*) FROM team_member WHERE user_id = %s", [user_id])
    return [item for item in (*held, Holding(TEAMS, "user", int(teams or 0))) if item.count]


def known_holdings(schema: Schema) -> frozenset[str]:
    """All that `hand_over_records` takes."""
    return frozenset({*(entity.key for entity, _field in _places(schema)), TEAMS})


def hand_over_records(
    job: JobContext, context: Context, *, source: int, target: int, wanted: Collection[str]
) -> dict[str, int]:
    """Give what is wanted to ``target``; tells how much went over, earlier tries of the job included. The job
    hears what could not."""
    given: dict[str, int] = dict(job.saved.get(GIVEN, {}))
    places = [(entity, field) for entity, field in _places(context.schema) if entity.key in wanted]
    total = sum(given.values()) + sum(_count(context, *place, source) for place in places)
    for entity, field in places:
        given.setdefault(entity.key, 0)
        for rows in _batches(job, context, entity, field, source, target):
            with transaction(context.workspace):
                given[entity.key] += _hand_over_rows(job, context, entity, rows)
                job.save({GIVEN: given}, done=sum(given.values()), total=total)
    if TEAMS in wanted:
        given[TEAMS] = _hand_over_teams(context, source, target)
    return given


def deactivate(*, context: Context, user_id: int) -> None:
    """They sign in no more; what they made stays."""
    change = BulkRequest(update=[{"id": str(user_id), "is_active": False}])
    write_bulk(context=context, entity=context.schema.by_id[USER_ENTITY].key, request=change)


def _places(schema: Schema) -> Iterator[tuple[Entity, str]]:
    """Where users hold records: as owners, as managers of people, and as heads of units."""
    for entity in schema.entities.values():
        if entity.owned and entity.line_of is None:
            yield entity, "owner"
    for identity, field in ((USER_ENTITY, "manager"), (UNIT_ENTITY, "head")):
        led = schema.by_id.get(identity)
        if led is not None and field in led.fields:
            yield led, field


def _count(context: Context, entity: Entity, field: str, user_id: int) -> int:
    table, column = quote(entity.table), quote(entity.fields[field].column)
    counted = f"SELECT count(*) FROM {table} WHERE {column} = %s AND deleted_at IS NULL"
    return int(fetch_value(context.workspace, counted, [user_id]))


def _batches(
    job: JobContext, context: Context, entity: Entity, field: str, source: int, target: int
) -> Iterator[list[dict[str, str]]]:
    """What is to be written, batch by batch. Nobody becomes their own manager."""
    themselves = target if entity.id == USER_ENTITY else None
    last = 0
    while ids := _next(context, entity, field, source, last):
        job.check_cancelled()
        last = ids[-1]
        yield [{"id": str(number), field: str(target)} for number in ids if number != themselves]


def _hand_over_rows(job: JobContext, context: Context, entity: Entity, rows: list[dict[str, str]]) -> int:
    """Records that a guard or a rule refuses stay, and are reported; the rest goes on past them."""
    result = write_bulk(context=context, entity=entity.key, request=BulkRequest(update=rows))
    for error in result.errors:
        job.report(*(issue.under(entity.key, rows[error.index]["id"]) for issue in error.issues))
    return len(result.updated)


def _next(context: Context, entity: Entity, field: str, source: int, after: int) -> list[int]:
    table, column = quote(entity.table), quote(entity.fields[field].column)
    rows = fetch_all(
        context.workspace,
        f"SELECT id FROM {table} WHERE {column} = %s AND id > %s AND deleted_at IS NULL"
        f" ORDER BY id LIMIT {BATCH}",
        [source, after],
    )
    return [row[0] for row in rows]


def _hand_over_teams(context: Context, source: int, target: int) -> int:
    """Where the other one has the same role on the team already, there is one member less."""
    with transaction(context.workspace):
        twins = TeamMember.objects.filter(user_id=target).values_list("entity_id", "record_id", "role")
        known = set(twins)
        left = list(TeamMember.objects.filter(user_id=source).order_by("id"))
        moved = [item for item in left if (item.entity_id, item.record_id, item.role) not in known]
        execute(
            context.workspace,
            "UPDATE team_member SET user_id = %s WHERE id = ANY(%s)",
            [target, [item.pk for item in moved]],
        )
        TeamMember.objects.filter(user_id=source).delete()
        _tell_teams(context, source, target, left, {item.pk for item in moved})
    return len(moved)


def _tell_teams(
    context: Context, source: int, target: int, left: Sequence[TeamMember], moved: Collection[int]
) -> None:
    """Each record says who left its team and who came, as when a single member changes."""
    names = dict(fetch_all(context.workspace, _NAMES, [[source, target]]))
    entries = []
    for item in left:
        gone, come = ({"user": names.get(user), "role": item.role} for user in (source, target))
        place = (str(item.entity_id), item.record_id)
        entries.append(Entry(*place, "left", changes={TEAM: [gone, None]}))
        if item.pk in moved:
            entries.append(Entry(*place, "joined", changes={TEAM: [None, come]}))
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        write_entries(workspace=context.workspace, origin=context.origin, entries=batch)


def refuse_bad_pair(context: Context, source: int, target: int) -> None:
    """Both must be there, and whoever takes over must be able to work."""
    if source == target:
        message = text("Choose somebody else to take over", "接收人不能与移交人相同")
        raise Invalid(None, [Issue("same_user", message, ("to",))])
    found = fetch_all(
        context.workspace,
        "SELECT id, is_active FROM user_account WHERE id = ANY(%s) AND deleted_at IS NULL",
        [[source, target]],
    )
    active = dict(found)
    for name, user_id in (("from", source), ("to", target)):
        if user_id not in active:
            raise Invalid(None, [Issue("unknown_user", text("There is no such user", "用户不存在"), (name,))])
    if not active[target]:
        message = text("Whoever takes over must be active", "接收人必须是启用状态")
        raise Invalid(None, [Issue("inactive_user", message, ("to",))])
