"""What may leave the trail: entries beyond their time, and personal data of whoever asked for its erasure.

Only the owner of the trail may remove, so these need the database administrator's address
(`odos.database.bootstrap.NeedsAdministrator` where it has too few rights). Each removal is told of by an
entry, and a verification checks that what is gone was removed in this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from odos.audit.entries import Origin
from odos.database.bootstrap import ask_as_audit_owner
from odos.kernel.workspaces import Workspace

_PRUNE = "SELECT audit_prune(%s::uuid, %s, %s, %s, %s, %s, %s)"
_ERASE = "SELECT audit_erase(%s::uuid, %s, %s, %s, %s, %s, %s, %s)"


def prune_entries(
    *, workspace: Workspace, admin_url: str, entity_id: str, before: datetime, origin: Origin
) -> int:
    """Remove sealed entries about one entity that are older than ``before``; gives their number."""
    values = [entity_id, before, *_who(origin)]
    return int(ask_as_audit_owner(admin_url, workspace, _PRUNE, values))


def erase_values(
    *,
    workspace: Workspace,
    admin_url: str,
    entity_id: str,
    record_id: int,
    field_ids: Sequence[str],
    origin: Origin,
) -> int:
    """Take the values of these fields out of every entry about the record; gives the number of entries."""
    values = [entity_id, record_id, list(field_ids), *_who(origin)]
    return int(ask_as_audit_owner(admin_url, workspace, _ERASE, values))


def _who(origin: Origin) -> list[object]:
    return [origin.at, origin.actor.user_id, origin.actor.label, origin.source, origin.reason]
