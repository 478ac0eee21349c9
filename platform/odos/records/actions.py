"""What can be done with a record beside saving it: submit, move, convert, claim, actions of plugins.

Packages above register kinds of actions here; one address offers them all and carries them out. A kind
offers one action or several by name (a workflow, a mapping), and says why one cannot be done just now.
Whoever may not do a thing is not offered it; a role names the right under ``actions``, else it is that to
edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.transaction import atomic

from odos.access.compile import refusal
from odos.access.roles import SHARE, is_external
from odos.database.session import fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid, NotFound, Problem
from odos.kernel.sql import join, quote
from odos.kernel.texts import text
from odos.records.action_kinds import ACTION_KINDS, ActionKind, Call, Offer
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.lists.queries import find_record, record_not_found
from odos.records.lists.reaching import reachable
from odos.records.writes.operations import fenced
from odos.schema.model import Entity

CHANGING = ("edit", "delete", SHARE)
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Done:
    """What came of an action. ``record`` is JSON text, None where the actor does not see it any more."""

    key: str
    result: Mapping[str, Any]
    record: str | None


def list_offers(*, context: Context, entity: Entity, record_id: int) -> list[tuple[str, Offer]]:
    """(key, offer) of all that the actor may do with a record; raises `NotFound` where it is out of sight."""
    kinds = [kind for kind in _kinds_of(entity) if _is_open(context, kind)]
    allowed = _rights(context, entity, record_id, [kind.needed_right for kind in kinds])
    return [
        (_address(kind, offer), offer)
        for kind, may in zip(kinds, allowed, strict=True)
        if may
        for offer in kind.offers(context, entity, record_id)
    ]


def list_rights(*, context: Context, entity: Entity, record_id: int) -> dict[str, bool]:
    """What the actor may do with this one record, by action; raises `NotFound` where it is out of sight.

    What approvals close of it is another question (`odos.workflow.guard`). Who looks as somebody else reads.
    """
    rights = _rights(context, entity, record_id, CHANGING)
    return {action: may and context.behind is None for action, may in zip(CHANGING, rights, strict=True)}


def carry_out(*, context: Context, entity: str, record_id: int, key: str, values: Mapping[str, Any]) -> Done:
    """Do the action ``key`` (``kind`` or ``kind.name``); raises `Forbidden`, `NotFound`, what it refuses."""

    def work(current: Context) -> Done:
        found = current.schema.get_entity(entity)
        kind, name = _named(found, key)
        if _rights(current, found, record_id, [kind.needed_right]) != [True]:
            raise Forbidden(None, [refusal(found, kind.needed_right)])
        result = kind.carry_out(current, Call(found, record_id, name, values))
        return Done(key, result, find_record(context=current, entity=found, record_id=record_id))

    return fenced(context, work)


def carry_out_many(
    *, context: Context, entity: str, record_ids: Iterable[int], key: str, values: Mapping[str, Any]
) -> dict[int, Problem | None]:
    """Do it with each of the records in turn; gives why it was refused, None where it was done.

    One transaction, so that whoever does the same with others at once waits for the whole; what one record
    refuses leaves nothing of it behind.
    """
    ids = sorted(set(record_ids))
    if not 0 < len(ids) <= MOST_AT_ONCE:
        message = text("Between 1 and {n} records at once", "一次应为 1 至 {n} 条记录", n=MOST_AT_ONCE)
        raise Invalid(None, [Issue("bad_count", message, ("ids",))])
    _named(context.schema.get_entity(entity), key)

    def one(current: Context, record_id: int) -> Problem | None:
        try:
            with atomic():
                carry_out(context=current, entity=entity, record_id=record_id, key=key, values=values)
        except Problem as refusal:
            return refusal
        return None

    return fenced(context, lambda current: {record_id: one(current, record_id) for record_id in ids})


def unknown_action(key: str) -> NotFound:
    """The refusal of a key that names nothing."""
    return NotFound(text('There is no action "{key}"', "没有名为“{key}”的操作", key=key[:80]))


def _kinds_of(entity: Entity) -> list[ActionKind]:
    return [kind for kind in ACTION_KINDS.in_order() if kind.concerns(entity)]


def _is_open(context: Context, kind: ActionKind) -> bool:
    """Who looks as somebody else reads; what visitors from outside may do is said by rights alone."""
    if is_external(context.schema, context.actor.roles):
        return False
    return kind.informs or context.behind is None


def _named(entity: Entity, key: str) -> tuple[ActionKind, str]:
    first, _dot, name = (key, "", "") if key in ACTION_KINDS else key.partition(".")
    kind = ACTION_KINDS.get(first)
    if kind is None or not kind.concerns(entity):
        raise unknown_action(key)
    return kind, name


def _address(kind: ActionKind, offer: Offer) -> str:
    return f"{kind.key}.{offer.name}" if offer.name else kind.key


def _rights(context: Context, entity: Entity, record_id: int, rights: Sequence[str]) -> list[bool]:
    """Which of the rights the actor has on the record: one query for all."""
    statement = kept(
        context, ("rights", entity.id, *rights), lambda: join(", ", _conditions(context, entity, rights))
    )
    where = "WHERE t.id = %s AND t.deleted_at IS NULL"
    whole = "SELECT " + statement + f" FROM {quote(entity.table)} t {where}"
    row = fetch_one(context.workspace, whole.text, [*whole.bind(context.slots), record_id])
    if row is None or not row[0]:
        raise record_not_found(entity, record_id)
    return list(row[1:])


def _conditions(context: Context, entity: Entity, rights: Iterable[str]) -> Iterator[Any]:
    return ("(" + reachable(context, entity, "t", right) + ") IS TRUE" for right in ("see", *rights))
