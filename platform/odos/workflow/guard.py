"""Records in approval change only as the present step allows, approved ones as the definition says.

Asked only of entities that have approvals at all: one indexed query for all changes of a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from odos.database.session import fetch_all
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.workflow.approvals.definition import Definition, Step, read_definition
from odos.workflow.approvals.reserved import RESERVED
from odos.workflow.stages.gates import GATES
from odos.workflow.writing import SOURCE

_LATEST = """
    SELECT DISTINCT ON (record_id) record_id, id, status, workflow, document::text FROM approval_case
    WHERE entity_id = %s AND record_id = ANY(%s) AND status IN ('running', 'returned', 'approved')
    ORDER BY record_id, id DESC
"""
_OWN_STEPS = """
    SELECT case_id, node FROM approval_task WHERE case_id = ANY(%s) AND user_id = %s AND status = 'open'
"""


@dataclass(frozen=True)
class _Case:
    """The last approval of a record that matters, with the nodes at which the actor is asked."""

    status: str
    document: Mapping[str, Any]
    definition: Definition
    own_nodes: tuple[str, ...]


def check_lock(context: Context, attempts: Sequence[Attempt]) -> Iterable[tuple[int, Issue]]:
    """Findings where an approval forbids a change."""
    if not attempts[0].entity.workflows or context.source == SOURCE:
        return
    cases = _cases(context, attempts)
    for position, attempt in enumerate(attempts):
        case = cases.get(attempt.record_id or 0)
        if case is not None:
            yield from ((position, issue) for issue in _CHECKS[case.status](attempt, case))


def _cases(context: Context, attempts: Sequence[Attempt]) -> Mapping[int, _Case]:
    ids = [attempt.record_id for attempt in attempts if attempt.record_id is not None]
    rows = fetch_all(context.workspace, _LATEST, [attempts[0].entity.id, ids]) if ids else []
    running = [row[1] for row in rows if row[2] == "running"]
    asked = fetch_all(context.workspace, _OWN_STEPS, [running, context.actor.user_id]) if running else []
    return {row[0]: _case(row, asked) for row in rows}


def _case(row: tuple[Any, ...], asked: Sequence[tuple[int, str]]) -> _Case:
    _record, case_id, status, workflow, document = row
    read = orjson.loads(document)
    own = tuple(node for case, node in asked if case == case_id)
    return _Case(status, read, read_definition(workflow, read), own)


def _after_approval(attempt: Attempt, case: _Case) -> Iterator[Issue]:
    if case.document.get("after_approval", "free") == "free":
        return
    free = set(case.document.get("free_fields") or ())
    if attempt.action == "delete" or _changed(attempt) - free:
        message = text("This record was approved and is closed to changes", "此记录已审批通过，不能直接修改")
        yield Issue("approved", message, (), _CHANGE_HINT)


def _while_running(attempt: Attempt, case: _Case) -> Iterator[Issue]:
    definition = case.definition
    if attempt.action == "delete":
        yield Issue("in_approval", _LOCKED, (), _RECALL_HINT)
        return
    changed = _changed(attempt)
    locked = {
        "record": changed, "fields": changed & set(definition.locked_fields), "none": set[str](),
    }[definition.lock]  # fmt: skip
    for key in sorted(locked - _opened(case)):
        yield Issue("in_approval", _LOCKED, (key,), _RECALL_HINT)


def _while_returned(attempt: Attempt, _case: _Case) -> Iterator[Issue]:
    """The submitter works on it; only the approval itself must not be left without its record."""
    if attempt.action == "delete":
        yield Issue("in_approval", _LOCKED, (), _RECALL_HINT)


_CHECKS = {"approved": _after_approval, "running": _while_running, "returned": _while_returned}


def _opened(case: _Case) -> set[str]:
    """Fields that the actor's own steps open."""
    steps = (case.definition.by_path.get(node) for node in case.own_nodes)
    return {
        key
        for step in steps
        if isinstance(step, Step)
        for key, access in step.fields.items()
        if access in {"edit", "required"}
    }


def _changed(attempt: Attempt) -> set[str]:
    """Keys of fields that differ, and of those with lines or links that are written along."""
    fields = attempt.entity.by_id
    differing = {key for key, value in attempt.after.items() if attempt.before.get(key) != value}
    return {fields[key].key for key in differing | attempt.further if key in fields}


_LOCKED: Text = text("This record is in approval and is closed to changes", "此记录正在审批中，不能修改")
_RECALL_HINT = text("Recall the approval, or wait until it is over", "请撤回审批，或等待审批结束")
_CHANGE_HINT = text(
    "Submit your change for approval; it takes effect when all agree", "请提交变更审批，审批通过后生效"
)

LOCK = Guard("approvals", 10, check_lock)
GUARDS = (LOCK, RESERVED, GATES)
