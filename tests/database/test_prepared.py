"""Statements that are planned once for each connection."""

from __future__ import annotations

from odos.database.prepared import KEEP_PLANS, fetch_all_in_order, fetch_all_prepared, sent_once
from odos.database.session import fetch_value, transaction
from odos.kernel.sql import Slot, Sql

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


def test_a_slot_that_stands_in_several_places_is_sent_once(settings):
    units, now = Slot("units"), Slot("now")
    statement = Sql(
        "SELECT 1 FROM t WHERE a = ANY(%s::bigint[]) AND b = %s AND c LIKE 'x%%' AND d = ANY(%s::bigint[])"
        " AND e = %s::date AND f > %s::timestamptz AND g = %s",
        (units, 7, units, now, now, units),
    )
    once = sent_once(statement)
    assert once.text == (
        "SELECT 1 FROM t WHERE a = ANY($1::bigint[]) AND b = $2 AND c LIKE 'x%%' AND d = ANY($1::bigint[])"
        " AND e = $3::date AND f > $4::timestamptz AND g = $5"
    )
    assert once.params == (units, 7, now, now, units), "cast otherwise, or not at all, it may be another type"
    settings.ODOS_PREPARE = False
    assert sent_once(statement) is statement


def test_what_is_sent_once_gives_the_same_rows(live_workspace):
    workspace = live_workspace.workspace
    number = Slot("number")
    statement = Sql("SELECT %s::int + %s::int, %s::text, '100%%'", (number, number, number))
    once = sent_once(statement)
    values = {"number": 21}
    for each in (statement, once):
        assert fetch_all_prepared(workspace, each.text, each.bind(values)) == [(42, "21", "100%")]
    assert len(once.params) == 2
