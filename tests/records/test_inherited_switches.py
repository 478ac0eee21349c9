"""ACL-02: what belongs to a customer is opened with the customer, each kind by a switch of its own.

Campaigns, opportunities, contracts, orders, invoices, payments and enquiries: whoever sees a customer sees of
these exactly the kinds that their role opens through it, in every way of reading.
"""

from __future__ import annotations

import pytest

from odos.accounts.principals import Principal
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.choosing import list_options
from odos.records.lists.finding import find_everywhere
from odos.records.lists.queries import ListRequest, find_record, list_records
from tests.fixtures.application import context_for, labelled, publish

KINDS = ("campaign", "opportunity", "contract", "sales_order", "invoice", "payment", "enquiry")


def document(key: str):
    return labelled(key, kind="entity", key=key, owned=True, title_field="name", fields={
        "name": labelled("name", kind="text", searchable=True),
        "customer": labelled("customer", kind="reference", target="customer", on_delete="clear"),
        "amount": labelled("amount", kind="integer")})  # fmt: skip


def role(key: str, *opened: str, edit: bool = False):
    through = {"scope": "none", "from": ["customer"]}
    entities = {kind: {"see": through, **({"edit": through} if edit else {})} for kind in opened}
    own = {"customer": {"see": "own", "edit": "own"}, **entities}
    return labelled(key, kind="role", key=key, entities=own)


@pytest.fixture
def belongings(app, admin, make, new_user):
    """A customer of hers and one of somebody else, each with one record of every kind."""
    documents = [document(kind) for kind in KINDS]
    roles = [role(f"only_{kind}", kind) for kind in KINDS]
    publish(app, [*documents, *roles, role("everything", *KINDS), role("editor", "contract", edit=True)])
    system = context_for(app)
    her = new_user("anna")
    made = {}
    for whose in ("hers", "others"):
        owner = {"owner": str(her.user_id)} if whose == "hers" else {}
        customer = make(system, "customer", name=whose, **owner)["id"]
        for kind in KINDS:
            made[whose, kind] = int(
                make(system, kind, name=f"{whose} {kind}", customer=customer, amount=7)["id"]
            )
    return app, her, made


def acting(app, her: Principal, *roles: str):
    person = Principal(her.user_id, her.username, her.name, app, roles=roles)
    return context_for(app, person)


def found(context, kind: str) -> dict[str, set[int]]:
    """The ids of a kind by every way of reading."""
    entity = context.schema.entities[kind]
    page = list_records(context=context, entity=entity, request=ListRequest(count="exact"))
    ids = {int(item.split('"id":"')[1].split('"')[0]) for item in page.items}
    assert page.count == len(ids)
    asked = Aggregation(("id",), (Measure("sum", "amount", "s"),))
    groups, _total = aggregate(context=context, entity=entity, asked=asked)
    return {
        "list": ids,
        "options": {int(str(item["id"])) for item in list_options(context=context, entity=entity)},
        "groups": {int(row["id"]) for row in groups},
        "search": {
            int(hit["id"]) for hit in find_everywhere(context=context, q=kind) if hit["entity"] == kind
        },
        "single": {n for n in range(1, 20) if find_record(context=context, entity=entity, record_id=n)},
    }


@pytest.mark.parametrize("opened", KINDS)
def test_each_kind_has_a_switch_of_its_own(belongings, opened):
    app, her, made = belongings
    context = acting(app, her, f"only_{opened}")
    for kind in KINDS:
        expected = {made["hers", kind]} if kind == opened else set()
        for way, ids in found(context, kind).items():
            assert ids == expected, f"{way} of {kind} where only {opened} is opened"


def test_roles_add_up_and_others_customers_stay_shut(belongings):
    app, her, made = belongings
    two = acting(app, her, "only_invoice", "only_payment")
    seen = {kind for kind in KINDS if found(two, kind)["list"]}
    assert seen == {"invoice", "payment"}
    everything = acting(app, her, "everything")
    for kind in KINDS:
        assert found(everything, kind)["list"] == {made["hers", kind]}


def test_seeing_through_the_customer_is_not_changing_through_it(belongings):
    """The right to change is a switch of its own too."""
    app, her, made = belongings
    for roles, allowed in ((("only_contract",), False), (("editor",), True)):
        context = acting(app, her, *roles)
        access = context.access(context.schema.entities["contract"], "edit")
        assert access.impossible is not allowed
        assert found(context, "contract")["single"] == {made["hers", "contract"]}
