"""A second proof beside the password: codes that a device shows (RFC 6238), and recovery codes for its loss.

A code counts once: the step that it belongs to is kept, and only a later one is taken afterwards.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp

from odos.accounts.credentials import digest
from odos.accounts.sealed import WrongKey, seal, unseal
from odos.database.session import execute, fetch_one, fetch_value, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

ISSUER = "Odos"
STEP_SECONDS = 30
STEPS_ASIDE = 1  # clocks differ a little
RECOVERY_CODES = 10
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else

_BEGIN = """
    INSERT INTO second_factor (user_id, secret, last_step, recovery) VALUES (%s, %s, 0, '{}')
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = 0
    WHERE second_factor.confirmed_at IS NULL
"""
_READ = "SELECT secret, confirmed_at IS NOT NULL, cardinality(recovery) FROM second_factor WHERE user_id = %s"
_USE_STEP = "UPDATE second_factor SET last_step = %s WHERE user_id = %s AND last_step < %s"
_USE_RECOVERY = """
    UPDATE second_factor SET recovery = array_remove(recovery, %s)
    WHERE user_id = %s AND confirmed_at IS NOT NULL AND %s = ANY(recovery)
"""


@dataclass(frozen=True)
class State:
    """What a user has; ``recovery_left`` codes are unused."""

    enabled: bool = False
    recovery_left: int = 0


@dataclass(frozen=True)
class Setup:
    """A fresh secret for the device; ``uri`` is what its camera reads."""

    secret: str
    uri: str


def second_factor_state(*, workspace: Workspace, user_id: int) -> State:
    """Whether the user has a second factor in force."""
    row = fetch_one(workspace, _READ, [user_id])
    return State(True, row[2]) if row and row[1] else State()


def begin_setup(*, workspace: Workspace, user_id: int, username: str) -> Setup:
    """Make a secret, in force once `confirm_setup` has seen a code of it; `Conflict` with one in force."""
    secret = pyotp.random_base32()
    if not execute(workspace, _BEGIN, [user_id, seal(secret)]):
        raise Conflict(text("A second factor is in force already", "已启用双重验证"))
    return Setup(secret, pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER))


def confirm_setup(*, workspace: Workspace, user_id: int, code: str, now: datetime) -> list[str]:
    """Put the new secret into force; gives the recovery codes, which can be read only now."""
    with transaction(workspace):
        if not _uses_step(workspace, user_id, code, now, confirmed=False):
            raise wrong_code()
        execute(workspace, "UPDATE second_factor SET confirmed_at = %s WHERE user_id = %s", [now, user_id])
        return renew_recovery_codes(workspace=workspace, user_id=user_id)


def renew_recovery_codes(*, workspace: Workspace, user_id: int) -> list[str]:
    """New codes; the old ones open nothing any more."""
    codes = [_new_recovery_code() for _ in range(RECOVERY_CODES)]
    kept = [digest(_normal(code)) for code in codes]
    execute(workspace, "UPDATE second_factor SET recovery = %s::bytea[] WHERE user_id = %s", [kept, user_id])
    return codes


def use_code(*, workspace: Workspace, user_id: int, code: str, now: datetime) -> bool:
    """Whether ``code`` proves the second factor; it does so once."""
    if _uses_step(workspace, user_id, code, now, confirmed=True):
        return True
    kept = digest(_normal(code))
    return bool(execute(workspace, _USE_RECOVERY, [kept, user_id, kept]))


def remove_second_factor(*, workspace: Workspace, user_id: int) -> bool:
    """Take the second factor away; whether there was one in force."""
    statement = "DELETE FROM second_factor WHERE user_id = %s RETURNING confirmed_at IS NOT NULL"
    return bool(fetch_value(workspace, statement, [user_id]))


def wrong_code() -> Invalid:
    """The refusal of a code, at its place in the form."""
    message = text("This code is not right, or was used already", "验证码错误或已被使用")
    hint = text("Wait for the next code of your device", "请等待设备显示下一个验证码")
    return Invalid(None, [Issue("wrong_code", message, ("code",), hint)])


def _uses_step(workspace: Workspace, user_id: int, code: str, now: datetime, *, confirmed: bool) -> bool:
    row = fetch_one(workspace, _READ, [user_id])
    if row is None or row[1] is not confirmed:
        return False
    step = _step_of(row[0], code, now)
    return step is not None and bool(execute(workspace, _USE_STEP, [step, user_id, step]))


def _step_of(kept: bytes, code: str, now: datetime) -> int | None:
    """The step of time whose code this is."""
    try:
        device = pyotp.TOTP(unseal(kept))
    except WrongKey:
        return None
    present, given = int(now.timestamp()) // STEP_SECONDS, _normal(code)
    for step in range(present - STEPS_ASIDE, present + STEPS_ASIDE + 1):
        if hmac.compare_digest(device.generate_otp(step).encode(), given.encode()):
            return step
    return None


def _new_recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _normal(code: str) -> str:
    """Blanks and dashes are for reading."""
    plain = code[:64].replace(" ", "").replace("-", "").lower()
    return plain.encode("utf-8", "ignore").decode()
