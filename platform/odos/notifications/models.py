"""Tables of notifications, channels, preferences and mail boxes. Ids of people are those of
``user_account``; entities are held by identity, records by id without a constraint: a notification outlives
its record."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

PLAIN = "C"  # texts compare by code point


def _text(**options: Any) -> Any:
    return models.TextField(db_collation=PLAIN, **options)


class Notification(models.Model):
    """Something that one person was told. ``title`` and ``body`` hold a text for each language, with
    `odos.notifications.notice.RECORD` where the record's title belongs; ``about`` is for screens and
    channels: the id of an approval, say. ``key`` tells the same thing again from another. Quiet hours hold
    back nothing that ``is_awaited``."""

    id = models.BigAutoField(primary_key=True)
    recipient = models.BigIntegerField()
    kind = _text()
    key = _text()
    title = models.JSONField()
    body = models.JSONField()
    entity_id = models.UUIDField(null=True)
    record_id = models.BigIntegerField(null=True)
    about = models.JSONField(default=dict)
    channels = ArrayField(_text(), default=list)
    template = _text(null=True)
    actor_id = models.BigIntegerField(null=True)
    cause = models.UUIDField(null=True)
    is_awaited = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "notification"
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notification_once")]
        indexes = [
            models.Index(
                fields=["recipient", "-id"], condition=Q(archived_at__isnull=True), name="notification_inbox"
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(archived_at__isnull=True, read_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient}"


class Channel(models.Model):
    """A way out of the system that an administrator set up. ``options`` are those of its kind, ``secret`` is
    encrypted; ``default_kinds`` go this way for whoever did not choose otherwise."""

    id = models.BigAutoField(primary_key=True)
    key = _text(unique=True)
    kind = _text()
    label = models.JSONField()
    options = models.JSONField(default=dict)
    secret = models.BinaryField(null=True)
    default_kinds = ArrayField(_text(), default=list)
    is_enabled = models.BooleanField(default=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "notification_channel"

    def __str__(self) -> str:
        return str(self.key)


class Delivery(models.Model):
    """A notification on its way through a channel. ``due_at`` is when a worker may take it: now, later where
    it waits for the end of quiet hours or for a digest, and for the length of a lease while one has it."""

    id = models.BigAutoField(primary_key=True)
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, db_column="notification_id", db_index=False
    )
    recipient = models.BigIntegerField()
    channel = _text()
    mode = _text()
    state = _text(default="waiting")
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    error = _text(default="")

    class Meta:
        db_table = "notification_delivery"
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="notification_delivery_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notification_delivery_due"),
            models.Index(fields=["-id"], condition=Q(state="dead"), name="notification_delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} by {self.channel}"


class Preference(models.Model):
    """How a person wants one kind of notification by one channel: now, in a digest, or off."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    kind = _text()
    channel = _text()
    mode = _text()

    class Meta:
        db_table = "notification_preference"
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "kind", "channel"], name="notification_preference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.mode}"


class Rest(models.Model):
    """When a person wants no mail or message, on which days (1 is Monday) and between which local times, and
    when the digest goes out."""

    user_id = models.BigIntegerField(primary_key=True)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    days = ArrayField(models.IntegerField(), default=list)
    digest_at = models.TimeField(null=True)

    class Meta:
        db_table = "notification_rest"

    def __str__(self) -> str:
        return f"quiet hours of {self.user_id}"


class Comment(models.Model):
    """What somebody wrote on a record, for all who may see it. ``mentions`` are the people it names."""

    id = models.BigAutoField(primary_key=True)
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    text = _text()
    mentions = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "record_comment"
        indexes = [
            models.Index(
                fields=["entity_id", "record_id", "-id"],
                condition=Q(deleted_at__isnull=True),
                name="record_comment_of_record",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} by {self.author_id}"


class Message(models.Model):
    """From one person to another; ``pair`` is the smaller id, then the greater."""

    id = models.BigAutoField(primary_key=True)
    sender_id = models.BigIntegerField()
    recipient_id = models.BigIntegerField()
    pair = ArrayField(models.BigIntegerField(), size=2)
    text = _text()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "user_message"
        indexes = [models.Index(fields=["pair", "-id"], name="user_message_pair")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Conversation(models.Model):
    """The messages between ``user_id`` and ``peer_id`` as the first of them has them."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    peer_id = models.BigIntegerField()
    last_message_id = models.BigIntegerField()
    unread = models.IntegerField(default=0)

    class Meta:
        db_table = "conversation"
        constraints = [models.UniqueConstraint(fields=["user_id", "peer_id"], name="conversation_once")]
        indexes = [models.Index(fields=["user_id", "-last_message_id"], name="conversation_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} with {self.peer_id}"


class OutsideMail(models.Model):
    """A mail about a record to an address outside, written by a rule. ``uid`` makes its ``Message-ID``;
    ``state`` is waiting until ``due_at``, sent, or dead with the ``error`` of the last try."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4)
    entity_id = models.UUIDField()
    record_id = models.BigIntegerField()
    template = _text()
    to = _text()
    reply_to = _text(null=True)
    language = _text()
    subject = _text()
    text = _text()
    html = _text()
    state = _text(default="waiting")
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    error = _text(default="")
    cause = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outside_mail"
        constraints = [models.UniqueConstraint(fields=["uid"], name="outside_mail_uid")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="outside_mail_due"),
            models.Index(fields=["to", "created_at"], name="outside_mail_to"),
            models.Index(fields=["ended_at"], name="outside_mail_age"),
            models.Index(fields=["-id"], condition=Q(state="dead"), name="outside_mail_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.state}"


class MailBox(models.Model):
    """A mail box that is looked into. ``options`` and ``secret`` are as for channels. ``last_uid`` is the
    last mail that was taken, by the numbers that count while the folder keeps its ``uid_validity``;
    ``error`` is what went wrong since ``failing_since``."""

    id = models.BigAutoField(primary_key=True)
    key = _text(unique=True)
    label = models.JSONField()
    options = models.JSONField(default=dict)
    secret = models.BinaryField(null=True)
    is_enabled = models.BooleanField(default=True)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    error = _text(default="")

    class Meta:
        db_table = "mail_box"

    def __str__(self) -> str:
        return str(self.key)


class ReceivedMail(models.Model):
    """A mail that was taken, without its words, so that it is taken once: again by number (``uid``), as a
    copy by ``identity``. ``state`` is waiting until ``due_at`` where handling it failed; then handled,
    refused, ignored, unclaimed, duplicate or failed. ``is_filed``: the folder knows that it was taken."""

    id = models.BigAutoField(primary_key=True)
    box = models.ForeignKey(MailBox, on_delete=models.CASCADE, db_column="box_id", db_index=False)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    identity = models.BinaryField(max_length=32)
    sender = _text(null=True)
    subject = _text(default="")
    state = _text(default="waiting")
    handler = _text(null=True)
    words = models.JSONField(default=dict)
    entity_id = models.UUIDField(null=True)
    record_id = models.BigIntegerField(null=True)
    attempts = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    error = _text(default="")
    is_filed = models.BooleanField(default=False)
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "received_mail"
        constraints = [
            models.UniqueConstraint(fields=["box", "uid_validity", "uid"], name="received_mail_uid"),
        ]
        indexes = [
            models.Index(fields=["identity"], name="received_mail_identity"),
            models.Index(fields=["box"], condition=Q(state="waiting"), name="received_mail_waiting"),
            models.Index(fields=["box"], condition=Q(is_filed=False), name="received_mail_unfiled"),
            models.Index(fields=["taken_at"], name="received_mail_age"),
        ]

    def __str__(self) -> str:
        return f"{self.box_id}/{self.uid} {self.state}"
