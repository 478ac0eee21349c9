"""ACL-02, CUST-06, CUST-21, PLAT-17: who sees what in the shipped roles of the CRM."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_id
from odos.kernel.problems import Forbidden, Invalid
from odos.records.access.sharing import add_to_team
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.operations import create_record
from tests.fixtures.crm import NOW, Crm


def member(crm: Crm, username: str, *roles: str, **attributes) -> Crm:
    user_id = create_user(
        workspace=crm.workspace, username=username, name=username, roles=roles,
        actor=system_principal(crm.workspace), now=NOW,
    )  # fmt: skip
    if attributes:
        crm.change("user", user_id, **attributes)
    found = find_principal_by_id(workspace=crm.workspace, user_id=user_id)
    assert found is not None
    return replace(crm, actor=found)


@pytest.fixture(scope="module")
def customer(crm):
    rep = member(crm, "rep", "sales_rep")
    account = crm.make("account", name="Acme Trading", owner=str(rep.actor.user_id))
    contact = crm.make("contact", name="Li Na", account=account["id"])
    opportunity = crm.make("opportunity", name="Big deal", account=account["id"])
    return rep, account, contact, opportunity


def seen(crm: Crm, entity: str) -> set[str]:
    return {item["id"] for item in crm.list(entity)}


def test_what_belongs_to_a_customer_is_reached_with_it(crm, customer):
    rep, account, contact, opportunity = customer
    assert account["id"] in seen(rep, "account")
    assert contact["id"] in seen(rep, "contact")
    assert opportunity["id"] in seen(rep, "opportunity")
    stranger = member(crm, "stranger", "sales_rep")
    for entity, record in (("account", account), ("contact", contact), ("opportunity", opportunity)):
        assert record["id"] not in seen(stranger, entity)


def test_the_sales_team_shares_the_customer(crm, customer):
    rep, account, contact, opportunity = customer
    helper = member(crm, "helper", "sales_rep")
    add_to_team(
        context=rep.context, entity="account", record_id=int(account["id"]),
        user=helper.actor.user_id, role="service_rep",
    )  # fmt: skip
    assert account["id"] in seen(helper, "account")
    assert contact["id"] in seen(helper, "contact")
    assert opportunity["id"] in seen(helper, "opportunity")
    with pytest.raises(Forbidden):
        helper.change("account", account["id"], short_name="A")
    add_to_team(
        context=rep.context, entity="account", record_id=int(account["id"]),
        user=helper.actor.user_id, role="account_manager",
    )  # fmt: skip
    helper.change("account", account["id"], short_name="A")


def test_a_customer_sees_its_own_company(crm, customer):
    _rep, account, contact, _opportunity = customer
    other = crm.make("account", name="Other company")
    guest = member(crm, "li.na", "customer_portal", contact=contact["id"])
    assert seen(guest, "account") == {account["id"]}
    assert contact["id"] in seen(guest, "contact")
    kept_back = {"tier", "status", "value_score", "is_qualified"}
    assert not kept_back & guest.list("account")[0].keys()
    assert not {"description", "birthday", "interests"} & guest.list("contact")[0].keys()
    assert other["id"] not in seen(guest, "account")
    assert guest.context.access(guest.context.schema.entities["opportunity"]).impossible
    assert guest.context.access(guest.context.schema.entities["user"]).impossible
    with pytest.raises(Forbidden):
        create_record(context=guest.context, entity="account", values={"name": "x"})
    for changed in ({"owner": str(guest.actor.user_id)}, {"is_primary": True}):
        with pytest.raises(Invalid):
            guest.change("contact", contact["id"], **changed)
    guest.change("contact", contact["id"], job_title="Buyer")
    nobody = member(crm, "nobody", "customer_portal")
    for entity in ("account", "contact", "quote"):
        found = list_records(
            context=nobody.context, entity=nobody.context.schema.entities[entity], request=ListRequest()
        )
        assert found.items == []


def test_a_customer_asks_for_help_in_their_own_name(crm, customer):
    """PLAT-17: how an enquiry from outside is dealt with is the staff's to say."""
    _rep, account, contact, _opportunity = customer
    guest = member(crm, "wang.fang", "customer_portal", contact=contact["id"])
    asked = {"subject": "The pump is loud", "account": account["id"]}
    assert guest.make("enquiry", **asked)["status"] == "open"
    for chosen in ({"status": "solved"}, {"solution": "None"}, {"due_date": "2030-01-01"}):
        with pytest.raises(Invalid):
            guest.make("enquiry", **asked, **chosen)
