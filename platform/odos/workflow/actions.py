"""What workflows offer on a record: stages, conversions, approvals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from odos.database.session import fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.action_kinds import ActionKind, Call, Offer
from odos.records.actions import unknown_action
from odos.records.context import Context
from odos.schema.model import Entity
from odos.workflow.approvals.definitions import active_workflows, is_meant
from odos.workflow.approvals.operations import Submission, going_on, submit
from odos.workflow.approvals.reality import RecordWorld
from odos.workflow.conversions.actions import CONVERT, UNDO
from odos.workflow.guard import lock_of
from odos.workflow.stages.moving import MOVE

_GOING_ON = """
    SELECT EXISTS (SELECT FROM approval_case
                   WHERE entity_id = %s AND record_id = %s AND status IN ('running', 'returned'))
"""


def _has_workflows(entity: Entity) -> bool:
    return any(True for _ in active_workflows(entity))


def _submissions(context: Context, entity: Entity, record_id: int) -> Iterable[Offer]:
    running = fetch_value(context.workspace, _GOING_ON, [entity.id, record_id])
    issues = (going_on(),) if running else ()
    submitter = context.actor.user_id or 0
    lock = lock_of(context=context, entity=entity, record_id=record_id)
    agreed = lock.agreed if lock else frozenset[str]()
    for document in active_workflows(entity):
        if document["id"] in agreed:
            continue  # what was agreed to goes up again only with a change
        if not is_meant(document, RecordWorld(context, entity, record_id, submitter, document["key"])):
            continue
        yield Offer(document["key"], dict(document.get("label") or {"en": document["key"]}), issues)


def _submit(context: Context, call: Call) -> Mapping[str, Any]:
    if call.name and call.name not in {document["key"] for document in active_workflows(call.entity)}:
        raise unknown_action(f"submit.{call.name}")
    submission = Submission(
        entity=call.entity.key,
        record_id=call.record_id,
        workflow=call.name or None,
        comment=_of_type(call, "comment", str) or "",
        proposed=_of_type(call, "changes", dict),
    )
    return {"approval": str(submit(context=context, submission=submission))}


def _of_type(call: Call, key: str, kind: type) -> Any:
    value = call.values.get(key)
    if value is not None and not isinstance(value, kind):
        message = text("This value has the wrong form", "此值的格式不正确")
        raise Invalid(None, [Issue("wrong_type", message, (key,))])
    return value


SUBMIT = ActionKind("submit", 50, _has_workflows, _submissions, _submit)
ACTIONS = (MOVE, CONVERT, SUBMIT, UNDO)
