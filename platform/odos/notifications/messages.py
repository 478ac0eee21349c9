"""Messages from person to person: nobody but the two ever reads them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from odos.access.roles import is_external
from odos.accounts.queries import find_principal_by_id
from odos.audit.entries import APPLICATION, Entry
from odos.audit.operations import write_entries
from odos.database.session import execute, fetch_all, fetch_one, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text
from odos.notifications.models import Message
from odos.notifications.notice import Notice
from odos.notifications.operations import notify_many
from odos.records.context import Context

LONGEST = 5_000
MOST_RECIPIENTS = 50
MOST = 50

_CONVERSATIONS = """
    SELECT c.peer_id, u.name, c.unread, m.text, m.sent_at, m.sender_id, m.id
    FROM conversation c JOIN user_message m ON m.id = c.last_message_id
    LEFT JOIN user_account u ON u.id = c.peer_id
    WHERE c.user_id = %s AND (%s::bigint IS NULL OR m.id < %s) ORDER BY c.last_message_id DESC LIMIT %s
"""
_MESSAGES = """
    SELECT id, sender_id, text, sent_at FROM user_message
    WHERE pair = %s::bigint[] AND (%s::bigint IS NULL OR id < %s) ORDER BY id DESC LIMIT %s
"""
# In the order of people, so that two who write to each other at once do not wait for each other in a circle.
_FOLLOW = """
    INSERT INTO conversation AS c (user_id, peer_id, last_message_id, unread)
    SELECT side.user_id, side.peer_id, side.message, side.unread
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::int[])
        AS side(user_id, peer_id, message, unread)
    ORDER BY side.user_id, side.peer_id
    ON CONFLICT (user_id, peer_id) DO UPDATE SET
        last_message_id = greatest(c.last_message_id, excluded.last_message_id),
        unread = c.unread + excluded.unread
"""
_READ = "UPDATE conversation SET unread = 0 WHERE user_id = %s AND peer_id = %s AND unread > 0"
_READ_NOTICES = """
    UPDATE notification SET read_at = %s WHERE recipient = %s AND kind = 'message' AND read_at IS NULL
        AND actor_id = %s AND archived_at IS NULL
"""


def send_message(*, context: Context, to: Collection[int], words: str) -> list[int]:
    """Write to each of the people by themselves; gives the ids. Raises `Invalid`."""
    sender = context.actor.user_id or 0
    recipients = _checked_recipients(context, to, sender)
    stripped = words.strip()
    if not stripped or len(stripped) > LONGEST:
        message = text("From 1 to {n} characters", "1 到 {n} 个字符", n=LONGEST)
        raise Invalid(None, [Issue("bad_length", message, ("text",))])
    with transaction(context.workspace):
        made = Message.objects.bulk_create(
            Message(
                sender_id=sender,
                recipient_id=user,
                pair=_pair(sender, user),
                text=stripped,
                sent_at=context.now,
            )
            for user in recipients
        )
        _follow(context, made)
        notify_many(context=context, notices=[(_notice(context, each), each.recipient_id) for each in made])
        entries = [
            Entry(APPLICATION, None, "message_sent", changes={"to": [None, each.recipient_id]})
            for each in made
        ]
        write_entries(workspace=context.workspace, origin=context.origin, entries=entries)
    return [each.pk for each in made]


def list_conversations(*, context: Context, before: int | None = None) -> dict[str, Any]:
    """With whom the actor wrote, the latest first."""
    rows = fetch_all(context.workspace, _CONVERSATIONS, [context.actor.user_id, before, before, MOST + 1])
    items = [
        {
            "peer": {"id": str(peer), "label": name},
            "unread": unread,
            "text": words,
            "at": sent_at,
            "is_own": sender == context.actor.user_id,
        }
        for peer, name, unread, words, sent_at, sender, _ in rows[:MOST]
    ]
    return {"items": items, "next": str(rows[MOST - 1][6]) if len(rows) > MOST else None}


def read_conversation(*, context: Context, peer: int, before: int | None = None) -> dict[str, Any]:
    """One page of the messages with somebody, newest first; raises `NotFound` where there is nobody."""
    statement = "SELECT name FROM user_account WHERE id = %s AND deleted_at IS NULL"
    found = fetch_one(context.workspace, statement, [peer])
    if found is None:
        raise NotFound
    me = context.actor.user_id or 0
    rows = fetch_all(context.workspace, _MESSAGES, [_pair(me, peer), before, before, MOST + 1])
    items = [
        {"id": str(key), "is_own": sender == me, "text": words, "at": sent_at}
        for key, sender, words, sent_at in rows[:MOST]
    ]
    return {
        "peer": {"id": str(peer), "label": found[0]},
        "items": items,
        "next": items[-1]["id"] if len(rows) > MOST else None,
    }


def mark_conversation_read(*, context: Context, peer: int) -> None:
    """The actor has seen what somebody wrote; the notifications of it are read as well."""
    with transaction(context.workspace):
        execute(context.workspace, _READ, [context.actor.user_id, peer])
        execute(context.workspace, _READ_NOTICES, [context.now, context.actor.user_id, peer])


def _checked_recipients(context: Context, to: Collection[int], sender: int) -> list[int]:
    wanted = list(dict.fromkeys(to))
    if not 0 < len(wanted) <= MOST_RECIPIENTS:
        message = text("From 1 to {n} people", "1 到 {n} 人", n=MOST_RECIPIENTS)
        raise Invalid(None, [Issue("bad_recipients", message, ("to",))])
    for user in wanted:
        found = find_principal_by_id(workspace=context.workspace, user_id=user)
        if found is None or user == sender or is_external(context.schema, found.roles):
            message = text("This person cannot be written to", "无法向此人发送消息")
            raise Invalid(None, [Issue("bad_recipient", message, ("to",))])
    return wanted


def _pair(one: int, other: int) -> list[int]:
    return sorted((one, other))


def _follow(context: Context, made: list[Message]) -> None:
    sides = [(each.sender_id, each.recipient_id, each.pk, 0) for each in made]
    sides += [(each.recipient_id, each.sender_id, each.pk, 1) for each in made]
    execute(context.workspace, _FOLLOW, [list(column) for column in zip(*sides, strict=True)])


def _notice(context: Context, message: Message) -> Notice:
    return Notice(
        kind="message",
        key=f"message:{message.pk}",
        title=text("{name} wrote to you", "{name}给您发来消息", name=context.actor.label),
        body=text("{words}", "{words}", words=message.text),
        about={"message": str(message.pk), "from": str(message.sender_id)},
    )
