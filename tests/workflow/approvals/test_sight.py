"""FLOW-05: what a case shows of its record: fields by step, and what is new since it was last decided on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from odos.database.session import execute
from odos.notifications.delivering import deliver
from odos.notifications.queries import list_inbox
from odos.workflow.approvals import commands, mailed, operations, queries
from odos.workflow.approvals.describing import case_document
from tests.fixtures.application import context_for, labelled, publish
from tests.notifications.conftest import mailbox  # noqa: F401  (a fixture)
from tests.workflow.approvals.test_operations import change
from tests.workflow.conftest import Office, republish

SHOWN = ["number", "discount", "contact_name"]


def shown(office: Office, name: str, case: int) -> dict[str, Any]:
    context = office.context(name)
    return case_document(context=context, stored=queries.get_case(context=context, case_id=case))


def edit(office: Office, quote: dict[str, Any], **written: Any) -> None:
    office.now += timedelta(minutes=1)
    change(office, "sally", quote, **written)


def values(document: dict[str, Any]) -> dict[str, Any]:
    return {item["field"]: item["value"] for item in document["values"]}


def hide(office: Office, *fields: str, **attributes: Any) -> None:
    """Hidden from the manager, but not from finance, who is asked next."""
    manager = {"kind": "approval", "order": 1, "approvers": {"boss": {"kind": "manager"}}}
    finance = {"kind": "approval", "order": 2, "approvers": {"all": {"kind": "role", "name": "finance"}}}
    nodes = {"manager": {**manager, "fields": dict.fromkeys(fields, "hidden")}, "finance": finance}
    republish(office.workspace, nodes=nodes, show=SHOWN, **attributes)


def test_a_case_shows_the_record_as_the_approval_says(office, quote):
    republish(office.workspace, show=SHOWN)
    document = shown(office, "mona", office.submit("sally", quote))
    assert values(document) == {"number": quote["number"], "discount": "5.00", "contact_name": "Ann"}


class TestHidden:
    def test_from_who_is_asked_there_and_nobody_else(self, office, quote):
        hide(office, "discount")
        case = office.submit("sally", quote)
        assert values(shown(office, "mona", case)) == {"number": quote["number"], "contact_name": "Ann"}
        assert values(shown(office, "sally", case))["discount"] == "5.00"
        office.decide("mona", case)
        assert "discount" not in values(shown(office, "mona", case))
        assert values(shown(office, "fin", case))["discount"] == "5.00"

    def test_from_who_gave_the_task_away_and_who_stands_in(self, office, quote):
        hide(office, "discount")
        case = office.submit("sally", quote)
        office.decide("mona", case, commands.Transfer, to=office.id("fay"))
        for name in ("mona", "fay"):
            assert "discount" not in values(shown(office, name, case))

    def test_in_the_comparison_of_a_change(self, office, quote):
        hide(office, "discount", after_approval="locked")
        case = office.submit("sally", quote, proposed={"discount": "9.00", "contact_name": "Bea"})
        compared = {item["field"] for item in shown(office, "mona", case)["changes"]}
        assert compared == {"contact_name"}
        assert {item["field"] for item in shown(office, "sally", case)["changes"]} == {
            "discount",
            "contact_name",
        }

    def test_in_what_is_new(self, office, quote):
        hide(office, "discount")
        case = office.submit("sally", quote)
        office.decide("mona", case, commands.SendBack, to="start")
        edit(office, quote, discount="7.00", contact_name="Bea")
        office.do("sally", case, commands.Resubmit)
        fields = [item["field"] for item in shown(office, "mona", case)["differences"]["changes"]]
        assert fields == ["contact_name"]

    def test_a_hidden_title_is_told_nowhere(self, office, quote, mailbox, monkeypatch):  # noqa: F811
        """In the case, the boxes, the inbox, the mail and the page that the mail leads to."""
        monkeypatch.setattr(settings, "ODOS_PUBLIC_URL", "https://crm.example.com")
        execute(office.workspace, "UPDATE user_account SET email = username || '@example.com'")
        hide(office, "number")
        case = office.submit("sally", quote)
        document = shown(office, "mona", case)
        assert (document["record"]["label"], values(document).get("number")) == (None, None)
        box = queries.list_box(context=office.context("mona"), box="to_do").items
        assert [item["record"]["label"] for item in box] == [None]
        started = queries.list_box(context=office.context("sally"), box="started").items
        assert [item["record"]["label"] for item in started] == [quote["number"]]
        inbox = list_inbox(context=office.context("mona")).items
        assert quote["number"] not in str(inbox)
        deliver(office.workspace, office.now)
        words = mailbox.messages[0].get_body(("plain",)).get_content()
        assert "please decide" in words
        assert quote["number"] not in words
        token = re.search(r"#approve:(\S+)", words)[1]
        stranger = replace(context_for(office.workspace), now=office.now)
        offer = mailed.look(context=stranger, link=mailed.read_link(office.workspace, token))
        assert (offer["state"], offer["record"]) == ("open", None)


class TestOutOfSight:
    """Who is asked without seeing the record sees what the approval shows, and no more of it."""

    @pytest.fixture
    def asked(self, office, quote, make) -> int:
        """Olga, who sees no quotes, is asked."""
        customer = make(office.context("chief"), "customer", name="Acme")
        line = {"text": "Work", "quantity": "1", "price": "10"}
        change(office, "chief", quote, customer=customer["id"], lines=[line])
        republish(office.workspace, show=["discount", "customer", "lines"])
        office.hire("olga", email="olga@example.com")
        case = office.submit("sally", quote)
        office.do("chief", case, commands.Reassign, task=1, to=office.id("olga"))
        return int(case)

    def test_in_words(self, office, quote, asked):
        found = {item["field"]: item for item in shown(office, "olga", asked)["values"]}
        assert list(found) == ["discount", "customer", "lines"]
        assert (found["discount"]["words"]["en"], found["customer"]["words"]["zh-hans"]) == ("5", "Acme")
        assert all("value" not in found[key] for key in ("discount", "customer"))
        assert [line["text"] for line in found["lines"]["value"]] == ["Work"]

    def test_nothing_to_who_was_only_copied(self, office, quote, asked):
        office.hire("ugo")
        operations.copy(context=office.context("olga"), case_id=asked, users=[office.id("ugo")])
        assert shown(office, "ugo", asked)["values"] == []

    def test_in_the_mail_and_on_its_page(self, office, mailbox, asked, monkeypatch):  # noqa: F811
        monkeypatch.setattr(settings, "ODOS_PUBLIC_URL", "https://crm.example.com")
        deliver(office.workspace, office.now)
        [mail] = mailbox.messages
        assert "olga@example.com" in mail["To"]
        words = mail.get_body(("plain",)).get_content()
        assert "Discount: 5" in words
        assert "Customer: Acme" in words
        assert "Acme" in mail.get_body(("html",)).get_content()
        token = re.search(r"#approve:(\S+)", words)[1]
        stranger = replace(context_for(office.workspace), now=office.now)
        offer = mailed.look(context=stranger, link=mailed.read_link(office.workspace, token))
        assert [item["field"] for item in offer["values"]] == ["discount", "customer"]

    def test_what_their_role_or_step_hides_stays_hidden(self, office, quote, asked):
        away = {"entities": {"quote": {"see": "own"}}, "fields": {"quote": {"discount": {"see": False}}}}
        publish(office.workspace, [labelled("aside", kind="role", key="aside", **away)])
        office.hire("ada", "aside")
        office.do("chief", asked, commands.Reassign, task=1, to=office.id("ada"))
        assert [item["field"] for item in shown(office, "ada", asked)["values"]] == ["customer", "lines"]


class TestDifferences:
    """What is different since the record was last agreed to or sent back."""

    def test_the_first_time_there_are_none(self, office, quote):
        assert shown(office, "mona", office.submit("sally", quote))["differences"] is None

    def test_since_it_was_approved_before(self, office, quote):
        office.decide("mona", office.submit("sally", quote))
        edit(office, quote, discount="6.00")
        edit(office, quote, discount="7.00", contact_name="Bea")
        edit(office, quote, contact_name="Ann")
        found = shown(office, "mona", office.submit("sally", quote))["differences"]["changes"]
        assert [(item["field"], item["from"], item["to"]) for item in found] == [("discount", "5.00", "7.00")]

    def test_since_it_was_sent_back_lines_too(self, office, quote):
        case = office.submit("sally", quote)
        office.decide("mona", case, commands.SendBack, to="start")
        edit(office, quote, lines=[{"text": "Work", "quantity": "1", "price": "10"}])
        office.do("sally", case, commands.Resubmit)
        fields = [item["field"] for item in shown(office, "mona", case)["differences"]["changes"]]
        assert any(re.fullmatch(r"lines/\d+/price", field) for field in fields)
        assert "status" not in fields  # written by the approval itself

    def test_of_a_record_out_of_sight_nothing_is_told(self, office, quote):
        office.hire("olga")
        case = office.submit("sally", quote)
        office.decide("mona", case, commands.SendBack, to="start")
        edit(office, quote, discount="6.00")
        office.do("sally", case, commands.Resubmit)
        office.do("chief", case, commands.Reassign, task=2, to=office.id("olga"))
        document = shown(office, "olga", case)
        assert (document["differences"], document["values"]) == (None, [])


@pytest.mark.parametrize("attributes", [{"show": ["nothing"]}, {"fields": {"nothing": "hidden"}}])
def test_only_fields_are_shown_and_hidden(office, attributes):
    step = {"kind": "approval", "empty": "pass", "fields": attributes.get("fields", {})}
    with pytest.raises(Exception, match="nothing"):
        republish(office.workspace, nodes={"a": step}, show=attributes.get("show", []))
