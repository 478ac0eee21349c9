"""The two database roles of an installation and how the application signs in.

Roles belong to the whole server while an installation is one database, so their names come from the
database's: ``odos`` gives ``odos_app`` and ``odos_audit``.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from psycopg2.extensions import parse_dsn

_LONGEST = 55  # of 63 bytes, so that a suffix fits


@dataclass(frozen=True)
class Roles:
    """``app`` signs in and owns the tables; ``audit`` owns the trail, and nobody signs in as it."""

    app: str
    audit: str


def roles_of(database: str) -> Roles:
    """The roles of the installation in ``database``."""
    stem = database if database.startswith("odos") else f"odos_{database}"
    if len(stem) > _LONGEST:
        stem = f"{stem[:40]}_{hashlib.blake2s(stem.encode(), digest_size=6).hexdigest()}"
    return Roles(app=f"{stem}_app", audit=f"{stem}_audit")


def role_password(secret_key: str, role: str) -> str:
    """The password of ``role``: derived, hence stored nowhere; hexadecimal, hence safe in SQL."""
    return hmac.new(secret_key.encode(), f"database role {role}".encode(), hashlib.sha256).hexdigest()


def application_parameters(admin_url: str, secret_key: str) -> dict[str, str]:
    """libpq parameters of the application's own connection, given the administrator's address.

    An address that already signs in as the application's role is taken as it is.
    """
    parameters: dict[str, str] = parse_dsn(admin_url)
    parameters.setdefault("dbname", parameters.get("user", "odos"))
    app = roles_of(parameters["dbname"]).app
    if parameters.get("user") != app:
        parameters |= {"user": app, "password": role_password(secret_key, app)}
    return parameters
