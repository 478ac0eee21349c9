"""How the rows of a table spread over the ids in one of its columns, as the last ANALYZE found it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from odos.accounts.timed_cache import TimedCache
from odos.database.session import fetch_one
from odos.kernel.workspaces import Workspace

_SPREAD = """
SELECT c.reltuples, s.null_frac, s.n_distinct, s.most_common_vals::text::bigint[], s.most_common_freqs
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
WHERE n.nspname = %s AND c.relname = %s AND s.attname = %s
"""


@dataclass(frozen=True)
class Spread:
    """Parts of all rows: of each of the ``common`` ids, and of any other one."""

    common: Mapping[int, float] = field(default_factory=dict)
    other: float = 0.0

    def part(self, ids: Iterable[int]) -> float:
        """About which part of the rows has one of the ids."""
        return sum([self.common.get(number, self.other) for number in ids])


_spreads: TimedCache[tuple[str, str, str], Spread] = TimedCache(seconds=60)


def find_spread(workspace: Workspace, table: str, column: str) -> Spread:
    """At most a minute old; nothing is known of a table that was never analysed."""
    key = (workspace.key, table, column)
    return _spreads.get(key, lambda: _read(workspace, table, column))


def forget_spreads() -> None:
    """After tables were filled and analysed; for tests."""
    _spreads.forget()


def _read(workspace: Workspace, table: str, column: str) -> Spread:
    row = fetch_one(workspace, _SPREAD, [workspace.namespace, table, column])
    if row is None:
        return Spread()
    rows, blank, distinct, ids, parts = row
    common = dict(zip(ids or (), parts or (), strict=True))
    others = (-distinct * rows if distinct < 0 else distinct) - len(common)
    left = 1.0 - blank - sum(common.values())
    return Spread(common, max(left, 0.0) / others if others >= 1 else 0.0)
