"""Records in approval change only as the present step allows, approved ones as the definition says.

Asked only of entities that have approvals at all: one indexed query for each change of such a record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from odos.database.session import fetch_all, fetch_one
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text
from odos.records.context import Context
from odos.records.guards import Attempt, Guard
from odos.workflow.definition import Definition, Step, read_definition
from odos.workflow.writing import SOURCE

_LATEST = """
    SELECT id, status, workflow, document::text FROM approval_case
    WHERE entity_id = %s AND record_id = %s AND status IN ('running', 'approved')
    ORDER BY id DESC LIMIT 1
"""
_OWN_STEPS = "SELECT node FROM approval_task WHERE case_id = %s AND user_id = %s AND status = 'open'"


def check_lock(context: Context, attempt: Attempt) -> Sequence[Issue]:
    """A finding where an approval forbids the change."""
    if attempt.record_id is None or not attempt.entity.workflows or context.source == SOURCE:
        return ()
    row = fetch_one(context.workspace, _LATEST, [attempt.entity.id, attempt.record_id])
    if row is None:
        return ()
    case_id, status, workflow = row[:3]
    document = orjson.loads(row[3])
    definition = read_definition(workflow, document)
    if status == "approved":
        return _after_approval(attempt, document)
    return _while_running(context, attempt, definition, case_id)


def _after_approval(attempt: Attempt, document: dict[str, Any]) -> Sequence[Issue]:
    if document.get("after_approval", "free") == "free":
        return ()
    free = set(document.get("free_fields") or ())
    if attempt.action == "edit" and _changed(attempt) <= free:
        return ()
    message = text("This record was approved and is closed to changes", "此记录已审批通过，不能直接修改")
    return [Issue("approved", message, (), _CHANGE_HINT)]


def _while_running(
    context: Context, attempt: Attempt, definition: Definition, case_id: int
) -> Sequence[Issue]:
    changed = _changed(attempt)
    locked = changed if definition.lock == "record" else changed & set(definition.locked_fields)
    if definition.lock == "none" or (attempt.action == "edit" and not locked):
        return ()
    open_to_me = _fields_of_own_steps(context, definition, case_id)
    if attempt.action == "edit" and locked <= open_to_me:
        return ()
    return [Issue("in_approval", _LOCKED, (key,), _RECALL_HINT) for key in sorted(locked - open_to_me)] or [
        Issue("in_approval", _LOCKED, (), _RECALL_HINT)
    ]


def _fields_of_own_steps(context: Context, definition: Definition, case_id: int) -> set[str]:
    rows = fetch_all(context.workspace, _OWN_STEPS, [case_id, context.actor.user_id])
    steps = (definition.by_path.get(row[0]) for row in rows)
    return {
        key
        for step in steps
        if isinstance(step, Step)
        for key, access in step.fields.items()
        if access in {"edit", "required"}
    }


def _changed(attempt: Attempt) -> set[str]:
    """Keys of stored fields that differ."""
    fields = attempt.entity.by_id
    return {
        fields[key].key
        for key, value in attempt.after.items()
        if key in fields and attempt.before.get(key) != value
    }


_LOCKED: Text = text("This record is in approval and is closed to changes", "此记录正在审批中，不能修改")
_RECALL_HINT = text("Recall the approval, or wait until it is over", "请撤回审批，或等待审批结束")
_CHANGE_HINT = text(
    "Submit your change for approval; it takes effect when all agree", "请提交变更审批，审批通过后生效"
)

LOCK = Guard("approvals", 10, check_lock)
GUARDS = (LOCK,)
