"""Invitations: an address by which somebody chooses a password; good once, and for a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from odos.accounts import credentials
from odos.accounts.models import Token, TokenKind, User
from odos.accounts.operations import IssuedToken, set_password
from odos.accounts.policy import DEFAULT_POLICY, SignInPolicy
from odos.database.session import execute, fetch_one, transaction
from odos.kernel.problems import Conflict, NotFound
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

LIFETIME = timedelta(days=7)

_OPEN = """
    SELECT u.id, u.username, u.name FROM access_token t JOIN user_account u ON u.id = t.user_id
    WHERE t.digest = %s AND t.kind = %s AND t.expires_at > %s AND u.is_active AND u.deleted_at IS NULL
"""


@dataclass(frozen=True)
class Invited:
    """Whom an invitation is for."""

    user_id: int
    username: str
    name: str


def invite(
    *,
    workspace: Workspace,
    user_id: int,
    now: datetime,
    created_by: int | None = None,
    address: str | None = None,
) -> IssuedToken:
    """A fresh invitation; an earlier one is no longer good. Raises `NotFound`, `Conflict` for programs and
    for whoever may not sign in."""
    with transaction(workspace):
        user = User.objects.filter(pk=user_id, deleted_at__isnull=True).first()
        if user is None:
            raise NotFound
        if user.is_service or not user.is_active:
            raise Conflict(text("This user may not sign in by password", "该用户不能使用密码登录"))
        execute(
            workspace,
            "DELETE FROM access_token WHERE user_id = %s AND kind = %s",
            [user_id, TokenKind.INVITATION.value],
        )
        secret = credentials.new_token()
        made = Token(
            user_id=user_id, kind=TokenKind.INVITATION, digest=credentials.digest(secret), created_at=now,
            expires_at=now + LIFETIME, scopes=[], address=address, created_by=created_by,
        )  # fmt: skip
        made.save(force_insert=True)
    return IssuedToken(made.pk, secret, made.expires_at)


def find_invited(*, workspace: Workspace, token: str, now: datetime) -> Invited:
    """Whom it is for; raises `NotFound` once it was used or is over."""
    asked = [credentials.digest(token), TokenKind.INVITATION.value, now]
    row = fetch_one(workspace, _OPEN, asked)
    if row is None:
        raise NotFound(
            text("This invitation was used or is over; ask for a new one", "该邀请已使用或已过期，请重新获取")
        )
    return Invited(*row)


def accept_invitation(
    *,
    workspace: Workspace,
    token: str,
    password: str,
    now: datetime,
    policy: SignInPolicy = DEFAULT_POLICY,
) -> Invited:
    """Set the password; everything by which the user was signed in ends, the invitation included."""
    with transaction(workspace):
        invited = find_invited(workspace=workspace, token=token, now=now)
        set_password(workspace=workspace, user_id=invited.user_id, password=password, now=now, policy=policy)
    return invited
