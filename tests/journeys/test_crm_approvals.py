"""Approvals of the CRM as they ship: who is asked by amount, department and discount, and what the record becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from odos.accounts.queries import find_principal_by_id
from odos.database.session import fetch_all, fetch_value
from odos.kernel.problems import Conflict, Invalid
from odos.packages.demo import load_demo
from odos.records.context import Context
from odos.records.lists.queries import get_record
from odos.records.writes.operations import create_record, update_record
from odos.workflow.approvals import commands, operations, queries
from odos.workflow.approvals.describing import case_document
from odos.workflow.approvals.simulating import simulate
from tests.fixtures.crm import NOW, Crm


def somebody(demo: Crm, name: str) -> Context:
    user_id = fetch_value(demo.workspace, "SELECT id FROM user_account WHERE username = %s", [name])
    actor = find_principal_by_id(workspace=demo.workspace, user_id=user_id)
    assert actor is not None
    return replace(demo.context, actor=actor)


def names(demo: Crm, users: set[int]) -> set[str]:
    rows = fetch_all(demo.workspace, "SELECT username FROM user_account WHERE id = ANY(%s)", [list(users)])
    return {row[0] for row in rows}


def make(demo: Crm, owner: str, entity: str, **values: Any) -> dict[str, Any]:
    """A record of the owner's, in the owner's unit."""
    context = somebody(demo, owner)
    return orjson.loads(create_record(context=context, entity=entity, values=values))


def read(demo: Crm, name: str, entity: str, record: dict[str, Any]) -> dict[str, Any]:
    context = somebody(demo, name)
    found = context.schema.get_entity(entity)
    return orjson.loads(get_record(context=context, entity=found, record_id=int(record["id"])))


def route(demo: Crm, owner: str, entity: str, record: dict[str, Any]) -> list[set[str]]:
    """Who would be asked, step by step, were everybody to agree; steps without anybody left out."""
    context = somebody(demo, owner)
    found = simulate(context=context, entity=context.schema.get_entity(entity), record_id=int(record["id"]))
    assert found["outcome"] == "approved"
    steps = (names(demo, {int(person["id"]) for person in step["people"]}) for step in found["steps"])
    return [people for people in steps if people]


def submit(demo: Crm, owner: str, entity: str, record: dict[str, Any], **attributes: Any) -> int:
    submission = operations.Submission(entity, int(record["id"]), **attributes)
    return operations.submit(context=somebody(demo, owner), submission=submission)


def decide(demo: Crm, name: str, case_id: int, command: Any = commands.Approve, **values: Any) -> None:
    context = somebody(demo, name)
    tasks = queries.get_case(context=demo.context, case_id=case_id).case.tasks
    number = next(
        each.number for each in tasks if each.user == context.actor.user_id and each.status == "open"
    )
    operations.act(
        context=context, case_id=case_id, command=command(context.actor.user_id, task=number, **values)
    )


def lines(price: int, discount: int = 0) -> list[dict[str, str]]:
    return [{"description": "Work", "quantity": "1", "unit_price": str(price), "discount": str(discount)}]


def customer(demo: Crm, owner: str) -> str:
    """Of the owner's own."""
    return str(make(demo, owner, "account", name="Approving AG")["id"])


EAST, CHINA, FINANCE, LEGAL = "li.na", "zhang.wei", "guo.min", "zheng.hao"


@pytest.mark.parametrize(
    ("owner", "price", "discount", "asked"),
    [
        ("wang.jun", 50_000, 0, [{EAST}]),
        ("wang.jun", 50_000, 12, [{EAST}, {EAST, CHINA}, {EAST, CHINA}]),
        ("wang.jun", 300_000, 5, [{EAST}, {EAST, CHINA}]),
        ("wang.jun", 4_000_000, 5, [{EAST}, {EAST, CHINA}, {FINANCE}, {EAST, CHINA}]),
    ],
)
def test_quotes_go_by_amount_and_discount(demo: Crm, owner, price, discount, asked):
    """QUOTE-02, FLOW-03."""
    quote = make(
        demo,
        owner,
        "quote",
        name="Q",
        account=customer(demo, "wang.jun"),
        lines=lines(price, discount),
        tax_percent="0",
    )
    assert route(demo, owner, "quote", quote) == asked


def test_a_quote_in_euros_goes_by_what_it_is_worth(demo: Crm):
    """QUOTE-02, FLOW-03, PLAT-13: 50,000 € are no 50,000 ¥."""
    line = {**lines(0)[0], "unit_price": {"amount": "50000", "currency": "EUR"}}
    quote = make(demo, "wang.jun", "quote", name="Q", account=customer(demo, "wang.jun"), lines=[line])
    assert route(demo, "wang.jun", "quote", quote) == [{EAST}, {EAST, CHINA}]


def test_a_branch_has_more_authority_than_a_department(demo: Crm):
    """QUOTE-02, FLOW-03: by department. Emma leads the branch overseas, Li Na a department."""
    found = {}
    for owner in ("emma.fischer", "li.na"):
        quote = make(
            demo, owner, "quote", name="Q", account=customer(demo, owner), lines=lines(300_000, 14), tax_percent="0"
        )  # fmt: skip
        found[owner] = len(route(demo, owner, "quote", quote))
    assert found == {"emma.fischer": 1, "li.na": 3}


def test_a_quote_is_sent_once_it_is_approved_and_then_changes_by_approval(demo: Crm):
    """QUOTE-02, FLOW-05: the status follows the approval, and nobody sets it by hand."""
    quote = make(demo, "wang.jun", "quote", name="Q", account=customer(demo, "wang.jun"), lines=lines(1_000))
    rep = somebody(demo, "wang.jun")

    def change(**values: Any) -> None:
        update_record(context=rep, entity="quote", record_id=int(quote["id"]), values=values)

    for values in ({"status": "approved"}, {"approved_on": "2026-03-01"}, {"status": "sent"}):
        with pytest.raises(Invalid):
            change(**values)
    case_id = submit(demo, "wang.jun", "quote", quote)
    assert read(demo, "wang.jun", "quote", quote)["status"] == "in_review"
    decide(demo, EAST, case_id)
    approved = read(demo, "wang.jun", "quote", quote)
    assert (approved["status"], approved["approved_on"]) == ("approved", "2026-03-02")
    change(status="sent")
    with pytest.raises(Invalid):
        change(payment_terms="net_90")
    change_id = submit(demo, "wang.jun", "quote", quote, proposed={"payment_terms": "net_90"})
    assert read(demo, "wang.jun", "quote", quote)["status"] == "sent"
    decide(demo, EAST, change_id)
    after = read(demo, "wang.jun", "quote", quote)
    assert (after["status"], after["payment_terms"]) == ("sent", "net_90")


def test_what_is_new_is_what_people_changed(demo: Crm):
    """FLOW-01, FLOW-04: difference since it was sent back; the approval's own status and its time are none."""
    quote = make(demo, "wang.jun", "quote", name="Q", account=customer(demo, "wang.jun"), lines=lines(1_000))
    case_id = submit(demo, "wang.jun", "quote", quote)
    decide(demo, EAST, case_id, commands.SendBack, to="start", comment="Say what it is")
    rep = replace(somebody(demo, "wang.jun"), now=NOW + timedelta(hours=1))
    update_record(context=rep, entity="quote", record_id=int(quote["id"]), values={"name": "Pumps"})
    operations.act(context=rep, case_id=case_id, command=commands.Resubmit(rep.actor.user_id))
    head = replace(somebody(demo, EAST), now=NOW + timedelta(hours=2))
    stored = queries.get_case(context=head, case_id=case_id)
    found = case_document(context=head, stored=stored)["differences"]["changes"]
    assert [(change["field"], change["to"]) for change in found] == [("name", "Pumps")]


def test_an_order_that_keeps_to_its_approved_quote_needs_nobody(demo: Crm):
    """ORDER-02, FLOW-03."""
    quote = demo.list(
        "quote", 'status = "accepted" and owner.username = "wang.jun"', fields=("grand_total",)
    )[0]
    kept = make(
        demo,
        "wang.jun",
        "sales_order",
        name="O",
        account=customer(demo, "wang.jun"),
        quote=quote["id"],
        lines=lines(1_000),
    )
    submit(demo, "wang.jun", "sales_order", kept)
    assert read(demo, "wang.jun", "sales_order", kept)["status"] == "approved"
    free = make(
        demo,
        "wang.jun",
        "sales_order",
        name="O",
        account=customer(demo, "wang.jun"),
        lines=lines(900_000),
        tax_percent="0",
    )
    assert route(demo, "wang.jun", "sales_order", free) == [
        {EAST},
        {EAST, "admin"},
        {FINANCE},
    ]  # for Zhang Wei


def test_a_contract_passes_the_legal_department_which_sees_no_price(demo: Crm):
    """CONTRACT-02, CONTRACT-08, FLOW-05."""
    contract = make(
        demo,
        "wang.jun",
        "contract",
        name="C",
        account=customer(demo, "wang.jun"),
        lines=lines(80_000),
        tax_percent="0",
    )
    assert route(demo, "wang.jun", "contract", contract) == [{EAST}, {LEGAL}]
    case_id = submit(demo, "wang.jun", "contract", contract)
    decide(demo, EAST, case_id)

    def shown(name: str) -> set[str]:
        context = somebody(demo, name)
        stored = queries.get_case(context=context, case_id=case_id)
        return {item["field"] for item in case_document(context=context, stored=stored)["values"]}

    assert "grand_total" in shown(EAST)
    assert "grand_total" not in shown(LEGAL)
    decide(demo, LEGAL, case_id)
    after = read(demo, "wang.jun", "contract", contract)
    assert (after["status"], after["approved_total"]["amount"]) == ("approved", "80000.00")
    with pytest.raises(Invalid) as refused:
        update_record(
            context=somebody(demo, "wang.jun"), entity="contract", record_id=int(contract["id"]),
            values={"payment_terms": "net_90"},
        )  # fmt: skip
    assert refused.value.issues[0].code == "approved"


def test_a_campaign_runs_once_its_budget_is_approved(demo: Crm):
    """CAMP-06, FLOW-03."""
    campaign = make(demo, "li.na", "campaign", name="Fair", budget="150000")
    assert route(demo, "li.na", "campaign", campaign) == [{CHINA}, {CHINA}, {FINANCE}]
    with pytest.raises(Invalid) as refused:
        update_record(
            context=somebody(demo, "li.na"), entity="campaign", record_id=int(campaign["id"]),
            values={"status": "running"},
        )  # fmt: skip
    assert refused.value.issues[0].code == "stage_condition"


def test_an_expense_is_approved_by_the_campaign_and_all_where_it_is_too_much(demo: Crm):
    """CAMP-06, FLOW-02, FLOW-03: a person of the record; the budget decides."""
    campaign = make(demo, "li.na", "campaign", name="Fair", budget="10000")
    small = make(demo, "wang.jun", "campaign_expense", campaign=campaign["id"], purpose="Taxi", amount="200")
    assert route(demo, "wang.jun", "campaign_expense", small) == [{EAST}]
    large = make(
        demo, "wang.jun", "campaign_expense", campaign=campaign["id"], purpose="Stand", amount="20000"
    )
    assert route(demo, "wang.jun", "campaign_expense", large) == [{EAST}, {EAST, CHINA}, {FINANCE}]
    case_id = submit(demo, "wang.jun", "campaign_expense", large)
    decide(demo, EAST, case_id, commands.Reject, comment="No")
    assert read(demo, "wang.jun", "campaign_expense", large)["status"] == "refused"
    assert read(demo, "li.na", "campaign", campaign)["spent"]["amount"] == "200.00"


def test_a_large_opportunity_is_approved_before_an_offer(demo: Crm):
    """OPP-11, FLOW-03."""
    deal = make(
        demo, "wang.jun", "opportunity", name="Plant", account=customer(demo, "wang.jun"), amount="5000000", close_date="2026-09-01",
        expected_return="2000000",
    )  # fmt: skip

    def move() -> None:
        update_record(
            context=somebody(demo, "wang.jun"), entity="opportunity", record_id=int(deal["id"]),
            values={"stage": "proposal"},
        )  # fmt: skip

    with pytest.raises(Invalid):
        move()
    asked = route(demo, "wang.jun", "opportunity", deal)
    assert asked == [{EAST}, {EAST, CHINA, "admin"}, {FINANCE}]
    case_id = submit(demo, "wang.jun", "opportunity", deal)
    for name in (EAST, CHINA, "admin", FINANCE):
        decide(demo, name, case_id)
    assert read(demo, "wang.jun", "opportunity", deal)["approval"] == "approved"
    move()


def test_the_examples_have_approvals_in_every_state(demo: Crm):
    """FLOW-07: somebody who tries the product finds their inbox alive."""
    rows = fetch_all(demo.workspace, "SELECT status, count(*) FROM approval_case GROUP BY status", [])
    assert {"running", "returned", "approved", "rejected"} <= {row[0] for row in rows}
    box = queries.list_box(context=somebody(demo, "admin"), box="to_do").items
    assert {"contract", "opportunity", "campaign", "sales_order"} <= {item["entity"] for item in box}
    assert load_demo(workspace=demo.workspace, key="crm", actor=demo.actor, now=NOW) == {}


@pytest.mark.parametrize(
    "entity", ["quote", "sales_order", "contract", "campaign", "campaign_expense", "opportunity"]
)
def test_each_has_a_view_of_what_is_in_review(demo: Crm, entity):
    """PLAT-07."""
    views = {view["key"]: view for view in demo.context.schema.get_entity(entity).views}
    assert demo.list(entity, views[f"{entity}.in_review"]["filter"])


def test_a_lead_is_qualified_by_exception(demo: Crm):
    """LEAD-05: with a reason that the manager agrees to; nobody grants it to himself. Until then the lead stays
    out of the stage, and out of being a customer."""
    known = {"contact_name": "Ida", "mobile": "13800001111"}
    lead = make(demo, "wang.jun", "lead", name="Promising Sensors", **known)
    with pytest.raises(Conflict):
        submit(demo, "wang.jun", "lead", lead)
    owner = somebody(demo, "wang.jun")
    given = {"entity": "lead", "record_id": int(lead["id"])}
    with pytest.raises(Invalid):
        update_record(context=replace(owner, source="ui"), values={"exception": "granted"}, **given)
    with pytest.raises(Invalid) as caught:
        update_record(context=owner, values={"status": "qualified"}, **given)
    assert [issue.code for issue in caught.value.issues] == ["stage_condition"]
    update_record(context=owner, values={"exception_reason": "The mayor asked us"}, **given)
    case = submit(demo, "wang.jun", "lead", lead)
    assert read(demo, "wang.jun", "lead", lead)["exception"] == "in_review"
    decide(demo, EAST, case)
    after = read(demo, "wang.jun", "lead", lead)
    assert (after["exception"], after["is_qualified"]) == ("granted", True)
    assert after["exception_on"] is not None
    update_record(context=owner, values={"status": "qualified"}, **given)
    assert read(demo, "wang.jun", "lead", lead)["status"] == "qualified"
