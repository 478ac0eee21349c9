"""What was found: a table for people, a list for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HEADINGS = ("", "what", "ours", "reference", "ratio", "limit", "unit", "")
RATE = "rows/s"


@dataclass(frozen=True)
class Result:
    """``limit`` bounds the ratio where there is a reference, else our number: from below for rates."""

    name: str
    ours: float
    reference: float | None
    limit: float | None
    unit: str
    detail: str = ""  # for the table only

    @property
    def ratio(self) -> float | None:
        """Ours to the reference's."""
        return self.ours / self.reference if self.reference else None

    @property
    def is_within(self) -> bool | None:
        """Whether the limit is kept; None without one."""
        if self.limit is None:
            return None
        if self.unit == RATE:
            return self.ours >= self.limit
        return (self.ours if self.ratio is None else self.ratio) <= self.limit

    def as_json(self) -> dict[str, object]:
        """One entry of results.json."""
        numbers = {"ours": self.ours, "reference": self.reference, "ratio": self.ratio}
        rounded = {key: None if value is None else round(value, 4) for key, value in numbers.items()}
        return {"name": self.name, **rounded, "limit": self.limit, "unit": self.unit}


def write_results(results: Iterable[Result], output: Path) -> None:
    """The list of all entries."""
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps([result.as_json() for result in results], indent=1) + "\n")


def table(results: Sequence[Result]) -> str:
    """A line for each result under headings."""
    lines = [HEADINGS, *(_cells(result) for result in results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(_line(cells, widths) for cells in lines)


def summary(results: Sequence[Result]) -> str:
    """How many limits are kept."""
    limited = [result for result in results if result.limit is not None]
    kept = sum(bool(result.is_within) for result in limited)
    return f"{kept} of {len(limited)} limits kept"


def _cells(result: Result) -> tuple[str, ...]:
    mark = {True: "ok", False: "OVER", None: ""}[result.is_within]
    shown = (result.ours, result.reference, result.ratio, result.limit)
    return (mark, result.name, *map(_number, shown), result.unit, result.detail)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    left = {0, 1, 6, 7}
    padded = (
        cell.ljust(width) if column in left else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(padded).rstrip()
