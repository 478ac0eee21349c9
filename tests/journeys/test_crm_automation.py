"""What the CRM does by itself, with the rules that it ships."""

from __future__ import annotations

from odos.automation.runs.carrying import carry_on
from odos.kernel.clock import utc_now
from odos.records.actions import carry_out
from tests.fixtures.crm import Crm


def test_a_won_opportunity_is_handed_over(demo: Crm):
    """PLAT-27: a trigger runs actions for the next step."""
    deal = demo.list("opportunity", 'stage not in ["won", "lost"] and owner is not blank')[0]
    demo.change("opportunity", deal["id"], stage="won")
    while carry_on(demo.workspace, utc_now()):
        pass
    tasks = demo.list(
        "task",
        f'opportunity = "{deal["id"]}" and (subject starts with "项目交接" or subject starts with "Hand over")',
    )
    assert [task["owner"]["id"] for task in tasks] == [deal["owner"]["id"]]


def test_a_new_lead_goes_to_whoever_has_its_territory(demo: Crm):
    """LEAD-02, SALES-02, SALES-08: by region, with the regions inside it, and by load."""
    country = demo.make("region", name="Territory")
    region = demo.make("region", name="Town", parent=country["id"])
    seller = demo.list("user", 'username = "sun.yue"')[0]
    demo.change("user", seller["id"], territories=[country["id"]])
    lead = demo.make("lead", name="晨光机械", region=region["id"])
    assert lead["owner"]["id"] == seller["id"]
    elsewhere = demo.make("lead", name="Elsewhere")
    assert elsewhere.get("owner") is None or elsewhere["owner"]["id"] != seller["id"]


def test_a_new_customer_goes_to_whoever_has_its_territory(demo: Crm):
    """SALES-02, SALES-08: as long as nobody is named; an owner who is named keeps it."""
    region = demo.make("region", name="Delta")
    seller, other = (demo.list("user", f'username = "{name}"')[0]["id"] for name in ("zhou.min", "huang.lei"))
    demo.change("user", seller, territories=[region["id"]])
    assert demo.make("account", name="Delta Pumps", region=region["id"])["owner"]["id"] == seller
    named = demo.make("account", name="Delta Valves", region=region["id"], owner=other)
    assert named["owner"]["id"] == other


def test_a_lead_waits_in_the_public_pool(demo: Crm):
    """LEAD-03: back to the pool by hand, claimed by somebody else."""
    lead = demo.list("lead", 'owner is not blank and status = "new"')[0]
    done = carry_out(
        context=demo.context,
        entity="lead",
        record_id=int(lead["id"]),
        key="release",
        values={"reason": "No reply"},
    )
    assert done.result["pool"]
    assert demo.count("lead", f'id = {lead["id"]} and owner is blank and pool.code = "public"') == 1


def test_a_customer_who_becomes_a_partner_is_listed_as_both(demo: Crm):
    """CONV-02, CONV-01: the partnership is a stage with its date; what the customer is besides stays."""
    supplier = demo.make("account", name="Both Ways Ltd.", relationships=["supplier"])
    demo.change("account", supplier["id"], partnership="candidate")
    demo.change("account", supplier["id"], partnership="partner")
    demo.change("account", supplier["id"], stage="new")
    while carry_on(demo.workspace, utc_now()):
        pass
    found = demo.list("account", f"id = {supplier['id']} and partnership_since is not blank")[0]
    assert sorted(found["relationships"]) == ["customer", "partner", "supplier"]
