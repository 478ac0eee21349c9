"""While PostgreSQL or Redis is away: what people are told, what still works, and that nothing need be restarted."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable

import pytest

from tests.faults.depot import Answer, Depot
from tests.faults.killing import KILLS, POSTGRES, REDIS, find_service, nobody_watches
from tests.journeys.test_start_and_stop import events_address

pytestmark = pytest.mark.slow

PEOPLE_WAIT_FOR = ("web", "events")  # the broker's client may end the worker, which is started again

CREATE = ("POST", "/api/records/parcel", json.dumps({"name": "While it is away"}).encode())
REQUESTS = (
    ("GET", "/api/records/parcel", None),
    ("GET", "/api/auth/me", None),
    ("GET", "/api/schema", None),
    ("GET", "/api/inbox", None),
    ("POST", "/api/rules/check", json.dumps({"entity": "parcel", "kind": "formula", "text": "1"}).encode()),
    ("POST", "/api/auth/token", json.dumps({"username": "boss", "password": "wrong"}).encode()),
    CREATE,
)


def ask(depot: Depot, method: str, path: str, content: bytes | None) -> Answer | None:
    return depot.admin.try_once(method, path, content, {"Content-Type": "application/json"})


@pytest.fixture
def is_gone(depot: Depot) -> Callable[[tuple[str, str]], None]:
    def wait(service: tuple[str, str]) -> None:
        depot.wait_until(lambda: find_service(depot.system, *service) is None)

    return wait


def test_without_postgresql_everybody_is_told_to_come_again(depot: Depot, is_gone):
    """Each answers 503 with Retry-After, in the language of whoever asks; the same processes go on afterwards."""
    processes = {name: process.pid for name, process in depot.system.children().items()}
    depot.wait_until(lambda: ask(depot, *REQUESTS[0]))
    with nobody_watches(depot.system):
        KILLS["postgres"](depot.system)
        is_gone(POSTGRES)
        answers = [(request[1], ask(depot, *request)) for request in REQUESTS for _ in range(3)]
        ready = depot.admin.try_once("GET", "/readyz")
        chinese = depot.admin.try_once("GET", "/api/inbox", None, {"Accept-Language": "zh-CN"})
    for path, answer in answers:
        assert answer is not None, path
        assert (answer.status, answer.body["type"]) == (503, "urn:odos:problem:unavailable"), (path, answer)
        assert int(answer.headers["Retry-After"]) >= 1
        assert "nothing is lost" in answer.body["detail"]
    assert ready is not None
    assert (ready.status, ready.body["ready"]) == (503, False)
    assert chinese is not None
    assert "数据不会丢失" in chinese.body["detail"]
    depot.wait_until(depot.system.is_ready)
    for _ in range(20):  # whichever thread and process it comes to
        answer = ask(depot, *REQUESTS[0])
        assert answer is not None
        assert answer.status == 200
    made = depot.make("late", prefix="After-postgres-")
    depot.ask_for_reminders()
    depot.wait_until(lambda: depot.value("SELECT count(*) FROM notification WHERE record_id = %s", made[0]))
    after = {name: process.pid for name, process in depot.system.children().items()}
    assert after == processes, "none was restarted for it"


def test_without_redis_people_go_on_working(depot: Depot, is_gone):
    """Doorbells are lost; what waits is found by looking, and Redis holds nothing that anybody misses."""
    processes = {name: process.pid for name, process in depot.system.children().items()}
    with nobody_watches(depot.system):
        KILLS["redis"](depot.system)
        is_gone(REDIS)
        made = ask(depot, *CREATE)
        sent = depot.make(None, prefix="Without-redis-")
        changed = json.dumps({"state": "sent"}).encode()
        answer = ask(depot, "PATCH", f"/api/records/parcel/{sent[0]}", changed)
        signing_in = ask(depot, *REQUESTS[5])
    assert made is not None
    assert made.status == 201
    assert answer is not None
    assert answer.status == 200
    assert signing_in is not None
    assert (signing_in.status, signing_in.headers["Retry-After"]) == (503, "1"), "guesses cannot be counted"
    names = lambda: [body["values"]["parcel"] for body in depot.carrier.bodies]  # noqa: E731
    depot.wait_until(lambda: "Without-redis-0" in names())
    assert names().count("Without-redis-0") == 1
    after = {name: process.pid for name, process in depot.system.children().items()}
    assert {name: after[name] for name in PEOPLE_WAIT_FOR} == {
        name: processes[name] for name in PEOPLE_WAIT_FOR
    }


class Listener:
    """Somebody with a stream of events, who opens another when it ends, as browsers do."""

    def __init__(self, depot: Depot) -> None:
        self._request = urllib.request.Request(
            events_address(depot.system), headers={"Authorization": f"Bearer {depot.admin.token}"}
        )
        self.opened = 0
        self.listen()

    def listen(self) -> None:
        """A stream of which nothing is missed from here on."""
        self._stream = urllib.request.urlopen(self._request, timeout=600)
        self.opened += 1
        assert [self._stream.readline() for _ in range(2)] == [b"retry: 2000\n", b"event: ready\n"]

    def hears(self, text: bytes) -> bool:
        """Whether one of the next two lines has the text."""
        for _ in range(2):
            line: bytes = self._stream.readline()
            if not line:
                self._stream.close()
                self.listen()
            elif text in line:
                return True
        return False


@pytest.mark.parametrize(("victim", "ends"), [("redis", True), ("postgres", False)])
def test_who_listens_hears_what_happens_afterwards(depot: Depot, victim: str, ends: bool):
    """PLAT-19: a stream that missed something ends, so that its reader comes again and reads afresh."""
    listener = Listener(depot)
    KILLS[victim](depot.system)
    depot.wait_until(depot.system.is_ready)

    def hears() -> bool:
        depot.make(None, prefix=f"Heard-{victim}-")
        return listener.hears(b'"parcel"')

    depot.wait_until(hears)
    assert (listener.opened > 1) is ends
