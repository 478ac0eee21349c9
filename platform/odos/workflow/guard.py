"""Records in approval change only as the present step allows, approved ones as the definition says.

Asked only of entities that have approvals at all: one indexed query for all changes of a call. An approval
that closes its record afterwards goes on doing so while another one, or a change of it, is under way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from odos.database.session import fetch_all
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.schema.model import Entity
from odos.workflow.approvals.definition import Definition, FieldAccess, Step, read_definition
from odos.workflow.approvals.reserved import RESERVED
from odos.workflow.stages.gates import GATES
from odos.workflow.writing import SOURCE

_LATEST = """
    SELECT DISTINCT ON (record_id, over, workflow_id)
        record_id, id, status, workflow, document::text, proposed IS NOT NULL, status = 'approved' AS over
    FROM approval_case
    WHERE entity_id = %s AND record_id = ANY(%s) AND status IN ('running', 'returned', 'approved')
    ORDER BY record_id, over, workflow_id, id DESC
"""
_OWN_STEPS = """
    SELECT case_id, node FROM approval_task WHERE case_id = ANY(%s) AND user_id = %s AND status = 'open'
"""
_OPENING: frozenset[FieldAccess] = frozenset({"edit", "required"})
_CLOSING: frozenset[FieldAccess] = frozenset({"read", "hidden"})


@dataclass(frozen=True)
class _Case:
    """An approval that matters to a record: the one under way, or the last of its kind that was agreed to.

    ``own_steps`` are those at which the actor is asked.
    """

    status: str
    document: Mapping[str, Any]
    definition: Definition
    is_change: bool
    own_steps: tuple[Step, ...]

    @property
    def opened(self) -> set[str]:
        """Fields that the actor's own steps open. Of a change, what they fill in becomes part of it."""
        return set() if self.is_change else self._named(_OPENING)

    @property
    def kept_closed(self) -> set[str]:
        """Fields that the actor's own steps let them read at most."""
        return self._named(_CLOSING) - self._named(_OPENING)

    def _named(self, wanted: Set[FieldAccess]) -> set[str]:
        return {key for step in self.own_steps for key, access in step.fields.items() if access in wanted}


@dataclass(frozen=True)
class Lock:
    """Why a record is closed to changes: it is in approval, or was agreed to before. ``closed`` are keys of
    the fields that the actor may not change for that, ``agreed`` identities of the approvals that it went
    through and that close it afterwards."""

    reason: Literal["in_approval", "approved"]
    closed: tuple[str, ...]
    agreed: frozenset[str] = frozenset()


def check_lock(context: Context, attempts: Sequence[Attempt]) -> Iterable[tuple[int, Issue]]:
    """Findings where an approval forbids a change."""
    entity = attempts[0].entity
    if not entity.workflows or context.source == SOURCE:
        return
    ids = [attempt.record_id for attempt in attempts if attempt.record_id is not None]
    known = _cases(context, entity, ids)
    for position, attempt in enumerate(attempts):
        cases = known.get(attempt.record_id or 0, [])
        found = _deletion(cases) if attempt.action == "delete" else _changes(cases, _changed(attempt))
        yield from ((position, issue) for issue in found)


def lock_of(*, context: Context, entity: Entity, record_id: int) -> Lock | None:
    """What approvals close of a record; None where they leave it open."""
    cases = _cases(context, entity, [record_id])[record_id] if entity.workflows else []
    keys = {item.key for item in entity.fields.values()}
    running, approved = _closed_while_running(cases, keys), _closed_since_approved(cases, keys)
    closed = running | approved
    if not closed:
        return None
    in_order = tuple(key for key in entity.fields if key in closed)
    agreed = frozenset(str(case.document["id"]) for case in cases if _closes_afterwards(case))
    return Lock("approved" if approved and not _is_under_way(cases) else "in_approval", in_order, agreed)


def _cases(context: Context, entity: Entity, ids: Sequence[int]) -> dict[int, list[_Case]]:
    rows = fetch_all(context.workspace, _LATEST, [entity.id, list(ids)]) if ids else []
    running = [row[1] for row in rows if row[2] == "running"]
    asked = fetch_all(context.workspace, _OWN_STEPS, [running, context.actor.user_id]) if running else []
    found: dict[int, list[_Case]] = {number: [] for number in ids}
    for row in rows:
        found[row[0]].append(_case(row, asked))
    return found


def _case(row: tuple[Any, ...], asked: Sequence[tuple[int, str]]) -> _Case:
    _record, case_id, status, workflow, document, is_change, _over = row
    read = orjson.loads(document)
    definition = read_definition(workflow, read)
    own = (definition.by_path.get(node) for case, node in asked if case == case_id)
    steps = tuple(step for step in own if isinstance(step, Step))
    return _Case(status, read, definition, is_change, steps)


def _is_under_way(cases: Iterable[_Case]) -> bool:
    return any(case.status != "approved" for case in cases)


def _deletion(cases: Sequence[_Case]) -> Iterator[Issue]:
    """An approval under way must not be left without its record, nor what was agreed to disappear."""
    if _is_under_way(cases):
        yield Issue("in_approval", _LOCKED, (), _RECALL_HINT)
    elif any(_closes_afterwards(case) for case in cases):
        yield Issue("approved", _APPROVED, (), _CHANGE_HINT)


def _changes(cases: Sequence[_Case], changed: set[str]) -> Iterator[Issue]:
    running = _closed_while_running(cases, changed)
    for key in sorted(running):
        yield Issue("in_approval", _LOCKED, (key,), _RECALL_HINT)
    if _closed_since_approved(cases, changed) - running:
        yield Issue("approved", _APPROVED, (), _CHANGE_HINT)


def _closed_while_running(cases: Iterable[_Case], keys: set[str]) -> set[str]:
    found: set[str] = set()
    for case in cases:
        if case.status == "running":
            locked = {"record": keys, "fields": keys & set(case.definition.locked_fields), "none": set[str]()}
            found |= (locked[case.definition.lock] - case.opened) | (keys & case.kept_closed)
    return found


def _closed_since_approved(cases: Sequence[_Case], keys: set[str]) -> set[str]:
    """What was agreed to stays as it is, also while somebody thinks about a change of it; but for what a step
    of an approval under way opens."""
    opened = {key for case in cases for key in case.opened}
    closed: set[str] = set()
    for case in cases:
        if case.status == "approved" and _closes_afterwards(case):
            closed |= keys - set(case.document.get("free_fields") or ())
    return closed - opened


def _closes_afterwards(case: _Case) -> bool:
    return case.status == "approved" and case.document.get("after_approval", "free") != "free"


def _changed(attempt: Attempt) -> set[str]:
    """Keys of fields that differ, and of those with lines or links that are written along."""
    fields = attempt.entity.by_id
    differing = {key for key, value in attempt.after.items() if attempt.before.get(key) != value}
    return {fields[key].key for key in differing | attempt.further if key in fields}


_LOCKED: Text = text("This record is in approval and is closed to changes", "此记录正在审批中，不能修改")
_APPROVED: Text = text("This record was approved and is closed to changes", "此记录已审批通过，不能直接修改")
_RECALL_HINT = text("Recall the approval, or wait until it is over", "请撤回审批，或等待审批结束")
_CHANGE_HINT = text(
    "Submit your change for approval; it takes effect when all agree", "请提交变更审批，审批通过后生效"
)

LOCK = Guard("approvals", 10, check_lock)
GUARDS = (LOCK, RESERVED, GATES)
