"""FLOW-04: decisions by a link in a mail: signed, for one person, once, for a week; reading decides nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from odos.database.session import execute
from odos.kernel.problems import Conflict, NotFound
from odos.notifications.configuring import get_configured, save_channel
from odos.notifications.delivering import deliver
from odos.workflow.approvals import commands, mailed
from tests.fixtures.application import context_for
from tests.notifications.conftest import mailbox  # noqa: F401  (a fixture)


@pytest.fixture
def asked(office, quote, mailbox, monkeypatch):  # noqa: F811
    """Sally asks; gives the case and the links of the mail that Mona got."""
    monkeypatch.setattr(settings, "ODOS_PUBLIC_URL", "https://crm.example.com")
    execute(office.workspace, "UPDATE user_account SET email = username || '@example.com'")
    case = office.submit("sally", quote)
    deliver(office.workspace, office.now)
    words = mailbox.messages[0].get_body(("plain",)).get_content().replace("\r\n", "\n")
    found = re.findall(r"https://crm\.example\.com/decide#(approve|reject):(\S+)", words)
    return case, dict(found)


def link(office, token):
    return mailed.read_link(office.workspace, token)


def stranger(office):
    return replace(context_for(office.workspace), now=office.now)


def test_the_link_decides_as_its_person_once(office, asked):
    case, links = asked
    offer = mailed.look(context=stranger(office), link=link(office, links["approve"]))
    assert (offer["state"], offer["person"], offer["submitter"]) == ("open", "Mona", "Sally")
    assert office.case(case).status == "running"
    approve = link(office, links["approve"])
    mailed.decide(context=stranger(office), link=approve, decision="approve", comment="From the train")
    decided = office.case(case)
    assert (decided.status, decided.tasks[0].comment) == ("approved", "From the train")
    with pytest.raises(Conflict, match="used already"):
        mailed.decide(context=stranger(office), link=approve, decision="reject", comment="")
    assert mailed.look(context=stranger(office), link=approve)["state"] == "used"


def test_either_link_is_of_no_use_after_a_decision_elsewhere(office, asked):
    case, links = asked
    office.decide("mona", case, commands.Reject)
    assert set(links) == {"approve", "reject"}
    for token in links.values():
        with pytest.raises(Conflict, match="nothing left"):
            mailed.decide(context=stranger(office), link=link(office, token), decision="approve", comment="")


def test_a_link_expires(office, asked):
    case, links = asked
    office.now += mailed.LIFETIME + timedelta(minutes=1)
    with pytest.raises(Conflict, match="expired"):
        mailed.decide(
            context=stranger(office), link=link(office, links["approve"]), decision="approve", comment=""
        )
    assert office.case(case).status == "running"


def test_a_task_that_was_handed_on_takes_the_link_along_to_nobody(office, asked):
    case, links = asked
    task = office.case(case).tasks[0].number
    office.do("mona", case, commands.Transfer, task=task, to=office.id("fin"))
    assert mailed.look(context=stranger(office), link=link(office, links["approve"]))["state"] == "closed"


def test_who_may_no_longer_sign_in_decides_nothing(office, asked):
    _, links = asked
    execute(office.workspace, "UPDATE user_account SET is_active = false WHERE username = 'mona'")
    with pytest.raises(NotFound):
        mailed.decide(
            context=stranger(office), link=link(office, links["approve"]), decision="approve", comment=""
        )


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda _: ""])
def test_a_forged_link_is_none(office, asked, change):
    with pytest.raises(NotFound):
        link(office, change(asked[1]["approve"]))


def test_a_reminder_asks_again_and_news_offers_nothing(office, asked, mailbox):  # noqa: F811
    case, _ = asked
    office.decide("mona", case)
    deliver(office.workspace, office.now)
    assert "/decide#" not in mailbox.messages[-1].get_body(("plain",)).get_content()


def test_the_operator_may_keep_decisions_inside(office, quote, mailbox, monkeypatch):  # noqa: F811
    monkeypatch.setattr(settings, "ODOS_PUBLIC_URL", "https://crm.example.com")
    execute(office.workspace, "UPDATE user_account SET email = username || '@example.com'")
    options = {**get_configured(office.workspace, "mail").options, "decisions": False}
    save_channel(context=context_for(office.workspace), key="mail", given={"options": options})
    office.submit("sally", quote)
    deliver(office.workspace, office.now)
    words = mailbox.messages[0].get_body(("plain",)).get_content()
    assert "/decide#" not in words
    assert "https://crm.example.com/approvals/" in words
