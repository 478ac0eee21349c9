"""Handing over: what somebody owns, leads and works on in teams goes to somebody else, in one step.

Records change through the engine like any others, batch by batch, so that each has its entry in the trail.
Run again, the job goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.access.compile import may_administer
from odos.access.models import TeamMember
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.jobs.kinds import JobKind
from odos.jobs.operations import enqueue
from odos.jobs.running import JobContext
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.records.bulk import write_bulk
from odos.records.bulk_requests import BulkRequest
from odos.records.context import Context
from odos.schema.model import Entity, Schema
from odos.schema.system import USER_ENTITY
from odos.storage.active import active_schema

BATCH = 500
KIND = "records.hand_over"
TEAMS = "teams"  # stands for an entity where memberships are meant


@dataclass(frozen=True)
class Holding:
    """What a user holds of one entity: records through the field ``field`` (``owner``, ``manager``)."""

    entity: str
    field: str
    count: int


def list_holdings(*, context: Context, user_id: int) -> list[Holding]:
    """How much there is to hand over, by entity; for administrators."""
    _require_administrator(context)
    held = [
        Holding(entity.key, field, _count(context, entity, field, user_id))
        for entity, field in _places(context.schema)
    ]
    teams = fetch_value(context.workspace, "SELECT count(*) FROM team_member WHERE user_id = %s", [user_id])
    return [item for item in (*held, Holding(TEAMS, "user", int(teams or 0))) if item.count]


def start_hand_over(
    *,
    context: Context,
    from_user: int,
    to_user: int,
    entities: Sequence[str] | None = None,
    deactivate: bool = False,
) -> int:
    """Put the job in; gives its id. Without ``entities`` everything goes."""
    _require_administrator(context)
    _refuse_bad_pair(context, from_user, to_user)
    known = {*(entity.key for entity, _field in _places(context.schema)), TEAMS}
    unknown = sorted(set(entities or ()) - known)
    if unknown:
        message = text("Nothing of {keys} can be handed over", "{keys} 无法移交", keys=", ".join(unknown))
        raise Invalid(None, [Issue("unknown_entity", message, ("entities",))])
    args = {
        "from": from_user,
        "to": to_user,
        "entities": sorted(known if entities is None else entities),
        "deactivate": deactivate,
    }
    return enqueue(workspace=context.workspace, kind=KIND, args=args, actor=context.actor, now=context.now)


def hand_over(job: JobContext) -> Mapping[str, Any]:
    """Do it; the result says how much went over, by entity, and what could not."""
    schema = active_schema(job.workspace)
    context = Context(job.workspace, schema, job.actor, job.now(), source="job", reason="hand-over")
    source, target, wanted = int(job.args["from"]), int(job.args["to"]), set(job.args["entities"])
    given: dict[str, int] = {}
    for entity, field in _places(schema):
        if entity.key in wanted:
            given[entity.key] = _hand_over_entity(job, context, entity, field, source, target)
    if TEAMS in wanted:
        given[TEAMS] = _hand_over_teams(context, source, target)
    if job.args["deactivate"]:
        change = BulkRequest(update=[{"id": str(source), "is_active": False}])
        write_bulk(context=context, entity=schema.by_id[USER_ENTITY].key, request=change)
    return {"handed_over": given}


def _places(schema: Schema) -> Iterator[tuple[Entity, str]]:
    """Where users hold records: as owners, and as managers of people."""
    for entity in schema.entities.values():
        if entity.owned and entity.line_of is None:
            yield entity, "owner"
    people = schema.by_id.get(USER_ENTITY)
    if people is not None and "manager" in people.fields:
        yield people, "manager"


def _count(context: Context, entity: Entity, field: str, user_id: int) -> int:
    table, column = quote(entity.table), quote(entity.fields[field].column)
    counted = f"SELECT count(*) FROM {table} WHERE {column} = %s AND deleted_at IS NULL"
    return int(fetch_value(context.workspace, counted, [user_id]))


def _hand_over_entity(
    job: JobContext, context: Context, entity: Entity, field: str, source: int, target: int
) -> int:
    """Records that a guard or a rule refuses stay, and are reported; the rest goes on past them."""
    done, last = 0, 0
    while ids := _next(context, entity, field, source, last):
        job.check_cancelled()
        last = ids[-1]
        rows = [{"id": str(number), field: str(target)} for number in ids if number != target]
        result = write_bulk(context=context, entity=entity.key, request=BulkRequest(update=rows))
        done += len(result.updated)
        for error in result.errors:
            job.report(*(issue.under(entity.key, str(rows[error.index]["id"])) for issue in error.issues))
        job.progress(done)
    return done


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
        moved: Iterable[TeamMember] = TeamMember.objects.filter(user_id=source)
        ids = [item.pk for item in moved if (item.entity_id, item.record_id, item.role) not in known]
        execute(context.workspace, "UPDATE team_member SET user_id = %s WHERE id = ANY(%s)", [target, ids])
        TeamMember.objects.filter(user_id=source).delete()
    return len(ids)


def _require_administrator(context: Context) -> None:
    if not may_administer(schema=context.schema, principal=context.actor):
        raise Forbidden(text("Only administrators may do this", "仅管理员可执行此操作"))


def _refuse_bad_pair(context: Context, source: int, target: int) -> None:
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


HAND_OVER = JobKind(KIND, hand_over, {"en": "Hand over records", "zh-hans": "移交记录"})
