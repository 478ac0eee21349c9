"""One mail, once: what its handler does, that it was taken, and the entry in the trail are one transaction.

A mail is known by its number in the folder, and as a copy by its id and sender. What fails is noted by itself
and tried again later; after `MOST_ATTEMPTS` it stays in the folder for people to look at.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from odos.audit.entries import APPLICATION, Entry
from odos.audit.operations import write_entries
from odos.kernel.texts import LANGUAGES, text
from odos.notifications.incoming.boxes import Box
from odos.notifications.incoming.mail_handlers import MAIL_HANDLERS, MailHandler, Outcome
from odos.notifications.incoming.reading import Incoming, read_mail
from odos.notifications.incoming.server import Fetched
from odos.notifications.models import MailBox, ReceivedMail
from odos.records.context import Context
from odos.records.writes.operations import fenced

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
FIRST_RETRY = timedelta(minutes=1)  # doubled with every try
LONGEST_SUBJECT = 300
LONGEST_ERROR = 1_000

_AUTOMATIC = text("Sent by a program", "由程序自动发送")
_UNCLAIMED = text("Nothing here answers such a mail", "没有可处理此邮件的功能")
_COPY = text("A copy of a mail that was taken", "已处理邮件的副本")


@dataclass(frozen=True)
class Place:
    """Where a mail lies."""

    box: Box
    validity: int
    uid: int


def take(*, context: Context, place: Place, fetched: Fetched, own: frozenset[str]) -> str:
    """Take a mail unless it was taken; gives the state that it came to, or ``known``."""
    mail = read_mail(place.box.key, fetched.raw, is_whole=fetched.is_whole, own=own)
    try:
        return fenced(context, lambda current: _take(current, place, mail))
    except Exception as error:
        log.exception("a mail in %s could not be handled", place.box.key)
        return put_off(context, place, mail, f"{type(error).__name__}: {error}")


def pass_over(context: Context, place: Place) -> None:
    """A mail that is gone from its folder needs nothing."""

    def work(_current: Context) -> None:
        _lock(place)
        ReceivedMail.objects.filter(**_number(place), state="waiting").delete()

    fenced(context, work)


def _take(context: Context, place: Place, mail: Incoming) -> str:
    _lock(place)
    row = _row(context, place, mail)
    if row.state != "waiting":
        return "known"
    handler, outcome = (None, None) if _is_copy(row) else _handled(context, mail)
    if outcome is not None:
        row.state, words = outcome.state, outcome.words
        row.handler = handler.key if handler else None
        row.entity_id, row.record_id = outcome.place or (None, None)
        _tell_trail(context, place, outcome)
    elif _is_copy(row):
        row.state, words = "duplicate", _COPY
    else:
        row.state, words = ("ignored", _AUTOMATIC) if mail.automatic else ("unclaimed", _UNCLAIMED)
    row.words = {language: words.render(language) for language in LANGUAGES}
    row.due_at, row.error, row.attempts = None, "", row.attempts + 1
    row.is_filed = row.state == "unclaimed"  # stays unread, for people
    row.save()
    return str(row.state)


def _handled(context: Context, mail: Incoming) -> tuple[MailHandler | None, Outcome | None]:
    """The first that wants it."""
    for handler in MAIL_HANDLERS.in_order():
        if handler.takes_automatic or not mail.automatic:
            outcome = handler.handle(context, mail)
            if outcome is not None:
                return handler, outcome
    return None, None


def put_off(context: Context, place: Place, mail: Incoming, error: str) -> str:
    """Note that a mail could not be handled, and when to try again; gives its state."""

    def work(current: Context) -> str:
        _lock(place)
        row = _row(current, place, mail)
        if row.state == "waiting":
            row.attempts, row.error = row.attempts + 1, error[:LONGEST_ERROR]
            row.due_at = current.now + FIRST_RETRY * 2 ** (row.attempts - 1)
            if row.attempts >= MOST_ATTEMPTS:
                row.state, row.due_at, row.is_filed = "failed", None, True
            row.save()
        return str(row.state)

    return fenced(context, work)


def _lock(place: Place) -> None:
    """Whoever takes from the box at the same moment waits; the number is passed with the transaction."""
    box = MailBox.objects.select_for_update().get(pk=place.box.id)
    if box.uid_validity == place.validity and box.last_uid < place.uid:
        box.last_uid = place.uid
        box.save(update_fields=["last_uid"])


def _number(place: Place) -> dict[str, int]:
    return {"box_id": place.box.id, "uid_validity": place.validity, "uid": place.uid}


def _row(context: Context, place: Place, mail: Incoming) -> ReceivedMail:
    found = ReceivedMail.objects.filter(**_number(place)).first()
    return found or ReceivedMail(
        **_number(place),
        identity=mail.identity,
        sender=mail.sender,
        subject=mail.subject[:LONGEST_SUBJECT],
        taken_at=context.now,
    )


def _is_copy(row: ReceivedMail) -> bool:
    others = ReceivedMail.objects.filter(identity=row.identity).exclude(pk=row.pk)
    return others.exclude(state__in=["waiting", "failed", "duplicate"]).exists()


def _tell_trail(context: Context, place: Place, outcome: Outcome) -> None:
    entity, record = outcome.place or (APPLICATION, None)
    action = "mail_taken" if outcome.state == "handled" else "mail_refused"
    changes = {"mail_box": [None, place.box.key], "outcome": [None, outcome.words.render()]}
    origin = replace(context, actor=outcome.actor or context.actor).origin
    entry = Entry(entity, record, action, changes=changes)
    write_entries(workspace=context.workspace, origin=origin, entries=[entry])
