"""What the command line asks for."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MANY_ROWS = 1_000_000
QUICK_ROWS = 10_000


@dataclass(frozen=True)
class Sized:
    """One entity of the benchmark, ours and the reference's, with its number of rows."""

    key: str
    rows: int


@dataclass(frozen=True)
class Options:
    """One run. ``quick`` shows that everything works; its numbers mean little."""

    rows: int
    full: bool
    quick: bool
    cpu: bool
    only: str
    output: Path

    @property
    def main(self) -> Sized:
        """The entity that single requests are measured on."""
        return Sized("deal", self.rows)

    @property
    def other(self) -> Sized:
        """The entity to compare it with by size: a million rows in a full run, else a tenth."""
        return Sized("archived_deal", MANY_ROWS if self.full else self.rows // 10)

    @property
    def smaller(self) -> Sized:
        """The one with fewer rows."""
        return min(self.main, self.other, key=lambda sized: sized.rows)

    @property
    def larger(self) -> Sized:
        """The one with more rows."""
        return max(self.main, self.other, key=lambda sized: sized.rows)

    def few(self, usual: int, quick: int) -> int:
        """A number of repetitions."""
        return quick if self.quick else usual

    def wants(self, name: str) -> bool:
        """Whether an item of that name was asked for: by a part of it, or by a pattern with ``*``."""
        return fnmatch(name, self.only if "*" in self.only else f"*{self.only}*")


def read_options(arguments: list[str]) -> Options:
    """Parse; exits with a message on nonsense."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the main entity (100000)")
    parser.add_argument("--full", action="store_true", help="also with 1,000,000 rows")
    parser.add_argument("--only", default="*", help="items whose name contains or matches this")
    parser.add_argument("--quick", action="store_true", help="10,000 rows and few rounds: does it work?")
    parser.add_argument(
        "--cpu", action="store_true", help="processor time instead of the clock, for machines that are busy"
    )
    parser.add_argument("--output", type=Path, default=FOLDER / "results.json", help="where results go")
    given = parser.parse_args(arguments)
    if given.rows < 1_000:
        parser.error("--rows is at least 1000")
    rows = QUICK_ROWS if given.quick else given.rows
    return Options(rows, given.full, given.quick, given.cpu, given.only, given.output)
