"""Standing delegations: who decides for whom, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from odos.access.compile import may_administer, may_use_powers
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid, NotFound
from odos.kernel.texts import text
from odos.records.background import put_in
from odos.records.context import Context
from odos.schema.system import USER_ENTITY
from odos.workflow.approvals import standing_in
from odos.workflow.approvals.people import living
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
    may_end = may_use_powers(schema=context.schema, principal=context.actor)
    people = names_of(context, {each.user_id for each in listed} | {each.stand_in_id for each in listed})
    return [
        {
            "id": str(each.pk),
            "user": {"id": str(each.user_id), "label": people.get(each.user_id)},
            "stand_in": {"id": str(each.stand_in_id), "label": people.get(each.stand_in_id)},
            "starts_at": each.starts_at,
            "ends_at": each.ends_at,
            "workflows": list(each.workflows),
            "includes_open": each.includes_open,
            "can_end": may_end or each.user_id == context.actor.user_id,
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
    includes_open: bool = True,
) -> int:
    """Let somebody decide for a user; gives the id. For others only administrators may do so."""
    _require_own(context, user_id)
    made = Delegation(
        user_id=user_id, stand_in_id=stand_in_id, starts_at=starts_at, ends_at=ends_at,
        workflows=list(workflows), includes_open=includes_open, created_by=context.actor.user_id,
    )  # fmt: skip
    _check(context, made)
    with transaction(context.workspace):
        made.save()
        _tell(context, user_id, "delegated")
        if includes_open and starts_at <= context.now:
            put_in(context, standing_in.KIND, {})
    return made.pk


def end_delegation(*, context: Context, delegation_id: int) -> None:
    """Take a delegation back; what was decided under it stays decided, what is open goes back."""
    with transaction(context.workspace):
        found = Delegation.objects.filter(pk=delegation_id).first()
        if found is None:
            raise NotFound
        _require_own(context, found.user_id)
        found.delete()
        _tell(context, found.user_id, "delegation_ended")
        put_in(context, standing_in.KIND, {})


def _require_own(context: Context, user_id: int) -> None:
    if user_id != context.actor.user_id and not may_use_powers(
        schema=context.schema, principal=context.actor
    ):
        raise Forbidden(text("You can delegate only your own approvals", "只能委托自己的审批"))


def _check(context: Context, wanted: Delegation) -> None:
    """Raise `Invalid` with everything that is wrong with it."""
    issues = [*_people_findings(context, wanted), *_period_findings(context, wanted)]
    known = {document["key"] for entity in context.schema.entities.values() for document in entity.workflows}
    for place, key in enumerate(wanted.workflows):
        if key not in known:
            message = text('There is no approval "{key}"', "没有名为“{key}”的审批流程", key=key[:80])
            issues.append(Issue("unknown_workflow", message, ("workflows", place)))
    if issues:
        raise Invalid(None, issues)


def _people_findings(context: Context, wanted: Delegation) -> Iterator[Issue]:
    if wanted.stand_in_id == wanted.user_id:
        message = text("Choose somebody else", "请选择其他人")
        yield Issue("own_stand_in", message, ("stand_in",))
        return
    here = living(context.workspace, [wanted.user_id, wanted.stand_in_id])
    for name, user in (("user", wanted.user_id), ("stand_in", wanted.stand_in_id)):
        if user not in here:
            message = text("There is no such active user", "没有该启用的用户")
            yield Issue("no_user", message, (name,))


def _period_findings(context: Context, wanted: Delegation) -> Iterator[Issue]:
    if wanted.ends_at <= wanted.starts_at or wanted.ends_at <= context.now:
        message = text("The end must be after the beginning, and to come", "结束时间须晚于开始时间和当前时间")
        yield Issue("bad_period", message, ("ends_at",))


def _tell(context: Context, user_id: int, action: str) -> None:
    entries = [Entry(USER_ENTITY, user_id, action)]
    write_entries(workspace=context.workspace, origin=context.origin, entries=entries)
