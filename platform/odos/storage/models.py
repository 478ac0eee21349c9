"""Tables of schema versions and of the work that a version leaves for later."""

from __future__ import annotations

from django.db import models


class SchemaVersion(models.Model):
    """One published state of the whole application. ``manifest`` maps part names to hashes."""

    number = models.IntegerField(primary_key=True)
    created_at = models.DateTimeField()
    author_id = models.BigIntegerField(null=True)
    message = models.TextField(default="")
    changes = models.JSONField(default=list)
    manifest = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)

    class Meta:
        db_table = "schema_version"

    def __str__(self) -> str:
        return f"version {self.number}"


class CompiledPart(models.Model):
    """A compiled entity, the menus, the roles or the settings, by the hash of its content."""

    hash = models.CharField(max_length=64, primary_key=True)
    body = models.JSONField()

    class Meta:
        db_table = "compiled_part"

    def __str__(self) -> str:
        return self.hash


class ActiveSchema(models.Model):
    """The single row that says which version runs."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.IntegerField()

    class Meta:
        db_table = "active_schema"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="active_schema_single")]

    def __str__(self) -> str:
        return f"version {self.version}"


class IndexState(models.TextChoices):
    """The life of an index that is built in the background."""

    WANTED = "wanted"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
    UNWANTED = "unwanted"


class ManagedIndex(models.Model):
    """An index of an entity's table that we build and drop; ``statement`` creates it, not concurrently."""

    name = models.CharField(max_length=63, primary_key=True)
    table = models.CharField(max_length=63)
    statement = models.TextField()
    unique = models.BooleanField(default=False)
    purpose = models.CharField(max_length=15)
    state = models.CharField(max_length=15, choices=IndexState, default=IndexState.WANTED)
    backend = models.IntegerField(null=True)
    detail = models.TextField(default="")
    wanted_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "managed_index"
        indexes = [models.Index(fields=["table"], name="managed_index_table")]

    def __str__(self) -> str:
        return self.name


class FieldWork(models.Model):
    """Work on stored rows that keeps a field in state building: a conversion, a new unique index."""

    id = models.BigAutoField(primary_key=True)
    field = models.CharField(max_length=64)
    task = models.CharField(max_length=15)
    detail = models.JSONField(default=dict)
    position = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()

    class Meta:
        db_table = "field_work"
        constraints = [models.UniqueConstraint(fields=["field", "task"], name="field_work_once")]

    def __str__(self) -> str:
        return f"{self.task} of {self.field}"
