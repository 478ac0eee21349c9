"""SERV-07, FLOW-04: mails in a real IMAP box are handed to handlers, each once, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.database.session import execute, fetch_all
from odos.kernel.texts import text
from odos.notifications.incoming import server
from odos.notifications.incoming.boxes import get_box, save_box
from odos.notifications.incoming.mail_handlers import MAIL_HANDLERS, MailHandler, Outcome
from tests.fixtures.application import NOW, context_for
from tests.fixtures.mail_boxes import PASSWORD, USER
from tests.notifications.conftest import BOX, look


class Desk:
    """A handler of mails to support, as a package above would register one."""

    def __init__(self):
        self.seen, self.break_on = [], ""

    def handle(self, context, mail):
        if not mail.subject.startswith("Help"):
            return None
        if self.break_on and self.break_on in mail.subject:
            raise RuntimeError("broken")
        self.seen.append((mail.subject, mail.sender, mail.text, mail.is_unread))
        return Outcome("handled", text("A case was made", "已创建工单"))


@pytest.fixture
def desk():
    made = Desk()
    with MAIL_HANDLERS.temporarily(
        "support", MailHandler("support", text("Support", "支持"), 50, made.handle)
    ):
        yield made


def mail(subject, body="It does not work\n-- \nAnn", number=1):
    head = f"From: Ann <ann@example.com>\r\nTo: help@example.com\r\nSubject: {subject}\r\nMessage-ID: <{number}.{subject.replace(' ', '_')}@x>\r\n"
    return f"{head}\r\n{body}".encode()


def change(app, **options):
    options = {**get_box(app, "approvals").options, **options}
    save_box(context=context_for(app), key="approvals", given={"options": options})


def test_a_handler_gets_what_is_its_own_once(app, box, desk):
    box.put(mail("Help 1"))
    box.put(mail("Offer"))
    assert look(app) == {"handled": 1, "unclaimed": 1}
    assert desk.seen == [("Help 1", "ann@example.com", "It does not work", False)]
    assert look(app) == {}
    entries = fetch_all(
        app, "SELECT action, changes->'outcome'->>1 FROM audit_entry WHERE action LIKE 'mail_taken'"
    )
    assert entries == [("mail_taken", "A case was made")]


def test_what_was_there_before_is_left_alone(app, imap, desk):
    imap.put(mail("Help before"))
    options = {"host": "127.0.0.1", "port": imap.port, "security": "none", "username": USER, "address": BOX}
    given = {"label": {"en": "x"}, "options": options, "secret": PASSWORD}
    save_box(context=context_for(app), key="approvals", given=given, is_new=True)
    assert look(app) == {}
    imap.put(mail("Help after"))
    assert look(app) == {"handled": 1}
    assert [seen[0] for seen in desk.seen] == ["Help after"]


def test_a_folder_that_numbers_anew_gives_no_mail_twice(app, box, desk):
    box.put(mail("Help old"))
    assert look(app) == {"handled": 1}
    execute(app, "UPDATE mail_box SET uid_validity = 1, looked_at = now()")
    assert look(app) == {"known": 1}
    execute(app, "UPDATE mail_box SET uid_validity = 2, looked_at = now()")
    execute(app, "UPDATE received_mail SET uid_validity = 2")
    box.put(mail("Help new"))
    assert look(app) == {"handled": 1, "duplicate": 1}
    assert [seen[0] for seen in desk.seen] == ["Help old", "Help new"]
    assert look(app) == {}


def test_taken_mails_are_moved_and_others_stay_unread(app, box, desk):
    change(app, done_folder="Done")
    look(app)
    before = set(box.unread())
    box.put(mail("Help me"))
    box.put(mail("Lunch"))
    assert look(app) == {"handled": 1, "unclaimed": 1}
    assert len(set(box.unread()) - before) == 1
    assert box.count("Done") == 1
    assert box.unread("Done") == []


def test_filing_that_was_cut_off_is_done_by_the_next_look(app, box, desk, monkeypatch):
    before = set(box.unread())
    box.put(mail("Help cut"))
    with monkeypatch.context() as broken:
        broken.setattr(server.MailServer, "file", cut_off)
        assert look(app) == {"unreachable": 1}
    assert len(set(box.unread()) - before) == 1
    assert look(app) == {}
    assert set(box.unread()) <= before
    assert len(desk.seen) == 1


def cut_off(*_arguments):
    raise ConnectionResetError("cut off")


def test_one_that_fails_holds_up_no_other_and_is_left_to_people_in_the_end(app, box, desk):
    desk.break_on = "poison"
    before = set(box.unread())
    box.put(mail("Help poison"))
    box.put(mail("Help fine"))
    assert look(app) == {"waiting": 1, "handled": 1}
    assert look(app) == {}
    states = []
    for minutes in (1, 2, 4, 8):
        execute(app, "UPDATE received_mail SET due_at = due_at - make_interval(mins => %s)", [minutes])
        states.append(look(app))
    assert states == [{"waiting": 1}] * 3 + [{"failed": 1}]
    assert look(app, NOW + timedelta(days=1)) == {}
    assert len(set(box.unread()) - before) == 1
    kept = fetch_all(app, "SELECT error, attempts FROM received_mail WHERE state = 'failed'")
    assert kept == [("RuntimeError: broken", 5)]


def test_one_that_fails_for_a_while_is_handled_then(app, box, desk):
    desk.break_on = "poison"
    box.put(mail("Help poison"))
    assert look(app) == {"waiting": 1}
    desk.break_on = ""
    assert look(app, NOW + timedelta(minutes=2)) == {"handled": 1}
    assert len(desk.seen) == 1


def test_of_a_giant_only_the_head_is_read(app, box, desk, monkeypatch):
    monkeypatch.setattr(server, "MOST_BYTES", 50_000)
    box.put(mail("Help giant", "x" * 200_000))
    assert look(app) == {"handled": 1}
    assert desk.seen == [("Help giant", "ann@example.com", "", True)]


def test_a_box_that_cannot_be_reached_holds_up_no_other(app, box, desk):
    options = {**get_box(app, "approvals").options, "port": 1, "address": "b@example.com"}
    given = {"label": {"en": "x"}, "options": options}
    save_box(context=context_for(app), key="another", given=given, is_new=True)
    box.put(mail("Help there"))
    assert look(app) == {"handled": 1, "unreachable": 1}
    failing = get_box(app, "another")
    assert "ConnectionRefused" in failing.error
    assert failing.failing_since == NOW
    assert look(app, NOW + timedelta(minutes=5)) == {"unreachable": 1}
    assert get_box(app, "another").failing_since == NOW
