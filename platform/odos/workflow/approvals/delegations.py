"""Standing delegations: who decides for whom, from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from odos.access.compile import may_administer, may_use_powers
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import fetch_one, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid, NotFound
from odos.kernel.texts import text
from odos.records.context import Context
from odos.schema.system import USER_ENTITY
from odos.workflow.approvals.queries import names_of
from odos.workflow.models import Delegation


def list_delegations(*, context: Context) -> list[dict[str, Any]]:
    """One's own and those to oneself that are not over; administrators see everybody's."""
    found = Delegation.objects.filter(ends_at__gt=context.now).order_by("starts_at", "id")
    if not may_administer(schema=context.schema, principal=context.actor):
        user = context.actor.user_id or 0
        found = found.filter(Q(user_id=user) | Q(stand_in_id=user))
    with transaction(context.workspace):
        listed = list(found)
    people = names_of(context, {each.user_id for each in listed} | {each.stand_in_id for each in listed})
    return [
        {
            "id": str(each.pk),
            "user": {"id": str(each.user_id), "label": people.get(each.user_id)},
            "stand_in": {"id": str(each.stand_in_id), "label": people.get(each.stand_in_id)},
            "starts_at": each.starts_at,
            "ends_at": each.ends_at,
            "workflows": list(each.workflows),
        }
        for each in listed
    ]


def delegate(
    *,
    context: Context,
    user_id: int,
    stand_in_id: int,
    starts_at: datetime,
    ends_at: datetime,
    workflows: tuple[str, ...] = (),
) -> int:
    """Let somebody decide for a user; gives the id. For others only administrators may do so."""
    _require_own(context, user_id)
    _check(context, user_id, stand_in_id, starts_at, ends_at)
    with transaction(context.workspace):
        made = Delegation.objects.create(
            user_id=user_id, stand_in_id=stand_in_id, starts_at=starts_at, ends_at=ends_at,
            workflows=list(workflows), created_by=context.actor.user_id,
        )  # fmt: skip
        _tell(context, user_id, "delegated")
    return made.pk


def end_delegation(*, context: Context, delegation_id: int) -> None:
    """Take a delegation back; what was decided under it stays decided."""
    with transaction(context.workspace):
        found = Delegation.objects.filter(pk=delegation_id).first()
        if found is None:
            raise NotFound
        _require_own(context, found.user_id)
        found.delete()
        _tell(context, found.user_id, "delegation_ended")


def _require_own(context: Context, user_id: int) -> None:
    if user_id != context.actor.user_id and not may_use_powers(
        schema=context.schema, principal=context.actor
    ):
        raise Forbidden(text("You can delegate only your own approvals", "只能委托自己的审批"))


def _check(context: Context, user_id: int, stand_in_id: int, starts_at: datetime, ends_at: datetime) -> None:
    if stand_in_id == user_id:
        message = text("Choose somebody else", "请选择其他人")
        raise Invalid(None, [Issue("own_stand_in", message, ("stand_in",))])
    if ends_at <= starts_at or ends_at <= context.now:
        message = text("The end must be after the beginning, and to come", "结束时间须晚于开始时间和当前时间")
        raise Invalid(None, [Issue("bad_period", message, ("ends_at",))])
    statement = "SELECT 1 FROM user_account WHERE id = %s AND is_active AND deleted_at IS NULL"
    if fetch_one(context.workspace, statement, [stand_in_id]) is None:
        message = text("There is no such active user", "没有该启用的用户")
        raise Invalid(None, [Issue("no_user", message, ("stand_in",))])


def _tell(context: Context, user_id: int, action: str) -> None:
    entries = [Entry(USER_ENTITY, user_id, action)]
    write_entries(workspace=context.workspace, origin=context.origin, entries=entries)
