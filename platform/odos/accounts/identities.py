"""Which of our users somebody is whom an identity provider knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from odos.accounts.oidc import Provider
from odos.accounts.operations import create_user, set_roles
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id, is_service_account
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.kernel.problems import Unauthenticated
from odos.kernel.texts import Text, text
from odos.kernel.workspaces import Workspace

_KNOWN = "SELECT user_id FROM external_identity WHERE issuer = %s AND subject = %s"
# Locked, so that two who come at once as the same user are seen one after the other.
_BY_NAME = """
    SELECT id FROM user_account
    WHERE lower(username COLLATE odos_case) = lower(%s COLLATE odos_case) AND deleted_at IS NULL FOR UPDATE
"""
_BY_EMAIL = """
    SELECT id FROM user_account
    WHERE lower(email COLLATE odos_case) = lower(%s COLLATE odos_case) AND deleted_at IS NULL
    ORDER BY id LIMIT 2 FOR UPDATE
"""
_IS_ANOTHER = """
    SELECT EXISTS (SELECT 1 FROM external_identity WHERE user_id = %s AND issuer = %s AND subject <> %s)
"""
_LINK = """
    INSERT INTO external_identity (user_id, issuer, subject, created_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (issuer, subject) DO NOTHING
"""
_NOBODY = text("There is no user for this account; ask an administrator", "没有对应的用户，请联系管理员")


class NobodyHere(Unauthenticated):
    """The provider knows somebody whom we do not, or whom their name alone does not let in."""

    def __init__(self, why: Text = _NOBODY) -> None:
        super().__init__(why)


@dataclass(frozen=True)
class ExternalSignIn:
    """Who came in, and what that changed: the user made or linked, the roles [from, to]."""

    principal: Principal
    is_made: bool = False
    is_linked: bool = False
    roles: tuple[list[str], list[str]] | None = None


def sign_in_external(
    *,
    workspace: Workspace,
    provider: Provider,
    claims: Mapping[str, Any],
    administers: Callable[[Principal], bool],
    now: datetime,
) -> ExternalSignIn:
    """The user behind verified claims, linked or made where that is allowed, with the roles that they give.

    Who was linked once stays so, whatever the provider renames. Raises `NobodyHere`. The caller tells the
    trail, in its own transaction around this one.
    """
    subject = str(claims["sub"])
    with transaction(workspace):
        known = fetch_value(workspace, _KNOWN, [provider.issuer, subject])
        found = known or _find(workspace, provider, claims)
        if found is not None and is_service_account(workspace=workspace, user_id=found):
            raise NobodyHere(text("The user of that name is a service account", "同名用户是服务账号"))
        if found is not None and known is None and not provider.links_anybody:
            _refuse_others(workspace, provider, subject, found, administers)
        user_id = found or _make(workspace, provider, claims, now)
        linked = execute(workspace, _LINK, [user_id, provider.issuer, subject, now])
        roles = _give_roles(workspace, provider, claims, user_id)
        execute(workspace, "UPDATE user_account SET last_login = %s WHERE id = %s", [now, user_id])
        principal = find_principal_by_id(workspace=workspace, user_id=user_id)
        if principal is None:
            raise NobodyHere
    return ExternalSignIn(principal, is_made=found is None, is_linked=linked > 0, roles=roles)


def _find(workspace: Workspace, provider: Provider, claims: Mapping[str, Any]) -> int | None:
    found = fetch_value(workspace, _BY_NAME, [_claim(claims, provider.username_claim)])
    if found is None and claims.get("email_verified") is True:
        same = fetch_all(workspace, _BY_EMAIL, [_claim(claims, "email")])
        found = same[0][0] if len(same) == 1 else None
    return None if found is None else int(found)


def _refuse_others(
    workspace: Workspace,
    provider: Provider,
    subject: str,
    user_id: int,
    administers: Callable[[Principal], bool],
) -> None:
    """A name or an email, which people may choose there, is not enough for these accounts."""
    if fetch_value(workspace, _IS_ANOTHER, [user_id, provider.issuer, subject]):
        raise NobodyHere(text("The user of that name is linked to another account", "同名用户已关联其他账号"))
    principal = find_principal_by_id(workspace=workspace, user_id=user_id)
    if principal is not None and administers(principal):
        raise NobodyHere(text("The user of that name is an administrator", "同名用户是管理员"))


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


def _give_roles(
    workspace: Workspace, provider: Provider, claims: Mapping[str, Any], user_id: int
) -> tuple[list[str], list[str]] | None:
    """The provider decides about the roles that it is mapped to; others stay. Gives their [from, to]."""
    if not provider.roles_claim:
        return None
    told = claims.get(provider.roles_claim) or []
    groups = [told] if isinstance(told, str) else [str(item) for item in told]
    given = {provider.roles[group] for group in groups if group in provider.roles}
    present = set(fetch_value(workspace, "SELECT roles FROM user_account WHERE id = %s", [user_id]) or ())
    wanted = (present - set(provider.roles.values())) | given
    if wanted == present:
        return None
    set_roles(workspace=workspace, user_id=user_id, roles=sorted(wanted))
    return sorted(present), sorted(wanted)


def _claim(claims: Mapping[str, Any], name: str) -> str:
    value = str(claims.get(name) or "").strip()
    return value.replace("\0", "").encode("utf-8", "ignore").decode()
