"""Anything may die at any time: kills drawn by a seed while people work; what was promised holds at the end.

``ODOS_FAULT_SEED`` and ``ODOS_FAULT_KILLS`` repeat a run or make it longer.
"""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.depot import Depot
from tests.faults.killing import KILLS
from tests.faults.test_killed_in_the_middle import SENDING, require_polite_silences
from tests.faults.work import Approvals, Calls, Import, Reminders

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("ODOS_FAULT_SEED") or 20_260_302)
ROUNDS = int(os.environ.get("ODOS_FAULT_KILLS") or 6)


def test_whatever_dies_nothing_is_lost_and_nothing_doubled(depot: Depot):
    """FLOW-04, REMIND-01, PLAT-19, PLAT-25, PLAT-27: import, decisions, reminders, mails, webhooks at once."""
    chance = random.Random(SEED)
    order = [chance.choice(sorted(KILLS)) for _ in range(ROUNDS)]
    load, approvals = Import(depot, "IX-"), Approvals(depot, "AX-", 12)
    reminders, calls = Reminders(depot, "RX-", 16), Calls(depot, "WX-", 10)
    approvals.start()
    with ThreadPoolExecutor(4) as pool:
        for work in (load, reminders, calls):
            work.start()
        decisions = approvals.decide(pool)
        for victim in order:
            depot.wait_until(depot.system.is_ready)
            KILLS[victim](depot.system)
        assert {decision.result()["status"] for decision in decisions} == {"approved"}, order
    depot.wait_until(lambda: set(depot.system.children()) == {"web", "events", "worker", "beat"})
    crashes = sum(victim in SENDING for victim in order)
    for work in (load, approvals, reminders, calls):
        depot.wait_until(work.is_over)
    load.check()
    approvals.check()
    reminders.check()
    reminders.check_mails(crashes)
    calls.check(crashes)
    require_polite_silences(depot)
