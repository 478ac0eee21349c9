"""What of a record is different from when it was last agreed to, or last sent back.

That is what is new to whoever decides once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from odos.kernel.problems import NotFound
from odos.records.context import Context
from odos.records.history.trail import list_changes_since
from odos.schema.model import Document, Entity
from odos.workflow.approvals.stored import Stored

_RETURNS = frozenset({"returned", "returned_to_submitter"})
_JUST_AFTER = timedelta(microseconds=1)  # what the approval itself wrote is not news


def differences(
    *, context: Context, entity: Entity, stored: Stored, kept_back: frozenset[str]
) -> dict[str, Any] | None:
    """``{since, changes}`` as in the record's history; None where nothing was decided before this
    moment, where the case is over, or where the record is out of the viewer's sight."""
    row = stored.row
    since = None if stored.case.is_over else _since(stored, context.actor.user_id)
    if since is None or since >= context.now:  # the decision of this very moment
        return None
    try:
        changes = list_changes_since(
            context=context, entity=entity, record_id=row.record_id, since=since + _JUST_AFTER
        )
    except NotFound:
        return None
    items = (entity.find_field(key) for key in (*kept_back, *_written(entity, row.document)))
    away = {item.key for item in items if item is not None}
    shown = [change for change in changes if change["field"].partition("/")[0] not in away]
    return {"since": since, "changes": shown}


def _written(entity: Entity, document: Document) -> Iterator[str]:
    """Keys of fields that the approval itself sets, and of those that tell since when they stand so."""
    written = {key for values in (document.get("effects") or {}).values() for key in values}
    yield from written
    yield from (each["since"] for each in entity.pipelines if each["field"] in written and each.get("since"))


def _since(stored: Stored, user: int | None) -> datetime | None:
    """When an earlier case was agreed to, this one last returned, or the viewer agreed themselves."""
    happened = ((event.at, event.happened) for event in stored.history)
    own = (at for at, each in happened if each.what in _RETURNS or (each.what, each.by) == ("approved", user))
    return max(filter(None, (stored.agreed_before, *own)), default=None)
