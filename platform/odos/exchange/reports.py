"""What came of an import: counts, and the rows that were left out with the reasons."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TextIO

from odos.exchange.sources import SourceRow
from odos.kernel.issues import Issue
from odos.kernel.sheets import inert
from odos.kernel.texts import DEFAULT_LANGUAGE

_DISTINCT = 1_000


@dataclass
class ImportReport:
    """Counts of rows: written, left out (``failed``), and written but for a reference to a record of their
    own entity that was not found (``incomplete``). ``added``: records made because a cell named them.
    """

    dry_run: bool = False
    rows: int = 0
    created: int = 0
    updated: int = 0
    failed: int = 0
    incomplete: int = 0
    added: dict[str, int] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The result of a job."""
        return {
            "dry_run": self.dry_run,
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "failed": self.failed,
            "incomplete": self.incomplete,
            "added": dict(self.added),
            "ignored_columns": list(self.ignored_columns),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> ImportReport:
        """The report of `as_json`."""
        return cls(**{**kept, "ignored_columns": tuple(kept["ignored_columns"])})


class FailureSink(Protocol):
    """Takes the rows that were left out, as they are found."""

    def __call__(self, row: SourceRow, issues: Sequence[Issue]) -> None:
        """``issues`` lead to a field (or to nothing) by their paths."""


class ErrorFile:
    """A CSV file of the rows left out, as they came, so that they can be mended and loaded again."""

    def __init__(self, file: TextIO, columns: Sequence[str], language: str = DEFAULT_LANGUAGE) -> None:
        self._writer = csv.writer(file)
        self._columns = tuple(columns)
        self._language = language
        self._writer.writerow(["odos_row", "odos_problem", *self._columns])

    def __call__(self, row: SourceRow, issues: Sequence[Issue]) -> None:
        problem = "; ".join(describe(issue, self._language) for issue in issues)
        self._writer.writerow([row.number, inert(problem), *self._cells(row.cells)])

    def _cells(self, cells: Mapping[str, str]) -> list[str]:
        return [inert(cells.get(name, "")) for name in self._columns]


@dataclass
class FindingCounts:
    """The same finding in many rows counts as one, with the first row that has it."""

    counts: Counter[str] = field(default_factory=Counter)
    first_rows: dict[str, int] = field(default_factory=dict)

    def __call__(self, row: SourceRow, issues: Sequence[Issue]) -> None:
        for issue in issues:
            sentence = describe(issue)
            if sentence in self.counts or len(self.counts) < _DISTINCT:
                self.counts[sentence] += 1
                self.first_rows.setdefault(sentence, row.number)

    def lines(self, limit: int) -> list[str]:
        """The most frequent findings, as sentences for people."""
        return [
            f"{number} × {sentence}; first in row {self.first_rows[sentence]}"
            for sentence, number in self.counts.most_common(limit)
        ]


def describe(issue: Issue, language: str = DEFAULT_LANGUAGE) -> str:
    """``stage: There is no option "Wonn" (Did you mean "won"?)``."""
    place = "/".join(str(part) for part in issue.path)
    hint = f" ({issue.hint.render(language)})" if issue.hint else ""
    return f"{place + ': ' if place else ''}{issue.message.render(language)}{hint}"
