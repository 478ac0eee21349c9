"""Secrets that must be read again, kept encrypted under the installation's secret key."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class WrongKey(RuntimeError):
    """What is kept was encrypted under another secret key."""


def seal(secret: str) -> bytes:
    """What may be stored."""
    return _cipher().encrypt(secret.encode())


def unseal(kept: bytes) -> str:
    """The secret; raises `WrongKey`."""
    try:
        return _cipher().decrypt(bytes(kept)).decode()
    except InvalidToken as error:
        raise WrongKey("this secret was encrypted under another ODOS_SECRET_KEY") from error


def _cipher() -> Fernet:
    key = hmac.new(settings.SECRET_KEY.encode(), b"sealed secrets of accounts", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
