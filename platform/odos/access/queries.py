"""Who was let in on a record, with names for people to read; who was let in on very many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from odos.access.grantees import GranteeKind, read_grantee
from odos.access.operations import Place
from odos.accounts.timed_cache import TimedCache
from odos.database.session import fetch_all
from odos.kernel.workspaces import Workspace

WIDE = 1_000  # shares of one grantee; more, and it matters how a list looks for the records

_SHARES = """
    SELECT s.id, s.grantee, coalesce(u.name, n.name), s.edits, s.until, s.reason, s.created_at, s.created_by,
        c.name
    FROM record_share s
    LEFT JOIN user_account u ON s.grantee = 'user:' || u.id
    LEFT JOIN unit n ON s.grantee = 'unit:' || n.id
    LEFT JOIN user_account c ON c.id = s.created_by
    WHERE s.entity_id = %s::uuid AND s.record_id = %s ORDER BY s.id
"""
_MEMBERS = """
    SELECT m.id, m.user_id, u.name, m.role, m.created_at
    FROM team_member m JOIN user_account u ON u.id = m.user_id
    WHERE m.entity_id = %s::uuid AND m.record_id = %s ORDER BY m.id
"""
# As the last ANALYZE found them.
_WIDE = f"""
    SELECT common.grantee FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
    CROSS JOIN unnest(s.most_common_vals::text::text[], s.most_common_freqs) AS common (grantee, part)
    WHERE c.oid = 'record_share'::regclass AND s.attname = 'grantee'
        AND common.part * c.reltuples > {WIDE}
"""
_wide: TimedCache[str, frozenset[str]] = TimedCache(seconds=60)


@dataclass(frozen=True)
class ShareEntry:
    """A share; ``identity`` is an id, of a role its key. ``label`` is None where the grantee is gone."""

    id: int
    kind: GranteeKind
    identity: str
    label: str | None
    edits: bool
    until: datetime | None
    reason: str
    created_at: datetime
    created_by: int | None
    created_by_label: str | None


@dataclass(frozen=True)
class MemberEntry:
    """Somebody on the team."""

    id: int
    user_id: int
    label: str
    role: str
    created_at: datetime


def list_shares(*, workspace: Workspace, place: Place) -> list[ShareEntry]:
    """All shares of the record, those that are over included until they are swept up."""
    rows = fetch_all(workspace, _SHARES, [place.entity, place.record])
    return [ShareEntry(row[0], *read_grantee(row[1]), *row[2:]) for row in rows]


def list_members(*, workspace: Workspace, place: Place) -> list[MemberEntry]:
    """The team of the record."""
    return [MemberEntry(*row) for row in fetch_all(workspace, _MEMBERS, [place.entity, place.record])]


def wide_grantees(workspace: Workspace) -> frozenset[str]:
    """Grantees with `WIDE` shares or more, about a minute old."""
    return _wide.get(workspace.key, lambda: frozenset(grantee for (grantee,) in fetch_all(workspace, _WIDE)))


def forget_wide_grantees() -> None:
    """After many shares were made and analysed; for tests."""
    _wide.forget()
