"""Who was let in on single records: shares and teams. Records are named by entity identity and id."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class RecordShare(models.Model):
    """A record opened to a user, a unit or a role (see `odos.access.grantees`), perhaps for a time."""

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    grantee = models.TextField(db_collation="C")
    edits = models.BooleanField(default=False, db_default=False)
    until = models.DateTimeField(null=True)
    reason = models.TextField(default="", db_default="")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "record_share"
        constraints = [
            models.UniqueConstraint(fields=["entity_id", "record_id", "grantee"], name="record_share_once"),
        ]
        indexes = [
            models.Index(fields=["entity_id", "grantee", "record_id"], name="record_share_grantee"),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.record_id} {self.grantee}"


class TeamMember(models.Model):
    """A user on the team of a record; ``role`` is one of those that the entity's document names."""

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    role = models.TextField(db_collation="C")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "team_member"
        constraints = [
            models.UniqueConstraint(
                fields=["entity_id", "record_id", "user_id", "role"], name="team_member_once"
            ),
        ]
        indexes = [
            models.Index(fields=["entity_id", "user_id", "record_id"], name="team_member_user"),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} {self.record_id} {self.user_id} {self.role}"
