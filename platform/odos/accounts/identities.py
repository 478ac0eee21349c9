"""Which of our users somebody is whom an identity provider knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from odos.accounts.oidc import Provider
from odos.accounts.operations import create_user, set_roles
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.kernel.problems import Unauthenticated
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

_KNOWN = "SELECT user_id FROM external_identity WHERE issuer = %s AND subject = %s"
_BY_NAME = """
    SELECT id FROM user_account
    WHERE lower(username COLLATE odos_case) = lower(%s COLLATE odos_case) AND deleted_at IS NULL
"""
_BY_EMAIL = """
    SELECT id FROM user_account
    WHERE lower(email COLLATE odos_case) = lower(%s COLLATE odos_case) AND deleted_at IS NULL LIMIT 2
"""
_LINK = """
    INSERT INTO external_identity (user_id, issuer, subject, created_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (issuer, subject) DO NOTHING
"""


class NobodyHere(Unauthenticated):
    """The provider knows somebody whom we do not."""

    def __init__(self) -> None:
        super().__init__(
            text("There is no user for this account; ask an administrator", "没有对应的用户，请联系管理员")
        )


def sign_in_external(
    *, workspace: Workspace, provider: Provider, claims: Mapping[str, Any], now: datetime
) -> Principal:
    """The user behind verified claims, linked or made where that is allowed, with the roles that they give.

    Who was linked once stays so, whatever the provider renames. Raises `NobodyHere`.
    """
    with transaction(workspace):
        user_id = _find(workspace, provider, claims) or _make(workspace, provider, claims, now)
        execute(workspace, _LINK, [user_id, provider.issuer, str(claims["sub"]), now])
        _give_roles(workspace, provider, claims, user_id)
        execute(workspace, "UPDATE user_account SET last_login = %s WHERE id = %s", [now, user_id])
        principal = find_principal_by_id(workspace=workspace, user_id=user_id)
    if principal is None:
        raise NobodyHere
    return principal


def _find(workspace: Workspace, provider: Provider, claims: Mapping[str, Any]) -> int | None:
    known = fetch_value(workspace, _KNOWN, [provider.issuer, str(claims["sub"])])
    if known is None:
        known = fetch_value(workspace, _BY_NAME, [_claim(claims, provider.username_claim)])
    if known is None and claims.get("email_verified") is True:
        same = fetch_all(workspace, _BY_EMAIL, [_claim(claims, "email")])
        known = same[0][0] if len(same) == 1 else None
    return None if known is None else int(known)


def _make(workspace: Workspace, provider: Provider, claims: Mapping[str, Any], now: datetime) -> int:
    username = _claim(claims, provider.username_claim) or _claim(claims, "email")
    if not provider.creates_users or not username:
        raise NobodyHere
    return create_user(
        workspace=workspace,
        username=username,
        name=_claim(claims, "name") or username,
        email=_claim(claims, "email") or None,
        actor=system_principal(workspace),
        now=now,
    )


def _give_roles(workspace: Workspace, provider: Provider, claims: Mapping[str, Any], user_id: int) -> None:
    """The provider decides about the roles that it is mapped to; others stay."""
    if not provider.roles_claim:
        return
    told = claims.get(provider.roles_claim) or []
    groups = [told] if isinstance(told, str) else [str(item) for item in told]
    given = {provider.roles[group] for group in groups if group in provider.roles}
    present = set(fetch_value(workspace, "SELECT roles FROM user_account WHERE id = %s", [user_id]) or ())
    wanted = (present - set(provider.roles.values())) | given
    if wanted != present:
        set_roles(workspace=workspace, user_id=user_id, roles=sorted(wanted))


def _claim(claims: Mapping[str, Any], name: str) -> str:
    value = str(claims.get(name) or "").strip()
    return value.replace("\0", "").encode("utf-8", "ignore").decode()
