"""Taking a run that is due and doing its next action: one transaction for both.

The run's row is locked for as long as its action takes, so that of several workers one does it; a worker that
dies leaves everything as it was. An action that fails is tried again, later each time, unless trying again
cannot help; then the run waits for somebody who retries it from that step.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from odos.accounts.queries import find_principal_by_id
from odos.automation.runs.actions import ACTIONS
from odos.automation.runs.doing import Doing, Outcome, read_rule, record_gone
from odos.automation.runs.models import CANCELLED, DONE, FAILED, WAITING, Run, Step
from odos.kernel.problems import Problem
from odos.kernel.retrying import Backoff
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.records.action_kinds import labels_of_text
from odos.records.context import platform_context
from odos.schema.model import Entity, Schema
from odos.storage.fence import run_fenced
from odos.workflow.writing import is_living

log = logging.getLogger(__name__)

BATCH = 100
MOST_ATTEMPTS = 5
BACKOFF = Backoff(timedelta(minutes=1))
WORTH_REPEATING = frozenset({409, 412, 429, 500, 503})
_WENT_WRONG = text("Something went wrong on our side", "服务器内部错误")


def carry_on(workspace: Workspace, now: datetime) -> int:
    """Do up to `BATCH` actions that are due; gives how many were tried."""
    tried = 0
    while tried < BATCH and _carry_one(workspace, now):
        tried += 1
    return tried


def _carry_one(workspace: Workspace, now: datetime) -> bool:
    return run_fenced(workspace, lambda schema: _take(workspace, schema, now))


def _take(workspace: Workspace, schema: Schema, now: datetime) -> bool:
    """What an action that fails has written is undone; that it failed is noted under the same lock."""
    due = Run.objects.select_for_update(skip_locked=True).filter(state=WAITING, wake_at__lte=now)
    run = due.order_by("wake_at", "id").first()
    if run is None:
        return False
    attempt = _Attempt(run, now)
    try:
        with transaction.atomic():
            _do(workspace, schema, attempt)
    except Exception as error:
        _note_failure(attempt, error)
    run.save()
    return True


@dataclass
class _Attempt:
    """One try of the next action of a run; ``inputs`` is filled in as it reads."""

    run: Run
    now: datetime
    began: float = field(default_factory=time.monotonic)
    inputs: list[dict[str, Any]] = field(default_factory=list)

    def log(
        self,
        action: str,
        state: str,
        *,
        detail: Mapping[str, Any] | None = None,
        error: Mapping[str, Any] | None = None,
    ) -> None:
        """A line in the log."""
        took = (time.monotonic() - self.began) * 1_000
        Step.objects.create(
            run=self.run, position=self.run.position, action=action, state=state, inputs=self.inputs,
            detail=dict(detail or {}), error=error, took=round(took, 1), at=self.now,
        )  # fmt: skip


def _do(workspace: Workspace, schema: Schema, attempt: _Attempt) -> None:
    run, now = attempt.run, attempt.now
    entity = schema.by_id.get(str(run.entity_id))
    if entity is None:
        raise record_gone()
    doing = _doing(workspace, schema, entity, run, now)
    attempt.inputs = doing.told
    if run.event != "deleted" and not is_living(doing.context, entity, run.record_id):
        _end(run, CANCELLED, now, error_of(record_gone()))
    else:
        _note(attempt, doing, ACTIONS[type(doing.action)](doing, doing.action))


def _doing(workspace: Workspace, schema: Schema, entity: Entity, run: Run, now: datetime) -> Doing:
    """In the name of whoever caused the run, with the rights of the platform."""
    context = platform_context(
        workspace, schema, now, source="rule", reason=run.rule, correlation=run.correlation, cause=run.uid
    )
    actor = find_principal_by_id(workspace=workspace, user_id=run.actor_id) if run.actor_id else None
    if actor is not None:
        named = replace(
            context.actor, user_id=actor.user_id, username=actor.username, name=actor.name,
            unit_id=actor.unit_id, locale=actor.locale,
        )  # fmt: skip
        context = replace(context, actor=named)
    return Doing(context, entity, run, read_rule(context, run.source))


def _note(attempt: _Attempt, doing: Doing, outcome: Outcome) -> None:
    """The step in the log, and where to go on."""
    run, now, name = attempt.run, attempt.now, type(doing.action).__name__
    if outcome.wake_at is not None:
        if run.waiting_since is None:
            attempt.log(name, WAITING, detail=outcome.detail)
        run.wake_at, run.waiting_since = outcome.wake_at, run.waiting_since or now
        return
    attempt.log(name, DONE, detail=outcome.detail)
    run.position, run.attempts, run.wake_at, run.waiting_since = run.position + 1, 0, now, None
    if outcome.ends or run.position >= len(doing.statement.actions):
        _end(run, DONE, now)


def _note_failure(attempt: _Attempt, error: Exception) -> None:
    run, now = attempt.run, attempt.now
    if not isinstance(error, Problem):
        log.error("run %s of rule %s failed", run.pk, run.rule, exc_info=error)
    told = error_of(error)
    run.attempts += 1
    attempt.log("", FAILED, error=told)
    if run.attempts >= MOST_ATTEMPTS or not _is_worth_repeating(error):
        _end(run, FAILED, now, told)
    else:
        run.wake_at, run.error = now + BACKOFF.after(run.attempts), told


def _is_worth_repeating(error: Exception) -> bool:
    return not isinstance(error, Problem) or error.status in WORTH_REPEATING


def _end(run: Run, state: str, now: datetime, error: Mapping[str, Any] | None = None) -> None:
    run.state, run.ended_at, run.wake_at, run.error = state, now, None, error


def error_of(error: Exception) -> dict[str, Any]:
    """What the log says of a failure; unexpected ones tell nothing of the inside."""
    if not isinstance(error, Problem):
        return {"code": "internal", "message": labels_of_text(_WENT_WRONG), "issues": []}
    issues = [
        {
            "code": issue.code,
            "path": "/".join(map(str, issue.path)),
            "message": labels_of_text(issue.message),
        }
        for issue in error.issues
    ]
    return {"code": error.code, "message": labels_of_text(error.detail or error.title), "issues": issues}
