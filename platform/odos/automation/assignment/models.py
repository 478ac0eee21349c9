"""Tables of assignment: whose turn it was, and what became of records in pools."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

CLAIMED, RELEASED, RECYCLED = "claimed", "released", "recycled"


def _text(**options: Any) -> Any:
    return models.TextField(db_collation="C", **options)


class Turn(models.Model):
    """Who came last where people take turns: of one clause (by its place) of one rule."""

    rule_id = models.UUIDField()
    clause = models.IntegerField()
    last_user = models.BigIntegerField(null=True)

    class Meta:
        app_label = "automation"
        db_table = "assignment_turn"
        constraints = [models.UniqueConstraint(fields=["rule_id", "clause"], name="assignment_turn_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.clause}: {self.last_user}"


class PoolEvent(models.Model):
    """A record was claimed from a pool by ``user_id``, or came back from them; until ``keep_out_until`` they
    may not claim it again."""

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    pool_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    what = _text()
    reason = _text(default="")
    at = models.DateTimeField()
    keep_out_until = models.DateTimeField(null=True)

    class Meta:
        app_label = "automation"
        db_table = "pool_event"
        indexes = [
            models.Index(fields=["entity_id", "record_id", "-id"], name="pool_event_record"),
            models.Index(
                fields=["user_id", "entity_id", "at"], condition=Q(what=CLAIMED), name="pool_event_claims"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.record_id}"
