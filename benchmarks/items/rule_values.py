"""The value of a rule for one record, by its closure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from statistics import median

from benchmarks.bench import Bench, Item
from benchmarks.results import Result
from odos.dsl.checker import read_rule
from odos.dsl.columns import Column, ColumnScope
from odos.dsl.context import Context
from odos.dsl.to_python import compile_python
from odos.dsl.types import BOOLEAN, NUMBER, TEXT

MOST_MICROSECONDS = 5
CALLS = 20_000
TEN_OPERATORS = {
    "a formula of ten sums and products": (
        "(amount + price) * quantity - amount * 0.1 + price * 2 - quantity + 5 - amount"
    ),
    "a formula of ten operators with two quotients": (
        "(amount + price) / quantity - amount * 0.1 + price / 3 * 2 - quantity + 5 - amount"
    ),
    "a condition of ten operators": (
        'IF(amount > 5 and price < 100 or not urgent, amount * 0.1 + price, quantity - 1) > 3 and name = "x"'
    ),
}
SCOPE = ColumnScope(
    (
        Column("amount", NUMBER),
        Column("price", NUMBER),
        Column("quantity", NUMBER),
        Column("urgent", BOOLEAN),
        Column("name", TEXT),
    )
)
RECORD = {"c0": Decimal("1234.56"), "c1": Decimal("99.90"), "c2": 7, "c3": True, "c4": "x"}
CONTEXT = Context(user=1, now=datetime(2026, 3, 29, 12, tzinfo=UTC))


def rule_values(bench: Bench) -> Iterable[Result]:
    """Microseconds for each call, the median of several rounds."""
    calls = bench.options.few(CALLS, 2_000)
    for name, rule in TEN_OPERATORS.items():
        clock = time.thread_time if bench.options.cpu else time.perf_counter
        unit = "µs CPU" if bench.options.cpu else "µs"
        yield Result(f"value of {name}", _microseconds(rule, calls, clock), None, MOST_MICROSECONDS, unit)


def _microseconds(rule: str, calls: int, clock: Callable[[], float]) -> float:
    closure = compile_python(read_rule(rule, SCOPE))
    rounds = []
    for _ in range(5):
        started = clock()
        for _ in range(calls):
            closure(RECORD, CONTEXT)
        rounds.append(clock() - started)
    return median(rounds) / calls * 1e6


ITEMS = (Item("rule values", rule_values),)
