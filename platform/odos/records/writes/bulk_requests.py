"""What a bulk write is asked for, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

MAX_ROWS = 10_000
SLICE = 500
Operation = Literal["create", "update", "delete"]


@dataclass(frozen=True)
class BulkRequest:
    """What to do, in the order given. Rows of ``update`` carry their ``id`` and, if wanted, ``version``.

    ``faults``: by index, what was found wrong with rows of ``create`` while they were made out of something
    else. They are left out, with everything else that is wrong with them.
    """

    create: Sequence[Mapping[str, Any]] = ()
    update: Sequence[Mapping[str, Any]] = ()
    delete: Sequence[object] = ()
    upsert_on: tuple[str, ...] = ()
    atomic: bool = False
    faults: Mapping[int, Sequence[Issue]] = field(default_factory=dict)


@dataclass(frozen=True)
class RowError:
    """Why a row was left out."""

    operation: Operation
    index: int
    issues: tuple[Issue, ...]


@dataclass
class BulkResult:
    """Identities in the order of the rows that were written; ``changed`` are those of ``updated`` that came
    to hold something else."""

    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def refuse_too_many(request: BulkRequest) -> None:
    """Refuse more rows than one call should carry."""
    if len(request.create) + len(request.update) + len(request.delete) > MAX_ROWS:
        message = text("A call takes at most {n} rows", "每次最多处理 {n} 行", n=MAX_ROWS)
        raise Invalid(None, [Issue("too_many_rows", message)])


def refuse_if_atomic(request: BulkRequest, result: BulkResult) -> None:
    """Raise `Invalid` with the findings of all rows where nothing is to be written unless everything is."""
    if request.atomic and result.errors:
        raise Invalid(
            None,
            [issue.under(error.operation, error.index) for error in result.errors for issue in error.issues],
        )


def slices(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Sequence[Mapping[str, Any]]]]:
    """Parts of the rows, each with the index of its first."""
    for first in range(0, len(rows), SLICE):
        yield first, rows[first : first + SLICE]
