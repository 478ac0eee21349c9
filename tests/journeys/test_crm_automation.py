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
    tasks = demo.list("task", f'opportunity = "{deal["id"]}" and subject starts with "Hand over"')
    assert [task["owner"]["id"] for task in tasks] == [deal["owner"]["id"]]


def test_a_new_lead_goes_to_whoever_has_its_territory(demo: Crm):
    """LEAD-02, SALES-02, SALES-08: by region, with the regions inside it, and by load."""
    region = next(item for item in demo.list("region") if item.get("parent"))
    seller = demo.list("user", 'username = "sun.yue"')[0]
    demo.change("user", seller["id"], territories=[region["parent"]["id"]])
    lead = demo.make("lead", name="晨光机械", region=region["id"])
    assert lead["owner"]["id"] == seller["id"]
    elsewhere = demo.make("lead", name="Elsewhere")
    assert elsewhere.get("owner") is None or elsewhere["owner"]["id"] != seller["id"]


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
