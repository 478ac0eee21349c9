"""People who are told things, and a mail server and a gateway that they are told by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from odos.accounts.principals import system_principal
from odos.database.session import execute
from odos.jobs.operations import enqueue
from odos.jobs.queries import get_job
from odos.jobs.running import work_once
from odos.kernel.texts import text
from odos.notifications.configuring import save_channel
from odos.notifications.delivering import deliver
from odos.notifications.incoming.boxes import save_box
from odos.notifications.incoming.polling import RECEIVE
from odos.notifications.notice import RECORD, Notice
from tests.fixtures.application import NOW, context_for
from tests.fixtures.mail_boxes import PASSWORD, USER, ImapServer
from tests.fixtures.outside import Gateway, Mailbox, MailServer

BOX = "approvals@example.com"


@pytest.fixture
def otto(app, new_user):
    return context_for(app, new_user("otto", "seller"))


@pytest.fixture
def notice():
    def make(key="k", **attributes):
        values = {"kind": "reminder", "title": text("{record} is late", "{record} 已逾期", record=RECORD)}
        return Notice(key=key, **{**values, **attributes})

    return make


@pytest.fixture
def mailbox(app) -> Iterator[Mailbox]:
    """A mail server, set up as the channel ``mail`` for everything but background work."""
    box = Mailbox()
    server = MailServer(box)
    server.start()
    try:
        given = {
            "kind": "mail",
            "label": {"en": "E-mail"},
            "options": {
                "host": "127.0.0.1",
                "port": server.port,
                "security": "none",
                "from_address": "odos@example.com",
            },
            "default_kinds": ["reminder", "approval", "mention", "message"],
        }
        save_channel(context=context_for(app), key="mail", given=given, is_new=True)
        yield box
    finally:
        server.stop()


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    """A mail server with an empty box."""
    server = ImapServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def box(app, imap) -> ImapServer:
    """The box ``approvals`` of that server, looked into for the first time, so that what follows is new."""
    given = {
        "label": {"en": "Approvals"},
        "options": {
            "host": "127.0.0.1", "port": imap.port, "security": "none", "username": USER, "address": BOX,
        },
        "secret": PASSWORD,
    }  # fmt: skip
    save_box(context=context_for(app), key="approvals", given=given, is_new=True)
    look(app)
    return imap


def look(workspace, now=NOW, kind=RECEIVE):
    """Look into the boxes as workers do; gives the job's result, how many mails came to which state."""
    job = enqueue(workspace=workspace, kind=kind.key, args={}, actor=system_principal(workspace), now=now)
    while work_once(workspace=workspace, clock=lambda: now, kinds={kind.key: kind}) not in (job, None):
        pass
    return get_job(workspace=workspace, job_id=job, actor=system_principal(workspace)).result


@pytest.fixture
def address(app):
    """Give somebody a mailbox."""

    def set_address(context, mail=None, **columns):
        columns = {"email": mail or f"{context.actor.username}@example.com", **columns}
        sets = ", ".join(f"{name} = %s" for name in columns)
        values = [*columns.values(), context.actor.user_id]
        execute(app, f"UPDATE user_account SET {sets} WHERE id = %s", values)

    return set_address


@pytest.fixture
def drain(app):
    """Deliver all that is due at a moment; gives how much was claimed."""

    def run(now=NOW):
        total = 0
        while done := deliver(app, now):
            total += done
        return total

    return run


@pytest.fixture
def gateway(app, monkeypatch) -> Iterator[Gateway]:
    """A gateway in the own network, set up as the channel ``sms`` for reminders."""
    monkeypatch.setattr(settings, "ODOS_CALL_INSIDE", True, raising=False)
    made = Gateway()
    given = {
        "kind": "http",
        "label": {"en": "SMS", "zh-hans": "短信"},
        "options": {"url": made.url},
        "secret": "shared secret",
        "default_kinds": ["reminder"],
    }
    save_channel(context=context_for(app), key="sms", given=given, is_new=True)
    yield made
    made.server.shutdown()
    made.server.server_close()
