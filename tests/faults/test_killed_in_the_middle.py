"""kill -9 in the middle of imports, reminders, approvals, deadlines, mails and webhooks.

What is in the middle is seen, not guessed: work waits inside its transaction for a table that is held, or for
the answer of whoever it sends something to, while its process, or what it needs, is killed. The supervisor
brings back what died; then everything must come to its end by itself, once.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.depot import Depot
from tests.faults.killing import KILLS
from tests.faults.work import Approvals, Calls, Import, Reminders

pytestmark = pytest.mark.slow

DECISIONS = 6
SENDING = ("worker", "part of worker", "postgres")  # whose death nobody survives who was sending
VICTIMS = [name for name in KILLS if name != "events"]


@pytest.mark.parametrize("victim", VICTIMS)
def test_transactions_that_were_cut_off_are_done_once(depot: Depot, victim: str):
    """FLOW-04, FLOW-06, REMIND-01, PLAT-19, PLAT-27: import, decisions, deadlines, reminders."""
    mark = victim.replace(" ", "_")
    load = Import(depot, f"I-{mark}-")
    approvals = Approvals(depot, f"A-{mark}-", DECISIONS, late=2)
    reminders = Reminders(depot, f"R-{mark}-", 8)
    approvals.start()
    with ThreadPoolExecutor(DECISIONS) as pool:
        with depot.held("notification", depot.table_of("letter")):
            load.start()
            reminders.start()
            approvals.let_deadlines_pass()
            decisions = approvals.decide(pool)
            depot.wait_until(lambda: depot.count_waiting(depot.table_of("letter")) >= 1)
            depot.wait_until(lambda: depot.count_waiting("notification") >= DECISIONS + 2)
            KILLS[victim](depot.system)
        answers = [decision.result() for decision in decisions]
    assert {answer["status"] for answer in answers} == {"approved"}
    for work in (load, approvals, reminders):
        depot.wait_until(work.is_over)
        work.check()
    require_polite_silences(depot)


@pytest.mark.parametrize("victim", VICTIMS)
def test_what_was_sent_and_not_noted_is_sent_under_the_same_name(depot: Depot, victim: str):
    """PLAT-19, PLAT-25, PLAT-27: mail and webhooks at least once, each twice at most for a crash."""
    mark = victim.replace(" ", "_")
    reminders, calls = Reminders(depot, f"M-{mark}-", 8), Calls(depot, f"W-{mark}-", 5)
    mail_comes, call_comes = Trap(depot, victim), Trap(depot, victim)
    depot.mailbox.before_answer = mail_comes.spring
    reminders.start()
    depot.wait_until(mail_comes.sprung.is_set)
    depot.carrier.before_answer = call_comes.spring
    calls.start()
    depot.wait_until(call_comes.sprung.is_set)
    if victim in SENDING:
        end_leases(depot)
    for work in (reminders, calls):
        depot.wait_until(work.is_over)
    reminders.check()
    reminders.check_mails(crashes=2)
    calls.check(crashes=1)


class Trap:
    """Kills whoever is the victim, once, before the first message is acknowledged."""

    def __init__(self, depot: Depot, victim: str) -> None:
        self._depot, self._victim = depot, victim
        self._guard = threading.Lock()
        self.sprung = threading.Event()

    def spring(self) -> None:
        if self._guard.acquire(blocking=False):
            KILLS[self._victim](self._depot.system)
            self.sprung.set()


def end_leases(depot: Depot) -> None:
    """Whoever was sending is dead: the clock is moved behind the time for which it had taken its messages."""
    depot.move_clock("notification_delivery", "due_at", "state = 'waiting'")
    depot.move_clock("webhook_delivery", "due_at", "state = 'waiting'")


def require_polite_silences(depot: Depot) -> None:
    """Whoever was answered at all was told to come again, and when."""
    people = (depot.admin, depot.boss, *depot.senders.values())
    for answer in (answer for person in people for answer in person.silences if answer is not None):
        assert (answer.status, answer.headers.get("Content-Type")) == (503, "application/problem+json"), (
            answer
        )
        assert int(answer.headers["Retry-After"]) >= 1
