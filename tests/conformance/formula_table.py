"""The table of formulas with expected results that lies beside the checkout, when it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from odos.kernel.problems import Invalid
from odos.records.rules.evaluating import evaluate_rows

ROOT = Path(__file__).parents[2]
CANDIDATES = [ROOT.parent / "shared", ROOT.parent.parent / "shared"]
DIGITS = Decimal(10) ** -10


@dataclass(frozen=True)
class Case:
    formula: str
    name: str
    inputs: list[Any]
    expected: Any
    found: Any

    @property
    def agrees(self) -> bool:
        return same(self.expected, self.found)


def table_path() -> Path | None:
    places = (place / "conformance" / "formula.jsonl" for place in CANDIDATES)
    return next((place for place in places if place.is_file()), None)


def formulas(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def run(workspace: Any, formula: dict[str, Any], backend: Any, blanks: Any) -> Iterator[Case]:
    for row, result in zip(formula["rows"], results(workspace, formula, backend, blanks), strict=True):
        yield Case(formula["formula"], formula["name"], row["in"], row[blanks], result)


def results(workspace: Any, formula: dict[str, Any], backend: Any, blanks: Any) -> list[Any]:
    try:
        found = evaluate_rows(
            workspace=workspace,
            expression=formula["formula"],
            fields=formula["fields"],
            rows=[row["in"] for row in formula["rows"]],
            blanks=blanks,
            backend=backend,
            now=datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        )
    except Invalid as refusal:
        return [f"refused: {refusal}"] * len(formula["rows"])
    return found.results


def same(expected: Any, found: Any) -> bool:
    """Numbers to ten digits; a moment where a date is expected by its date."""
    if isinstance(expected, dict) or isinstance(found, dict) or expected is None or found is None:
        return bool(expected == found)
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if expected == found:
        return True
    if len(expected) == 10 and expected[4] == "-":
        return bool(found[:10] == expected)
    try:
        one, other = Decimal(expected), Decimal(found)
    except ArithmeticError:
        return False
    return abs(one - other) <= max(abs(one), abs(other)) * DIGITS
