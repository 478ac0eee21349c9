"""Replies to notifications. Which notification is answered, a signed token says; who answers must be whom it
told, by their address. What a reply means is known to whoever told: `ANSWERS`, by kind of notification.

What came of a reply, the person is told by mail, at the address that is known of them and not at the one that
the mail came from: nobody else learns anything, and a reply that somebody forged comes to light.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from odos.accounts.queries import find_principal_by_id
from odos.database.session import fetch_one
from odos.kernel.registry import Registry
from odos.kernel.texts import Text, text
from odos.notifications.configuring import list_configured
from odos.notifications.incoming.mail_handlers import MailHandler, Outcome
from odos.notifications.incoming.reading import Incoming
from odos.notifications.incoming.tokens import Forged, answered_by
from odos.notifications.models import ReceivedMail
from odos.notifications.notice import NOTHING, Notice
from odos.notifications.operations import notify
from odos.notifications.outside import mail_channel
from odos.records.context import Context

MOST_ANSWERS = 10  # to one sender within a day: whatever answers us by itself comes to an end
DAY = timedelta(days=1)

_NOTIFICATION = """
    SELECT n.kind, n.recipient, n.about::text, n.created_at, n.entity_id::text, n.record_id, u.email
    FROM notification n JOIN user_account u ON u.id = n.recipient WHERE n.id = %s
"""
_NOT_OURS = text("The token of the reply was not made here", "回复中的标识无效")
_GONE = text("What it answers is not known any more", "所回复的通知已不存在")
_NOBODY = text("Whoever was asked may no longer sign in", "被询问的用户已不能登录")
_STRANGER = text("It did not come from the address of whom it was sent to", "回复不是来自收件人的邮箱地址")


@dataclass(frozen=True)
class Reply:
    """What somebody wrote back. ``about`` and ``at`` are those of the notification ``notification_id``;
    ``is_unread``: the mail was too large or broken, and ``text`` is empty."""

    notification_id: int
    about: Mapping[str, Any]
    at: datetime
    text: str
    is_unread: bool


@dataclass(frozen=True)
class Answer:
    """What came of a reply. ``words`` are for those who look after the box, ``title``, ``body`` and ``about``
    those of the notification to the person; ``place`` is the record concerned (entity's identity, id)."""

    is_taken: bool
    words: Text
    title: Text
    body: Text = NOTHING
    about: Mapping[str, object] = field(default_factory=dict)
    place: tuple[str, int] | None = None
    is_named: bool = True


# (context of the person, reply) → what came of it; refusals are caught there, with what they wrote
ANSWERS: Registry[Callable[[Context, Reply], Answer]] = Registry("kind of answer")


def answer(context: Context, mail: Incoming) -> Outcome | None:
    """Do what a reply says, as whoever wrote it."""
    try:
        notification_id = answered_by(context.workspace, mail)
    except Forged:
        return Outcome("refused", _NOT_OURS)
    if notification_id is None:
        return None
    row = fetch_one(context.workspace, _NOTIFICATION, [notification_id])
    if row is None or row[0] not in ANSWERS:
        return Outcome("refused", _GONE)
    kind, recipient, about, at, entity_id, record_id, address = row
    person = find_principal_by_id(workspace=context.workspace, user_id=recipient)
    if person is None:
        return Outcome("refused", _NOBODY)
    told = Reply(notification_id, orjson.loads(about), at, mail.text, mail.is_unread)
    if not mail.sender or mail.sender != str(address or "").strip().lower():
        _tell_of_stranger(context, kind, told, recipient, mail)
        return Outcome("refused", _STRANGER, (entity_id, record_id) if entity_id and record_id else None)
    given = ANSWERS[kind](replace(context, actor=person, reason="reply to a mail"), told)
    _tell(context, kind, given, recipient, mail)
    return Outcome("handled" if given.is_taken else "refused", given.words, given.place, person)


def _tell(context: Context, kind: str, given: Answer, recipient: int, mail: Incoming) -> None:
    since = context.now - DAY
    if ReceivedMail.objects.filter(sender=mail.sender, taken_at__gt=since).count() >= MOST_ANSWERS:
        return
    entity_id, record_id = given.place if given.place and given.is_named else (None, None)
    notice = Notice(
        kind=kind,
        key=f"reply:{mail.identity.hex()}",
        title=given.title,
        body=given.body,
        entity_id=entity_id,
        record_id=record_id,
        channels=_by_mail(context),
        about=given.about,
        cause=context.correlation,
        is_awaited=True,
    )
    notify(context=context, notice=notice, to=[recipient])


def _tell_of_stranger(context: Context, kind: str, told: Reply, recipient: int, mail: Incoming) -> None:
    """Once for each notification: it may be the person's own other address, or somebody who pretends."""
    sender = mail.sender or "?"
    notice = Notice(
        kind=kind,
        key=f"stranger:{told.notification_id}",
        title=text("A reply in your name was not taken", "一封以您名义发出的回复未被采纳"),
        body=text(
            "It came from {sender}. Only replies from the address of your account count.",
            "该回复来自 {sender}。只有从您账户邮箱发出的回复才有效。",
            sender=sender,
        ),
        channels=_by_mail(context),
        about={key: value for key, value in told.about.items() if key == "approval"},
        cause=context.correlation,
    )
    notify(context=context, notice=notice, to=[recipient])


def _by_mail(context: Context) -> tuple[str, ...]:
    """Whoever wrote a mail reads mail, whatever they prefer otherwise."""
    channel = mail_channel(list_configured(context.workspace))
    return (channel.key,) if channel else ()


REPLIES = MailHandler("reply", text("Replies to notifications", "对通知的回复"), 10, answer)
