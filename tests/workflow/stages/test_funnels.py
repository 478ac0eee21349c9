"""Funnel data: counts, sums and conversion from stage to stage, under the reader's access."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from odos.kernel.problems import Invalid
from odos.records.writes.operations import update_record
from odos.workflow.stages.funnels import FunnelRequest, funnel
from tests.fixtures.application import NOW, context_for, publish
from tests.workflow.deals import pipeline, publish_deals


@pytest.fixture
def rep(app, new_user):
    publish_deals(app)
    return context_for(app, new_user("rita", "rep"))


def move(context, deal, *stages, **values):
    for stage in stages:
        update_record(
            context=context, entity="deal", record_id=int(deal["id"]), values={"stage": stage, **values}
        )


def read(context, **asked):
    entity = context.schema.get_entity("deal")
    found = funnel(context=context, entity=entity, asked=FunnelRequest(**asked))
    return {stage["key"]: stage for stage in found["stages"]}


@pytest.fixture
def deals(rep, make):
    """Ten deals: four stay, three talk, two were offered of which one is lost, one is won."""
    listed = [make(rep, "deal", name=f"D{n}", amount="100", lines=[{"text": "x"}]) for n in range(10)]
    admin = context_for(rep.workspace)
    later = replace(rep, now=NOW + timedelta(days=2))
    for deal in listed[4:]:
        move(later, deal, "talks")
    for deal in listed[7:]:
        move(later, deal, "offer")
    move(later, listed[8], "lost", reason="Price")
    move(replace(admin, now=later.now), listed[9], "won")
    return listed


def test_a_funnel_counts_who_got_how_far(rep, deals):
    """LEAD-07, FLOW-08: present counts and sums, and conversion from stage to stage."""
    found = read(rep, measure="amount")
    assert {key: stage["count"] for key, stage in found.items()} == {
        "new": 4, "talks": 3, "offer": 1, "won": 1, "lost": 1,
    }  # fmt: skip
    assert [found[key]["reached"] for key in ("new", "talks", "offer", "won")] == [10, 6, 3, 1]
    assert [found[key]["conversion"] for key in ("new", "talks", "offer", "won")] == [None, 0.6, 0.5, 0.3333]
    assert (found["talks"]["amount"], found["talks"]["reached_amount"]) == ("300.00", "600.00")
    assert (found["lost"]["reached"], found["lost"]["conversion"]) == (None, None)


def test_a_funnel_is_of_a_period_and_tells_the_time_in_stages(rep, deals, make):
    """LEAD-07."""
    later = replace(rep, now=NOW + timedelta(days=30))
    make(later, "deal", name="late", amount="1")
    assert read(later, since=NOW + timedelta(days=10))["new"]["count"] == 1
    assert read(later, until=NOW + timedelta(days=10))["new"]["count"] == 4
    found = read(replace(rep, now=NOW + timedelta(days=4)), filter='name in ["D4", "D5"]')
    assert (found["new"]["seconds"], found["talks"]["seconds"]) == (2 * 86400, 2 * 86400)
    assert found["new"]["reached"] == 2


def test_a_funnel_shows_nothing_of_others(rep, deals, new_user):
    """PLAT-36: the reader's access, to the last record."""
    other = context_for(rep.workspace, new_user("olga", "rep"))
    assert {stage["count"] for stage in read(other).values()} == {0}
    assert {stage["reached"] for stage in read(other).values()} == {0, None}


def test_each_record_type_has_its_funnel(rep, deals, make):
    stages = {"new": {"order": 1}, "won": {"order": 2, "kind": "won"}}
    publish(rep.workspace, [pipeline("deal_short", when='type = "short"', order=1, stages=stages)])
    context = context_for(rep.workspace, rep.actor)
    make(context, "deal", name="S", type="short")
    assert read(context, pipeline="deal_short")["new"]["count"] == 1
    assert read(context, pipeline="deal_long")["new"]["count"] == 4
    for asked in ({"pipeline": "nothing"}, {"measure": "name"}, {"measure": "nothing"}):
        with pytest.raises(Invalid):
            read(context, **asked)
