"""Shares and teams of records: who may look at them and change them, and what the trail says of it.

Whoever may share a record (where roles do not say: whoever may change it) lets others in, with no more
than they may do themselves, and takes back no more than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from odos.access import operations as granting
from odos.access.compile import refusal
from odos.access.grantees import KINDS, GranteeKind, grantee, read_grantee
from odos.access.models import RecordShare
from odos.access.operations import Place
from odos.access.queries import MemberEntry, ShareEntry, list_members, list_shares
from odos.access.roles import SHARE
from odos.access.teams import allowed_actions
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import fetch_one, fetch_value
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.lists.reaching import reachable
from odos.records.writes.operations import fenced, refuse_lines_alone
from odos.records.writes.trail import SHARED, TEAM
from odos.schema.model import Entity

_NAMES: Mapping[GranteeKind, str] = {
    "user": "SELECT name FROM user_account WHERE id = %s AND deleted_at IS NULL",
    "unit": "SELECT name FROM unit WHERE id = %s AND deleted_at IS NULL",
}


def shares_of(*, context: Context, entity: Entity, record_id: int) -> list[ShareEntry]:
    """The shares of a record that the actor may see."""
    return list_shares(workspace=context.workspace, place=_place(context, entity, record_id))


def share_record(
    *,
    context: Context,
    entity: str,
    record_id: int,
    kind: str,
    identity: object,
    edits: bool = False,
    until: datetime | None = None,
    reason: str = "",
) -> list[ShareEntry]:
    """Share the record with a user, unit or role; gives all its shares. Raises `Forbidden`, `Invalid`."""

    def work(current: Context) -> list[ShareEntry]:
        found = current.schema.get_entity(entity)
        place = _changeable_place(current, found, record_id, SHARE)
        if edits:
            _changeable_place(current, found, record_id, "edit")
        named, label = _grantee(current, kind, identity)
        _refuse_past(until, current.now)
        before = granting.find_share(workspace=current.workspace, place=place, grantee=named)
        _refuse_stronger(current, found, place, before)
        granting.share(
            workspace=current.workspace, place=place, grantee=named, edits=edits, until=until,
            reason=reason[:500], actor=current.actor, now=current.now,
        )  # fmt: skip
        given = {"to": label, "edits": edits, "until": until.isoformat() if until else None}
        _note(current, place, "shared", SHARED, None, given)
        return list_shares(workspace=current.workspace, place=place)

    return fenced(context, work)


def unshare_record(*, context: Context, entity: str, record_id: int, share_id: int) -> list[ShareEntry]:
    """Take a share back; gives those that are left."""

    def work(current: Context) -> list[ShareEntry]:
        found = current.schema.get_entity(entity)
        place = _changeable_place(current, found, record_id, SHARE)
        gone = granting.unshare(workspace=current.workspace, place=place, share_id=share_id)
        if gone is None:
            raise NotFound
        _refuse_stronger(current, found, place, gone)
        kind, identity = read_grantee(gone.grantee)
        _note(current, place, "unshared", SHARED, {"to": _label(current, kind, identity)}, None)
        return list_shares(workspace=current.workspace, place=place)

    return fenced(context, work)


def _refuse_stronger(context: Context, entity: Entity, place: Place, there: RecordShare | None) -> None:
    """Whoever may not edit the record neither takes nor weakens what lets somebody else edit it."""
    if there is not None and there.edits:
        _changeable_place(context, entity, place.record, "edit")


def team_of(*, context: Context, entity: Entity, record_id: int) -> list[MemberEntry]:
    """The team of a record that the actor may see."""
    return list_members(workspace=context.workspace, place=_place(context, entity, record_id))


def add_to_team(
    *, context: Context, entity: str, record_id: int, user: object, role: str
) -> list[MemberEntry]:
    """Put a user on the team, in a role that gives nothing that the actor may not do; gives all of it."""

    def work(current: Context) -> list[MemberEntry]:
        found = current.schema.get_entity(entity)
        place = _changeable_place(current, found, record_id, SHARE)
        _refuse_unknown_role(found, role)
        for action in allowed_actions(found, role):
            _changeable_place(current, found, record_id, action)
        user_id, label = _user(current, user)
        new = granting.join_team(
            workspace=current.workspace, place=place, user_id=user_id, role=role, actor=current.actor,
            now=current.now,
        )  # fmt: skip
        if new is not None:
            _note(current, place, "joined", TEAM, None, {"user": label, "role": role})
        return list_members(workspace=current.workspace, place=place)

    return fenced(context, work)


def remove_from_team(*, context: Context, entity: str, record_id: int, member_id: int) -> list[MemberEntry]:
    """Take a member off the team; gives those that are left."""

    def work(current: Context) -> list[MemberEntry]:
        found = current.schema.get_entity(entity)
        place = _changeable_place(current, found, record_id, SHARE)
        gone = granting.leave_team(workspace=current.workspace, place=place, member_id=member_id)
        if gone is None:
            raise NotFound
        for action in allowed_actions(found, gone.role) if gone.user_id != current.actor.user_id else ():
            _changeable_place(current, found, record_id, action)
        label = _label(current, "user", str(gone.user_id))
        _note(current, place, "left", TEAM, {"user": label, "role": gone.role}, None)
        return list_members(workspace=current.workspace, place=place)

    return fenced(context, work)


def may_act(context: Context, entity: Entity, record_id: int, action: str) -> bool | None:
    """Whether the actor may do it with a live record; None where the record is out of sight."""
    act, see = reachable(context, entity, "t", action), reachable(context, entity, "t")
    statement = (
        "SELECT (" + act + f") IS TRUE FROM {quote(entity.table)} t WHERE t.deleted_at IS NULL AND "
        + Sql("t.id = %s AND ", (record_id,)) + see
    )  # fmt: skip
    row = fetch_one(context.workspace, statement.text, statement.bind(context.slots))
    return None if row is None else bool(row[0])


def _place(context: Context, entity: Entity, record_id: int, action: str = "see") -> Place:
    if may_act(context, entity, record_id, action) is None:
        raise record_not_found(entity, record_id)
    return Place(entity.id, record_id)


def _changeable_place(context: Context, entity: Entity, record_id: int, action: str) -> Place:
    refuse_lines_alone(entity)
    allowed = may_act(context, entity, record_id, action)
    if allowed is None:
        raise record_not_found(entity, record_id)
    if not allowed:
        raise Forbidden(None, [refusal(entity, action)])
    return Place(entity.id, record_id)


def _grantee(context: Context, kind: str, identity: object) -> tuple[str, str]:
    """The text that names the grantee, and their label."""
    known = next((each for each in KINDS if each == kind), None)
    if known is None:
        message = text("Share with one of: {kinds}", "共享对象应为 {kinds} 之一", kinds=", ".join(KINDS))
        raise Invalid(None, [Issue("bad_grantee", message, ("kind",))])
    named = str(identity) if known == "role" else str(_read_number(identity))
    label = _label(context, known, named)
    if label is None:
        message = text("There is nobody like that to share with", "共享对象不存在")
        raise Invalid(None, [Issue("unknown_grantee", message, ("id",))])
    return grantee(known, named), label


def _label(context: Context, kind: GranteeKind, identity: str) -> str | None:
    if kind == "role":
        role = context.schema.roles.get(identity)
        return None if role is None else translate(role.get("label") or {"en": identity})
    found = fetch_value(context.workspace, _NAMES[kind], [int(identity)])
    return None if found is None else str(found)


def _user(context: Context, identity: object) -> tuple[int, str]:
    user_id = _read_number(identity, "user")
    label = _label(context, "user", str(user_id))
    if label is None:
        raise Invalid(None, [Issue("unknown_user", text("There is no such user", "用户不存在"), ("user",))])
    return user_id, label


def _read_number(identity: object, at: str = "id") -> int:
    try:
        return read_id(identity)
    except Invalid as refused:
        raise Invalid(None, [issue.under(at) for issue in refused.issues]) from None


def _refuse_past(until: datetime | None, now: datetime) -> None:
    if until is not None and until <= now:
        message = text("A share must end in the future", "共享截止时间必须晚于当前时间")
        raise Invalid(None, [Issue("in_the_past", message, ("until",))])


def _refuse_unknown_role(entity: Entity, role: str) -> None:
    if not entity.team:
        raise Conflict(None, [Issue("no_team", text("These records have no team", "此类记录没有团队"))])
    if role not in entity.team:
        message = text(
            "A team role is one of {roles}", "团队角色应为 {roles} 之一", roles=", ".join(entity.team)
        )
        raise Invalid(None, [Issue("unknown_team_role", message, ("role",))])


def _note(context: Context, place: Place, action: str, what: str, before: Any, after: Any) -> None:
    """In the record's trail; its version stays, since its values do."""
    entry = Entry(place.entity, place.record, action, None, {what: [before, after]})
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
