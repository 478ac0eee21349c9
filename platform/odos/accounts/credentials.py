"""Secrets that prove who is asking: made here, kept as digests.

A token has 256 random bits, so that a plain SHA-256 of it cannot be turned back; no salt is needed.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

from odos.accounts.policy import DEFAULT_POLICY, LONGEST_PASSWORD, SignInPolicy
from odos.kernel.issues import Issue
from odos.kernel.texts import text

PREFIX = "odos_"


def new_token() -> str:
    """A fresh secret, recognisable by scanners of leaked secrets."""
    return PREFIX + secrets.token_urlsafe(32)


def new_password() -> str:
    """A password to print once."""
    return secrets.token_urlsafe(12)


def digest(token: str) -> bytes:
    """What is kept of a token, and what it is found by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def password_issues(password: str, *, username: str, policy: SignInPolicy = DEFAULT_POLICY) -> list[Issue]:
    """What is wrong with a new password."""
    issues = []
    if not policy.shortest <= len(password) <= LONGEST_PASSWORD:
        message = text(
            "A password has between {least} and {most} characters",
            "密码长度须在 {least} 到 {most} 个字符之间",
            least=policy.shortest,
            most=LONGEST_PASSWORD,
        )
        issues.append(Issue("password_length", message, ("password",)))
    if password.casefold() == username.casefold():
        message = text("The password must differ from the user name", "密码不能与用户名相同")
        issues.append(Issue("password_is_username", message, ("password",)))
    elif policy.refuse_common and password.lower().strip() in _common_passwords():
        message = text(
            "This password is among the first that an attacker tries", "该密码过于常见，容易被猜中"
        )
        hint = text("Several unrelated words make a good one", "建议使用几个互不相关的词组成密码")
        issues.append(Issue("password_common", message, ("password",), hint))
    return issues


@cache
def _common_passwords() -> frozenset[str]:
    """The twenty thousand most common ones, in lower case; the list comes with Django."""
    return frozenset(CommonPasswordValidator().passwords)
