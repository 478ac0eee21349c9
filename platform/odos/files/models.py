"""Tables of attachments. The same bytes uploaded twice are two rows and one file on disk."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """An upload. ``type`` is what the content is, whatever the browser said.

    ``attached`` is set when a record first refers to it and stays: history and the bin may still need it.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    size = models.BigIntegerField()
    type = models.TextField()
    sha256 = models.CharField(max_length=64)
    created_by = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    attached = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "stored_file"
        indexes = [
            models.Index(fields=["sha256"], name="stored_file_content"),
            models.Index(fields=["at"], condition=Q(attached=False), name="stored_file_loose"),
        ]

    def __str__(self) -> str:
        return self.name
