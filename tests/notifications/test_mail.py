"""PLAT-19, FLOW-04: mail through a real SMTP server."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.notifications.configuring import get_configured, save_channel
from odos.notifications.operations import notify
from odos.notifications.trying import try_channel
from tests.fixtures.application import NOW


@pytest.fixture
def about_acme(seller, make, notice):
    customer = make(seller, "customer", name="Acme <b>&Co</b>")
    entity = seller.schema.entities["customer"].id

    def make_notice(key="k", **attributes):
        return notice(key, entity_id=entity, record_id=int(customer["id"]), **attributes)

    return make_notice


def parts(message):
    contents = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
    return [content.replace("\r\n", "\n") for content in contents]


def test_a_mail_has_both_forms_and_escapes(admin, seller, mailbox, address, drain, about_acme, monkeypatch):
    monkeypatch.setattr(settings, "ODOS_PUBLIC_URL", "https://crm.example.com/")
    address(seller)
    body = text("{words}", "{words}", words="Call <script>alert(1)</script>\nToday")
    told = about_acme(body=body)
    notify(context=admin, notice=told, to=[seller.actor.user_id])
    assert drain() == 1
    message = mailbox.messages[0]
    plain, markup = parts(message)
    assert message["To"] == "Sally <sally@example.com>"
    assert message["Subject"] == "Acme <b>&Co</b> is late"
    assert "Call <script>alert(1)</script>\nToday" in plain
    link = f"https://crm.example.com/records/customer/{told.record_id}"
    assert link in plain
    assert f'href="{link}"' in markup
    assert "<script>" not in markup
    assert "Call &lt;script&gt;alert(1)&lt;/script&gt;<br>Today" in markup
    assert message["Auto-Submitted"] == "auto-generated"


def test_everybody_gets_their_language_and_their_eyes(
    admin, seller, otto, mailbox, address, drain, about_acme
):
    address(seller)
    address(otto, locale="zh-hans")
    notify(context=admin, notice=about_acme(), to=[seller.actor.user_id, otto.actor.user_id])
    drain()
    subjects = {
        message["To"]: (message["Subject"], message["Content-Language"]) for message in mailbox.messages
    }
    assert subjects["Sally <sally@example.com>"] == ("Acme <b>&Co</b> is late", "en")
    assert subjects["Otto <otto@example.com>"] == ("一条记录 已逾期", "zh-hans")


def test_mails_about_one_record_are_a_thread(admin, seller, mailbox, address, drain, about_acme, notice):
    address(seller)
    for told in (about_acme("1"), about_acme("2"), notice("3")):
        notify(context=admin, notice=told, to=[seller.actor.user_id])
    drain()
    first, second, third = mailbox.messages
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert third["References"] is None
    assert len({message["Message-ID"] for message in mailbox.messages}) == 3


def test_what_a_subject_holds_makes_no_header(admin, seller, mailbox, address, drain, notice):
    address(seller)
    evil = text("{words}", "{words}", words="Hello\r\nBcc: all@example.com")
    notify(context=admin, notice=notice(title=evil), to=[seller.actor.user_id])
    drain()
    assert mailbox.messages[0]["Subject"] == "Hello Bcc: all@example.com"
    assert mailbox.messages[0]["Bcc"] is None


def test_the_settings_are_tried_and_the_secret_stays(admin, seller, mailbox, address):
    root = replace(seller, actor=replace(seller.actor, is_admin=True))
    address(seller)
    assert try_channel(context=root, key="mail") == "sally@example.com"
    assert mailbox.messages[0]["Subject"] == "A test from Odos"
    saved = save_channel(context=admin, key="mail", given={"secret": "hunter2"})
    assert "hunter2" not in str(saved.as_set_up())
    assert b"hunter2" not in (saved.sealed or b"")
    assert get_configured(admin.workspace, "mail").as_settings().secret == "hunter2"
    options = {**saved.options, "port": 1}
    save_channel(context=admin, key="mail", given={"options": options})
    with pytest.raises(Invalid, match="ConnectionRefused"):
        try_channel(context=root, key="mail")
    address(seller, email=None)
    with pytest.raises(Invalid, match="no address"):
        try_channel(context=root, key="mail")


def test_mail_that_was_refused_is_tried_again_later(admin, seller, mailbox, address, drain, notice):
    address(seller)
    mailbox.refuse = ["451 later"]
    notify(context=admin, notice=notice(), to=[seller.actor.user_id])
    drain()
    assert mailbox.messages == []
    drain(NOW.replace(minute=31))
    assert len(mailbox.messages) == 1
