"""What a bulk write is asked for, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

MAX_ROWS = 10_000
Operation = Literal["create", "update", "delete"]


@dataclass(frozen=True)
class BulkRequest:
    """What to do, in the order given. Rows of ``update`` carry their ``id`` and, if wanted, ``version``."""

    create: Sequence[Mapping[str, Any]] = ()
    update: Sequence[Mapping[str, Any]] = ()
    delete: Sequence[object] = ()
    upsert_on: tuple[str, ...] = ()
    atomic: bool = False


@dataclass(frozen=True)
class RowError:
    """Why a row was left out."""

    operation: Operation
    index: int
    issues: tuple[Issue, ...]


@dataclass
class BulkResult:
    """Identities in the order of the rows that were written."""

    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def refuse_too_many(request: BulkRequest) -> None:
    """Refuse more rows than one call should carry."""
    if len(request.create) + len(request.update) + len(request.delete) > MAX_ROWS:
        message = text("A call takes at most {n} rows", "每次最多处理 {n} 行", n=MAX_ROWS)
        raise Invalid(None, [Issue("too_many_rows", message)])
