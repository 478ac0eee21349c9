"""What saved views and segments have in common: an owner, a name, an audience, a version, an audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from django.db.models import QuerySet

from odos.access.compile import may_use_powers
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid, NotFound, Stale
from odos.kernel.texts import text
from odos.personal.audience import read_audience, visible_to
from odos.personal.models import Shared
from odos.records.context import Context
from odos.schema.model import Entity, unknown_entity

LONGEST_NAME = 120

Thing = TypeVar("Thing", bound=Shared)


def require_entity(context: Context, key: str) -> Entity:
    """The entity, as far as the actor may see any of its records; raises `NotFound`."""
    found = context.schema.get_entity(key)
    if context.access(found).impossible:
        raise NotFound(None, [unknown_entity(key)])
    return found


def owner_id(context: Context) -> int:
    """The person who acts; the platform itself keeps nothing of its own."""
    if context.actor.user_id is None:
        raise Forbidden
    return context.actor.user_id


def seen_by(context: Context, things: QuerySet[Thing]) -> QuerySet[Thing]:
    """Those that the actor owns or was given, whose entity is there for them."""
    entities = [
        entity.id for entity in context.schema.entities.values() if not context.access(entity).impossible
    ]
    return things.filter(visible_to(context.actor), entity__in=entities)


def may_change(context: Context, thing: Shared) -> bool:
    """Owners may; administrators may change what is shared with all, so that nothing outlives its owner."""
    is_own = thing.owner == context.actor.user_id
    return is_own or (thing.everyone and may_use_powers(schema=context.schema, principal=context.actor))


def require_change(context: Context, thing: Shared, if_version: int | None) -> None:
    """Raises `Forbidden` or `Stale`."""
    if not may_change(context, thing):
        message = text(
            "Only the owner may change this; save it under another name to change a copy",
            "只有所有者可以修改；您可以另存为新的名称后再修改",
        )
        raise Forbidden(None, [Issue("not_owner", message)])
    if if_version is not None and if_version != thing.version:
        raise Stale(extra={"current_version": thing.version})


def not_found(noun_en: str, noun_zh: str, key: object) -> NotFound:
    """The refusal for what is absent or somebody else's: the same either way."""
    message = text("There is no {en} {key}", "没有编号为 {key} 的{zh}", en=noun_en, zh=noun_zh, key=key)
    hint = text("It may have been deleted, or is no longer shared with you", "它可能已被删除，或不再与您共享")
    return NotFound(None, [Issue("not_shared", message, (), hint)])


def read_name(given: Mapping[str, Any]) -> str:
    """The name; raises `Invalid`."""
    name = given.get("name")
    name = name.replace("\x00", "").strip() if isinstance(name, str) else ""
    if not 1 <= len(name) <= LONGEST_NAME:
        message = text("A name has 1 to {n} characters", "名称应为 1 到 {n} 个字符", n=LONGEST_NAME)
        raise Invalid(None, [Issue("bad_name", message, ("name",))])
    return name


def set_audience(context: Context, thing: Shared, given: object) -> None:
    """Share the thing with whom the document names."""
    for name, value in asdict(read_audience(context, given)).items():
        setattr(thing, name, list(value) if isinstance(value, tuple) else value)


def state_of(thing: Shared) -> dict[str, Any]:
    """The attributes that a change may touch, for the audit trail."""
    skipped = {"id", "version", "created_at", "updated_at"}
    fields = type(thing)._meta.concrete_fields  # noqa: SLF001  (public, in spite of its name)
    return {item.attname: getattr(thing, item.attname) for item in fields if item.attname not in skipped}


def write_audit(
    context: Context,
    kind: str,
    thing: Shared,
    action: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """What changed, in the transaction of the change; ``kind`` is the identity of the sort of thing."""
    names = before.keys() | after.keys()
    changes = {
        name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)
    }
    entry = Entry(kind, thing.pk, action, thing.version, changes)
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
