"""Letting people in on single records, and out again. The caller has checked that the actor may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from odos.access.models import RecordShare, TeamMember
from odos.accounts.principals import Principal
from odos.database.session import execute, transaction
from odos.kernel.workspaces import Workspace


@dataclass(frozen=True)
class Place:
    """A record: the identity of its entity and its id."""

    entity: str
    record: int


def share(
    *,
    workspace: Workspace,
    place: Place,
    grantee: str,
    edits: bool,
    until: datetime | None,
    reason: str,
    actor: Principal,
    now: datetime,
) -> RecordShare:
    """Open the record to a grantee; one that has a share already gets this one in its place."""
    with transaction(workspace):
        found, _new = RecordShare.objects.update_or_create(
            entity_id=place.entity,
            record_id=place.record,
            grantee=grantee,
            defaults={
                "edits": edits,
                "until": until,
                "reason": reason,
                "created_at": now,
                "created_by": actor.user_id,
            },
        )
    return found


def find_share(*, workspace: Workspace, place: Place, grantee: str) -> RecordShare | None:
    """What the grantee was given already."""
    with transaction(workspace):
        return RecordShare.objects.filter(
            entity_id=place.entity, record_id=place.record, grantee=grantee
        ).first()


def unshare(*, workspace: Workspace, place: Place, share_id: int) -> RecordShare | None:
    """Take a share back; gives what it was, None where there is none."""
    with transaction(workspace):
        found = RecordShare.objects.filter(
            pk=share_id, entity_id=place.entity, record_id=place.record
        ).first()
        if found is not None:
            RecordShare.objects.filter(pk=found.pk).delete()
    return found


def join_team(
    *, workspace: Workspace, place: Place, user_id: int, role: str, actor: Principal, now: datetime
) -> TeamMember | None:
    """Put a user on the record's team; None where they have that role there already."""
    with transaction(workspace):
        found, new = TeamMember.objects.get_or_create(
            entity_id=place.entity,
            record_id=place.record,
            user_id=user_id,
            role=role,
            defaults={"created_at": now, "created_by": actor.user_id},
        )
    return found if new else None


def leave_team(*, workspace: Workspace, place: Place, member_id: int) -> TeamMember | None:
    """Take a member off the team; gives who it was, None where there is none."""
    with transaction(workspace):
        found = TeamMember.objects.filter(
            pk=member_id, entity_id=place.entity, record_id=place.record
        ).first()
        if found is not None:
            TeamMember.objects.filter(pk=found.pk).delete()
    return found


def remove_expired_shares(*, workspace: Workspace, now: datetime) -> int:
    """Forget shares that are over; gives their number."""
    return execute(workspace, "DELETE FROM record_share WHERE until < %s", [now])
