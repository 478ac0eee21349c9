"""Which packages a workspace has, in the order of their layers, and which records came with them."""

from __future__ import annotations

from django.db import models


class InstalledPackage(models.Model):
    """``rank`` orders the layers: a package stands above those that it requires."""

    key = models.CharField(max_length=63, primary_key=True)
    version = models.CharField(max_length=63)
    rank = models.IntegerField(unique=True)
    title = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    installed_at = models.DateTimeField()

    class Meta:
        db_table = "installed_package"

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class PlacedRow(models.Model):
    """The record that a row of a package's files became; stays when the record is deleted."""

    entity_id = models.UUIDField()
    key = models.CharField(max_length=127)
    record_id = models.BigIntegerField()

    class Meta:
        db_table = "placed_row"
        constraints = [models.UniqueConstraint(fields=["entity_id", "key"], name="placed_row_once")]

    def __str__(self) -> str:
        return f"@{self.key}"
