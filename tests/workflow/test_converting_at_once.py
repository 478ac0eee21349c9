"""Several convert, undo and move the same record at the same moment."""

from __future__ import annotations

import pytest

from odos.database.session import fetch_value
from odos.kernel.problems import Problem
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.workflow.conversions.converting import convert
from odos.workflow.conversions.undoing import undo_conversion
from odos.workflow.stages.visits import stage_history
from tests.fixtures.application import DOCUMENTS, context_for, publish, publish_platform
from tests.workflow.deals import publish_conversion


@pytest.fixture(scope="module")
def live_deals(live_workspace):
    publish_platform(live_workspace.workspace)
    publish(live_workspace.workspace, DOCUMENTS)
    publish_conversion(live_workspace.workspace)
    return live_workspace


def outcome(function):
    def run():
        try:
            function()
        except Problem:
            return False
        return True

    return run


def test_of_many_who_convert_exactly_one_does(live_deals, make, django_db_blocker):
    """CONV-01: once only, under concurrency; and undone once."""
    with django_db_blocker.unblock():
        context = context_for(live_deals.workspace)
        deal = make(context, "deal", name="Rivals", amount="5")
        asked = {"entity": "deal", "record_id": int(deal["id"]), "conversion": "deal_to_quote"}
        one = outcome(lambda: convert(context=context_for(live_deals.workspace), **asked))
        assert sum(live_deals.at_once(*[one] * 6)) == 1
        counted = (
            "SELECT count(*) FROM conversion_result r JOIN record_conversion c ON c.id = r.conversion_id"
        )
        assert fetch_value(live_deals.workspace, f"{counted} WHERE c.record_id = %s", [int(deal["id"])]) == 2
        undo = outcome(lambda: undo_conversion(context=context_for(live_deals.workspace), **asked))
        assert sum(live_deals.at_once(*[undo] * 4)) == 1


def test_many_move_the_same_records_and_every_visit_is_kept(live_deals, make, django_db_blocker):
    """FLOW-08: bulk moves at once leave one visit for each stage that was left."""
    with django_db_blocker.unblock():
        context = context_for(live_deals.workspace)
        deals = [make(context, "deal", name=str(number), amount="5") for number in range(20)]
        there = BulkRequest(update=[{"id": deal["id"], "stage": "talks"} for deal in deals])
        back = BulkRequest(update=[{"id": deal["id"], "stage": "new"} for deal in reversed(deals)])
        move = [
            outcome(
                lambda request=request: write_bulk(
                    context=context_for(live_deals.workspace), entity="deal", request=request
                )
            )
            for request in (there, back) * 3
        ]
        assert all(live_deals.at_once(*move))
        for deal in deals:
            entity = context.schema.get_entity("deal")
            visits = stage_history(context=context, entity=entity, record_id=int(deal["id"]))
            stages = [visit["stage"] for visit in visits]
            assert stages == ["new", "talks"] * (len(stages) // 2) + ["new"] * (len(stages) % 2)
