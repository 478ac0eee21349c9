"""What comments, notifications and mails hold of a person, for the erasure of their data.

Comments stay with author and time, without words. Mails to or from an address of the person go as well
where they are about other records. What was taken from a mail box stays known by its number alone, so that
it is not taken again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from odos.database.session import execute, fetch_value
from odos.notifications.models import Notification
from odos.records.context import Context
from odos.records.history.traces import BLANKED, Person, Trace

_OF_RECORD = "entity_id = %s::uuid AND record_id = %s"
_OUTGOING = f'(({_OF_RECORD}) OR lower("to") = ANY(%s::text[]))'
_INCOMING = (
    f"(({_OF_RECORD}) OR lower(sender) = ANY(%s::text[])) AND state <> 'waiting'"
    " AND (sender IS NOT NULL OR subject <> '')"
)
_WORDED = f"{_OF_RECORD} AND text <> '{BLANKED}'"


def _count(context: Context, table: str, condition: str, values: Sequence[Any]) -> int:
    return int(fetch_value(context.workspace, f"SELECT count(*) FROM {table} WHERE {condition}", values))


def _count_comments(context: Context, person: Person) -> int:
    return _count(context, "record_comment", _WORDED, person.place)


def _erase_comments(context: Context, person: Person) -> int:
    blank = f"UPDATE record_comment SET text = '{BLANKED}', mentions = '{{}}' WHERE {_WORDED}"
    return execute(context.workspace, blank, person.place)


def _count_notices(context: Context, person: Person) -> int:
    return _count(context, "notification", _OF_RECORD, person.place)


def _erase_notices(_context: Context, person: Person) -> int:
    """With what is on its way by channels."""
    found = Notification.objects.filter(entity_id=person.entity.id, record_id=person.record_id)
    number = found.count()
    found.delete()
    return number


def _count_sent(context: Context, person: Person) -> int:
    return _count(context, "outside_mail", _OUTGOING, [*person.place, list(person.addresses)])


def _erase_sent(context: Context, person: Person) -> int:
    values = [*person.place, list(person.addresses)]
    return execute(context.workspace, f"DELETE FROM outside_mail WHERE {_OUTGOING}", values)


def _count_received(context: Context, person: Person) -> int:
    return _count(context, "received_mail", _INCOMING, [*person.place, list(person.addresses)])


def _erase_received(context: Context, person: Person) -> int:
    values = [*person.place, list(person.addresses)]
    blank = (
        f"UPDATE received_mail SET sender = NULL, subject = '', words = '{{}}', error = '' WHERE {_INCOMING}"
    )
    return execute(context.workspace, blank, values)


_COMMENTS = {"en": "Comments", "zh-hans": "评论"}
_NOTICES = {"en": "Notifications", "zh-hans": "通知"}
_SENT = {"en": "Mails sent", "zh-hans": "已发邮件"}
_RECEIVED = {"en": "Mails received", "zh-hans": "已收邮件"}
TRACES = (
    Trace("comments", 10, _COMMENTS, _count_comments, _erase_comments, ("comment",)),
    Trace("notices", 20, _NOTICES, _count_notices, _erase_notices),
    Trace("mails_sent", 30, _SENT, _count_sent, _erase_sent),
    Trace("mails_received", 40, _RECEIVED, _count_received, _erase_received, ("outcome",)),
)
