"""From a click in the Studio until every process works with it, while people go on working."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Sequence

from benchmarks import documents
from benchmarks.bench import Bench, Item, our_list
from benchmarks.items.traffic import traffic, warm_up
from benchmarks.load import running_load
from benchmarks.results import Result
from benchmarks.rows import new_deal
from benchmarks.web import Connection, Web, running_web

LIVE_MS = 200
SETTLING_SECONDS = 1.5
PATIENCE_SECONDS = 10.0


def add_fields(bench: Bench) -> Iterable[Result]:
    """Fields of several kinds, added to the big entity one after the other."""
    sized = bench.options.larger
    with running_web() as web:
        plan = traffic(bench, web)
        warm_up(web, plan)
        with running_load(plan) as load:
            time.sleep(SETTLING_SECONDS)
            times = [_add_field(bench, web, number) for number in range(bench.options.few(15, 3))]
    name = f"a field added to {sized.rows:,} rows, live in every process"
    spread = f"from {min(times) * 1000:.0f} to {max(times) * 1000:.0f}"
    yield Result(name, statistics.median(times) * 1000, None, LIVE_MS, "ms", spread)
    failed = sum(not shot.ok for shot in load.shots)
    detail = f"of {len(load.shots)}"
    yield Result("failed requests while fields are added", failed, None, 0, "requests", detail)


def add_entities(bench: Bench) -> Iterable[Result]:
    """A new entity of twenty fields, and a first record of it written by every process."""
    with running_web() as web:
        each, admin = web.connect_to_each(bench.people.seller), web.connect(bench.people.admin)
        times = [_add_entity(each, admin, number) for number in range(bench.options.few(15, 3))]
    spread = f"from {min(times) * 1000:.0f} to {max(times) * 1000:.0f}"
    name = "a new entity of 20 fields, live and written to"
    yield Result(name, statistics.median(times) * 1000, None, LIVE_MS, "ms", spread)


def _add_field(bench: Bench, web: Web, number: int) -> float:
    entity, key = bench.options.larger.key, f"added_{number}"
    kinds = ("text", "integer", "decimal", "date", "boolean")
    change = documents.put_field(entity, key, kind=kinds[number % len(kinds)])
    each, admin = web.connect_to_each(bench.people.seller), web.connect(bench.people.admin)
    page = f"{our_list(bench.options.larger)}?fields={key}&limit=1&count=none"
    started = time.perf_counter()
    admin.succeed("POST", "/api/metadata/apply", {"changes": change, "message": f"Add {key}"})
    for connection in each:
        _send_until(connection, 200, "GET", page)
    seconds = time.perf_counter() - started
    _close(each, admin)
    return seconds


def _add_entity(each: Sequence[Connection], admin: Connection, number: int) -> float:
    key = f"visit_{number}"
    change = documents.put(documents.entity(key))
    started = time.perf_counter()
    admin.succeed("POST", "/api/metadata/apply", {"changes": change, "message": f"Add {key}"})
    for connection in each:
        _send_until(connection, 201, "POST", f"/api/records/{key}", new_deal(number))
    return time.perf_counter() - started


def _send_until(connection: Connection, status: int, method: str, path: str, body: object = None) -> None:
    """Again and again, until the process knows what was published."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (reply := connection.send(method, path, body)).status != status:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{method} {path}: still {reply.status} {reply.body[:500].decode()}")


def _close(each: Sequence[Connection], *further: Connection) -> None:
    for connection in (*each, *further):
        connection.close()


ITEMS = (Item("add a field", add_fields), Item("add an entity", add_entities))
