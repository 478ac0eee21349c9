"""Statements that are planned once for each connection."""

from __future__ import annotations

from odos.database.prepared import KEEP_PLANS, fetch_all_in_order
from odos.database.session import fetch_value, transaction

ASKED = "SELECT current_setting('plan_cache_mode')"


def test_plans_are_kept_for_one_message_and_never_in_a_transaction_that_goes_on(live_workspace):
    """PLAT-36: what follows a list is planned as ever."""
    workspace = live_workspace.workspace
    statements = [(KEEP_PLANS, ()), (ASKED, ())]
    assert fetch_all_in_order(workspace, statements) == [("force_generic_plan",)]
    assert fetch_value(workspace, ASKED) == "auto"
    with transaction(workspace):
        assert fetch_all_in_order(workspace, statements) == [("auto",)]
        assert fetch_value(workspace, ASKED) == "auto"
