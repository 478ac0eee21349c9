"""Ten thousand rows in one call."""

from __future__ import annotations

import statistics
from collections.abc import Iterable

from benchmarks.bench import Bench, Item, our_list
from benchmarks.measuring import Sample, measured
from benchmarks.results import RATE, Result
from benchmarks.rows import new_deal

LEAST = 5_000


def bulk_create(bench: Bench) -> Iterable[Result]:
    """With validation, audit and events, from JSON to commit."""
    many = bench.options.few(10_000, 500)
    samples = [_create(bench, many, turn) for turn in range(bench.options.few(5, 1))]
    seconds = statistics.median(sample.cpu if bench.options.cpu else sample.clock for sample in samples)
    python = statistics.median(sample.python for sample in samples)
    postgres = statistics.median(sample.postgres for sample in samples)
    detail = f"seconds of CPU python+postgres: {python:.2f}+{postgres:.2f}"
    yield Result(f"bulk create of {many:,} rows", many / seconds, None, LEAST, RATE, detail)


def _create(bench: Bench, many: int, turn: int) -> Sample:
    body = {"create": [new_deal(turn * many + number) for number in range(many)], "atomic": True}
    address = f"{our_list(bench.options.main)}/bulk"
    bench.client.get(our_list(bench.options.main), limit=1, count="none")
    return measured(lambda: bench.client.post(address, body))


ITEMS = (Item("bulk create", bulk_create),)
