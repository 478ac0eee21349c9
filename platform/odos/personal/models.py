"""Static tables of the personal layer. People, units and entities are held by identity, without constraints
that would keep them from being deleted."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


def _ids() -> Any:
    return ArrayField(models.BigIntegerField(), default=list)


class Shared(models.Model):
    """Something of one person about one entity, perhaps shared with others."""

    id = models.BigAutoField(primary_key=True)
    entity = models.UUIDField()
    owner = models.BigIntegerField(db_column="owner")
    name = models.TextField()
    everyone = models.BooleanField(default=False)
    users = _ids()
    units = _ids()
    roles = ArrayField(models.TextField(), default=list)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class SavedView(Shared):
    """``document`` holds paths by identity and the filter pinned (`odos.personal.pinning`)."""

    document = models.JSONField(default=dict)

    class Meta:
        db_table = "saved_view"
        indexes = [models.Index(fields=["entity", "owner"], name="saved_view_of_owner")]


class ViewChoice(models.Model):
    """Which views of an entity a person sees first; by key, of shared and of saved views alike."""

    id = models.BigAutoField(primary_key=True)
    user = models.BigIntegerField()
    entity = models.UUIDField()
    default_view = models.TextField(null=True)
    pinned = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "view_choice"
        constraints = [models.UniqueConstraint(fields=["user", "entity"], name="view_choice_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.entity}"


class SegmentKind(models.TextChoices):
    """A dynamic segment is a condition; a static one is the list of records that met it at a moment."""

    DYNAMIC = "dynamic"
    STATIC = "static"


class Segment(Shared):
    """``key`` stands in rules and never changes; ``condition`` is pinned; ``frozen_at`` for static ones."""

    key = models.TextField(unique=True)
    kind = models.TextField(choices=SegmentKind.choices)
    condition = models.JSONField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "segment"
        indexes = [models.Index(fields=["entity", "owner"], name="segment_of_owner")]


class SegmentMember(models.Model):
    """A record of a static segment."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, db_index=False)
    record_id = models.BigIntegerField()

    class Meta:
        db_table = "segment_member"
        constraints = [
            models.UniqueConstraint(fields=["segment", "record_id"], name="segment_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} in {self.segment_id}"
