"""Tables of reminders. Rules, entities, people are held by identity, records by id without a constraint."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from odos.automation.assignment import models as assignment
from odos.automation.runs import models as runs
from odos.automation.webhooks import models as webhooks

# Tables of one application stand in one place for Django; each sub-package has its own.
SUBPACKAGES = (assignment, runs, webhooks)


def _text(**options: Any) -> Any:
    return models.TextField(db_collation="C", **options)


class Episode(models.Model):
    """A rule holds of a record, from ``began_at`` to ``ended_at``; while it does, there is one row.

    ``due_at`` is when the first reminder is due. ``told`` counts the reminders, ``last_due_at`` is when the
    last of them was due, ``last_at`` when it was told, ``first_at`` when the first was; ``climbed`` is how
    often each escalation was told. ``wake_at`` is when the next thing is due (blank: nothing is).
    ``is_final``: it never begins again. ``revision`` tells the text of the rule that ``wake_at`` follows.
    """

    id = models.BigAutoField(primary_key=True)
    rule_id = models.UUIDField()
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    revision = _text()
    due_at = models.DateTimeField()
    began_at = models.DateTimeField()
    told = models.IntegerField(default=0, db_default=0)
    last_due_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    first_at = models.DateTimeField(null=True)
    climbed = ArrayField(models.IntegerField(), default=list)
    wake_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = _text(null=True)
    is_final = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["rule_id", "record_id"],
                condition=Q(ended_at__isnull=True),
                name="reminder_one_episode",
            ),
        ]
        indexes = [
            models.Index(
                fields=["wake_at"],
                condition=Q(ended_at__isnull=True, wake_at__isnull=False),
                name="reminder_due",
            ),
            models.Index(fields=["rule_id", "record_id"], condition=Q(is_final=True), name="reminder_final"),
            models.Index(fields=["entity_id", "record_id", "-id"], name="reminder_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} of {self.record_id}"


class Occurrence(models.Model):
    """Something that was told in an episode: a notice or an escalation, with the people it went to.

    ``step`` is the place of the escalation in the rule, ``number`` counts from 1.
    """

    id = models.BigAutoField(primary_key=True)
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, db_column="reminder_id", db_index=False)
    rule_id = models.UUIDField()
    kind = _text()
    step = models.IntegerField(default=0)
    number = models.IntegerField()
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    people = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        db_table = "reminder_occurrence"
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "kind", "step", "number"], name="reminder_occurrence_once"
            ),
        ]
        indexes = [models.Index(fields=["rule_id", "-id"], name="reminder_occurrence_of_rule")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.episode_id}"


class Snooze(models.Model):
    """Somebody put off an episode; ``until`` is blank once they were told again."""

    id = models.BigAutoField(primary_key=True)
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, db_column="reminder_id", db_index=False)
    user_id = models.BigIntegerField()
    times = models.IntegerField(default=1)
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "reminder_snooze"
        constraints = [models.UniqueConstraint(fields=["episode", "user_id"], name="reminder_snooze_once")]
        indexes = [
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="reminder_snooze_due"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.until}"


class Digest(models.Model):
    """Reminders that one person is told together, at ``due_at``."""

    id = models.BigAutoField(primary_key=True)
    recipient = models.BigIntegerField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reminder_digest"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "due_at"], condition=Q(told_at__isnull=True), name="reminder_digest_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(told_at__isnull=True), name="reminder_digest_due"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} at {self.due_at}"


class DigestItem(models.Model):
    """A record in a digest; ``escalated`` when it is told to a superior."""

    id = models.BigAutoField(primary_key=True)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, db_index=False)
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, db_column="reminder_id", db_index=False)
    escalated = models.BooleanField(default=False)
    due_at = models.DateTimeField()

    class Meta:
        db_table = "reminder_digest_item"
        constraints = [
            models.UniqueConstraint(fields=["digest", "episode"], name="reminder_digest_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} in {self.digest_id}"


class RuleState(models.Model):
    """When a rule was evaluated last and will be next, how long it took, and why it could not be."""

    rule_id = models.UUIDField(primary_key=True)
    revision = _text()
    evaluated_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    seconds = models.FloatField(default=0)
    matching = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    error = _text(default="")

    class Meta:
        db_table = "reminder_rule_state"

    def __str__(self) -> str:
        return str(self.rule_id)


class PersonalRule(models.Model):
    """A rule that somebody wrote for themselves. ``tree`` is its checked statement as JSON, names by
    identity; ``paused`` says why it no longer runs, in both languages."""

    id = models.BigAutoField(primary_key=True)
    rule_id = models.UUIDField(unique=True, default=uuid.uuid4)
    entity = models.UUIDField()
    owner = models.BigIntegerField(db_column="owner")
    name = models.TextField()
    tree = models.JSONField()
    is_active = models.BooleanField(default=True, db_default=True)
    paused = models.JSONField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "reminder_rule"
        indexes = [models.Index(fields=["owner", "entity"], name="reminder_rule_of_owner")]

    def __str__(self) -> str:
        return self.name
