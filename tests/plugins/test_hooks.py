"""Everything that a plugin can add, at work: PLAT-03, and PLAT-27 ("run plugin action")."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.automation.runs.carrying import carry_on
from odos.automation.runs.models import Run
from odos.database.session import fetch_all
from odos.dsl.editing.function_help import list_functions
from odos.dsl.library.index import functions
from odos.jobs.operations import enqueue
from odos.jobs.queries import get_job
from odos.jobs.running import work_once
from odos.kernel.problems import Forbidden, Invalid
from odos.kernel.texts import text
from odos.notifications.configuring import save_channel
from odos.notifications.delivering import deliver
from odos.notifications.notice import Notice
from odos.notifications.operations import notify
from odos.records.actions import carry_out, list_offers
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.delivery import drain_outbox
from odos.records.writes.operations import update_record
from tests.api.conftest import api_for, nobody, root  # noqa: F401  (fixtures)
from tests.dsl.test_agreement import BLANKS, NAMES, ROWS, Rules, assert_agreement
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields
from tests.notifications.conftest import box, imap, look  # noqa: F401  (fixtures)

RULE = 'on customer when changed(tier) run plugin action "post_office.stamp" with price = {price}, kind = "parcel"'


def act(context, record, key, **values):
    return carry_out(context=context, entity="customer", record_id=int(record["id"]), key=key, values=values)


def codes(raised) -> list[str]:
    return [issue.code for issue in raised.value.issues]


# ------------------------------------------------------------------ actions


def test_its_actions_are_offered_with_what_they_take(app, admin, seller, make, post_office):
    customer, entity = make(seller, "customer", name="Acme"), admin.schema.get_entity("customer")
    offers = dict(list_offers(context=seller, entity=entity, record_id=int(customer["id"])))
    assert dict(offers["post_office.stamp"].label) == {"en": "Put a stamp on", "zh-hans": "贴邮票"}
    assert offers["post_office.stamp"].details["arguments"]["required"] == ["price"]
    product = make(admin, "product", name="Pen")
    entity = admin.schema.get_entity("product")
    keys = [key for key, _ in list_offers(context=admin, entity=entity, record_id=int(product["id"]))]
    assert keys == ["post_office.close"], "only where it says that it concerns the entity"


def test_an_action_is_carried_out_with_the_rights_that_it_takes(
    app, admin, seller, make, new_user, post_office
):
    customer = make(seller, "customer", name="Acme")
    done = act(seller, customer, "post_office.stamp", price=80)
    assert done.result == {"notes": "stamped 80 letter"}
    publish(app, [labelled("reader", kind="role", key="reader", entities={"customer": {"see": "all"}})])
    reader = context_for(app, new_user("rita", "reader"))
    with pytest.raises(Forbidden):
        act(reader, customer, "post_office.stamp", price=80)


@pytest.mark.parametrize("values", [{}, {"price": "80"}, {"price": 0}, {"price": 1, "size": 2}])
def test_what_does_not_fit_its_schema_is_refused(app, admin, make, post_office, values):
    customer = make(admin, "customer", name="Acme")
    with pytest.raises(Invalid) as raised:
        act(admin, customer, "post_office.stamp", **values)
    assert set(codes(raised)) == {"bad_argument"}


def test_a_rule_runs_it(app, admin, make, post_office):
    """PLAT-27: run plugin action; numbers arrive as the schema asks for them."""
    publish(
        app, [labelled("post", kind="rule", key="post", entity="customer", text=RULE.format(price="40 + 40"))]
    )
    customer = make(context_for(app), "customer", name="Acme")
    update_record(
        context=context_for(app), entity="customer", record_id=int(customer["id"]), values={"tier": "a"}
    )
    carry_on(app, NOW)
    assert {run.state for run in Run.objects.all()} == {"done"}
    column = context_for(app).schema.get_entity("customer").fields["notes"].column
    table = context_for(app).schema.get_entity("customer").table
    assert fetch_all(app, f'SELECT "{column}" FROM "{table}"') == [("stamped 80 parcel",)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('"post_office.stmp" with price = 1', "post_office.stamp"),
        ('"post_office.stamp"', 'needs "price"'),
        ('"post_office.stamp" with price = name', "integer"),
        ('"post_office.stamp" with price = 0', "minimum"),
        ('"post_office.stamp" with price = 1, kind = "camel"', "camel"),
        ('"post_office.stamp" with price = 1, kinds = "letter"', "kind"),
        ('"claim"', "claim"),
    ],
)
def test_a_rule_that_calls_it_wrongly_is_not_published(app, post_office, words, said):
    rule = f"on customer created run plugin action {words}"
    with pytest.raises(Invalid) as raised:
        publish(app, [labelled("post", kind="rule", key="post", entity="customer", text=rule)])
    [issue] = raised.value.issues
    assert said in f"{issue.message} {issue.hint}"
    assert issue.code in {"rule_argument", "rule_name"}


def test_a_rule_about_other_records_cannot_call_it(app, post_office):
    """PLAT-27: told when the rule is published, not by a run that fails."""
    rule = 'on quote created run plugin action "post_office.stamp" with price = 1'
    with pytest.raises(Invalid) as raised:
        publish(app, [labelled("post", kind="rule", key="post", entity="quote", text=rule)])
    assert [issue.code for issue in raised.value.issues] == ["action_entity"]


# ------------------------------------------------------------------ functions


def test_its_functions_work_in_both_back_ends(app, post_office, make):
    publish_fields(app, ("customer", "postage", {"kind": "formula", "expression": "POSTAGE(revenue)"}))
    context = context_for(app)
    for weight in ("1", "20", "0.5", None):
        make(context, "customer", name="Acme", revenue=weight)
    columns = context.schema.get_entity("customer").fields
    table = context.schema.get_entity("customer").table
    stored = fetch_all(app, f'SELECT "{columns["postage"].column}" FROM "{table}" ORDER BY id')
    assert [value for (value,) in stored] == [Decimal("0.85"), Decimal(17), Decimal("0.425"), None]
    page = list_records(
        context=context,
        entity=context.schema.get_entity("customer"),
        request=ListRequest(filter="POSTAGE(revenue) > 1", limit=10),
    )
    assert len(page.items) == 1


def test_one_without_sql_is_refused_where_sql_is_needed(app, admin, post_office):
    with pytest.raises(Invalid) as raised:
        list_records(
            context=admin,
            entity=admin.schema.get_entity("customer"),
            request=ListRequest(filter='FRANKED(name) = "[Acme]"', limit=10),
        )
    assert "FRANKED" in str(raised.value)
    rule = 'on customer when FRANKED(name) = "[Acme]" set notes = "Hi"'
    with pytest.raises(Invalid) as raised:
        publish(app, [labelled("post", kind="rule", key="post", entity="customer", text=rule)])
    assert "FRANKED" in str(raised.value)


def test_the_editor_explains_them(post_office):
    others = next(group for group in list_functions("zh-hans") if group["key"] == "other")
    assert [entry["name"] for entry in others["functions"]] == ["FRANKED", "POSTAGE"]


def test_both_forms_of_a_function_agree(workspace, post_office):
    """The suite of the built-in functions, on what Hypothesis draws."""
    function = functions["POSTAGE"]
    rules = Rules(NAMES)._called(function, function.overloads[0], "number", 0)
    with connection.cursor() as cursor:

        @given(rule=rules, rows=ROWS, blanks=st.sampled_from(BLANKS))
        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        def agree(rule, rows, blanks):
            assert_agreement(cursor, rule, rows, blanks)

        agree()


# ------------------------------------------------------------------ field kinds


def test_its_fields_hold_what_its_kind_lets_in(app, post_office, make):
    publish_fields(app, ("customer", "zip", {"kind": "post_office_zip"}))
    context = context_for(app)
    assert make(context, "customer", name="Acme", zip="100 000")["zip"] == "100000"
    with pytest.raises(Invalid) as raised:
        make(context, "customer", name="Other", zip="12")
    assert codes(raised) == ["post_office_zip"]
    page = list_records(
        context=context,
        entity=context.schema.get_entity("customer"),
        request=ListRequest(filter='zip = "100000"', sort="zip", limit=10),
    )
    assert len(page.items) == 1


# ------------------------------------------------------------------ guards, listeners, channels, jobs, routes


def test_its_guard_may_refuse(app, admin, make, post_office):
    with pytest.raises(Invalid) as raised:
        make(admin, "customer", name="Nobody")
    assert codes(raised) == ["post_office_nobody"]


def test_its_listener_hears_what_happened(app, admin, make, post_office):
    make(admin, "customer", name="Acme")
    while drain_outbox(app, NOW):
        pass
    assert post_office.HEARD in ([], ["created"]), "an open transaction holds back what is younger"


def test_its_channel_carries_notifications(app, admin, new_user, post_office):
    otto = new_user("otto")
    given = {
        "kind": "post_office_pigeon",
        "label": {"en": "Pigeon"},
        "options": {},
        "default_kinds": ["reminder"],
    }
    save_channel(context=admin, key="pigeon", given=given, is_new=True)
    assert otto.user_id is not None
    notify(context=admin, notice=Notice("reminder", "k", text("Feed me", "喂我")), to=[otto.user_id])
    deliver(app, NOW)
    [sent] = post_office.SENT
    assert (sent.to, sent.subject) == ("otto", "Feed me")


def test_its_handler_takes_mail_that_comes_in(app, box, post_office):  # noqa: F811
    """SERV-07: a mail becomes a record, once, with an entry at the record; what nothing wants stays unread."""
    box.put(b"From: Ann <ann@example.com>\r\nMessage-ID: <1@x>\r\nSubject: New customer\r\n\r\nAcme")
    box.put(b"From: Ann <ann@example.com>\r\nMessage-ID: <2@x>\r\nSubject: Lunch?\r\n\r\nAt noon")
    assert look(app) == {"handled": 1, "unclaimed": 1}
    assert look(app) == {}
    rows = "SELECT handler, words->>'en', record_id FROM received_mail WHERE state = 'handled'"
    [(handler, words, record)] = fetch_all(app, rows)
    assert (handler, words) == ("post_office_accounts", "A customer was made")
    customers = context_for(app).schema.get_entity("customer")
    page = list_records(context=context_for(app), entity=customers, request=ListRequest(limit=10))
    made = [json.loads(item) for item in page.items]
    assert [(each["id"], each["name"]) for each in made] == [(str(record), "Acme")]


def test_its_jobs_run(app, admin, post_office):
    job = enqueue(workspace=app, kind="post_office.sort", args={"count": 3}, actor=admin.actor, now=NOW)
    assert work_once(workspace=app, clock=lambda: NOW) == job
    assert get_job(workspace=app, job_id=job, actor=admin.actor).result == {"sorted": 3}


def test_its_routes_answer(app, root, api_for, post_office):  # noqa: F811
    assert root.get("plugins/post_office/counts?of=all").json() == {"customers": 0, "asked": {"of": "all"}}
    refused = root.get("plugins/post_office/counts?of=everything")
    assert (refused.status_code, refused.json()["issues"][0]["code"]) == (422, "bad_argument")
    assert root.get("plugins/post_office/nothing").status_code == 404
    for _ in range(2):
        noted = root.post("plugins/post_office/notes", {"note": "Hi"}, idempotency_key="once")
        assert noted.json() == {"noted": "Hi"}
    assert post_office.HEARD == ["Hi"], "a key stands for one call"
    assert api_for("sally", "seller").post("plugins/post_office/notes", {"note": "Hi"}).status_code == 403
    assert api_for("otto", "seller").get("plugins/post_office/counts").status_code == 200


def test_administrators_see_what_is_installed(root, api_for):  # noqa: F811
    assert root.get("plugins").json() == {"items": []}
    assert api_for("sally", "seller").get("plugins").status_code == 403
