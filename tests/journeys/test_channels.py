"""Mail and SMS are set up in the Studio, and each person says what of it reaches them, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.fixtures.mail_boxes import PASSWORD as MAIL_PASSWORD
from tests.fixtures.mail_boxes import USER, ImapServer
from tests.fixtures.outside import Gateway, Mailbox, MailServer
from tests.journeys.people import Person, Staff

pytestmark = pytest.mark.slow

NAME = "wang.jun"
RULE = """on lead {en: "Ask for the plan", zh-hans: "索要计划"} changed when changed(needs) and needs contains "plan"
  send mail to owner, email using "lead_idle"
  notify owner message {en: "Ask for the plan", zh-hans: "索要计划"}"""


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A real SMTP server, with its port."""
    box = Mailbox()
    server = MailServer(box)
    server.start()
    yield box, server.port
    server.stop()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_mail_and_sms_go_out_as_each_person_wants_them(
    running_system, admin: Person, staff: Staff, mailbox, gateway: Gateway
):
    """PLAT-19, PLAT-27: the mail server and the gateway of the Studio, preferences, quiet hours, the log."""
    box, port = mailbox
    headers = {"Authorization": f"Bearer {running_system.token()}"}
    jun = staff.enter(NAME)
    me = next(user for name, user in staff.ids.items() if name == running_system.username)
    running_system.patch(f"/api/records/user/{me}", {"email": "admin@qiyuan.example"}, **headers)
    set_up_the_mail_server(admin, port)
    running_system.wait_until(lambda: any(mail["To"] for mail in box.messages))
    set_up_the_gateway(admin, gateway)
    write_to(running_system, headers, staff, "First")
    running_system.wait_until(lambda: about(box, "First"))
    want_messages_by_sms_on_one_day(running_system, jun, staff.headers(NAME))
    before_quiet = len(to(box, "wang.jun@qiyuan.example"))
    write_to(running_system, headers, staff, "Second")
    lead = follow_the_rule(running_system, headers, staff)
    running_system.wait_until(lambda: to(box, lead["email"]))
    see_the_log(admin, lead)
    assert not about(box, "Second"), "messages were switched off for mail"
    assert not gateway.calls, "it is quiet for Jun"
    assert not to(box, "wang.jun@qiyuan.example")[before_quiet:], "mail waits until the quiet days are over"


def test_a_mail_box_is_set_up_tried_and_changed(admin: Person):
    """SERV-07: what is missing stands at its field; a box is tried against its server; its password is kept."""
    imap = ImapServer()
    imap.start()
    page = admin.page
    try:
        admin.open("/studio/channels")
        admin.click("New mail box")
        drawer = page.get_by_role("dialog")
        admin.click("Save", drawer)
        expect(drawer.locator(".ant-form-item-has-error")).to_have_count(3)
        drawer.get_by_label("IMAP server").fill("127.0.0.1")
        admin.choose(drawer.get_by_label("Encryption"), "None")
        drawer.get_by_label("Port").fill(str(imap.port))
        drawer.get_by_label("User name").fill(USER)
        drawer.get_by_label("Password").fill(MAIL_PASSWORD)
        drawer.get_by_label("Address of the box").fill("replies@qiyuan.example")
        admin.click("Save", drawer)
        expect(drawer).to_be_hidden()
        boxes = page.get_by_role("list", name="Mail that comes in")
        admin.click("Test the connection", boxes)
        expect(page.get_by_text("The folder can be opened: 0 mails.")).to_be_visible()
        change_folder(admin, boxes, "Nowhere")
        admin.click("Test the connection", boxes)
        expect(page.get_by_text(re.compile("The mail box could not be opened"))).to_be_visible()
        admin.click("Delete", boxes)
        page.locator(".ant-popconfirm, .ant-popover").get_by_role("button", name="OK").click()
        expect(page.get_by_text("No mail box is set up")).to_be_visible()
    finally:
        imap.stop()


def change_folder(admin: Person, boxes: Locator, folder: str) -> None:
    """Without the password, which stays."""
    admin.click("Edit", boxes)
    drawer = admin.page.get_by_role("dialog")
    expect(drawer.get_by_text("A password is kept.")).to_be_visible()
    expect(drawer.get_by_label("Password")).to_have_value("")
    drawer.get_by_label("Folder", exact=True).fill(folder)
    admin.click("Save", drawer)
    expect(drawer).to_be_hidden()


def set_up_the_mail_server(admin: Person, port: int) -> None:
    page = admin.page
    admin.open("/studio/channels")
    admin.click("New channel")
    page.get_by_role("menuitem", name=re.compile("SMTP")).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Server").fill("127.0.0.1")
    admin.choose(drawer.get_by_label("Encryption"), "None")
    drawer.get_by_label("Port").fill(str(port))
    drawer.get_by_label("Sender address").fill("odos@qiyuan.example")
    admin.click("Save", drawer)
    admin.click("Send me a test")
    expect(page.get_by_text("A test went to admin@qiyuan.example.")).to_be_visible()


def set_up_the_gateway(admin: Person, gateway: Gateway) -> None:
    page = admin.page
    admin.click("New channel")
    page.get_by_role("menuitem", name=re.compile("HTTP")).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Address of the gateway").fill(gateway.url)
    admin.choose(drawer.get_by_label("People are known by"), "user name")
    admin.click("Save", drawer)
    expect(page.get_by_text(gateway.url)).to_be_visible()


def write_to(running_system, headers: dict[str, str], staff: Staff, text: str) -> None:
    running_system.post("/api/messages", {"to": [staff.ids[NAME]], "text": text}, **headers)


def want_messages_by_sms_on_one_day(running_system, jun: Person, headers: dict[str, str]) -> None:
    """Jun wants messages by SMS, not by mail, and on six days nothing at all: on all but the one farthest off."""
    page = jun.page
    jun.open("/account")
    for channel, mode in (("E-mail", "Off"), ("SMS", "At once")):
        jun.choose(page.get_by_label(f"Messages from people, {channel}"), mode)
    days = [datetime.now(UTC) + timedelta(days=away) for away in (0, 1, 2, 4, 5, 6)]
    for day in days:
        jun.choose(page.get_by_label("Quiet all day on"), f"{day:%A}")

    def wanted() -> dict[str, Any]:
        preferences: dict[str, Any] = running_system.get("/api/inbox/preferences", **headers)
        return preferences

    running_system.wait_until(lambda: len(wanted()["quiet"]["days"]) == len(days))
    assert sorted(wanted()["modes"]["message"].values()) == ["now", "off"]


def follow_the_rule(running_system, headers: dict[str, str], staff: Staff) -> dict[str, str]:
    document = {"entity": "lead", "label": {"en": "Ask for the plan"}, "text": RULE}
    rule = {"op": "put", "kind": "rule", "key": "lead.plan", "document": document}
    running_system.post("/api/metadata/apply", {"changes": [rule], "message": "plan"}, **headers)
    lead = {"name": "Plan Works", "contact_name": "Ann", "email": "ann@plan.example"}
    owned = {**lead, "owner": staff.ids[NAME]}
    made = running_system.post("/api/records/lead", owned, **headers)
    running_system.patch(f"/api/records/lead/{made['id']}", {"needs": "A plan"}, **headers)
    return {**lead, "id": made["id"]}


def see_the_log(admin: Person, lead: dict[str, str]) -> None:
    """Whom and what, not bare ids."""
    page = admin.page
    admin.open("/studio/automation?rule=lead.plan")
    page.get_by_role("button", name="Ask for the plan").first.click()
    steps = page.get_by_role("dialog").get_by_role("region", name="Steps")
    expect(steps.get_by_text("With the words of").first).to_be_visible()
    expect(steps.get_by_text("Lead without communication").first).to_be_visible()
    mailed = steps.get_by_role("listitem").filter(has_text=lead["email"])
    expect(mailed.get_by_text("Sent", exact=True)).to_be_visible()
    told = steps.get_by_role("listitem").filter(has_text="王军").first
    expect(told.get_by_text("On its way")).to_be_visible()


def about(box: Mailbox, text: str) -> list[object]:
    return [mail for mail in box.messages if text in str(mail.get_body(("plain",)))]


def to(box: Mailbox, address: str) -> list[object]:
    return [mail for mail in box.messages if address in str(mail["To"])]
