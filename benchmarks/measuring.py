"""Calls measured side by side: A, B, C, A, B, C …, so that a drift of the machine meets all of them.

The garbage collector stays on; before the rounds everything alive is frozen, so that nobody pays for what
another left behind.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

Call = Callable[[int], object]  # the number of the round, so that writes can differ
WARM_UP = 8


@dataclass(frozen=True)
class Sample:
    """One call in seconds: by the clock, and of processors here and in our back ends of PostgreSQL."""

    clock: float
    python: float
    postgres: float

    @property
    def cpu(self) -> float:
        """Of all processors."""
        return self.python + self.postgres


@dataclass(frozen=True)
class Timing:
    """Medians of one call in milliseconds."""

    clock: float
    python: float
    postgres: float

    @property
    def cpu(self) -> float:
        """Of all processors."""
        return self.python + self.postgres


def interleaved(calls: Mapping[str, Call], *, rounds: int, warm_up: int = WARM_UP) -> dict[str, Timing]:
    """The medians of calls by name. Rounds are numbered on through the warm-up."""
    for number in range(warm_up):
        for call in calls.values():
            call(number)
    samples: dict[str, list[Sample]] = {name: [] for name in calls}
    backends = _backends()
    gc.collect()
    gc.freeze()
    try:
        for number in range(warm_up, warm_up + rounds):
            for name in _turned(list(calls), number):
                samples[name].append(measured(lambda: calls[name](number), backends))  # noqa: B023
    finally:
        gc.unfreeze()
    return {name: _median(found) for name, found in samples.items()}


def measured(call: Callable[[], object], backends: Sequence[Path] | None = None) -> Sample:
    """One call."""
    files = _backends() if backends is None else backends
    postgres, python, clock = _busy(files), time.thread_time(), time.perf_counter()
    call()
    clock, python = time.perf_counter() - clock, time.thread_time() - python
    return Sample(clock, python, _busy(files) - postgres)


def lasting(event: Callable[[], object]) -> tuple[float, float]:
    """When an event began and ended, on the monotonic clock in seconds."""
    started = time.monotonic()
    event()
    return started, time.monotonic()


def median_seconds(samples: Sequence[Sample], *, cpu: bool) -> float:
    """By the clock, or of processor time."""
    return statistics.median(sample.cpu if cpu else sample.clock for sample in samples)


def median_split(samples: Sequence[Sample]) -> str:
    """Processor time in seconds, here and in PostgreSQL: ``1.39+0.72``."""
    python, postgres = (
        statistics.median(getattr(sample, name) for sample in samples) for name in ("python", "postgres")
    )
    return f"{python:.2f}+{postgres:.2f}"


def _turned(names: Sequence[str], number: int) -> Iterable[str]:
    """Another one begins each round."""
    first = number % len(names)
    return (*names[first:], *names[:first])


def _median(samples: Sequence[Sample]) -> Timing:
    return Timing(
        *(
            statistics.median(getattr(sample, name) for sample in samples) * 1000
            for name in ("clock", "python", "postgres")
        )
    )


def _backends() -> list[Path]:
    """Where Linux tells how long the back ends of our connections were on a processor."""
    opened = [wrapper.connection for wrapper in connections.all(initialized_only=True) if wrapper.connection]
    files = [Path(f"/proc/{item.info.backend_pid}/schedstat") for item in opened]
    return [file for file in files if file.exists()]


def _busy(files: Sequence[Path]) -> float:
    return sum(int(file.read_text().split()[0]) for file in files) / 1e9
