"""The slowest requests of others while something heavy goes on, beside the slowest in quiet."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from benchmarks import documents
from benchmarks.bench import Bench, Item, our_list
from benchmarks.items.traffic import traffic, warm_up
from benchmarks.load import Load, Shot, median_ms, running_load
from benchmarks.results import Result
from benchmarks.rows import new_deal
from benchmarks.web import Connection, running_web, running_worker

LIMIT = 3.0
BREATH_SECONDS = 0.3
ASKING_SECONDS = 0.25  # whether a job is done; asking is a load of its own
SORTS = ("amount", "name", "starts_on", "city", "code", "quantity", "-amount", "-name", "-starts_on", "-city",
         "-code", "-quantity", "priority", "-priority", "country", "-country")  # fmt: skip


@dataclass
class Scene:
    """A busy system. ``numbers`` keeps what is published apart."""

    bench: Bench
    admin: Connection
    seller: Connection
    quiet: list[tuple[float, float]] = field(default_factory=list)
    busy: list[tuple[float, float]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)


Event = Callable[[Scene], None]


def during_publishes(bench: Bench) -> Iterable[Result]:
    """Fields are added to the entity that people work with."""
    return _compare(bench, "publishes", _publish)


def during_index_builds(bench: Bench) -> Iterable[Result]:
    """Shared views come in, and a worker builds their indexes."""
    return _compare(bench, "an index build", _build_index)


def during_bulk_writes(bench: Bench) -> Iterable[Result]:
    """Somebody writes 10,000 rows in one call."""
    return _compare(bench, "a bulk write", _write_many)


def _publish(scene: Scene) -> None:
    key = f"wanted_{next(scene.numbers)}"
    change = documents.put_field(scene.bench.options.larger.key, key)
    scene.admin.succeed("POST", "/api/metadata/apply", {"changes": change, "message": f"Add {key}"})
    time.sleep(BREATH_SECONDS)


def _build_index(scene: Scene) -> None:
    number = next(scene.numbers)
    view = documents.view(scene.bench.options.larger, f"smooth_{number}", SORTS[number % len(SORTS)])
    body = {"changes": documents.put(view), "message": "Add a view"}
    for job in scene.admin.succeed("POST", "/api/metadata/apply", body)["jobs"]:
        while scene.admin.succeed("GET", f"/api/jobs/{job}")["state"] in ("queued", "running"):
            time.sleep(ASKING_SECONDS)


def _write_many(scene: Scene) -> None:
    many = scene.bench.options.few(10_000, 500)
    body = {"create": [new_deal(number) for number in range(many)], "atomic": True}
    scene.seller.succeed("POST", f"{our_list(scene.bench.options.larger)}/bulk", body)


def _compare(bench: Bench, name: str, event: Event) -> Iterable[Result]:
    with _busy_scene(bench) as (scene, load):
        for _ in range(bench.options.few(4, 1)):
            scene.quiet.append(_phase(bench, lambda: time.sleep(0.1)))
            scene.busy.append(_phase(bench, lambda: event(scene)))
    quiet, busy = load.between(scene.quiet), load.touching(scene.busy)
    medians = f"median {median_ms(busy):.1f} | {median_ms(quiet):.1f}"
    detail = f"{len(busy)} requests, {_failures(busy)} failed; {medians}"
    yield Result(f"99th percentile during {name}", _slow(busy), _slow(quiet), LIMIT, "ms", detail)


@contextmanager
def _busy_scene(bench: Bench) -> Iterator[tuple[Scene, Load]]:
    with running_web() as web, running_worker():
        plan = traffic(bench, web)
        warm_up(web, plan)
        with running_load(plan) as load:
            time.sleep(bench.options.few(6, 4))
            yield Scene(bench, web.connect(bench.people.admin), web.connect(bench.people.seller)), load


def _phase(bench: Bench, event: Callable[[], None]) -> tuple[float, float]:
    """Events until some seconds have passed, at least one."""
    started = time.monotonic()
    until = started + bench.options.few(5, 2)
    while True:
        event()
        if time.monotonic() >= until:
            return started, time.monotonic()


def _slow(shots: list[Shot]) -> float:
    """The 99th percentile by nearest rank, in milliseconds."""
    if not shots:
        raise RuntimeError("no request was answered; the machine is too busy to measure")
    return sorted(shot.seconds for shot in shots)[math.ceil(len(shots) * 0.99) - 1] * 1000


def _failures(shots: list[Shot]) -> int:
    return sum(not shot.ok for shot in shots)


ITEMS = (
    Item("smooth publish", during_publishes),
    Item("smooth index build", during_index_builds),
    Item("smooth bulk write", during_bulk_writes),
)
