"""PLAT-27: rules that send mail to addresses outside, through a real SMTP server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.automation.runs.carrying import carry_on
from odos.automation.runs.models import Run, Step
from odos.automation.runs.queries import get_run
from odos.kernel.problems import Invalid
from odos.notifications.configuring import get_configured, save_channel
from odos.notifications.models import OutsideMail
from odos.notifications.outside import MOST_A_DAY
from odos.notifications.outside_mails import list_mails, retry
from odos.notifications.sending_outside import send_outside
from odos.records.history.trail import list_record_history
from odos.records.writes.operations import update_record
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields
from tests.notifications.conftest import address, mailbox  # noqa: F401  (fixtures)

THANKS = labelled(
    "Thank you", kind="template", key="thanks", entity="customer",
    subject={"en": "Thank you, {{ name }}"}, body={"en": "Dear **{{ name }}**,\n\nwe are glad."},
)  # fmt: skip
RULE = 'on customer when changed(code) send mail to mail, parent.mail, "sales@example.org" using "thanks"'
BOTH = 'send mail to owner using "thanks"'


@pytest.fixture
def shop(app):
    publish_fields(
        app, ("customer", "mail", {"kind": "email"}), ("customer", "no_mail", {"kind": "boolean"}),
    )  # fmt: skip
    publish(app, [THANKS, labelled("r", kind="rule", key="thanks", entity="customer", text=RULE)])
    return app


@pytest.fixture
def buy(shop, make, seller):
    """Make a customer of Sally's and let the rule run."""

    def run(code="A1", **values) -> dict[str, object]:
        owner = str(seller.actor.user_id)
        made = make(context_for(shop), "customer", name="Acme <i>", owner=owner, **values)
        change(shop, made, code)
        return made

    return run


def change(shop, made, code) -> None:
    update_record(
        context=context_for(shop), entity="customer", record_id=int(made["id"]), values={"code": code}
    )
    carry_on(shop, NOW)


def test_addresses_outside_get_the_mail_in_one_thread(shop, buy, mailbox, address, seller):  # noqa: F811
    address(seller)
    made = buy(mail="ann@example.net")
    assert send_outside(shop, NOW) == 2
    assert {message["To"] for message in mailbox.messages} == {"ann@example.net", "sales@example.org"}
    change(shop, made, "A2")
    send_outside(shop, NOW)
    first, last = mailbox.messages[0], mailbox.messages[-1]
    assert first["Subject"] == "Thank you, Acme <i>"
    assert first["Reply-To"] == "sally@example.com"  # answers go to whoever looks after the record
    assert first["References"] == last["References"] == last["In-Reply-To"]
    assert first["Message-ID"] != last["Message-ID"]
    html = first.get_body(("html",)).get_content()
    assert "<strong>Acme &lt;i&gt;</strong>" in html
    assert "Odos" not in html  # nothing about the settings of users
    context = context_for(shop)
    entity = context.schema.get_entity("customer")
    history, _ = list_record_history(context=context, entity=entity, record_id=int(made["id"]))
    sent = [entry for entry in history if entry["action"] == "mail_sent"]
    assert len(sent) == 4
    assert sent[0]["changes"][0] == {"field": "mail", "label": "Mail", "from": None, "to": "thanks"}


def test_a_mail_that_is_sent_again_keeps_its_message_id(shop, buy, mailbox):  # noqa: F811
    """The server's answer is lost on the way: the duplicate can be known."""
    mailbox.refuse = ["451 try later"]
    buy()
    assert send_outside(shop, NOW) == 1
    waiting = OutsideMail.objects.get()
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert send_outside(shop, NOW) == 0
    assert send_outside(shop, NOW + timedelta(minutes=1)) == 1
    assert mailbox.messages[0]["Message-ID"] == f"<odos.main.mail.{waiting.uid}@example.com>"


def test_what_is_refused_for_good_is_listed_and_can_be_tried_again(shop, buy, mailbox, admin):  # noqa: F811
    buy(mail="nobody@example.net")
    send_outside(shop, NOW)
    dead = list_mails(context=admin, state="dead")["items"]
    assert [(item["to"], item["record"]["label"]) for item in dead] == [("nobody@example.net", "Acme <i>")]
    retry(context=admin, mail_id=int(dead[0]["id"]))
    assert OutsideMail.objects.get(pk=int(dead[0]["id"])).state == "waiting"


def test_whoever_wants_no_mail_gets_none(shop, buy, make, mailbox):  # noqa: F811
    """The opt-out of the record that holds the address, also over a reference."""
    parent = make(context_for(shop), "customer", name="Holding", mail="boss@example.net", no_mail=True)
    buy(mail="ann@example.net", no_mail=True, parent=parent["id"])
    send_outside(shop, NOW)
    assert [message["To"] for message in mailbox.messages] == ["sales@example.org"]
    assert Step.objects.get(state="done").detail["opted_out"] == 2


def test_one_address_gets_so_many_a_day_and_a_channel_so_many_an_hour(shop, buy, mailbox, admin):  # noqa: F811
    made = buy()
    for number in range(MOST_A_DAY):
        change(shop, made, f"B{number}")
    last = Run.objects.order_by("-id").first()
    assert (last.state, last.error["issues"][0]["code"]) == ("failed", "too_many_mails")
    save_channel(context=admin, key="mail", given={"options": {**_options(admin), "outside_per_hour": 3}})
    assert [send_outside(shop, NOW), send_outside(shop, NOW)] == [3, 0]
    assert send_outside(shop, NOW + timedelta(hours=2)) == 3


def _options(admin) -> dict[str, object]:
    return dict(get_configured(admin.workspace, "mail").options)


def test_only_fields_of_that_kind_and_addresses_will_do(shop):
    for to in ("name", '"nobody"', 'name & "@example.com"'):
        text = f'on customer when changed(code) send mail to {to} using "thanks"'
        with pytest.raises(Invalid) as refused:
            publish(shop, [labelled("r", kind="rule", key="thanks", entity="customer", text=text)])
        assert [issue.code for issue in refused.value.issues] == ["rule_address"]


def test_without_a_mail_server_the_run_waits_for_one(shop, buy):
    buy()
    assert Run.objects.get().error["issues"][0]["code"] == "no_mail_server"


def test_the_log_says_whom_was_written_what_and_how_it_fares(shop, buy, mailbox, admin, seller):  # noqa: F811
    """PLAT-27: names, addresses and the words of a mail in the run log, not bare ids."""
    publish(
        shop,
        [labelled("r", kind="rule", key="thanks", entity="customer", text=f"{RULE}\n  {BOTH}")],
    )
    buy(mail="nobody@example.net")  # the server takes no mail for this one
    carry_on(shop, NOW)
    send_outside(shop, NOW)
    steps = get_run(context=admin, run_id=Run.objects.get().pk)["steps"]
    outside, both = ({fact["what"]: fact for fact in step["outcome"]} for step in steps)
    assert outside["template"]["label"]["en"] == "Thank you"
    assert outside["mails"]["subject"] == "Thank you, Acme <i>"
    fates = {item["label"]: item["state"] for item in outside["mails"]["items"]}
    assert fates == {"nobody@example.net": "dead", "sales@example.org": "sent"}
    assert [(item["label"], item["state"]) for item in both["told"]["items"]] == [
        (seller.actor.name, "waiting")
    ]


def test_the_log_names_the_records_that_an_action_was_given(shop, buy, mailbox, admin, seller):  # noqa: F811
    """PLAT-27: a person by name, not by id."""
    publish_fields(shop, ("customer", "keeper", {"kind": "user"}))
    text = "on customer when changed(code) set keeper = owner"
    publish(shop, [labelled("r", kind="rule", key="thanks", entity="customer", text=text)])
    buy()
    [step] = get_run(context=admin, run_id=Run.objects.get().pk)["steps"]
    assert [(item["rule"], item["label"]) for item in step["inputs"]] == [("owner", seller.actor.name)]
    assert [item["label"] for item in step["outcome"][0]["items"]] == ["Acme <i>"]
