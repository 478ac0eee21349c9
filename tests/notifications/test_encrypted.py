"""SERV-07, PLAT-19: mail servers behind TLS and STARTTLS, whose certificates an authority vouches for, or not."""

from __future__ import annotations

import ssl
from contextlib import contextmanager

import pytest
from aiosmtpd.smtp import AuthResult

from odos.database.session import fetch_all
from odos.kernel.problems import Invalid
from odos.notifications.configuring import save_channel
from odos.notifications.incoming.boxes import get_box, save_box
from odos.notifications.incoming.trying import try_box
from odos.notifications.operations import notify
from tests.fixtures.application import context_for
from tests.fixtures.certificates import Authority
from tests.fixtures.mail_boxes import PASSWORD, USER, ImapServer
from tests.fixtures.outside import Mailbox, MailServer
from tests.notifications.conftest import BOX, look

WAYS = ["tls", "starttls"]


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


@pytest.fixture
def trusted(authority, monkeypatch):
    """As an office makes its authority known: by a variable that OpenSSL reads."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@contextmanager
def imap_box(app, certificate, security):
    """A mail box set up at a server of that certificate."""
    server = ImapServer(certificate, is_sealed=security == "tls")
    server.start()
    options = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": security,
        "username": USER,
        "address": BOX,
    }
    given = {"label": {"en": "Approvals"}, "options": options, "secret": PASSWORD}
    save_box(context=context_for(app), key="secured", given=given, is_new=True)
    try:
        yield
    finally:
        server.stop()


@contextmanager
def smtp_channel(app, certificate, security):
    """A mail channel set up at a server of that certificate, with the passwords that it was given."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    box, passwords = Mailbox(), []

    def sign_in(_server, _session, _envelope, _mechanism, given):
        passwords.append((given.login, given.password))
        return AuthResult(success=passwords[-1] == (b"odos", PASSWORD.encode()))

    by_command = {"tls_context": context, "require_starttls": True, "auth_required": True}
    sealed = {"ssl_context": context, "auth_require_tls": False}
    server = MailServer(box, authenticator=sign_in, **(sealed if security == "tls" else by_command))
    server.start()
    options = {
        "host": "127.0.0.1", "port": server.port, "security": security, "username": "odos",
        "from_address": "odos@example.com",
    }  # fmt: skip
    given = {"kind": "mail", "label": {"en": "E-mail"}, "options": options, "default_kinds": ["reminder"]}
    save_channel(context=context_for(app), key="mail", given={**given, "secret": PASSWORD}, is_new=True)
    try:
        yield box, passwords
    finally:
        server.stop()


@pytest.mark.parametrize("security", WAYS)
def test_a_box_is_looked_into(app, trusted, security):
    with imap_box(app, trusted.vouch_for(), security):
        assert try_box(context=context_for(app), key="secured").messages >= 0
        assert look(app) == {}
        assert (get_box(app, "secured").error, get_box(app, "secured").failing_since) == ("", None)


@pytest.mark.parametrize("security", WAYS)
def test_a_box_that_nobody_vouches_for_gets_no_password(app, authority, security):
    with imap_box(app, authority.vouch_for(), security):
        assert look(app) == {"unreachable": 1}
        assert "certificate verify failed" in get_box(app, "secured").error
        with pytest.raises(Invalid) as refused:
            try_box(context=context_for(app), key="secured")
        assert "certificate verify failed" in str(refused.value)


@pytest.mark.parametrize("security", WAYS)
def test_a_box_of_another_name_gets_no_password(app, trusted, security):
    with imap_box(app, trusted.vouch_for("127.0.0.9"), security):
        assert look(app) == {"unreachable": 1}
        assert "IP address mismatch" in get_box(app, "secured").error


@pytest.mark.parametrize("security", WAYS)
def test_a_mail_is_sent(app, admin, otto, address, drain, notice, trusted, security):
    address(otto)
    with smtp_channel(app, trusted.vouch_for(), security) as (box, passwords):
        notify(context=admin, notice=notice(), to=[otto.actor.user_id])
        drain()
        assert [mail["To"] for mail in box.messages] == ["Otto <otto@example.com>"]
        assert passwords == [(b"odos", PASSWORD.encode())]


@pytest.mark.parametrize("security", WAYS)
@pytest.mark.parametrize(("place", "why"), [("127.0.0.1", "verify failed"), ("127.0.0.9", "mismatch")])
def test_a_server_that_is_not_who_it_says_gets_neither_password_nor_mail(
    app, admin, otto, address, drain, notice, authority, monkeypatch, security, place, why
):
    if why == "mismatch":
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    address(otto)
    with smtp_channel(app, authority.vouch_for(place), security) as (box, passwords):
        notify(context=admin, notice=notice(), to=[otto.actor.user_id])
        drain()
        assert (box.messages, passwords) == ([], [])
        [(state, error)] = fetch_all(app, "SELECT state, error FROM notification_delivery")
        assert state == "waiting"
        assert why in error
