"""What work there is, as frozen values that manifests register while loading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from odos.jobs.context import JobContext
from odos.kernel.registry import Registry
from odos.kernel.workspaces import Workspace

DEFAULT_ATTEMPTS = 3


@dataclass(frozen=True)
class JobKind:
    """A kind of job. ``run`` gives the result as JSON and must be able to run again from what it saved.

    A try counts when it starts, so that a job that kills its workers comes to an end; what it saves starts
    the count anew.
    """

    key: str
    run: Callable[[JobContext], Mapping[str, Any] | None]
    label: Mapping[str, str]
    max_attempts: int = DEFAULT_ATTEMPTS


@dataclass(frozen=True)
class Drain:
    """Work that needs no row, since the table that it empties is the truth (an outbox).

    ``run`` does a batch and gives how much it did; it is called again until that is 0, perhaps by several
    workers at once. ``every_seconds`` bounds the delay when a ring was lost.
    """

    key: str
    run: Callable[[Workspace, datetime], int]
    every_seconds: float = 5.0


@dataclass(frozen=True)
class Periodic:
    """A job that is put in every so often, unless the one before is still pending."""

    key: str
    kind: str
    every_seconds: float
    args: Mapping[str, Any] = field(default_factory=dict)


JOB_KINDS: Registry[JobKind] = Registry("job kind")
DRAINS: Registry[Drain] = Registry("drain")
PERIODICS: Registry[Periodic] = Registry("periodic job")
