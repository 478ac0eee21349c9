"""Where an installation keeps its things on disk; pure functions of the data directory."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
_LONGEST_SOCKET = 90  # of about 104 bytes, room for ".s.PGSQL.5432"


def data_dir() -> Path:
    """``ODOS_DATA_DIR``, by default ``.odos`` in the project."""
    return Path(os.environ.get("ODOS_DATA_DIR") or PROJECT / ".odos").expanduser().resolve()


def socket_dir(data: Path, service: str) -> Path:
    """The directory of a service's unix socket: below the data directory unless the path gets too long."""
    usual = data / service
    if len(str(usual)) <= _LONGEST_SOCKET:
        return usual
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"odos-{digest}" / service


def embedded_database_url(data: Path, database: str = "odos") -> str:
    """The administrator's address of the embedded PostgreSQL."""
    return f"postgresql://postgres@/{database}?host={socket_dir(data, 'postgres')}"


def embedded_redis_url(data: Path) -> str:
    """The address of the embedded Redis."""
    return f"unix://{socket_dir(data, 'redis')}/redis.sock?db=0"


def celery_url(redis_url: str) -> str:
    """The same Redis in the words of Celery, which spells unix sockets differently."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, query = redis_url.removeprefix("unix://").partition("?")
    database = dict(pair.split("=") for pair in query.split("&") if "=" in pair).get("db", "0")
    return f"redis+socket://{path}?virtual_host={database}"


def secret_key(data: Path) -> str:
    """``ODOS_SECRET_KEY``, else one that is made on the first start and kept in the data directory."""
    given = os.environ.get("ODOS_SECRET_KEY")
    if given:
        return given
    file = data / "secret_key"
    data.mkdir(parents=True, exist_ok=True, mode=0o711)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_when_written(file)
    with os.fdopen(handle, "w") as stream:
        stream.write(made := secrets.token_urlsafe(48))
    return made


def _read_when_written(file: Path) -> str:
    """Another process may be between creating and writing the file."""
    for _ in range(1000):
        if written := file.read_text():
            return written
    raise RuntimeError(f"{file} is empty: delete it and start again")
