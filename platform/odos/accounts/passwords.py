"""Choosing and comparing passwords; see `odos.accounts.policy` for what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from odos.accounts.credentials import password_issues
from odos.accounts.models import UNUSABLE_PASSWORD
from odos.accounts.policy import DEFAULT_POLICY, LONGEST_PASSWORD, SignInPolicy
from odos.database.session import execute, fetch_all
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

MOST_REMEMBERED = 24

_REMEMBER = "INSERT INTO used_password (user_id, hash, at) VALUES (%s, %s, %s)"
_LATEST = "SELECT hash FROM used_password WHERE user_id = %s ORDER BY at DESC, id DESC LIMIT %s"
_FORGET = """
    DELETE FROM used_password WHERE user_id = %s AND id NOT IN (
        SELECT id FROM used_password WHERE user_id = %s ORDER BY at DESC, id DESC LIMIT %s)
"""


def hashed(password: str | None, username: str, policy: SignInPolicy = DEFAULT_POLICY) -> str:
    """What is kept of a new password; raises `Invalid` for one that is too weak. None: nobody can sign in."""
    if password is None:
        return UNUSABLE_PASSWORD
    issues = password_issues(password, username=username, policy=policy)
    if issues:
        raise Invalid(None, issues)
    return make_password(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password that is kept; the same work whether there is one or not."""
    if len(password) > LONGEST_PASSWORD:
        return False
    if kept is None or kept == UNUSABLE_PASSWORD:
        make_password(password)
        return False
    return check_password(password, kept)


def refuse_used(
    *, workspace: Workspace, user_id: int, password: str, present: str, policy: SignInPolicy
) -> None:
    """Raise `Invalid` where the user had this password lately."""
    if not policy.history:
        return
    rows = fetch_all(workspace, _LATEST, [user_id, min(policy.history, MOST_REMEMBERED)])
    if any(check_password(password, kept) for kept in _distinct([present, *(row[0] for row in rows)])):
        message = text(
            "You had this password before; choose one unlike your last {n}",
            "该密码近期使用过，请勿重复最近 {n} 次的密码",
            n=policy.history,
        )
        raise Invalid(None, [Issue("password_used", message, ("password",))])


def remember(*, workspace: Workspace, user_id: int, kept: str, now: datetime) -> None:
    """Keep the hash of a password that was just set, and forget the oldest."""
    execute(workspace, _REMEMBER, [user_id, kept, now])
    execute(workspace, _FORGET, [user_id, user_id, MOST_REMEMBERED])


def _distinct(hashes: Sequence[str]) -> list[str]:
    return [kept for kept in dict.fromkeys(hashes) if kept != UNUSABLE_PASSWORD]
