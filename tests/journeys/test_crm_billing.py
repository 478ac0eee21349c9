"""From an order to its invoice and the payment that settles it, and what customers enquire: what ships for it, and who sees it."""

from __future__ import annotations

from typing import Any

import pytest

from odos.kernel.problems import Forbidden, Invalid
from odos.meta.changes import Change
from odos.meta.operations import apply
from odos.records.access.sharing import add_to_team
from tests.fixtures.crm import NOW, Crm
from tests.journeys.test_crm_access import member, seen
from tests.journeys.test_crm_stages import approved_elsewhere, convert, move, refused

OF_A_CUSTOMER = ("contact", "opportunity", "contract", "sales_order", "invoice", "payment", "enquiry")


def yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def invoice_of(crm: Crm, account: dict[str, Any], price: str, **values: Any) -> dict[str, Any]:
    line = {"description": "Service", "unit_price": yuan(price)}
    made = crm.make(
        "invoice", name="Service", account=account["id"], tax_percent="0", due_date="2026-04-01",
        lines=[line], **values,
    )  # fmt: skip
    return move(crm, "invoice", made, "status", "issued")


def payment_of(crm: Crm, account: dict[str, Any], amount: str, **settled: str) -> dict[str, Any]:
    """``settled``: amounts by ids of invoices, as ``i7="100"``."""
    lines = [{"invoice": key[1:], "amount": yuan(part)} for key, part in settled.items()]
    return crm.make("payment", account=account["id"], amount=yuan(amount), lines=lines)


def test_bill_04_an_order_becomes_an_invoice_with_its_lines(crm: Crm):
    """CUST-15, BILL-04."""
    account = crm.make("account", name="Billed Ltd")
    order = crm.make(
        "sales_order", name="Two stations", account=account["id"], tax_percent="13", billing_address="1 Quay",
        lines=[{"description": "Station", "quantity": "2", "unit_price": yuan("500")}],
    )  # fmt: skip
    approved_elsewhere(crm, "sales_order", order)
    invoice = convert(crm, "sales_order", order, "sales_order.invoice")["invoice"]
    assert (invoice["sales_order"]["id"], invoice["billing_address"]) == (order["id"], "1 Quay")
    assert (invoice["grand_total"]["amount"], invoice["status"]) == ("1130.00", "draft")


def test_an_invoice_is_issued_with_lines_and_a_day(crm: Crm):
    account = crm.make("account", name="Empty Ltd")
    invoice = crm.make("invoice", name="Empty", account=account["id"])
    assert refused(crm, "invoice", invoice, "status", "issued")
    assert crm.get("invoice", invoice["id"])["status"] == "draft"


def test_bill_03_one_payment_settles_several_invoices(crm: Crm):
    """BILL-03, BILL-04: an invoice is paid when payments have settled all of it, and not before."""
    account = crm.make("account", name="Paying Ltd")
    first, second = invoice_of(crm, account, "100"), invoice_of(crm, account, "70")
    payment = payment_of(crm, account, "150", **{f"i{first['id']}": "100", f"i{second['id']}": "50"})
    assert payment["settled_amount"]["amount"] == "150.00"
    assert crm.get("invoice", second["id"])["paid_amount"]["amount"] == "50.00"
    assert move(crm, "invoice", first, "status", "paid")["status"] == "paid"
    assert refused(crm, "invoice", second, "status", "paid")
    payment_of(crm, account, "20", **{f"i{second['id']}": "20"})
    assert move(crm, "invoice", second, "status", "paid")["status"] == "paid"


def test_no_more_is_settled_than_was_paid(crm: Crm):
    account = crm.make("account", name="Careful Ltd")
    invoice = invoice_of(crm, account, "100")
    with pytest.raises(Invalid) as caught:
        payment_of(crm, account, "50", **{f"i{invoice['id']}": "60"})
    assert [issue.path for issue in caught.value.issues] == [("lines",)]
    assert crm.get("invoice", invoice["id"])["paid_amount"]["amount"] == "0.00"


def test_serv_01_an_enquiry_is_closed_with_what_solved_it(crm: Crm):
    account = crm.make("account", name="Curious Ltd")
    enquiry = crm.make("enquiry", subject="It hums", account=account["id"], type="fault")
    assert (enquiry["status"], enquiry["received_at"]) == ("open", NOW.isoformat())
    assert refused(crm, "enquiry", enquiry, "status", "solved")
    solved = move(crm, "enquiry", enquiry, "status", "solved", solution="Bolts tightened")
    assert solved["status"] == "solved"


@pytest.fixture(scope="module")
def customer(crm: Crm) -> dict[str, dict[str, Any]]:
    """A customer with one record of each kind, none of them with an owner."""
    account = crm.make("account", name="Whole customer")
    of_it: dict[str, dict[str, Any]] = {"account": account["id"]}
    records = {
        "contact": crm.make("contact", name="Mo Li", **of_it),
        "opportunity": crm.make("opportunity", name="Chance", **of_it),
        "contract": crm.make("contract", name="Contract", **of_it),
        "sales_order": crm.make("sales_order", name="Order", **of_it),
        "invoice": invoice_of(crm, account, "10"),
        "payment": payment_of(crm, account, "10"),
        "enquiry": crm.make("enquiry", subject="How?", **of_it),
    }
    return {"account": account, **records}


def switch(crm: Crm, entity: str, right: str | dict[str, Any]) -> None:
    document = {"entities": {entity: {"see": right}}}
    change = Change("put", "role", "sales_rep", document)
    apply(workspace=crm.workspace, changes=[change], message="Switch", actor=crm.actor, now=NOW)


@pytest.mark.parametrize("entity", OF_A_CUSTOMER)
def test_acl_02_what_belongs_to_a_customer_is_switched_separately(crm: Crm, customer, entity):
    """ACL-02: who is on the team of a customer sees all of it; one kind is taken away, the others stay."""
    helper = member(crm, f"helper.{entity}", "sales_rep")
    account = customer["account"]
    assert not any(customer[key]["id"] in seen(helper, key) for key in OF_A_CUSTOMER)
    add_to_team(
        context=crm.context, entity="account", record_id=int(account["id"]),
        user=helper.actor.user_id, role="service_rep",
    )  # fmt: skip
    assert all(customer[key]["id"] in seen(helper, key) for key in OF_A_CUSTOMER)
    before = crm.context.schema.roles["sales_rep"]["entities"][entity]["see"]
    switch(crm, entity, "own")
    reached = {key for key in OF_A_CUSTOMER if customer[key]["id"] in seen(helper, key)}
    assert reached == set(OF_A_CUSTOMER) - {entity}
    switch(crm, entity, before)
    assert customer[entity]["id"] in seen(helper, entity)


def test_plat_17_a_customer_sees_issued_invoices_and_sends_enquiries(crm: Crm, customer):
    account = customer["account"]
    draft = crm.make("invoice", name="Not yet", account=account["id"])
    guest = member(crm, "mo.li", "customer_portal", contact=customer["contact"]["id"])
    assert seen(guest, "invoice") == {customer["invoice"]["id"]}
    assert draft["id"] not in seen(guest, "invoice")
    assert seen(guest, "enquiry") == {customer["enquiry"]["id"]}
    assert guest.context.access(guest.context.schema.entities["payment"]).impossible
    own = guest.make("enquiry", subject="Where is it?", account=account["id"])
    assert own["id"] in seen(guest, "enquiry")
    other = crm.make("account", name="Somebody else")
    with pytest.raises((Forbidden, Invalid)):
        guest.make("enquiry", subject="Not ours", account=other["id"])


def test_no_invoice_is_settled_beyond_its_total(crm: Crm):
    """BILL-03: neither by one payment, nor by several, nor by a total that is made smaller afterwards."""
    account = crm.make("account", name="Generous Ltd")
    invoice = invoice_of(crm, account, "100")
    key = f"i{invoice['id']}"
    with pytest.raises(Invalid) as caught:
        payment_of(crm, account, "500", **{key: "100.01"})
    (issue,) = caught.value.issues
    assert (issue.path, "grand total" in str(issue.message)) == (("lines",), True)
    payment_of(crm, account, "60", **{key: "60"})
    with pytest.raises(Invalid):
        payment_of(crm, account, "50", **{key: "50"})
    assert crm.get("invoice", invoice["id"])["paid_amount"]["amount"] == "60.00"
    rest = payment_of(crm, account, "50", **{key: "40"})
    assert crm.get("invoice", invoice["id"])["paid_amount"]["amount"] == "100.00"
    line = rest["lines"][0]
    with pytest.raises(Invalid):
        crm.change("payment", rest["id"], lines=[{"id": line["id"], "amount": yuan("41")}])
    line = crm.get("invoice", invoice["id"])["lines"][0]
    with pytest.raises(Invalid):
        crm.change("invoice", invoice["id"], lines=[{"id": line["id"], "unit_price": yuan("99")}])
    crm.change("payment", rest["id"], notes="Kept.")
