"""What a token may be used for. A session, and a token without scopes, does all that its user may."""

from __future__ import annotations

from odos.accounts.principals import ADMINISTER, Principal
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden
from odos.kernel.texts import text

READ, WRITE = "read", "write"
GRANTED = (READ, WRITE, ADMINISTER)  # what somebody may give to a token
ENROL = "enrol"  # of a session whose user must set up a second factor before anything else
ACCOUNT = "account"  # never given: only without scopes
ANY = ""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def needed_scope(method: str, *, administrators: bool, reads: bool) -> str:
    """The scope of a request where its endpoint names none."""
    if administrators:
        return ADMINISTER
    return READ if reads or method in _READING else WRITE


def may_write(principal: Principal) -> bool:
    """Whether the token or session is made for changing anything."""
    return principal.scopes is None or WRITE in principal.scopes


def require_scope(principal: Principal, scope: str) -> None:
    """Raise `Forbidden` where the token or session was made for something else."""
    if principal.scopes is None or scope == ANY or scope in principal.scopes:
        return
    if ENROL in principal.scopes:
        message = text("Set up your second factor first", "请先设置双重验证")
        raise Forbidden(message, [Issue("second_factor_missing", message)])
    message = text(
        'This token is not made for that: it lacks "{scope}"', "该令牌缺少“{scope}”权限范围", scope=scope
    )
    raise Forbidden(message, [Issue("scope_missing", message)])
