"""Mails to addresses outside on their way: claimed, sent, noted in the trail of their record.

At least once, like `odos.notifications.delivering`: a claim is a lease of one mail, which is noted as soon as
it was sent, so that a crash makes one duplicate at most, under the same ``Message-ID``.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from odos.accounts.principals import system_principal
from odos.audit.entries import Entry, Origin
from odos.audit.operations import write_entries
from odos.database.session import transaction
from odos.jobs.kinds import Drain
from odos.kernel.workspaces import Workspace
from odos.notifications.channels import Outgoing, Person, Send, Undeliverable
from odos.notifications.configuring import Configured, list_configured
from odos.notifications.delivering import BACKOFF, BATCH, BATCH_SECONDS, LEASE, MAX_ATTEMPTS
from odos.notifications.mail import MAIL
from odos.notifications.models import OutsideMail
from odos.notifications.outside import SEND, mail_channel
from odos.notifications.threads import thread_of

log = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
USUAL_PER_HOUR = 500
LONGEST_ERROR = 1_000


@dataclass
class _Round:
    """What one call of the drain does."""

    workspace: Workspace
    now: datetime
    send: Send

    def deliver(self, mail: OutsideMail) -> None:
        """Send one and note what came of it."""
        try:
            self.send(_outgoing(self.workspace, mail))
        except Undeliverable as refusal:
            self._end(mail, "dead", str(refusal))
        except Exception as error:
            log.warning("mail %s to an address outside failed: %s", mail.uid, error)
            self._again(mail, f"{type(error).__name__}: {error}")
        else:
            self._end(mail, "sent", "")

    def _end(self, mail: OutsideMail, state: str, error: str) -> None:
        action = "mail_sent" if state == "sent" else "mail_failed"
        entry = Entry(str(mail.entity_id), mail.record_id, action, changes={"mail": [None, mail.template]})
        with transaction(self.workspace):
            mail.state, mail.ended_at, mail.error, mail.due_at = state, self.now, error[:LONGEST_ERROR], None
            mail.save()
            write_entries(
                workspace=self.workspace, origin=_origin(self.workspace, mail, self.now), entries=[entry]
            )

    def _again(self, mail: OutsideMail, error: str) -> None:
        if mail.attempts >= MAX_ATTEMPTS:
            self._end(mail, "dead", error)
            return
        mail.due_at = self.now + BACKOFF.after(mail.attempts)
        mail.error = error[:LONGEST_ERROR]
        with transaction(self.workspace):
            mail.save()


def send_outside(workspace: Workspace, now: datetime) -> int:
    """Send up to `BATCH` mails that are due, while ``now`` is nearly true; gives how many were claimed.

    Without a mail server everything waits.
    """
    channel = mail_channel(list_configured(workspace))
    if channel is None:
        return 0
    claimed, until = 0, time.monotonic() + BATCH_SECONDS
    with MAIL.open(channel.as_settings()) as send:
        work = _Round(workspace, now, send)
        while claimed < BATCH and time.monotonic() < until and (mail := _claim(workspace, channel, now)):
            work.deliver(mail)
            claimed += 1
    return claimed


def _claim(workspace: Workspace, channel: Configured, now: datetime) -> OutsideMail | None:
    """The next one, if the channel still lets any out within the hour."""
    most = int(channel.options.get("outside_per_hour", USUAL_PER_HOUR))
    with transaction(workspace):
        gone = OutsideMail.objects.filter(state="sent", ended_at__gt=now - HOUR).count()
        due = OutsideMail.objects.select_for_update(skip_locked=True).filter(state="waiting", due_at__lte=now)
        mail = due.order_by("due_at", "id").first() if gone < most else None
        if mail is not None:
            mail.attempts, mail.due_at = mail.attempts + 1, now + LEASE
            mail.save()
    return mail


def _outgoing(workspace: Workspace, mail: OutsideMail) -> Outgoing:
    return Outgoing(
        key=f"odos.{workspace.key}.mail.{mail.uid}",
        to=mail.to,
        person=Person(0, "", "", language=mail.language),
        kind="mail",
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        thread=thread_of(workspace, str(mail.entity_id), mail.record_id),
        reply_to=mail.reply_to,
    )


def _origin(workspace: Workspace, mail: OutsideMail, now: datetime) -> Origin:
    return Origin(actor=system_principal(workspace), at=now, source="rule", cause=mail.cause)


DRAINS = (Drain(SEND, send_outside),)
