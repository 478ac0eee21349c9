"""Bytes on disk: ``<files>/<workspace>/ab/cd/<sha256>``, written once, never changed.

A file appears under its name only when it is complete. A crash leaves at most a temporary one, which
`sweep_temporary` removes, or one without a row, which the next upload of the same bytes takes over.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.conf import settings

from odos.kernel.workspaces import Workspace

CHUNK = 1024 * 1024
TEMPORARY = "incoming"
WORKBENCHES = "jobs"
OLD_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Incoming:
    """Bytes that arrived and are not kept yet; ``stream`` reads them."""

    path: Path
    stream: BinaryIO
    sha256: str
    size: int


class TooLarge(ValueError):
    """More bytes came than may."""


def place(workspace: Workspace, sha256: str) -> Path:
    """Where the bytes with this hash are, if they are."""
    return _root(workspace) / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def receive(workspace: Workspace, source: BinaryIO, *, max_bytes: int) -> Iterator[Incoming]:
    """Copy ``source`` to a temporary place, gone after the block unless kept; raises `TooLarge`."""
    directory = _root(workspace) / TEMPORARY
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=directory, delete=False) as temporary:
        path = Path(temporary.name)
        try:
            sha256, size = _copy(source, temporary, max_bytes)
            yield Incoming(path, cast(BinaryIO, temporary), sha256, size)
        finally:
            path.unlink(missing_ok=True)


def keep(workspace: Workspace, incoming: Incoming) -> None:
    """Put the bytes in their place; the same bytes may be there already."""
    target = place(workspace, incoming.sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming.path.replace(target)


def remove(workspace: Workspace, sha256: str) -> None:
    """Delete the bytes; gone already is fine."""
    place(workspace, sha256).unlink(missing_ok=True)


def sweep_temporary(workspace: Workspace) -> int:
    """Remove what crashes left behind; gives the number of files."""
    limit, removed = time.time() - OLD_SECONDS, 0
    for path in (_root(workspace) / TEMPORARY).glob("*"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def workbench(workspace: Workspace, job_id: int) -> Path:
    """A directory for what a job works with; it stays until a sweep after the job's end."""
    return _root(workspace) / WORKBENCHES / str(job_id)


def list_workbenches(workspace: Workspace) -> set[int]:
    """The jobs that have one."""
    return {int(path.name) for path in (_root(workspace) / WORKBENCHES).glob("*")}


def remove_workbench(workspace: Workspace, job_id: int) -> None:
    """Delete what a job worked with."""
    shutil.rmtree(workbench(workspace, job_id), ignore_errors=True)


def _copy(source: BinaryIO, target: IO[bytes], max_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise TooLarge(max_bytes)
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _root(workspace: Workspace) -> Path:
    return Path(settings.ODOS_FILES_DIR) / workspace.key
