"""Tables of background work. Only `odos.jobs.claims` changes a job that a worker holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    """queued → running → done, failed or cancelled; back to queued when a try failed and another is due."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


PENDING = (JobState.QUEUED.value, JobState.RUNNING.value)


class Job(models.Model):
    """One piece of work. ``fence`` grows with every claim: a write with an older one changes nothing."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    state = models.TextField(choices=JobState.choices)
    args = models.JSONField(default=dict)
    saved = models.JSONField(default=dict)  # where to resume
    done = models.BigIntegerField(default=0, db_default=0)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    issues = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    files = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    fence = models.BigIntegerField(default=0, db_default=0)
    attempts = models.IntegerField(default=0, db_default=0)
    max_attempts = models.IntegerField()
    cancel_requested = models.BooleanField(default=False, db_default=False)
    dedupe_key = models.TextField(null=True)
    again = models.BooleanField(default=False, db_default=False)  # put in once more while it ran
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    address = models.TextField(null=True)  # where whoever put it in sat, and with which program
    agent = models.TextField(null=True)
    correlation = models.UUIDField()
    schema_version = models.IntegerField(null=True)

    class Meta:
        db_table = "job"
        indexes = [
            models.Index(fields=["run_at", "id"], condition=Q(state__in=PENDING), name="job_pending"),
            models.Index(fields=["created_by", "-id"], name="job_of_user"),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dedupe_key"], condition=Q(state__in=PENDING), name="job_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PeriodicRun(models.Model):
    """When a periodic job is due next; one row, however many schedulers look."""

    key = models.TextField(primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        db_table = "periodic_run"

    def __str__(self) -> str:
        return self.key
