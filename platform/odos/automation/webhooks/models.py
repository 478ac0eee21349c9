"""Tables of webhooks."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q, Value

PLAIN = "C"
WAITING, SENT, DEAD = "waiting", "sent", "dead"


def _text(**options: Any) -> Any:
    return models.TextField(db_collation=PLAIN, **options)


class Webhook(models.Model):
    """An address that rules call by its ``key``. ``secret`` signs what is sent; it is sealed."""

    id = models.BigAutoField(primary_key=True)
    key = _text(unique=True)
    label = _text(default="")
    url = _text()
    secret = models.BinaryField(null=True)
    is_active = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)

    class Meta:
        app_label = "automation"
        db_table = "webhook"

    def __str__(self) -> str:
        return str(self.key)


class Delivery(models.Model):
    """One call: waiting until ``due_at``, sent, or dead.

    ``attempts`` counts towards giving it up. ``tries`` are all that were ever made, with what came of each:
    ``{at, status, answer, took}``, the answer cut short, without a status when nobody answered.
    """

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, db_column="webhook_id", db_index=False)
    body = models.JSONField()
    state = _text(default=WAITING)
    attempts = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    tries = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    cause = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "automation"
        db_table = "webhook_delivery"
        constraints = [models.UniqueConstraint(fields=["uid"], name="webhook_delivery_uid")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=WAITING), name="webhook_delivery_due"),
            models.Index(fields=["webhook", "-id"], name="webhook_delivery_of"),
            models.Index(fields=["-id"], condition=Q(state=DEAD), name="webhook_delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.state}"
