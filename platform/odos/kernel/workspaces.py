"""A workspace is one customer's separate world: its own PostgreSQL schema, jobs, caches and files."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"^[a-z][a-z0-9_]{0,29}$")


@dataclass(frozen=True)
class Workspace:
    """Passed explicitly to whatever reads or writes. The key is safe in identifiers."""

    key: str

    def __post_init__(self) -> None:
        if not _KEY.match(self.key):
            raise ValueError(f"{self.key!r} is no workspace key (a-z, 0-9, _, at most 30 characters)")

    @property
    def namespace(self) -> str:
        """The PostgreSQL schema of tables."""
        return f"ws_{self.key}"

    @property
    def audit_namespace(self) -> str:
        """The PostgreSQL schema of the audit trail, which the application's role does not own."""
        return f"ws_{self.key}_audit"


MAIN = Workspace("main")
