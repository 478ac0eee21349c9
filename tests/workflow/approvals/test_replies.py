"""FLOW-04: decisions by reply to the mail that asks, through a real SMTP server out and a real IMAP server in."""

from __future__ import annotations

import email.policy
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid

import pytest
from django.conf import settings

from odos.database.session import execute, fetch_all
from odos.kernel.problems import Conflict
from odos.notifications.delivering import deliver
from odos.notifications.incoming.boxes import get_box, save_box
from odos.notifications.preferences import save_preferences
from odos.notifications.queries import list_inbox
from odos.workflow.approvals import commands, mailed, operations
from tests.fixtures.application import context_for, publish
from tests.notifications.conftest import box, imap, look, mailbox  # noqa: F401  (fixtures)
from tests.workflow.conftest import republish

SMTP = email.policy.SMTP


class Desk:
    """Mona's desk: the mails that she gets and what she writes back."""

    def __init__(self, office, box, mailbox) -> None:  # noqa: F811
        self.office, self.box, self.mailbox = office, box, mailbox

    def mails(self, to="mona"):
        """Those that arrived by now, newest last."""
        while deliver(self.office.workspace, self.office.now):
            pass
        return [mail for mail in self.mailbox.messages if f"{to}@" in mail["To"]]

    def words(self, mail, kind="plain"):
        return mail.get_body((kind,)).get_content().replace("\r\n", "\n")

    def reply(self, words, to=None, sender="Mona <mona@example.com>", html=None, charset="utf-8", **headers):
        """As mail programs do: quoting the mail that is answered, naming it, and going to its Reply-To."""
        asked = to or self.mails()[-1]
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"] = sender, asked["Reply-To"]
        made["Subject"] = f"Re: {asked['Subject']}"
        made["Message-ID"] = make_msgid(domain="example.com")
        made["In-Reply-To"] = asked["Message-ID"]
        made["References"] = f"{asked['References']} {asked['Message-ID']}"
        for name, value in headers.items():
            del made[name.replace("_", "-")]
            made[name.replace("_", "-")] = value
        quoted = "\n".join(f"> {line}" for line in self.words(asked).split("\n"))
        if html is None:
            body = f"{words}\n\nOn Mon, 2 Mar 2026 at 10:30, Odos <odos@example.com> wrote:\n{quoted}\n"
            made.set_content(body, charset=charset, cte="8bit" if charset != "utf-8" else None)
        else:
            made.set_content(
                f"{html}<div class='gmail_quote'>{self.words(asked, 'html')}</div>", subtype="html"
            )
        return made

    def send(self, made):
        """Put it into the box and look; gives what the look came to."""
        self.box.put(made if isinstance(made, bytes) else made.as_bytes())
        return self.look()

    def look(self):
        self.office.now += timedelta(minutes=1)
        return look(self.office.workspace, self.office.now)

    def received(self):
        rows = "SELECT state, words->>'en' FROM received_mail ORDER BY id"
        return fetch_all(self.office.workspace, rows)


@pytest.fixture
def desk(office, box, mailbox, monkeypatch):  # noqa: F811
    monkeypatch.setattr(settings, "ODOS_PUBLIC_URL", "https://crm.example.com")
    execute(office.workspace, "UPDATE user_account SET email = username || '@example.com'")
    return Desk(office, box, mailbox)


@pytest.fixture
def case(office, quote, desk):
    return office.submit("sally", quote)


def test_a_reply_decides_as_its_person_and_they_are_told(office, desk, case):
    """FLOW-04: submit → mail → reply → decided, with comment, history, trail, and a confirmation."""
    asked = desk.mails()[-1]
    assert asked["Reply-To"] == "approvals@example.com"
    assert "Reply above this line" in desk.words(asked)
    assert "Reply above this line" in desk.words(asked, "html")
    assert desk.send(desk.reply("Approve, good price.\nGo ahead!")) == {"handled": 1}
    decided = office.case(case)
    assert decided.status == "approved"
    assert decided.tasks[0].comment == "good price.\nGo ahead!"
    assert office.history(case)[-1].what == "case_approved"
    assert {each.by for each in office.history(case) if each.what == "approved"} == {office.id("mona")}
    answer = desk.mails()[-1]
    assert answer["Subject"].startswith("Your reply was taken")
    assert "good price." in desk.words(answer)
    assert f"https://crm.example.com/approvals/{case}" in desk.words(answer)
    assert "/decide#" not in desk.words(answer)
    assert desk.box.unread() == []
    rows = fetch_all(office.workspace, "SELECT actor_label, action FROM audit_entry ORDER BY id")
    assert ("Mona", "mail_taken") in rows
    assert ("Mona", "approval_approved") in rows


def test_the_answer_waits_for_no_quiet_hours(office, desk, case):
    """FLOW-04: whoever decides by mail at night reads at once whether it counted; what is urged waits."""
    asked = desk.mails()[-1]
    quiet = {"quiet": {"starts": "00:00", "ends": "23:59"}}
    save_preferences(context=office.context("mona"), given=quiet)
    operations.urge(context=office.context("sally"), case_id=case)
    assert desk.send(desk.reply("Hm", to=asked)) == {"refused": 1}
    assert desk.mails()[-1]["Subject"].startswith("Your reply on")
    assert desk.send(desk.reply("Approve", to=asked)) == {"handled": 1}
    assert desk.mails()[-1]["Subject"].startswith("Your reply was taken")
    assert not [mail for mail in desk.mails() if "urgent" in mail["Subject"]]


def test_a_rejection_in_chinese_and_gb18030(office, desk, quote, case):
    """FLOW-04: 中文回复。"""
    execute(office.workspace, "UPDATE user_account SET locale = 'zh-hans' WHERE username = 'mona'")
    office.do("sally", case, commands.Recall)
    again = office.submit("sally", quote)
    asked = desk.mails()[-1]
    assert "请在此行上方回复" in desk.words(asked)
    assert desk.send(desk.reply("驳回，价格太低，请重新报价。", charset="gb18030")) == {"handled": 1}
    assert office.case(again).status == "rejected"
    assert office.case(again).tasks[0].comment == "价格太低，请重新报价。"
    assert desk.mails()[-1]["Subject"].startswith("您的回复已生效")


def test_a_reply_of_html_only(office, desk, case):
    """FLOW-04."""
    html = "<html><head><style>p{}</style></head><body><div>Agree<br>Ship &amp; bill it</div>"
    assert desk.send(desk.reply("", html=html)) == {"handled": 1}
    assert (office.case(case).status, office.case(case).tasks[0].comment) == ("approved", "Ship & bill it")


def test_one_mail_decides_once_however_often_it_comes(office, desk, case):
    """FLOW-04: a copy is taken no second time; another reply to the same mail is told why it came too late."""
    first = desk.reply("approve")
    assert desk.send(first) == {"handled": 1}
    assert desk.send(first) == {"duplicate": 1}
    before = len(desk.mails())
    assert desk.look() == {}
    assert len(desk.mails()) == before
    assert desk.send(desk.reply("reject", to=desk.mails()[0])) == {"refused": 1}
    assert office.case(case).status == "approved"
    assert "This mail has been used already" in desk.words(desk.mails()[-1])
    assert [each.what for each in office.history(case)].count("approved") == 1


def test_links_and_replies_use_up_the_same_mail(office, desk, case):
    """FLOW-04."""
    words = desk.words(desk.mails()[-1])
    token = words.partition("/decide#approve:")[2].split()[0]
    link = mailed.read_link(office.workspace, token)
    context = replace(context_for(office.workspace), now=office.now)
    desk.send(desk.reply("approve"))
    with pytest.raises(Conflict, match="used already"):
        mailed.decide(context=context, link=link, decision="reject", comment="")


def test_somebody_else_decides_nothing_and_the_person_learns_of_it_once(office, desk, case):
    """FLOW-04: a forged sender gets no answer; whom it pretends to be is told, once."""
    for sender in ("Mona <mona@evil.example>", "mona@example.com, x@evil.example", "fin@example.com"):
        assert desk.send(desk.reply("approve", to=desk.mails()[0], sender=sender)) == {"refused": 1}
    assert office.case(case).status == "running"
    told = [mail for mail in desk.mails() if "in your name" in mail["Subject"]]
    assert len(told) == 1
    assert "mona@evil.example" in desk.words(told[0])
    assert not [mail for mail in desk.mailbox.messages if "evil" in mail["To"]]
    assert desk.send(desk.reply("approve", to=desk.mails()[0])) == {"handled": 1}


def test_a_forged_token_is_worth_nothing(office, desk, case):
    """FLOW-04."""
    asked = desk.mails()[-1]
    before = len(desk.mailbox.messages)
    digest = asked["Message-ID"].rpartition("-")[2].partition("@")[0]
    forged = asked["Message-ID"].replace(digest, "a" * len(digest))
    assert desk.send(desk.reply("approve", In_Reply_To=forged, References=forged)) == {"refused": 1}
    assert desk.send(desk.reply("approve", In_Reply_To="<x@y>", References="<x@y>")) == {"unclaimed": 1}
    assert office.case(case).status == "running"
    desk.mails()
    assert len(desk.mailbox.messages) == before


def test_what_can_no_longer_be_decided_says_why(office, desk, quote, case):
    """FLOW-04: withdrawn, passed on, decided, expired."""
    first = desk.mails()[-1]

    def answer(asked):
        assert desk.send(desk.reply("approve", to=asked)) == {"refused": 1}
        return desk.words(desk.mails()[-1])

    office.do("sally", case, commands.Recall)
    assert "the submitter withdrew it" in answer(first)
    assert f"https://crm.example.com/approvals/{case}" in answer(first)
    again = office.submit("sally", quote)
    second = desk.mails()[-1]
    task = office.case(again).tasks[0].number
    office.do("mona", again, commands.Transfer, task=task, to=office.id("fin"))
    assert "it was passed on to Fin" in answer(second)
    office.do("fin", again, commands.Transfer, task=task, to=office.id("mona"))
    third = desk.mails()[-1]
    office.decide("mona", again)
    assert "it was approved" in answer(third)
    office.now += mailed.LIFETIME
    assert "expired" in answer(third)
    assert office.case(again).status == "approved"


@pytest.mark.parametrize(
    "words", ["", "Hm, what about the discount?", "approve?", "approve or reject", "同意吗？"]
)
def test_what_is_not_plain_is_answered_with_what_can_be_said(office, desk, case, words):
    """FLOW-04; the answer can be answered."""
    assert desk.send(desk.reply(words)) == {"refused": 1}
    assert office.case(case).status == "running"
    answer = desk.mails()[-1]
    assert "Begin with “approve” or “reject”" in desk.words(answer)
    assert "/decide#approve:" in desk.words(answer)
    assert desk.send(desk.reply("agree")) == {"handled": 1}
    assert office.case(case).status == "approved"


def test_fields_that_a_step_wants_are_not_passed_over(office, quote, desk):
    """FLOW-01: a reply approves nothing that could not be approved on the page."""
    step = {
        "kind": "approval",
        "approvers": {"boss": {"kind": "manager"}},
        "fields": {"customer": "required"},
    }
    republish(office.workspace, nodes={"manager": step})
    case = office.submit("sally", quote)
    assert desk.send(desk.reply("approve")) == {"refused": 1}
    assert office.case(case).status == "running"
    assert 'Fill in "Customer"' in desk.words(desk.mails()[-1])
    assert desk.send(desk.reply("reject: no customer")) == {"handled": 1}
    assert office.case(case).status == "rejected"


def test_whoever_needs_a_second_factor_decides_nothing_by_mail(office, quote, desk):
    """FLOW-04: neither by link nor by reply, also where the policy is younger than the mail."""
    case = office.submit("sally", quote)
    asked = desk.mails()[-1]
    publish(
        office.workspace,
        [{"kind": "settings", "key": "workspace", "sign_in": {"second_factor": "everybody"}}],
    )
    assert desk.send(desk.reply("approve", to=asked)) == {"refused": 1}
    assert "second factor" in desk.words(desk.mails()[-1])
    assert office.case(case).status == "running"
    office.do("sally", case, commands.Recall)
    office.submit("sally", quote)
    later = desk.mails()[-1]
    assert "/decide#" not in desk.words(later)
    assert "Reply above" not in desk.words(later)


def test_programs_are_never_answered(office, desk, case):
    """FLOW-04: absence notes, bounces, lists and what comes from ourselves."""
    asked, before = desk.mails()[-1], len(desk.mailbox.messages)
    marks = [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "<all.example.com>"},
        {"Subject": "自动回复：休假"},
        {"Subject": "Automatic reply: approve"},
    ]
    for mark in marks:
        assert desk.send(desk.reply("approve", to=asked, **mark)) == {"ignored": 1}, mark
    own = desk.reply("approve", to=asked, sender="odos@example.com")
    assert desk.send(own) == {"ignored": 1}
    assert office.case(case).status == "running"
    desk.mails()
    assert len(desk.mailbox.messages) == before


def test_a_program_that_pretends_to_be_a_person_comes_to_an_end(office, desk, case):
    """FLOW-04: after ten answers within a day there are no more."""
    desk.mails()
    for _ in range(14):
        desk.send(desk.reply("I am away"))
    answers = [mail for mail in desk.mails() if "decided nothing" in mail["Subject"]]
    assert 5 < len(answers) <= 10


def test_a_box_that_takes_further_addresses_gets_the_token_there(office, quote, desk):
    """FLOW-04: for servers that write ids of their own."""
    options = {**get_box(office.workspace, "approvals").options, "plus": True}
    save_box(context=context_for(office.workspace), key="approvals", given={"options": options})
    case = office.submit("sally", quote)
    asked = desk.mails()[-1]
    name, _, rest = asked["Reply-To"].partition("+")
    assert name == "approvals"
    assert len(asked["Reply-To"].partition("@")[0]) <= 64
    assert rest.endswith("@example.com")
    nameless = desk.reply("同意", In_Reply_To="<x@mta.example>", References="<x@mta.example>")
    assert desk.send(nameless) == {"handled": 1}
    assert office.case(case).status == "approved"


def test_the_operator_may_leave_replies_out(office, quote, desk):
    """FLOW-04."""
    options = {**get_box(office.workspace, "approvals").options, "decisions": False}
    save_box(context=context_for(office.workspace), key="approvals", given={"options": options})
    office.submit("sally", quote)
    asked = desk.mails()[-1]
    assert asked["Reply-To"] is None
    assert "Reply above" not in desk.words(asked)


def test_a_crash_between_fetching_and_committing_decides_once(office, desk, case, monkeypatch):
    """FLOW-04: what was not committed is taken again, what was is not."""
    with monkeypatch.context() as broken:
        broken.setattr("odos.notifications.incoming.taking._tell_trail", fail)
        assert desk.send(desk.reply("approve")) == {"waiting": 1}
    assert office.case(case).status == "running"
    assert desk.look() == {"handled": 1}
    assert office.case(case).status == "approved"
    assert [each.what for each in office.history(case)].count("approved") == 1
    assert desk.look() == {}


def fail(*_arguments):
    raise RuntimeError("cut off")


def test_an_approver_who_may_not_see_the_record_is_told_its_title(office, quote, desk):
    """FLOW-04: their part in the case lets them know it, in mail and inbox as in the list of approvals."""
    office.hire("guest")
    step = {"kind": "approval", "approvers": {"one": {"kind": "user", "name": "guest"}}}
    republish(office.workspace, nodes={"manager": step})
    execute(office.workspace, "UPDATE user_account SET email = 'guest@example.com' WHERE username = 'guest'")
    office.submit("sally", quote, comment="Please hurry")
    mail = desk.mails("guest")[-1]
    assert quote["number"] in mail["Subject"]
    assert "Sally: Please hurry" in desk.words(mail)
    item = list_inbox(context=office.context("guest")).items[0]
    assert quote["number"] in item["title"]
    assert item["record"] is None
    other = list_inbox(context=office.context("fin")).items
    assert other == []
