"""Tables of automation: runs, the log of their steps, and when a rule with set times is due next."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

PLAIN = "C"
WAITING, DONE, FAILED, STOPPED, CANCELLED = "waiting", "done", "failed", "stopped", "cancelled"


def _text(**options: Any) -> Any:
    return models.TextField(db_collation=PLAIN, **options)


class Run(models.Model):
    """One rule at work on one record.

    ``source`` is the text of the rule when it began, ``old`` the row before the change, by columns.
    ``position`` is the next action, ``wake_at`` when it is due; ``waiting_since`` when it began to wait.
    ``uid`` is the cause of all that the run writes, ``depth`` counts the runs that led to it. ``state`` is
    waiting, done, failed, stopped (a circle of rules) or cancelled.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4)
    rule_id = models.UUIDField()
    rule = _text()
    source = _text()
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    event = _text()
    old = models.JSONField(default=dict)
    occurrence = models.DateTimeField(null=True)
    actor_id = models.BigIntegerField(null=True)
    correlation = models.UUIDField()
    cause = models.UUIDField(null=True)
    depth = models.IntegerField(default=0)
    state = _text(default=WAITING)
    position = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)
    wake_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    error = models.JSONField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "automation"
        db_table = "automation_run"
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="automation_run_uid"),
            models.UniqueConstraint(
                fields=["rule_id", "record_id", "occurrence"],
                condition=Q(occurrence__isnull=False),
                name="automation_run_once",
            ),
        ]
        indexes = [
            models.Index(fields=["wake_at", "id"], condition=Q(state=WAITING), name="automation_run_due"),
            models.Index(fields=["rule_id", "-id"], name="automation_run_of_rule"),
            models.Index(fields=["entity_id", "record_id", "-id"], name="automation_run_of_record"),
            models.Index(fields=["-id"], condition=Q(state=FAILED), name="automation_run_failed"),
            models.Index(fields=["-created_at"], name="automation_run_began"),
            models.Index(fields=["ended_at"], name="automation_run_age"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.record_id}"


class Step(models.Model):
    """One try of one action: ``action`` is its kind, ``inputs`` the values that it was given, with their
    rules, ``detail`` what it did, ``error`` why it did not, ``took`` milliseconds."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, db_column="run_id", db_index=False)
    position = models.IntegerField()
    action = _text()
    state = _text()
    inputs = models.JSONField(default=list)
    detail = models.JSONField(default=dict)
    error = models.JSONField(null=True)
    took = models.FloatField(null=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "automation"
        db_table = "automation_step"
        indexes = [models.Index(fields=["run", "id"], name="automation_step_run")]

    def __str__(self) -> str:
        return f"{self.action} {self.state}"


class Timer(models.Model):
    """When a rule with set times is due next; ``source`` tells the text that it follows. ``occurrence`` and
    ``position`` are those of a turn that is being put in, record by record."""

    rule_id = models.UUIDField(primary_key=True)
    source = _text()
    next_at = models.DateTimeField()
    occurrence = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)

    class Meta:
        app_label = "automation"
        db_table = "automation_timer"
        indexes = [models.Index(fields=["next_at"], name="automation_timer_due")]

    def __str__(self) -> str:
        return f"{self.rule_id} at {self.next_at}"
