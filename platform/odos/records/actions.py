"""What can be done with a record beside saving it: submit, move, convert, claim, actions of plugins.

Packages above register kinds of actions here; one address offers them all and carries them out. A kind
offers one action or several by name (a workflow, a mapping), and says why one cannot be done just now.
Whoever may not do a thing is not offered it; a role names the right under ``actions``, else it is that to
edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from odos.access.compile import refusal
from odos.database.session import fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, NotFound
from odos.kernel.registry import Registry
from odos.kernel.sql import join, quote
from odos.kernel.texts import LANGUAGES, Text, text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.operations import fenced
from odos.records.queries import find_record, record_not_found
from odos.records.reaching import reachable
from odos.schema.model import Entity, Labels


@dataclass(frozen=True)
class Offer:
    """Something that can be done with one record. ``name`` is blank where the kind has but one.

    ``issues`` say why it cannot be done now; ``details`` (JSON) what a screen needs to ask for it.
    """

    name: str
    label: Labels
    issues: tuple[Issue, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """An action that is to be carried out, with what was sent for it."""

    entity: Entity
    record_id: int
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ActionKind:
    """``offers`` reads what there is for a record, ``carry_out`` does it in the transaction that it is given.

    ``concerns`` tells without a query whether an entity has any. ``right`` is the named action that roles
    grant; ``see`` for what whoever sees the record may try, because the kind decides by itself.
    ``carry_out`` checks everything that may have changed since it was offered, and gives JSON.
    """

    key: str
    order: float
    concerns: Callable[[Entity], bool]
    offers: Callable[[Context, Entity, int], Iterable[Offer]]
    carry_out: Callable[[Context, Call], Mapping[str, Any]]
    right: str | None = None

    @property
    def needed_right(self) -> str:
        """What access is asked for."""
        return self.right or self.key


@dataclass(frozen=True)
class Done:
    """What came of an action. ``record`` is JSON text, None where the actor does not see it any more."""

    key: str
    result: Mapping[str, Any]
    record: str | None


ACTION_KINDS: Registry[ActionKind] = Registry("action")


def labels_of_text(said: Text) -> Labels:
    """A sentence of the product as labels."""
    return {language: said.render(language) for language in LANGUAGES}


def list_offers(*, context: Context, entity: Entity, record_id: int) -> list[tuple[str, Offer]]:
    """(key, offer) of all that the actor may do with a record; raises `NotFound` where it is out of sight."""
    kinds = _kinds_of(entity)
    allowed = _rights(context, entity, record_id, [kind.needed_right for kind in kinds])
    return [
        (_address(kind, offer), offer)
        for kind, may in zip(kinds, allowed, strict=True)
        if may
        for offer in kind.offers(context, entity, record_id)
    ]


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


def unknown_action(key: str) -> NotFound:
    """The refusal of a key that names nothing."""
    return NotFound(text('There is no action "{key}"', "没有名为“{key}”的操作", key=key[:80]))


def _kinds_of(entity: Entity) -> list[ActionKind]:
    ordered = sorted(ACTION_KINDS.values(), key=lambda kind: (kind.order, kind.key))
    return [kind for kind in ordered if kind.concerns(entity)]


def _named(entity: Entity, key: str) -> tuple[ActionKind, str]:
    first, _dot, name = key.partition(".")
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
