"""People and credentials: create, sign in, hand out and take back tokens.

Records of users are changed through the records engine like any other; here is what it must not do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction as django_transaction
from django.db.utils import IntegrityError

from odos.accounts import credentials, throttle
from odos.accounts.models import UNUSABLE_PASSWORD, Token, TokenKind, User
from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id, forget_answers
from odos.database.locks import lock_exclusive
from odos.database.session import execute, fetch_one, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound, Unauthenticated
from odos.kernel.texts import DEFAULT_LANGUAGE, text
from odos.kernel.workspaces import Workspace

BEARER_LIFETIME = timedelta(days=30)
SESSION_LIFETIME = timedelta(days=14)
ADMIN_USERNAME = "admin"

_SIGN_IN = """
    SELECT id, password FROM user_account
    WHERE lower(username COLLATE odos_case) = lower(%s COLLATE odos_case)
      AND is_active AND deleted_at IS NULL
"""


@dataclass(frozen=True)
class IssuedToken:
    """A fresh secret; this is the only moment at which it can be read."""

    id: int
    token: str
    expires_at: datetime


def create_user(
    *,
    workspace: Workspace,
    username: str,
    name: str,
    actor: Principal,
    now: datetime,
    password: str | None = None,
    roles: Sequence[str] = (),
    is_admin: bool = False,
    **attributes: Any,
) -> int:
    """Add a user and give the id; ``attributes`` are further columns of `User` (email, unit_id, …).

    Raises `Invalid` for a user name that is taken or a password that is too weak. Without a password
    nobody can sign in as the user until one is set.
    """
    user = User(
        username=username.strip(),
        name=name.strip() or username.strip(),
        roles=list(roles),
        is_admin=is_admin,
        created_at=now,
        created_by=actor.user_id,
        updated_at=now,
        updated_by=actor.user_id,
        password=_hashed(password, username),
        **({"locale": DEFAULT_LANGUAGE, "time_zone": "UTC"} | attributes),
    )
    _check_username(user.username)
    with transaction(workspace), _unique_username(user.username):
        user.save(force_insert=True)
    return user.pk


def set_password(*, workspace: Workspace, user_id: int, password: str, keep_token: str | None = None) -> None:
    """Change a password; every token and session of the user but ``keep_token`` ends with the old one."""
    with transaction(workspace):
        user = User.objects.filter(pk=user_id, deleted_at__isnull=True).first()
        if user is None:
            raise NotFound
        User.objects.filter(pk=user_id).update(password=_hashed(password, user.username))
        revoke_tokens_of_user(workspace=workspace, user_id=user_id, keep_token=keep_token)


def set_roles(*, workspace: Workspace, user_id: int, roles: Sequence[str]) -> None:
    """Give a user exactly these roles."""
    with transaction(workspace):
        if not User.objects.filter(pk=user_id, deleted_at__isnull=True).update(roles=sorted(set(roles))):
            raise NotFound
        _after_commit(forget_answers)


def authenticate(
    *, workspace: Workspace, username: str, password: str, address: str, now: datetime
) -> Principal:
    """The user whose name and password these are; raises `Unauthenticated` or `Throttled`.

    An unknown name costs the same hashing as a wrong password, and is refused in the same words.
    """
    user_id, kept = _find_password(workspace, username)
    # By the user, not the spelling: names that the database takes for the same must count together.
    subject = f"#{user_id}" if user_id else username
    throttle.count_try(workspace, subject=subject, address=address)
    matches = _password_matches(password, kept)
    principal = find_principal_by_id(workspace=workspace, user_id=user_id) if matches and user_id else None
    if principal is None:
        raise Unauthenticated(text("User name or password is wrong", "用户名或密码错误"))
    throttle.forgive(workspace, subject=subject, address=address)
    execute(workspace, "UPDATE user_account SET last_login = %s WHERE id = %s", [now, user_id])
    return principal


def issue_token(
    *,
    workspace: Workspace,
    user_id: int,
    now: datetime,
    label: str = "",
    lifetime: timedelta = BEARER_LIFETIME,
) -> IssuedToken:
    """A bearer token for the ``Authorization`` header."""
    return _issue(workspace, user_id, TokenKind.BEARER, label, now, lifetime)


def start_session(
    *,
    workspace: Workspace,
    user_id: int,
    now: datetime,
    label: str = "",
    lifetime: timedelta = SESSION_LIFETIME,
) -> IssuedToken:
    """A session; ``token`` is the value of the cookie, ``label`` says where it was started."""
    return _issue(workspace, user_id, TokenKind.SESSION, label, now, lifetime)


def revoke_token(*, workspace: Workspace, token: str) -> None:
    """End a bearer token or session, of which the secret is known; none such is fine too."""
    _revoke(workspace, "digest = %s", [credentials.digest(token)])


def revoke_token_by_id(*, workspace: Workspace, token_id: int, user_id: int) -> None:
    """End one of a user's tokens or sessions by its number in their list."""
    _revoke(workspace, "id = %s AND user_id = %s", [token_id, user_id])


def revoke_tokens_of_user(*, workspace: Workspace, user_id: int, keep_token: str | None = None) -> None:
    """End everything by which a user is signed in, but for the one token or session to keep."""
    kept = credentials.digest(keep_token or "")
    _revoke(workspace, "user_id = %s AND digest <> %s", [user_id, kept])


def remove_expired_tokens(*, workspace: Workspace, now: datetime) -> int:
    """Forget tokens that no longer open anything; gives their number."""
    return execute(workspace, "DELETE FROM access_token WHERE expires_at < %s", [now])


def ensure_admin(
    *, workspace: Workspace, password: str | None, actor: Principal, now: datetime
) -> str | None:
    """Make the first administrator where no user exists; gives the password if it had to be invented."""
    with transaction(workspace):
        lock_exclusive(workspace, "first administrator")
        if User.objects.exists():
            return None
        generated = None if password else credentials.new_password()
        create_user(
            workspace=workspace,
            username=ADMIN_USERNAME,
            name="Administrator",
            password=password or generated,
            is_admin=True,
            actor=actor,
            now=now,
        )
        return generated


def _hashed(password: str | None, username: str) -> str:
    if password is None:
        return UNUSABLE_PASSWORD
    issues = credentials.password_issues(password, username=username)
    if issues:
        raise Invalid(None, issues)
    return make_password(password)


def _password_matches(password: str, kept: str | None) -> bool:
    """The same work whether there is a password to compare with or not."""
    if len(password) > credentials.LONGEST_PASSWORD:
        return False
    if kept is None or kept == UNUSABLE_PASSWORD:
        make_password(password)
        return False
    return check_password(password, kept)


def _find_password(workspace: Workspace, username: str) -> tuple[int | None, str | None]:
    row = fetch_one(workspace, _SIGN_IN, [username]) if username == _storable(username) else None
    return row or (None, None)


def _storable(username: str) -> str:
    """PostgreSQL refuses NUL and lone surrogates; no user name holds one."""
    return username.replace("\0", "").encode("utf-8", "ignore").decode()


def _check_username(username: str) -> None:
    if not username or username != _storable(username) or any(map(str.isspace, username)):
        message = text("A user name has no blanks and is not empty", "用户名不能为空或包含空格")
        raise Invalid(None, [Issue("username", message, ("username",))])


@contextmanager
def _unique_username(username: str) -> Iterator[None]:
    """Turns the violation of the unique index into a refusal that names the field."""
    try:
        with django_transaction.atomic():
            yield
    except IntegrityError as error:
        if "user_account_username_unique" not in str(error):
            raise
        message = text("The user name {name} is taken", "用户名 {name} 已被使用", name=username)
        raise Invalid(None, [Issue("duplicate", message, ("username",))]) from error


def _issue(
    workspace: Workspace, user_id: int, kind: TokenKind, label: str, now: datetime, lifetime: timedelta
) -> IssuedToken:
    secret, expires_at = credentials.new_token(), now + lifetime
    with transaction(workspace):
        row = Token.objects.create(
            user_id=user_id,
            kind=kind,
            digest=credentials.digest(secret),
            label=_storable(label)[:255],
            created_at=now,
            expires_at=expires_at,
        )
    return IssuedToken(row.pk, secret, expires_at)


def _revoke(workspace: Workspace, condition: str, params: list[object]) -> None:
    with transaction(workspace):
        execute(workspace, f"DELETE FROM access_token WHERE {condition}", params)
        _after_commit(forget_answers)


def _after_commit(action: Callable[[], None]) -> None:
    """Now as well, for readers in this transaction."""
    action()
    django_transaction.on_commit(action)
