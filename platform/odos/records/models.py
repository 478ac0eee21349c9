"""What the engine keeps beside the rows: events to deliver, deletions, number counters, late rollups."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class OutboxEntry(models.Model):
    """An event of a record, written in the transaction of the change and drained after it.

    ``xid`` is the writing transaction: entries below the snapshot's xmin are complete, so that a drain
    sees the events of each record in order.
    """

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    event = models.TextField()
    version = models.IntegerField()
    changed = ArrayField(models.TextField(), default=list)
    actor_id = models.BigIntegerField(null=True)
    correlation = models.UUIDField()
    cause = models.UUIDField(null=True)
    schema_version = models.IntegerField()
    at = models.DateTimeField(db_default=Now())
    attempts = models.IntegerField(db_default=0, default=0)

    class Meta:
        db_table = "outbox"


class Deletion(models.Model):
    """One act of deletion: everything that went into the bin with it comes back with it.

    ``taken`` holds what went along, ``[[entity_id, [ids]], …]``, and ``cleared`` the references that were
    emptied, ``[[entity_id, field_id, target_id, [ids]], …]``.
    """

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    taken = models.JSONField(default=list)
    cleared = models.JSONField(default=list)
    restored_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deletion"


class NumberCounter(models.Model):
    """The last number given in a period by an auto_number field."""

    field_id = models.UUIDField()
    period = models.TextField()
    last = models.BigIntegerField()

    class Meta:
        db_table = "number_counter"
        constraints = [
            models.UniqueConstraint(fields=["field_id", "period"], name="number_counter_once"),
        ]


class LateRollup(models.Model):
    """A parent whose rollups are to be recomputed by a job, because it was busy or one of very many."""

    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()

    class Meta:
        db_table = "late_rollup"
        constraints = [
            models.UniqueConstraint(fields=["entity_id", "record_id"], name="late_rollup_once"),
        ]


class IdempotentReply(models.Model):
    """What a write answered, kept a day, so that the same request sent twice is done once."""

    key = models.TextField()
    actor_id = models.BigIntegerField()
    request = models.TextField()  # digest of method, path and body
    status = models.IntegerField()
    body = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotent_reply"
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="idempotent_reply_once"),
        ]
