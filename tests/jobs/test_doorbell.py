"""Rings and events: what arrives, what may get lost without harm."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count, takewhile

import pytest
from redis import Redis

from odos.database import redis_connection
from odos.database.session import fetch_value, transaction
from odos.jobs import doorbell, tasks
from odos.jobs.celery_app import app
from odos.jobs.claims import claim_next
from odos.jobs.doorbell import events_channel, publish_after_commit, publish_event, ring_drain
from odos.jobs.kinds import Drain, JobKind, Periodic
from odos.jobs.running import work_once
from odos.jobs.ticking import enqueue_periodics, tick


@pytest.fixture
def rings(monkeypatch):
    """Messages to Celery, caught before they leave."""
    sent: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(app, "send_task", lambda name, args, **_: sent.append((name, args)))
    return sent


@pytest.fixture
def listening(live_workspace):
    """The events of the workspace as a browser's connection would get them."""
    with redis_connection.redis_connection().pubsub(ignore_subscribe_messages=True) as subscription:
        channel = events_channel(live_workspace.workspace)
        subscription.subscribe(channel)
        subscription.get_message(timeout=60)

        def heard():
            """What was published before now: messages arrive in their order."""
            redis_connection.redis_connection().publish(channel, "now")
            messages = (subscription.get_message(timeout=60) for _ in count())
            texts = (message["data"].decode() for message in messages if message)
            return [json.loads(text) for text in takewhile(lambda text: text != "now", texts)]

        yield heard


def test_events_reach_whoever_listens(jobs, listening):
    publish_event(jobs.workspace, "record", {"entity": "lead", "id": "7", "name": "电子"})
    assert listening() == [{"event": "record", "data": {"entity": "lead", "id": "7", "name": "电子"}}]


def test_events_of_a_change_follow_its_commit(jobs, listening):
    with transaction(jobs.workspace):
        publish_after_commit(jobs.workspace, "record", {"id": "1"})
        assert listening() == []
    assert len(listening()) == 1


def test_a_job_tells_of_its_progress_and_its_end(jobs, listening):
    job_id = jobs.add("k")

    def run(context):
        context.progress(3, 9)

    kinds = {"k": JobKind(key="k", run=run, label={"en": "K"})}
    work_once(workspace=jobs.workspace, clock=jobs.clock, kinds=kinds)
    data = [item["data"] for item in listening() if item["event"] == "job"]
    assert [(item["id"], item["state"], item["done"]) for item in data] == [
        (str(job_id), "running", 3),
        (str(job_id), "done", 3),
    ]


def test_a_worker_is_rung_after_the_commit(jobs, rings):
    with transaction(jobs.workspace):
        jobs.add("k")
        assert rings == []
    assert rings == [(doorbell.WORK_TASK, [jobs.workspace.key])]


def test_without_redis_nothing_fails_but_the_ring(jobs, monkeypatch):
    """The row is there, so the next tick finds it."""
    nowhere = Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.1)
    monkeypatch.setattr(doorbell, "redis_connection", lambda: nowhere)
    monkeypatch.setattr(app, "send_task", unreachable)
    publish_event(jobs.workspace, "record", {})
    ring_drain(jobs.workspace, "outbox")
    job_id = jobs.add("k")
    claimed = claim_next(workspace=jobs.workspace, now=jobs.clock())
    assert claimed
    assert claimed.id == job_id


def unreachable(*_args, **_options):
    raise ConnectionError("no broker")


def test_many_rings_for_a_drain_become_one(jobs, rings, monkeypatch):
    left = [3, 2, 1, 0]
    monkeypatch.setattr(
        tasks, "DRAINS", {"outbox": Drain(key="outbox", run=lambda workspace, now: left.pop(0))}
    )
    for _ in range(10):
        ring_drain(jobs.workspace, "outbox")
    assert len(rings) == 1
    tasks.drain(*rings[0][1])
    assert left == []
    ring_drain(jobs.workspace, "outbox")
    assert len(rings) == 2


def test_a_tick_rings_for_jobs_whose_worker_died(jobs, rings, clock):
    jobs.add("k")
    claim_next(workspace=jobs.workspace, now=clock())
    rings.clear()
    tick(workspace=jobs.workspace, now=clock(), periodics={}, drains={})
    assert rings == []
    clock.advance(minutes=1)
    tick(workspace=jobs.workspace, now=clock(), periodics={}, drains={})
    assert rings == [(doorbell.WORK_TASK, [jobs.workspace.key])]


def test_periodic_jobs_are_put_in_once_however_many_look(live_workspace, jobs, clock):
    every_minute = Periodic(key="seal", kind="k", every_seconds=60, args={"deep": True})

    def look():
        return enqueue_periodics(workspace=jobs.workspace, now=clock(), periodics=[every_minute])

    assert sum(map(len, live_workspace.at_once(*[look] * 4))) == 1
    clock.advance(seconds=59)
    assert look() == []
    clock.advance(seconds=1)
    look()
    count = "SELECT count(*) FROM job WHERE kind = 'k'"
    assert fetch_value(jobs.workspace, count) == 1  # the one before is still pending
    claimed = claim_next(workspace=jobs.workspace, now=clock())
    assert claimed
    assert claimed.args == {"deep": True}
    kinds = {"k": JobKind(key="k", run=lambda context: None, label={"en": "K"})}
    clock.advance(seconds=60)
    work_once(workspace=jobs.workspace, clock=clock, kinds=kinds)
    look()
    assert fetch_value(jobs.workspace, count) == 2
    assert clock() - jobs.clock() == timedelta(0)
