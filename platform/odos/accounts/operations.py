"""People and credentials: create, sign in, hand out and take back tokens.

Records of users are changed through the records engine like any other; here is what it must not do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction as django_transaction
from django.db.utils import IntegrityError

from odos.accounts import credentials, passwords, throttle
from odos.accounts.models import Token, TokenKind, User
from odos.accounts.policy import DEFAULT_POLICY, SignInPolicy
from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id, forget_answers
from odos.accounts.second_factor import second_factor_state, use_code
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
      AND is_active AND is_service IS NOT TRUE AND deleted_at IS NULL
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
    policy: SignInPolicy = DEFAULT_POLICY,
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
        password=passwords.hashed(password, username, policy),
        **({"locale": DEFAULT_LANGUAGE, "time_zone": "UTC"} | attributes),
    )
    _check_username(user.username)
    with transaction(workspace), _unique_username(user.username):
        user.save(force_insert=True)
    return user.pk


def set_password(
    *,
    workspace: Workspace,
    user_id: int,
    password: str,
    now: datetime,
    keep_token: str | None = None,
    policy: SignInPolicy = DEFAULT_POLICY,
) -> None:
    """Change a password; every token and session of the user but ``keep_token`` ends with the old one."""
    with transaction(workspace):
        user = (
            User.objects.select_for_update(of=("self",)).filter(pk=user_id, deleted_at__isnull=True).first()
        )
        if user is None:
            raise NotFound
        kept = passwords.hashed(password, user.username, policy)
        passwords.refuse_used(
            workspace=workspace, user_id=user_id, password=password, present=user.password, policy=policy
        )
        User.objects.filter(pk=user_id).update(password=kept)
        passwords.remember(workspace=workspace, user_id=user_id, kept=kept, now=now)
        revoke_tokens_of_user(workspace=workspace, user_id=user_id, keep_token=keep_token)


def set_roles(*, workspace: Workspace, user_id: int, roles: Sequence[str]) -> None:
    """Give a user exactly these roles."""
    with transaction(workspace):
        if not User.objects.filter(pk=user_id, deleted_at__isnull=True).update(roles=sorted(set(roles))):
            raise NotFound
        _after_commit(forget_answers)


class SecondFactorNeeded(Unauthenticated):
    """The password is right; a code must be sent along with it."""


def authenticate(
    *,
    workspace: Workspace,
    username: str,
    password: str,
    address: str,
    now: datetime,
    code: str | None = None,
) -> Principal:
    """The user whose name and password these are; raises `Unauthenticated` or `Throttled`.

    An unknown name costs the same hashing as a wrong password, and is refused in the same words. Whoever has
    a second factor sends a ``code`` of it, else `SecondFactorNeeded`.
    """
    user_id, subject = _prove_password(workspace, username, password, address)
    if second_factor_state(workspace=workspace, user_id=user_id).enabled:
        if not code:
            throttle.take_back_step(workspace, subject=subject, address=address)
        _prove_second_factor(workspace, user_id, code, now)
    principal = find_principal_by_id(workspace=workspace, user_id=user_id)
    if principal is None:
        raise _wrong()
    throttle.forgive(workspace, subject=subject, address=address)
    execute(workspace, "UPDATE user_account SET last_login = %s WHERE id = %s", [now, user_id])
    return principal


def prove_password(*, workspace: Workspace, principal: Principal, password: str, address: str) -> None:
    """Somebody who is signed in types their password again; raises like `authenticate`."""
    _, subject = _prove_password(workspace, principal.username, password, address)
    throttle.forgive(workspace, subject=subject, address=address)


def issue_token(
    *,
    workspace: Workspace,
    user_id: int,
    now: datetime,
    label: str = "",
    lifetime: timedelta = BEARER_LIFETIME,
    scopes: Sequence[str] | None = None,
    address: str | None = None,
    created_by: int | None = None,
) -> IssuedToken:
    """A bearer token for the ``Authorization`` header; with ``scopes`` good for these alone."""
    made = Token(
        user_id=user_id, kind=TokenKind.BEARER, label=label, created_at=now, expires_at=now + lifetime,
        scopes=None if scopes is None else sorted(set(scopes)), address=address, created_by=created_by,
    )  # fmt: skip
    return _issue(workspace, made)


def start_session(
    *,
    workspace: Workspace,
    user_id: int,
    now: datetime,
    label: str = "",
    lifetime: timedelta = SESSION_LIFETIME,
    scopes: Sequence[str] | None = None,
    address: str | None = None,
) -> IssuedToken:
    """A session; ``token`` is the value of the cookie, ``label`` the program that it was started in."""
    made = Token(
        user_id=user_id, kind=TokenKind.SESSION, label=label, created_at=now, expires_at=now + lifetime,
        scopes=None if scopes is None else sorted(set(scopes)), address=address,
    )  # fmt: skip
    return _issue(workspace, made)


def lift_scopes(*, workspace: Workspace, token: str) -> None:
    """Let a session, which was good for one thing only, do everything that its user may."""
    with transaction(workspace):
        execute(
            workspace, "UPDATE access_token SET scopes = NULL WHERE digest = %s", [credentials.digest(token)]
        )
        _after_commit(forget_answers)


def revoke_token(*, workspace: Workspace, token: str) -> None:
    """End a bearer token or session, of which the secret is known; none such is fine too."""
    _revoke(workspace, "digest = %s", [credentials.digest(token)])


def revoke_token_by_id(*, workspace: Workspace, token_id: int, user_id: int) -> bool:
    """End one of a user's tokens or sessions by its number in their list; whether there was one."""
    return _revoke(workspace, "id = %s AND user_id = %s", [token_id, user_id]) > 0


def revoke_tokens_of_user(
    *, workspace: Workspace, user_id: int, keep_token: str | None = None, sessions_only: bool = False
) -> None:
    """End everything by which a user is signed in, but for the one token or session to keep."""
    kept = credentials.digest(keep_token or "")
    kinds = [TokenKind.SESSION.value] if sessions_only else [kind.value for kind in TokenKind]
    _revoke(workspace, "user_id = %s AND digest <> %s AND kind = ANY(%s)", [user_id, kept, kinds])


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
            policy=replace(DEFAULT_POLICY, refuse_common=False),  # the operator's own choice
            actor=actor,
            now=now,
        )
        return generated


def _prove_password(workspace: Workspace, username: str, password: str, address: str) -> tuple[int, str]:
    """The user's id, and by what their tries are counted."""
    user_id, kept = _find_password(workspace, username)
    # By the user, not the spelling: names that the database takes for the same must count together.
    subject = f"#{user_id}" if user_id else username
    throttle.count_try(workspace, subject=subject, address=address)
    if not passwords.matches(password, kept) or user_id is None:
        raise _wrong()
    throttle.take_back(workspace, address=address)
    return user_id, subject


def _prove_second_factor(workspace: Workspace, user_id: int, code: str | None, now: datetime) -> None:
    if not code:
        message = text("Enter the code that your device shows", "请输入设备上显示的验证码")
        raise SecondFactorNeeded(None, [Issue("second_factor_required", message, ("code",))])
    if not use_code(workspace=workspace, user_id=user_id, code=code, now=now):
        message = text("This code is not right, or was used already", "验证码错误或已被使用")
        raise Unauthenticated(message, [Issue("second_factor_wrong", message, ("code",))])


def _wrong() -> Unauthenticated:
    return Unauthenticated(text("User name or password is wrong", "用户名或密码错误"))


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


def _issue(workspace: Workspace, made: Token) -> IssuedToken:
    secret = credentials.new_token()
    made.digest = credentials.digest(secret)
    made.label = _storable(made.label)[:255]
    with transaction(workspace):
        made.save(force_insert=True)
    return IssuedToken(made.pk, secret, made.expires_at)


def _revoke(workspace: Workspace, condition: str, params: list[object]) -> int:
    with transaction(workspace):
        ended = execute(workspace, f"DELETE FROM access_token WHERE {condition}", params)
        _after_commit(forget_answers)
    return ended


def _after_commit(action: Callable[[], None]) -> None:
    """Now as well, for readers in this transaction."""
    action()
    django_transaction.on_commit(action)
