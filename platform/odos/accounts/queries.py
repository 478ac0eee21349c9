"""Who is asking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from odos.accounts.credentials import digest
from odos.accounts.models import TokenKind
from odos.accounts.principals import Principal
from odos.accounts.standing import forget_standings
from odos.accounts.timed_cache import TimedCache
from odos.accounts.units import forget_units
from odos.accounts.usage import note_use
from odos.database.session import fetch_all, fetch_one
from odos.kernel.texts import DEFAULT_LANGUAGE
from odos.kernel.workspaces import Workspace

_principals: TimedCache[tuple[str, str, bytes], Principal | None] = TimedCache()

# The roles of a user ``u``, as an array or NULL: their own and those of the positions that they hold.
ROLES_HELD = """
    (SELECT array_agg(DISTINCT role) FROM (
        SELECT unnest(u.roles) AS role
        UNION ALL SELECT unnest(p.roles) FROM assignment a JOIN position_held p ON p.id = a.held_position
            WHERE a."user" = u.id AND a.deleted_at IS NULL AND p.deleted_at IS NULL) held)
"""
_COLUMNS = f"u.id, u.username, u.name, u.is_admin, {ROLES_HELD}, u.unit, u.locale, u.time_zone"
_MAY_ACT = "u.is_active AND u.deleted_at IS NULL"

_BY_TOKEN = f"""
    SELECT {_COLUMNS}, t.scopes, t.id, t.last_used_at
    FROM access_token t JOIN user_account u ON u.id = t.user_id
    WHERE t.digest = %s AND t.kind = %s AND t.expires_at > %s AND {_MAY_ACT}
"""
_BY_ID = f"SELECT {_COLUMNS} FROM user_account u WHERE u.id = %s AND {_MAY_ACT}"
_BY_SIGNATURE = f"{_BY_ID} AND (u.closed_at IS NULL OR u.closed_at < %s)"
_BY_IDS = f"SELECT {_COLUMNS} FROM user_account u WHERE u.id = ANY(%s) AND {_MAY_ACT}"

_PAGE = f"SELECT {_COLUMNS} FROM user_account u WHERE {_MAY_ACT} AND u.id > %s ORDER BY u.id LIMIT %s"

_TOKENS = """
    SELECT id, kind, label, scopes, address, created_at, last_used_at, expires_at, digest
    FROM access_token WHERE user_id = %s AND expires_at > %s ORDER BY created_at DESC, id DESC LIMIT 500
"""
_WORKING_PLACES = "SELECT id, unit, time_zone FROM user_account WHERE id = ANY(%s::bigint[])"
_IS_SERVICE = "SELECT is_service IS TRUE FROM user_account WHERE id = %s AND deleted_at IS NULL"


def find_principal_by_token(*, workspace: Workspace, token: str, now: datetime) -> Principal | None:
    """The holder of a bearer token, unless it expired or the user may no longer sign in."""
    return _find(workspace, TokenKind.BEARER, token, now)


def find_principal_by_session(*, workspace: Workspace, session_key: str, now: datetime) -> Principal | None:
    """The user signed in under the key of a session cookie."""
    return _find(workspace, TokenKind.SESSION, session_key, now)


def find_principal_by_id(*, workspace: Workspace, user_id: int) -> Principal | None:
    """The user as an actor, None when they may no longer act. Not remembered: jobs ask once."""
    row = fetch_one(workspace, _BY_ID, [user_id])
    return _principal(workspace, row) if row else None


def find_principal_who_signed(*, workspace: Workspace, user_id: int, at: datetime) -> Principal | None:
    """The same of what they signed ``at`` some moment: an account that was closed since has ended it."""
    row = fetch_one(workspace, _BY_SIGNATURE, [user_id, at])
    return _principal(workspace, row) if row else None


def list_principals(*, workspace: Workspace, user_ids: Iterable[int]) -> Mapping[int, Principal]:
    """Those of the users who may act, by id."""
    rows = fetch_all(workspace, _BY_IDS, [list(user_ids)])
    return {row[0]: _principal(workspace, row) for row in rows}


@dataclass(frozen=True)
class ListedToken:
    """A token or session as its user may see it; the secret cannot be told."""

    id: int
    kind: str
    label: str
    scopes: tuple[str, ...] | None
    address: str | None
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    digest: bytes

    def as_json(self, secret: str) -> dict[str, object]:
        """The wire form; ``current`` is the one whose ``secret`` the request came with."""
        return {
            "id": str(self.id),
            "kind": self.kind,
            "label": self.label,
            "scopes": None if self.scopes is None else list(self.scopes),
            "address": self.address,
            "created_at": self.created_at,
            "last_used_at": self.last_used_at,
            "expires_at": self.expires_at,
            "current": self.digest == digest(secret),
        }


def list_tokens(*, workspace: Workspace, user_id: int, now: datetime) -> list[ListedToken]:
    """What a user is signed in by, the latest first."""
    rows = fetch_all(workspace, _TOKENS, [user_id, now])
    return [_listed(*row) for row in rows]


def _listed(
    number: int,
    kind: str,
    label: str,
    scopes: list[str] | None,
    address: str | None,
    created_at: datetime,
    last_used_at: datetime | None,
    expires_at: datetime,
    kept: bytes,
) -> ListedToken:
    narrowed = None if scopes is None else tuple(scopes)
    return ListedToken(
        number, kind, label, narrowed, address, created_at, last_used_at, expires_at, bytes(kept)
    )


def is_service_account(*, workspace: Workspace, user_id: int) -> bool | None:
    """Whether the user is a program, which signs in by tokens alone; None: no such user."""
    row = fetch_one(workspace, _IS_SERVICE, [user_id])
    return None if row is None else bool(row[0])


def list_principals_after(*, workspace: Workspace, after: int, limit: int) -> list[Principal]:
    """People and programs who may act, by id, behind ``after``."""
    return [_principal(workspace, row) for row in fetch_all(workspace, _PAGE, [after, limit])]


def list_working_places(
    *, workspace: Workspace, user_ids: Collection[int]
) -> dict[int, tuple[int | None, str | None]]:
    """The main unit and the time zone of each, also of those who may no longer act."""
    rows = fetch_all(workspace, _WORKING_PLACES, [list(user_ids)]) if user_ids else []
    return {user_id: (unit_id, time_zone) for user_id, unit_id, time_zone in rows}


def forget_answers() -> None:
    """After people, units or tokens changed in this process; other processes notice within a second."""
    _principals.forget()
    forget_standings()
    forget_units()


def _find(workspace: Workspace, kind: TokenKind, token: str, now: datetime) -> Principal | None:
    key = (workspace.key, kind.value, digest(token))
    return _principals.get(key, lambda: _read_principal(workspace, kind, key[2], now))


def _read_principal(
    workspace: Workspace, kind: TokenKind, found_by: bytes, now: datetime
) -> Principal | None:
    row = fetch_one(workspace, _BY_TOKEN, [found_by, kind.value, now])
    if row is None:
        return None
    note_use(workspace, token_id=row[-2], last_used_at=row[-1], now=now)
    scopes = None if row[-3] is None else frozenset(row[-3])
    return replace(_principal(workspace, row), scopes=scopes)


def _principal(workspace: Workspace, row: tuple[Any, ...]) -> Principal:
    user_id, username, name, is_admin, roles, unit_id, locale, time_zone, *_ = row
    return Principal(
        user_id=user_id,
        username=username,
        name=name,
        workspace=workspace,
        is_admin=bool(is_admin),
        roles=tuple(sorted(roles or ())),
        unit_id=unit_id,
        locale=locale or DEFAULT_LANGUAGE,
        time_zone=time_zone or "UTC",
    )
