"""Approvals as they run: cases, the tasks of people, what happened, who stands in for whom.

A case keeps the definition that it was started with, so that a change of the definition leaves it alone.
Ids of people are those of ``user_account``; entities are held by identity.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

PLAIN = "C"  # texts compare by code point
GOING_ON = ("running", "returned")


def _text(**options: Any) -> Any:
    return models.TextField(db_collation=PLAIN, **options)


class ApprovalCase(models.Model):
    """One record on its way through one definition. ``proposed`` holds values that are to be written when
    the change of an approved record is agreed to, ``replaced`` what they took the place of when that was so;
    ``version`` rises with every command."""

    id = models.BigAutoField(primary_key=True)
    workflow_id = models.UUIDField()
    workflow = _text()
    document = models.JSONField()
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    submitter_id = models.BigIntegerField()
    status = _text(default="running")
    marks = models.JSONField(default=dict)
    round = models.IntegerField(default=1)
    proposed = models.JSONField(null=True)
    replaced = models.JSONField(null=True)
    version = models.IntegerField(default=1)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    urged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "approval_case"
        constraints = [
            models.UniqueConstraint(
                fields=["entity_id", "record_id"],
                condition=Q(status__in=GOING_ON),
                name="approval_case_one_going_on",
            ),
        ]
        indexes = [
            models.Index(fields=["entity_id", "record_id", "-id"], name="approval_case_record"),
            models.Index(fields=["submitter_id", "-id"], name="approval_case_submitter"),
        ]


class ApprovalTask(models.Model):
    """One person's part; see `approvals.state.Task`. ``due`` lists when what happens if it stays open."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(ApprovalCase, on_delete=models.CASCADE, db_column="case_id", db_index=False)
    number = models.IntegerField()
    node = _text()
    user_id = models.BigIntegerField()
    principal_id = models.BigIntegerField()
    status = _text()
    waits_for = ArrayField(models.IntegerField(), default=list)
    added = _text(null=True)
    added_by = models.BigIntegerField(null=True)
    has_veto = models.BooleanField(default=False)
    is_past = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    comment = _text(default="")
    due_at = models.DateTimeField(null=True)
    deadline = models.IntegerField(default=0)

    class Meta:
        db_table = "approval_task"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="approval_task_number")]
        indexes = [
            models.Index(fields=["user_id", "-id"], condition=Q(status="open"), name="approval_task_to_do"),
            models.Index(
                fields=["user_id", "-id"],
                condition=Q(decided_at__isnull=False),
                name="approval_task_done",
            ),
            models.Index(fields=["due_at"], condition=Q(status="open"), name="approval_task_due"),
        ]


class ApprovalEvent(models.Model):
    """What happened, in order; see `odos.workflow.approvals.happenings.Happening`."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(ApprovalCase, on_delete=models.CASCADE, db_column="case_id", db_index=False)
    at = models.DateTimeField()
    what = _text()
    by_id = models.BigIntegerField(null=True)
    node = _text(default="")
    task = models.IntegerField(null=True)
    users = ArrayField(models.BigIntegerField(), default=list)
    comment = _text(default="")

    class Meta:
        db_table = "approval_event"
        indexes = [models.Index(fields=["case", "id"], name="approval_event_case")]


class ApprovalCopy(models.Model):
    """Somebody was told of a case; ``read_at`` once they have looked at it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(ApprovalCase, on_delete=models.CASCADE, db_column="case_id", db_index=False)
    user_id = models.BigIntegerField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "approval_copy"
        constraints = [models.UniqueConstraint(fields=["case", "user_id"], name="approval_copy_once")]
        indexes = [models.Index(fields=["user_id", "-id"], name="approval_copy_user")]


class Delegation(models.Model):
    """``stand_in`` decides for ``user`` from the one moment to the other; ``workflows`` narrows it, empty is
    everything. With ``includes_open`` also what waited for ``user`` already."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    stand_in_id = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    workflows = ArrayField(_text(), default=list)
    includes_open = models.BooleanField(default=True, db_default=True)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "approval_delegation"
        indexes = [models.Index(fields=["user_id", "ends_at"], name="approval_delegation_user")]


class StageVisit(models.Model):
    """A record's time in one stage, written when it ends. The present stage stands in the record itself."""

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    field_id = models.UUIDField()
    pipeline_id = models.UUIDField()
    record_id = models.BigIntegerField()
    stage = _text()
    entered_at = models.DateTimeField()
    entered_by = models.BigIntegerField(null=True)
    left_at = models.DateTimeField()
    left_by = models.BigIntegerField(null=True)
    next_stage = _text()

    class Meta:
        db_table = "stage_visit"
        indexes = [
            models.Index(fields=["entity_id", "record_id", "field_id", "id"], name="stage_visit_record")
        ]


class RecordConversion(models.Model):
    """A record that became others by a conversion, once at a time. ``before`` holds what it was given in
    exchange, so that undoing can bring it back: field identity → JSON value. By ``correlation``
    and ``cause``, those of all that it wrote, what followed from it is found."""

    id = models.BigAutoField(primary_key=True)
    conversion_id = models.UUIDField()
    conversion = _text()
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    correlation = models.UUIDField(null=True)
    cause = models.UUIDField(null=True)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "record_conversion"
        constraints = [
            models.UniqueConstraint(
                fields=["conversion_id", "record_id"],
                condition=Q(undone_at=None),
                name="record_conversion_once",
            ),
        ]
        indexes = [models.Index(fields=["entity_id", "record_id", "id"], name="record_conversion_record")]


class ConversionResult(models.Model):
    """A record that came of a conversion (``created``) or was chosen for it; ``version`` as it was left.

    ``added`` are values that one that was chosen did not have before: field identity → list of JSON values.
    """

    id = models.BigAutoField(primary_key=True)
    conversion = models.ForeignKey(RecordConversion, on_delete=models.CASCADE, related_name="results")
    target = _text()
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    created = models.BooleanField()
    version = models.IntegerField()
    added = models.JSONField(default=dict)

    class Meta:
        db_table = "conversion_result"
        indexes = [models.Index(fields=["entity_id", "record_id"], name="conversion_result_record")]


class MailedDecision(models.Model):
    """A link in a mail that was used: it decides no second time. Only its digest is kept."""

    id = models.BigAutoField(primary_key=True)
    digest = models.BinaryField(max_length=32, unique=True)
    case = models.ForeignKey(ApprovalCase, on_delete=models.CASCADE, db_column="case_id")
    user_id = models.BigIntegerField()
    used_at = models.DateTimeField()

    class Meta:
        db_table = "approval_mailed_decision"
