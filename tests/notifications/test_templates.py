"""PLAT-18, PLAT-19: templates of mails as metadata, filled in with the eyes of whoever gets the mail."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from odos.access.compile import compile_access
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text
from odos.notifications.mail_styles import in_style
from odos.notifications.operations import notify
from odos.notifications.proofs import prove
from odos.notifications.templates import fill, find_template
from tests.fixtures.application import context_for, labelled, publish, publish_changes, publish_fields

IDLE = labelled(
    "idle", kind="template", key="customer_idle", entity="customer",
    subject={"en": "{{ name }} waits", "zh-hans": "{{ name }}等待联系"},
    body={
        "en": "Dear {{ user.name }},\n\n**{{ name }}** ({{ tier }}) is worth {{ revenue }},"
              " since {{ touched_at }}.\n\n- [Guide](https://example.com/guide)\n",
        "zh-hans": "{{ user.name }}，您好！\n\n**{{ name }}**（{{ tier }}），自{{ touched_at }}起。",
    },
)  # fmt: skip
NAME = "Acme <b>*&Co*</b>"


@pytest.fixture
def customer(app, seller, make):
    publish_fields(app, ("customer", "touched_at", {"kind": "datetime"}))
    publish(app, [IDLE])
    return int(
        make(context_for(app, seller.actor), "customer", name=NAME, touched_at="2026-03-01T23:30:00Z")["id"]
    )


def letter(app, actor, record_id, language="en"):
    context = context_for(app, actor)
    entity = context.schema.get_entity("customer")
    template = find_template(entity, "customer_idle")
    return fill(context=context, entity=entity, template=template, record_id=record_id, language=language)


def test_values_are_words_for_people_and_never_markup(app, seller, customer):
    written = letter(app, seller.actor, customer)
    assert written.subject == f"{NAME} waits"
    assert f"{NAME} (B) is worth –, since 1 Mar 2026 23:30." in written.text
    assert "<strong>Acme &lt;b&gt;*&amp;Co*&lt;/b&gt;</strong>" in written.html
    assert '<a href="https://example.com/guide" style="color:#1668dc">Guide</a>' in written.html
    chinese = letter(app, seller.actor, customer, "zh-hans")
    assert "（B），自2026年3月1日 23:30起。" in chinese.text


def test_a_template_shows_nobody_what_they_may_not_see(app, admin, seller, make, customer):
    """Sellers see no revenue, administrators do; a stranger sees no record at all."""
    worth = int(
        make(context_for(app), "customer", name="Beta", revenue="1234567.5", owner=str(seller.actor.user_id))[
            "id"
        ]
    )
    assert "is worth 1,234,567.5," in letter(app, admin.actor, worth).text
    assert "is worth –," in letter(app, seller.actor, worth).text
    assert compile_access(
        schema=context_for(app).schema, principal=seller.actor,
        entity=context_for(app).schema.get_entity("customer"), action="see",
    ).hidden_fields  # fmt: skip


def test_out_of_sight_there_is_no_letter(app, new_user, customer):
    with pytest.raises(NotFound):
        letter(app, new_user("otto", "seller"), customer)


def test_mail_is_written_by_its_template(app, admin, seller, mailbox, address, drain, notice, customer):
    """Plain and HTML; the inbox keeps its own words."""
    address(seller)
    told = notice(
        entity_id=context_for(app).schema.get_entity("customer").id, record_id=customer, template="customer_idle",
        channels=("mail",),
    )  # fmt: skip
    notify(context=admin, notice=told, to=[seller.actor.user_id])
    assert drain() == 1
    message = mailbox.messages[0]
    assert message["Subject"] == f"{NAME} waits"
    plain = message.get_body(("plain",)).get_content()
    assert plain.startswith("Dear Sally,")
    assert "is late" not in plain
    assert "<strong>Acme &lt;b&gt;" in message.get_body(("html",)).get_content()


@pytest.mark.parametrize(("kind", "is_said"), [("reminder", False), ("approval", True)])
def test_below_a_letter_stand_only_words_of_people(
    app, admin, seller, mailbox, address, drain, notice, customer, kind, is_said
):
    """What a rule says, its template says already; a comment of somebody it does not know."""
    address(seller)
    told = notice(
        entity_id=context_for(app).schema.get_entity("customer").id, record_id=customer, template="customer_idle",
        channels=("mail",), kind=kind, body=text("Do call them", "请联系"),
    )  # fmt: skip
    notify(context=admin, notice=told, to=[seller.actor.user_id])
    assert drain() == 1
    parts = [mailbox.messages[0].get_body((part,)).get_content() for part in ("plain", "html")]
    assert ["Do call them" in part for part in parts] == [is_said] * 2


def test_a_table_without_a_head_lists_labels():
    """Mail programs read few style sheets: each element has its own."""
    written = "| | |\n|---|--:|\n| Total | 7 |\n"
    tokens = in_style(MarkdownIt("commonmark").enable("table").parse(written))
    assert [token.tag for token in tokens if token.nesting == 1] == ["table", "tbody", "tr", "td", "td"]
    first, second = (str(token.attrGet("style")) for token in tokens if token.type == "td_open")
    assert "color:#646a73" in first
    assert second.endswith("text-align:right")
    assert "color" not in second


def test_a_template_that_is_gone_leaves_the_usual_words(
    app, admin, seller, mailbox, address, drain, notice, customer
):
    address(seller)
    entity = context_for(app).schema.get_entity("customer").id
    told = notice(entity_id=entity, record_id=customer, template="never_was", channels=("mail",))
    notify(context=admin, notice=told, to=[seller.actor.user_id])
    assert drain() == 1
    assert mailbox.messages[0]["Subject"] == f"{' '.join(NAME.split())} is late"


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"subject": {"en": "{{ nmae }}"}}, "unknown_field", "template/customer_idle/subject/en/1:4"),
        ({"body": {"zh-hans": "x\n{{ name"}}, "template_braces", "template/customer_idle/body/zh-hans/2:1"),
        ({"body": {"en": "{{ quote }}"}}, "rule_collection", "template/customer_idle/body/en/1:4"),
        (
            {"body": {"en": "[x](https://e.com/{{ code }})"}},
            "template_link",
            "template/customer_idle/body/en",
        ),
    ],
)
def test_templates_are_checked_when_they_are_published(app, change, code, path):
    with pytest.raises(Invalid) as refused:
        publish(app, [{**IDLE, "body": {"en": "x"}, **change}])
    assert [(issue.code, "/".join(map(str, issue.path))) for issue in refused.value.issues] == [(code, path)]


def test_rules_name_templates_that_are_there_and_of_their_entity(app):
    rule = 'on {} when changed(id) notify user "sally" using "{}"'
    publish(app, [{**IDLE, "body": {"en": "x"}}])

    def put(entity: str, template: str) -> list[str]:
        text = rule.format(entity, template).replace("changed(id)", "is_new")
        try:
            publish(app, [labelled("r", kind="rule", key="r", entity=entity, text=text)])
        except Invalid as refused:
            return [issue.code for issue in refused.issues]
        return []

    assert put("customer", "customer_idle") == []
    assert put("customer", "nothing") == ["rule_name"]
    assert put("quote", "customer_idle") == ["template_entity"]


def test_a_renamed_field_keeps_its_place_in_a_template(app, seller, customer):
    publish_changes(app, [("field", "customer.name", {"key": "full_name"})])
    assert letter(app, seller.actor, customer).subject == f"{NAME} waits"


def test_a_proof_shows_the_mail_before_it_is_saved(app, admin, customer):
    proof = {"subject": {"en": "{{ name }}"}, "body": {"en": "On {{ DATEVALUE(touched_at) }}"}}
    context = context_for(app)
    entity = context.schema.get_entity("customer")
    made = prove(context=context, entity=entity, template=proof, record_id=customer, language="en")
    assert (made.subject, made.text.strip()) == (NAME, "On 1 Mar 2026")
    assert made.html.startswith("<!doctype html>")
    broken = {**proof, "body": {"en": "{{ nothing }}"}}
    with pytest.raises(Invalid, match="nothing"):
        prove(context=context, entity=entity, template=broken, record_id=customer, language="en")
