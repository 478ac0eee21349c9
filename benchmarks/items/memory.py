"""Memory of web processes with a big application, and after many publishes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psutil

from benchmarks import documents
from benchmarks.bench import Bench, Item, create_workspace, publish, run_jobs
from benchmarks.people import create_people
from benchmarks.results import Result
from benchmarks.web import Connection, Web, running_web
from odos.kernel.workspaces import Workspace

MOST_MB = 200
MORE_MB = 20
WORKSPACE = Workspace("memory")
MEGABYTE = 2**20
USED_BETWEEN = 10  # entities that are listed after each publish


def memory(bench: Bench) -> Iterable[Result]:
    """100 entities of 30 fields, all of them used in every process; then 50 publishes."""
    entities, publishes = bench.options.few(100, 10), bench.options.few(50, 5)
    create_workspace(WORKSPACE)
    keys = [f"thing_{number}" for number in range(entities)]
    publish(WORKSPACE, documents.put(documents.account(), documents.role(), *map(_wide, keys)))
    run_jobs(WORKSPACE)
    people = create_people(WORKSPACE)
    with running_web(WORKSPACE.key) as web:
        each, admin = web.connect_to_each(people.seller), web.connect(people.admin)
        _use(each, keys)
        before = _resident(web)
        name = f"memory of a web process, {entities} entities of 30 fields"
        yield Result(name, before, None, MOST_MB, "MB", f"PSS {_proportional(web):.0f} MB")
        more = []
        for number in range(publishes):
            _publish(admin, keys[number % entities], number)
            _use(each, keys[:USED_BETWEEN])
            more.append(_resident(web) - before)
        detail = f"{more[0]:.1f} after the first, {more[publishes // 2]:.1f} after half of them"
        yield Result(f"memory added by {publishes} publishes", more[-1], None, MORE_MB, "MB", detail)


def _wide(key: str) -> documents.Document:
    fields = documents.deal_fields()
    for number in range(30 - len(fields)):
        more = documents.put_field(key, f"more_{number}", order=50 + number)[0]
        fields[f"more_{number}"] = more["document"]
    return documents.entity(key, fields)


def _use(each: Sequence[Connection], keys: Sequence[str]) -> None:
    for connection in each:
        connection.succeed("GET", "/api/schema")
        for key in keys:
            connection.succeed("GET", f"/api/records/{key}?sort=-created_at&limit=5")


def _publish(admin: Connection, key: str, number: int) -> None:
    change = documents.put_field(key, f"later_{number}")
    admin.succeed("POST", "/api/metadata/apply", {"changes": change, "message": f"Add {number}"})


def _resident(web: Web) -> float:
    """Of the largest process, with what it shares with others."""
    return max(worker.memory_info().rss for worker in web.workers()) / MEGABYTE


def _proportional(web: Web) -> float:
    """Of the largest process, shared pages divided by those who share them; 0 where the system can't tell."""
    return max(getattr(_full(worker), "pss", 0) for worker in web.workers()) / MEGABYTE


def _full(worker: psutil.Process) -> object:
    return worker.memory_full_info()


ITEMS = (Item("memory", memory),)
