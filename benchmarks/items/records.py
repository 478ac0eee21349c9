"""Single records: read, create, update."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.bench import Bench, Item, our_list
from benchmarks.items import pages
from benchmarks.items.pages import AGAINST_MODEL, AGAINST_RAW, FIELDS
from benchmarks.measuring import Call, interleaved
from benchmarks.results import Result
from benchmarks.rows import changed_deal, new_deal

WRITE_AGAINST_MODEL = 0.6
WRITE_AGAINST_RAW = 3.0
MODEL, RAW = f"{pages.MODEL}/deal", f"{pages.RAW}/deal"


def read(bench: Bench) -> Iterable[Result]:
    """One record with its labels."""
    ours, client, last = our_list(bench.options.main), bench.client, bench.options.main.rows
    calls: dict[str, Call] = {
        "ours": lambda n: client.get(f"{ours}/{1 + n * 397 % last}", fields=FIELDS),
        "model": lambda n: client.get(f"{MODEL}/{1 + n * 397 % last}"),
        "raw": lambda n: client.get(f"{RAW}/{1 + n * 397 % last}"),
    }
    found = interleaved(calls, rounds=bench.options.few(400, 10))
    yield bench.against("get one, against ModelViewSet", found["ours"], found["model"], AGAINST_MODEL)
    yield bench.against("get one, against raw SQL", found["ours"], found["raw"], AGAINST_RAW)


def create(bench: Bench) -> Iterable[Result]:
    """Twenty values; ours also writes the audit entry and the event."""
    calls: dict[str, Call] = {
        "ours": lambda n: bench.client.post(our_list(bench.options.main), new_deal(n)),
        "model": lambda n: bench.client.post(MODEL, new_deal(n)),
        "raw": lambda n: bench.client.post(RAW, new_deal(n)),
    }
    yield from _writes(bench, "create", calls)


def update(bench: Bench) -> Iterable[Result]:
    """Five values of a record; ours also writes the audit entry and the event."""
    ours, client, last = our_list(bench.options.main), bench.client, bench.options.main.rows
    calls: dict[str, Call] = {
        "ours": lambda n: client.patch(f"{ours}/{1 + n * 397 % last}", changed_deal(n)),
        "model": lambda n: client.patch(f"{MODEL}/{1 + n * 397 % last}", changed_deal(n)),
        "raw": lambda n: client.patch(f"{RAW}/{1 + n * 397 % last}", changed_deal(n)),
    }
    yield from _writes(bench, "update", calls)


def _writes(bench: Bench, name: str, calls: dict[str, Call]) -> Iterable[Result]:
    found = interleaved(calls, rounds=bench.options.few(300, 10))
    yield bench.against(f"{name}, against ModelViewSet", found["ours"], found["model"], WRITE_AGAINST_MODEL)
    yield bench.against(f"{name}, against raw SQL", found["ours"], found["raw"], WRITE_AGAINST_RAW)


ITEMS = (Item("get one", read), Item("create", create), Item("update", update))
