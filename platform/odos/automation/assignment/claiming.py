"""Out of a pool and back: claim, release, and assign by the rules once more, as actions of a record.

A claim waits for other claims of the same person first, so that several at once cannot pass a limit together,
then for the record, so that of two people exactly one gets it. Several may be claimed in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from odos.automation.assignment.assigning import assign, clauses_of
from odos.automation.assignment.finished import FINISHED, finished_records
from odos.automation.assignment.models import CLAIMED, RELEASED, PoolEvent
from odos.automation.assignment.placing import Place, place_records
from odos.automation.assignment.pools import get_pool, members_of
from odos.automation.assignment.terms import terms_of
from odos.database.locks import lock_exclusive
from odos.database.session import fetch_one, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid
from odos.kernel.sql import Slot, Sql, quote
from odos.kernel.texts import text
from odos.records.action_kinds import ActionKind, Call, Offer, labels_of_text
from odos.records.context import Context
from odos.schema.model import Entity
from odos.schema.system import pool_field
from odos.workflow.stages.endings import open_records

LONGEST_REASON = 1_000
_CLAIM = labels_of_text(text("Claim", "领取"))
_RELEASE = labels_of_text(text("Back to the pool", "退回公共池"))
_ASSIGN = labels_of_text(text("Assign by rules", "按规则分配"))

_YOURS = text("It is yours already", "该记录已由您负责")
_TAKEN = text("Somebody else was faster", "已被他人领取")
_NOWHERE = text("It waits in no pool", "该记录不在公共池中")

_CLAIMS = """
    SELECT count(*) FROM pool_event
    WHERE what = 'claimed' AND user_id = %s AND entity_id = %s::uuid AND at >= %s
"""
_KEPT_OUT = """
    SELECT max(keep_out_until) FROM pool_event
    WHERE entity_id = %s::uuid AND record_id = %s AND user_id = %s AND keep_out_until > %s
"""


def _has_pool(entity: Entity) -> bool:
    return pool_field(entity) is not None


# ------------------------------------------------------------------ claim


def _offers_of_claim(context: Context, entity: Entity, record_id: int) -> Iterable[Offer]:
    pool, owner = _place(context, entity, record_id, lock=False)
    if owner is None and pool is not None and _is_member(context, pool):
        yield Offer("", _CLAIM, tuple(_hindrances(context, entity, record_id)))


def _claim(context: Context, call: Call) -> Mapping[str, Any]:
    lock_exclusive(context.workspace, f"claims of {context.actor.user_id}")
    pool, owner = _place(context, call.entity, call.record_id, lock=True)
    if owner is not None or pool is None:
        message = _YOURS if owner == context.actor.user_id else _TAKEN if owner is not None else _NOWHERE
        raise Conflict(message, [Issue("claimed_already", message)])
    if not _is_member(context, pool):
        raise Forbidden(text("You are no member of this pool", "您不是该公共池的成员"))
    issues = tuple(_hindrances(context, call.entity, call.record_id))
    if issues:
        raise Conflict(None, issues)
    place = Place(context.actor.user_id, None, "claim")
    place_records(context, call.entity, {call.record_id: place}, tell=False)
    _note(context, call.entity, call.record_id, CLAIMED, pool)
    return {"owner": str(context.actor.user_id)}


def _hindrances(context: Context, entity: Entity, record_id: int) -> Iterator[Issue]:
    """Why the actor may not claim it now: a limit is reached, or they are kept out."""
    terms, user = terms_of(context, entity), context.actor.user_id
    until = fetch_value(context.workspace, _KEPT_OUT, [entity.id, record_id, user, context.now])
    if until is not None:
        day = _local(context, until).date().isoformat()
        yield Issue(
            "kept_out",
            text("You had it before: not until {day}", "您曾负责该记录，{day} 前不能领取", day=day),
        )
    if terms.most is not None:
        since = _start_of(_local(context, context.now), terms.period)
        taken = int(fetch_value(context.workspace, _CLAIMS, [user, entity.id, since]))
        if taken >= terms.most:
            message = text("You have claimed {n}, the most for now", "您已领取 {n} 条，已达上限", n=taken)
            yield Issue("too_many_claims", message)
    if terms.held is not None and _held(context, entity) >= terms.held:
        message = text("You hold {n} already, the most", "您已持有 {n} 条，已达上限", n=terms.held)
        yield Issue("too_many_held", message)


def _held(context: Context, entity: Entity) -> int:
    """How many open records the actor has."""
    mine = "SELECT count(*) " + open_records(context, entity) + Sql(' AND "t".owner = %s', (Slot("user"),))
    return int(fetch_value(context.workspace, mine.text, mine.bind(context.slots)))


def _local(context: Context, moment: datetime) -> datetime:
    return moment.astimezone(context.surroundings.zone)


def _start_of(now: datetime, period: str) -> datetime:
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}
    return starts[period]


# ------------------------------------------------------------------ release, assign


def _offers_of_release(context: Context, entity: Entity, record_id: int) -> Iterable[Offer]:
    _pool, owner = _place(context, entity, record_id, lock=False)
    if owner is not None and terms_of(context, entity).pool is not None:
        yield Offer("", _RELEASE, _finished(context, entity, record_id))


def _release(context: Context, call: Call) -> Mapping[str, Any]:
    terms, reason = terms_of(context, call.entity), _reason(call)
    name = call.values.get("pool") or terms.pool
    if not isinstance(name, str):
        raise Invalid(None, [Issue("required", text("Say which pool", "请指定公共池"), ("pool",))])
    pool = get_pool(context, name)
    _, owner = _place(context, call.entity, call.record_id, lock=True)
    if owner is None:
        raise Conflict(text("It is in a pool already", "该记录已在公共池中"))
    _refuse_finished(context, call)
    place_records(context, call.entity, {call.record_id: Place(None, pool, reason or "release")}, tell=False)
    until = terms.kept_out_until(context) if terms.keep_out else None
    _note(context, call.entity, call.record_id, RELEASED, pool, user=owner, reason=reason, until=until)
    return {"pool": str(pool)}


def _finished(context: Context, entity: Entity, record_id: int) -> tuple[Issue, ...]:
    return (FINISHED,) if finished_records(context, entity, [record_id]) else ()


def _refuse_finished(context: Context, call: Call) -> None:
    issues = _finished(context, call.entity, call.record_id)
    if issues:
        raise Conflict(FINISHED.message, issues)


def _reason(call: Call) -> str:
    reason = call.values.get("reason") or ""
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON:
        message = text("At most {n} characters", "最多 {n} 个字符", n=LONGEST_REASON)
        raise Invalid(None, [Issue("too_long", message, ("reason",))])
    return reason


def _offers_of_assign(context: Context, entity: Entity, _record_id: int) -> Iterable[Offer]:
    if clauses_of(context, entity):
        yield Offer("", _ASSIGN)


def _assign(context: Context, call: Call) -> Mapping[str, Any]:
    place = assign(context, call.entity, [call.record_id]).get(call.record_id)
    if place is None:
        message = text("No rule says who gets this record", "没有规则适用于此记录")
        raise Conflict(message, [Issue("nobody_suits", message)])
    if place.owner is None:
        _refuse_finished(context, call)
    return {"owner": None if place.owner is None else str(place.owner)}


# ------------------------------------------------------------------ the record and its history


def _place(context: Context, entity: Entity, record_id: int, *, lock: bool) -> tuple[int | None, int | None]:
    """(pool, owner) as they are now."""
    field = pool_field(entity)
    assert field is not None
    statement = (
        f"SELECT {quote(field.column)}, owner FROM {quote(entity.table)} WHERE id = %s AND deleted_at IS NULL"
    )
    row = fetch_one(context.workspace, statement + (" FOR UPDATE" if lock else ""), [record_id])
    return (row[0], row[1]) if row else (None, None)


def _is_member(context: Context, pool: int) -> bool:
    members = members_of(context, [pool]).get(pool)
    return members is None or context.actor.user_id in members


def _note(
    context: Context,
    entity: Entity,
    record_id: int,
    what: str,
    pool: int,
    *,
    user: int | None = None,
    reason: str = "",
    until: datetime | None = None,
) -> None:
    PoolEvent.objects.create(
        entity_id=entity.id, record_id=record_id, pool_id=pool, user_id=user or context.actor.user_id,
        what=what, reason=reason, at=context.now, keep_out_until=until,
    )  # fmt: skip


def _is_assigned(entity: Entity) -> bool:
    return entity.owned and bool(entity.rules)


ACTIONS = (
    ActionKind("claim", 10, _has_pool, _offers_of_claim, _claim, right="see"),
    ActionKind("assign", 60, _is_assigned, _offers_of_assign, _assign),
    ActionKind("release", 70, _has_pool, _offers_of_release, _release),
)
