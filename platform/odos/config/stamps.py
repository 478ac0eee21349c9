"""What this data directory has already brought to which database, so that a later start need not try again.

Losing the file costs a few seconds: everything it stands for may be repeated.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.db import connection

from odos.kernel.workspaces import Workspace

# A workspace that is dropped and made again is another one.
_IDENTITY = "select (pg_control_system()).system_identifier || ' ' || to_regnamespace(%s)::oid"


class Stamps:
    """States by name, kept in ``stamps.json`` for one database."""

    def __init__(self, data: Path) -> None:
        self._file = data / "stamps.json"

    def get(self, name: str) -> str | None:
        """The state stamped last, None for another database."""
        return self._read().get(name)

    def set(self, name: str, state: str) -> None:
        """Stamp ``name`` with ``state``."""
        stamps = self._read() | {name: state, "database": _database()}
        self._file.write_text(json.dumps(stamps))

    def _read(self) -> dict[str, str]:
        try:
            stamps: dict[str, str] = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return {}
        return stamps if stamps.get("database") == _database() else {}


def source_digest() -> str:
    """Changes with any file of the engine or of a package."""
    digest = hashlib.sha256()
    for folder, pattern in ((settings.PROJECT / "platform", "*.py"), (settings.ODOS_METADATA_DIR, "*")):
        for file in sorted(path for path in folder.rglob(pattern) if path.is_file()):
            about = file.stat()
            digest.update(f"{file} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_IDENTITY, [Workspace(settings.ODOS_WORKSPACE).namespace])
        return str(cursor.fetchone()[0])
