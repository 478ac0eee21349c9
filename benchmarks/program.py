"""Prepare, run the items that were asked for, print and write."""

from __future__ import annotations

import sys
import time
import traceback

from benchmarks.bench import Bench, Item, prepare
from benchmarks.items import (
    access,
    approvals,
    bulk,
    formulas,
    memory,
    pages,
    publishing,
    queries,
    records,
    reminders,
    rule_checks,
    rule_lists,
    rule_values,
    scores,
    smoothness,
)
from benchmarks.options import Options
from benchmarks.results import Result, summary, table, write_results

ITEMS: tuple[Item, ...] = (
    *pages.ITEMS, *records.ITEMS, *queries.ITEMS, *bulk.ITEMS, *publishing.ITEMS, *smoothness.ITEMS,
    *memory.ITEMS, *rule_checks.ITEMS, *rule_values.ITEMS, *rule_lists.ITEMS,
    *formulas.ITEMS, *scores.ITEMS, *reminders.ITEMS, *access.ITEMS,
    *approvals.ITEMS,
)  # fmt: skip


def run(options: Options) -> None:
    """One whole run; ends with status 1 when an item could not be measured."""
    wanted = [item for item in ITEMS if options.wants(item.name)]
    if not wanted:
        sys.exit(f"no item matches {options.only!r}; there are: {', '.join(item.name for item in ITEMS)}")
    started = time.monotonic()
    _say(f"preparing {options.main.rows:,} and {options.other.rows:,} rows on both sides")
    bench = prepare(options)
    results: list[Result] = []
    broken = [item.name for item in wanted if not _measure(item, bench, results)]
    write_results(results, options.output)
    print(f"\n{table(results)}\n\n{summary(results)}, {time.monotonic() - started:.0f} s; {options.output}")
    if broken:
        sys.exit(f"could not be measured: {', '.join(broken)}")


def _measure(item: Item, bench: Bench, results: list[Result]) -> bool:
    _say(item.name)
    try:
        found = list(item.run(bench))
    except Exception:
        traceback.print_exc()
        return False
    print(table(found), flush=True)
    results += found
    return True


def _say(message: str) -> None:
    print(f"── {message}", flush=True)
