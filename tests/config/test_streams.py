from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
import redis
from django.conf import settings

from odos.accounts.principals import Principal
from odos.config import streams
from odos.config.hub import BACKLOG, Hub, channel
from odos.config.visitors import Visitor
from odos.kernel.workspaces import MAIN, Workspace

ANN = Principal(user_id=1, username="ann", name="Ann", workspace=MAIN)
VISITOR = Visitor(ANN, frozenset({"lead"}))


@pytest.fixture(autouse=True)
def _services(environment):
    environment.start_services()


def publish(workspace, message):
    with redis.Redis.from_url(settings.ODOS_REDIS_URL) as client:
        assert client.publish(channel(workspace), message)


async def find_visitor(session, authorization, version):
    return VISITOR if session == "ann" else None


class Visit:
    """One request to the application, driven by hand."""

    def __init__(self, **headers):
        self.hub = Hub(settings.ODOS_REDIS_URL)
        self.application = streams.build_application(hub=self.hub, find_visitor=find_visitor)
        self.sent: asyncio.Queue[Any] = asyncio.Queue()
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __aenter__(self):
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "scheme": "http",
            "path": "/api/events", "raw_path": b"/api/events", "query_string": b"", "root_path": "",
            "server": ("testserver", 80), "client": ("127.0.0.1", 1), "headers": self.headers,
        }  # fmt: skip
        self.task = asyncio.create_task(self.application(scope, self._receive, self.sent.put))
        self.start = await self.next()
        return self

    async def __aexit__(self, *error):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _receive(self):
        await asyncio.Event().wait()

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 10)

    async def text(self):
        return (await self.next())["body"].decode()

    def header(self, name):
        return dict(self.start["headers"]).get(name.encode(), b"").decode()


def visit(scenario, **headers):
    async def run():
        async with Visit(**headers) as opened:
            return await scenario(opened)

    return asyncio.run(run())


def test_events_of_the_workspace_arrive():
    async def scenario(opened):
        assert "event: ready" in await opened.text()
        publish(MAIN, json.dumps({"event": "record", "data": {"entity": "lead", "id": "7", "名": "值"}}))
        return await opened.text()

    event, data, *_ = visit(scenario, cookie="odos_session=ann").splitlines()
    assert event == "event: record"
    assert json.loads(data.removeprefix("data: ")) == {"entity": "lead", "id": "7", "名": "值"}


def test_a_stream_that_missed_something_ends():
    """Its browser connects again and reads afresh."""

    async def scenario(opened):
        await opened.text()
        with redis.Redis.from_url(settings.ODOS_REDIS_URL) as client:
            last = max(client.client_list(_type="pubsub"), key=lambda one: int(one["id"]))
            client.client_kill_filter(_id=last["id"])
        return await opened.next()

    assert visit(scenario, cookie="odos_session=ann")["more_body"] is False


def test_nothing_of_another_workspace_arrives():
    async def scenario(opened):
        await opened.text()
        with redis.Redis.from_url(settings.ODOS_REDIS_URL) as client:
            client.publish(channel(Workspace("other")), json.dumps({"event": "record", "data": {}}))
        publish(MAIN, json.dumps({"event": "schema", "data": {"version": 2}}))
        return await opened.text()

    assert visit(scenario, cookie="odos_session=ann").startswith("event: schema")


JOB = {"id": "3", "state": "running", "done": 1}


@pytest.mark.parametrize(
    ("event", "data", "visitor", "arrives"),
    [
        ("record", {"entity": "lead", "changes": 1}, VISITOR, True),
        ("record", {"entity": "salary", "changes": 1}, VISITOR, False),
        ("record", {"entity": "salary"}, Visitor(ANN, frozenset({"lead", "salary"}), administers=True), True),
        ("job", {**JOB, "created_by": "1"}, VISITOR, True),
        ("job", {**JOB, "created_by": "2"}, VISITOR, False),
        ("job", {**JOB, "created_by": None}, VISITOR, False),
        ("job", {**JOB, "created_by": None}, Visitor(replace(ANN, user_id=None)), False),
        ("job", {**JOB, "created_by": "2"}, Visitor(ANN, administers=True), True),
        ("schema", {"version": 2}, VISITOR, True),
        ("something_new", {}, Visitor(ANN, administers=True), False),
    ],
)
def test_events_reach_whom_they_concern(monkeypatch, event, data, visitor, arrives):
    monkeypatch.setitem(globals(), "VISITOR", visitor)

    async def scenario(opened):
        await opened.text()
        publish(MAIN, json.dumps({"event": event, "data": data}))
        publish(MAIN, json.dumps({"event": "schema", "data": {"version": 9}}))
        return await opened.text()

    heard = visit(scenario, cookie="odos_session=ann")
    assert heard.startswith(f"event: {event}\n" if arrives else 'event: schema\ndata: {"version":9}')


def test_a_new_version_is_looked_at_before_its_events_are_passed_on(monkeypatch):
    asked = []

    async def find(session, authorization, version):
        asked.append(version)
        return Visitor(ANN, frozenset({"lead", "visit"} if version == 2 else {"lead"}))

    monkeypatch.setitem(globals(), "find_visitor", find)

    async def scenario(opened):
        await opened.text()
        for entity in ("visit", None, "visit"):
            event = ("record", {"entity": entity}) if entity else ("schema", {"version": 2})
            publish(MAIN, json.dumps(dict(zip(("event", "data"), event, strict=True))))
        return [(await opened.text()).splitlines()[0] for _ in range(2)]

    assert visit(scenario, cookie="odos_session=ann") == ["event: schema", "event: record"]
    assert asked == [0, 2]


def test_strangers_are_refused_in_their_language():
    async def scenario(opened):
        return opened.start["status"], json.loads(await opened.text())

    status, problem = visit(scenario, **{"accept-language": "zh-CN"})
    assert status == 401
    assert problem["title"] == "请先登录"


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://testserver:8000", "http://testserver:8000"),
        ("http://evil.example", ""),
        ("http://testserver.evil.example", ""),
        ("null", ""),
    ],
)
def test_only_pages_of_the_same_host_may_read(origin, allowed):
    async def scenario(opened):
        return opened.header("access-control-allow-origin")

    headers = {"origin": origin, "host": "testserver:8001", "cookie": "odos_session=ann"}
    assert visit(scenario, **headers) == allowed


def test_a_quiet_stream_beats(monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.05)

    async def scenario(opened):
        await opened.text()
        return await opened.text()

    assert visit(scenario, cookie="odos_session=ann") == ": heartbeat\n\n"


def test_a_stream_ends_with_its_session(monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.05)
    monkeypatch.setattr(streams, "CHECK_SECONDS", 0.0)
    monkeypatch.setitem(globals(), "VISITOR", VISITOR)

    async def scenario(opened):
        await opened.text()
        monkeypatch.setitem(globals(), "VISITOR", None)
        await opened.text()
        return await opened.next()

    assert visit(scenario, cookie="odos_session=ann")["more_body"] is False


def test_a_reader_that_is_too_slow_is_sent_away_not_waited_for():
    async def scenario():
        hub = Hub(settings.ODOS_REDIS_URL)
        async with hub.subscribed(MAIN) as queue:
            for _ in range(BACKLOG + 1):
                hub._hand_on(MAIN, b"{}")
            return queue.get_nowait()

    assert asyncio.run(scenario()) is None


@pytest.mark.parametrize("seconds", [0, 0.002, 0.2])
def test_the_last_stream_ends_the_subscription(seconds):
    async def scenario():
        hub = Hub(settings.ODOS_REDIS_URL)
        async with hub.subscribed(MAIN), hub.subscribed(MAIN):
            await asyncio.sleep(seconds)
        await asyncio.wait_for(hub._readers[MAIN], 10)

    asyncio.run(scenario())
