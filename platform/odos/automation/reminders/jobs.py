"""The background work of reminders: rules are evaluated in turn, what is due is told at once."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError

from odos.automation.models import RuleState
from odos.automation.reminders import digests, personal_rules, snoozing
from odos.automation.reminders.evaluating import end_all, evaluate
from odos.automation.reminders.finding import find_rules
from odos.automation.reminders.firing import fire_due
from odos.automation.reminders.rules import Rule, context_of, published_rules
from odos.database.session import transaction
from odos.jobs.context import JobContext
from odos.jobs.doorbell import drain_after_commit
from odos.jobs.kinds import Drain, JobKind, Periodic
from odos.kernel.workspaces import Workspace
from odos.records.context import Context
from odos.schema.model import Labels
from odos.storage.active import active_schema

log = logging.getLogger(__name__)

EVALUATE = "reminders.evaluate"
TELL = "reminders.tell"


def evaluate_rules(job: JobContext) -> Mapping[str, Any]:
    """Every rule whose turn it is, each in a transaction of its own, from where an earlier try came to."""
    workspace, now = job.workspace, job.now()
    schema = active_schema(workspace)
    rules = [*published_rules(schema), *personal_rules.running_rules(workspace, schema, now)]
    stop_others(context_of(workspace, schema, None, now), rules)
    totals = {"rules": 0, "begun": 0, "ended": 0}
    done = set(job.saved.get("done", ()))
    for rule in _in_turn(workspace, rules, now):
        if rule.id in done:
            continue
        found = _evaluate(context_of(workspace, schema, rule, now), rule)
        totals = {name: totals[name] + part for name, part in zip(totals, found, strict=True)}
        done.add(rule.id)
        job.save({"done": sorted(done)}, done=len(done))
        job.check_cancelled()
    return totals


def stop_others(context: Context, rules: Collection[Rule]) -> None:
    """End the episodes of rules that are gone or switched off."""
    known = {rule.id for rule in rules}
    with transaction(context.workspace):
        kept = RuleState.objects.values_list("pk", flat=True)
        gone = [str(key) for key in kept if str(key) not in known]
        if gone:
            end_all(context=context, rule_ids=gone)


def tell_due(workspace: Workspace, now: datetime) -> int:
    """One batch of whatever is due."""
    schema = active_schema(workspace)
    context = context_of(workspace, schema, None, now)
    with transaction(workspace):
        return (
            fire_due(context)
            or snoozing.tell_again(context)
            or digests.tell_due(context, lambda ids: titles_of(context, ids))
        )


def titles_of(context: Context, ids: Collection[str]) -> Mapping[str, Labels]:
    """The words of those of the rules that run."""
    return {key: rule.title for key, rule in find_rules(context, ids).items()}


def _in_turn(workspace: Workspace, rules: Sequence[Rule], now: datetime) -> list[Rule]:
    """Those whose pause is over, those that wait longest first; a rule that was changed waits no longer."""
    with transaction(workspace):
        states = {str(state.pk): state for state in RuleState.objects.all()}
    due = [
        (state.next_at.timestamp() if state else 0.0, rule)
        for rule in rules
        if (state := states.get(rule.id)) is None or state.next_at <= now or state.revision != rule.revision
    ]
    return [rule for _, rule in sorted(due, key=lambda pair: pair[0])]


def _evaluate(context: Context, rule: Rule) -> tuple[int, int, int]:
    """A rule that cannot be evaluated must not hold up the others."""
    most, timeout = personal_rules.bounds(rule)
    try:
        with transaction(context.workspace, timeout_ms=timeout):
            found = evaluate(context=context, rule=rule, most=most)
            drain_after_commit(context.workspace, TELL)
    except DatabaseError as failure:
        log.warning("reminder rule %s could not be evaluated: %s", rule.id, failure)
        personal_rules.note_failure(context, rule, str(failure))
        return 0, 0, 0
    return (1, found.begun, found.ended) if found else (0, 0, 0)


EVALUATION = JobKind(EVALUATE, evaluate_rules, {"en": "Evaluate reminder rules", "zh-hans": "检查提醒规则"})
JOB_KINDS = (EVALUATION,)
PERIODICS = (Periodic(EVALUATE, EVALUATE, every_seconds=60),)
DRAINS = (Drain(TELL, tell_due, every_seconds=15),)
