"""PLAT-01: the threads of a web process; whichever fell idle last serves next."""

from __future__ import annotations

import threading

import pytest

from odos.config.programs import list_programs
from odos.config.threads import LastIdleFirst, Worker

PATIENCE = 30


@pytest.fixture
def pool():
    made = LastIdleFirst(3)
    yield made
    made.shutdown()


class _Busy:
    """Keeps as many threads of a pool busy as it was asked to, until it is let go."""

    def __init__(self, pool: LastIdleFirst, number: int) -> None:
        self._go = [threading.Event() for _ in range(number)]
        self._begun = threading.Barrier(number + 1)
        self.futures = [pool.submit(self._work, go) for go in self._go]
        self._begun.wait(PATIENCE)

    def _work(self, go: threading.Event) -> int:
        self._begun.wait(PATIENCE)
        go.wait(PATIENCE)
        return threading.get_ident()

    def let_go(self, place: int) -> int:
        self._go[place].set()
        return self.futures[place].result(PATIENCE)


def _server(pool: LastIdleFirst) -> int:
    return pool.submit(threading.get_ident).result(PATIENCE)


def _wait_until_idle(pool: LastIdleFirst, number: int) -> None:
    while len(pool._idle) < number:
        threading.Event().wait(0.001)


def test_one_after_the_other_is_served_by_one_thread(pool):
    served = set()
    for _ in range(20):
        served.add(_server(pool))
        _wait_until_idle(pool, 1)
    assert len(served) == 1


def test_the_thread_that_fell_idle_last_serves_next(pool):
    busy = _Busy(pool, 3)
    for place, idle in ((1, 1), (2, 2), (0, 3)):
        last = busy.let_go(place)
        _wait_until_idle(pool, idle)
    assert _server(pool) == last


def test_what_comes_while_all_are_busy_waits_its_turn(pool):
    busy = _Busy(pool, 3)
    order: list[int] = []
    waiting = [pool.submit(order.append, number) for number in range(5)]
    assert not any(future.done() for future in waiting)
    busy.let_go(0)
    for future in waiting:
        future.result(PATIENCE)
    assert order == [0, 1, 2, 3, 4]
    for place in (1, 2):
        busy.let_go(place)


def test_a_failure_reaches_whoever_waits_and_the_thread_goes_on(pool):
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 // 0).result(PATIENCE)
    assert pool.submit(lambda: 7).result(PATIENCE) == 7


def test_shutdown_does_what_was_submitted_and_takes_no_more():
    pool = LastIdleFirst(1)
    busy = _Busy(pool, 1)
    later = pool.submit(lambda: "done")
    pool.shutdown(wait=False)
    busy.let_go(0)
    assert later.result(PATIENCE) == "done"
    pool.shutdown()
    with pytest.raises(RuntimeError):
        pool.submit(lambda: None)


def test_shutdown_may_drop_what_has_not_begun():
    pool = LastIdleFirst(1)
    busy = _Busy(pool, 1)
    later = pool.submit(lambda: "done")
    pool.shutdown(wait=False, cancel_futures=True)
    assert later.cancelled()
    busy.let_go(0)


def test_the_web_program_uses_it():
    web = next(program for program in list_programs(events_port=0) if program.name == "web")
    name = web.command[web.command.index("--worker-class") + 1]
    assert name == f"{Worker.__module__}.{Worker.__qualname__}"
