"""What thirty formulas add to a save."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import cycle, islice

from benchmarks import documents, rows
from benchmarks.bench import Bench, Item, publish, run_jobs
from benchmarks.measuring import Call, interleaved
from benchmarks.results import Result
from benchmarks.rows import changed_deal, new_deal
from odos.storage.active import active_schema

LIMIT = 1.5
FORMULAS = 30
ROWS = 1_000
PLAIN, COMPUTED = "plain_deal", "computed_deal"
_PATTERNS = (
    "amount * {n} / 100",
    "IF(amount > {n}000, quantity * {n}, priority)",
    'IF(status = "won", amount, 0) + {n}',
    'name & " / " & TEXT({n})',
    "closes_on + {n}",
    'status in ["won", "offered"] and priority > {n}',
    "ROUND(amount * probability / {n}, 2)",
    'CASE(status, "won", {n}, "open", 2, 3)',
    "UPPER(LEFT(name, {n}))",
    "f{before} + {n}",
)


def formulas(bench: Bench) -> Iterable[Result]:
    """Creating and updating records of two entities that differ in nothing else."""
    _make(bench)
    addresses = {key: f"/api/records/{key}" for key in (COMPUTED, PLAIN)}
    creations: dict[str, Call] = {key: partial(_create, bench, to) for key, to in addresses.items()}
    changes: dict[str, Call] = {key: partial(_update, bench, to) for key, to in addresses.items()}
    for name, calls in (("create", creations), ("update", changes)):
        found = interleaved(calls, rounds=bench.options.few(300, 10))
        title = f"{name} with {FORMULAS} formulas against none"
        yield bench.against(title, found[COMPUTED], found[PLAIN], LIMIT)


def _create(bench: Bench, address: str, number: int) -> object:
    return bench.client.post(address, new_deal(number))


def _update(bench: Bench, address: str, number: int) -> object:
    return bench.client.patch(f"{address}/{1 + number * 397 % ROWS}", changed_deal(number))


def _make(bench: Bench) -> None:
    publish(bench.workspace, documents.put(*(documents.entity(key) for key in (PLAIN, COMPUTED))))
    for key in (PLAIN, COMPUTED):
        entity = active_schema(bench.workspace).get_entity(key)
        rows.fill_ours(bench.workspace, entity, ROWS, bench.people.owners)
    changes = [
        change
        for number, pattern in enumerate(islice(cycle(_PATTERNS), FORMULAS))
        for change in documents.put_field(
            COMPUTED,
            f"f{number}",
            kind="formula",
            expression=pattern.format(n=number + 2, before=number - number % 10),
        )
    ]
    publish(bench.workspace, changes)
    run_jobs(bench.workspace)


ITEMS = (Item("formulas", formulas),)
