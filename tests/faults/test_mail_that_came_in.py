"""FLOW-04: kill -9 between fetching a reply and committing what it decides: it decides once."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from tests.faults.depot import Depot
from tests.faults.killing import KILLS
from tests.fixtures.mail_boxes import PASSWORD, USER, ImapServer

pytestmark = pytest.mark.slow
BOX = "parcels@example.com"


@pytest.fixture(scope="module")
def replies(depot: Depot) -> Iterator[ImapServer]:
    """The depot's mail box. The boss gets approvals by mail."""
    server = ImapServer()
    server.start()
    options = {"host": "127.0.0.1", "port": server.port, "security": "none", "username": USER, "address": BOX}
    box = {"key": "replies", "label": {"en": "Replies"}, "options": options, "secret": PASSWORD}
    depot.admin.post("/api/mailboxes", box)
    depot.boss.insist(
        "PATCH", "/api/inbox/preferences", b'{"modes": {"approval": {"mail": "now"}}}',
        {"Content-Type": "application/json"},
    )  # fmt: skip
    depot.wait_until(lambda: depot.admin.get("/api/mailboxes")["items"][0]["looked_at"])
    yield server
    depot.admin.insist("DELETE", "/api/mailboxes/replies", None, {})
    server.stop()


def reply_to(asked, words: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = (
        "boss@example.com",
        asked["Reply-To"],
        f"Re: {asked['Subject']}",
    )
    made["Message-ID"], made["In-Reply-To"] = make_msgid(domain="example.com"), asked["Message-ID"]
    made.set_content(words)
    return made.as_bytes()


@pytest.mark.parametrize("victim", ["worker", "part of worker", "postgres"])
def test_a_reply_that_was_cut_off_decides_once(depot: Depot, replies: ImapServer, victim: str):
    parcel = depot.make(None, prefix=f"mail-{victim.replace(' ', '_')}-")[0]
    sender = next(iter(depot.senders.values()))
    case = sender.post("/api/approvals", {"entity": "parcel", "record": parcel})["id"]

    def mails(word: str) -> list[EmailMessage]:
        told = (mail for mail in depot.mailbox.messages if mail["To"].endswith("<boss@example.com>"))
        return [
            mail
            for mail in told
            if f"mail-{victim.replace(' ', '_')}-0" in mail["Subject"] and word in mail["Subject"]
        ]

    depot.wait_until(lambda: mails("please decide"))
    raw = reply_to(mails("please decide")[0], "Approve, and hurry")
    with depot.held("received_mail"):
        replies.put(raw)
        depot.wait_until(lambda: depot.count_waiting("received_mail") >= 1)
        assert sender.get(f"/api/approvals/{case}")["status"] == "running"
        KILLS[victim](depot.system)
    depot.wait_until(lambda: sender.get(f"/api/approvals/{case}")["status"] == "approved")
    replies.put(raw)
    depot.wait_until(lambda: depot.rows("SELECT 1 FROM received_mail WHERE state = 'duplicate' AND sender = %s"
                                        " AND identity IN (SELECT identity FROM received_mail WHERE record_id = %s)",
                                        "boss@example.com", parcel))  # fmt: skip
    depot.wait_until(lambda: mails("was taken"))
    told = [event["what"] for event in sender.get(f"/api/approvals/{case}")["history"]]
    assert (told.count("approved"), told.count("case_approved")) == (1, 1)
    assert depot.admin.get(f"/api/records/parcel/{parcel}")["approvals"] == 1
    taken = {mail["Message-ID"] for mail in mails("was taken")}
    assert len(taken) == 1
