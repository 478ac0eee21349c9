"""The active version in this process: one pointer for each workspace.

A pointer is moved by PostgreSQL's NOTIFY and, in case one was missed, re-checked when it is older than
`RECHECK_SECONDS`: at most one tiny query in that time for each process and workspace, by whichever
request comes first. All else is free of queries. A request takes one `Schema` and keeps it.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from odos.database.listen import Listener
from odos.database.session import execute
from odos.kernel.workspaces import Workspace
from odos.schema.model import Schema
from odos.storage import versions
from odos.storage.versions import Loaded

RECHECK_SECONDS = 1.0
_NEVER = float("-inf")


@dataclass
class _Pointer:
    """What one process knows of one workspace. ``checked`` is on the monotonic clock."""

    workspace: Workspace
    loaded: Loaded = versions.EMPTY
    checked: float = _NEVER
    news: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)
    listener: Listener | None = None

    def heard(self, payload: str | None) -> None:
        """A version was published, or notifications may have been missed: look at the next request."""
        if payload is None or payload != str(self.loaded.schema.version):
            self.news += 1
            self.checked = _NEVER


_pointers: dict[str, _Pointer] = {}
_creating = threading.Lock()


def schema_channel(workspace: Workspace) -> str:
    """The NOTIFY channel of new versions; the payload is the version's number."""
    return f"odos_schema_{workspace.key}"


def active_schema(workspace: Workspace) -> Schema:
    """The active version; version 0 without entities where nothing was published yet."""
    return active_version(workspace).schema


def active_version(workspace: Workspace) -> Loaded:
    """The active version with the manifest by which it is stored."""
    pointer = _pointers.get(workspace.key) or _create(workspace)
    if time.monotonic() - pointer.checked > RECHECK_SECONDS:
        _check(pointer)
    return pointer.loaded


def known_version(workspace: Workspace) -> Loaded:
    """What this process believes to be active, without asking."""
    pointer = _pointers.get(workspace.key)
    return pointer.loaded if pointer else versions.EMPTY


def refresh(workspace: Workspace) -> Schema:
    """The active version, asking the database now; after a fence said that ours is outdated."""
    pointer = _pointers.get(workspace.key) or _create(workspace)
    pointer.checked = _NEVER
    with pointer.guard:
        _reload(pointer)
    return pointer.loaded.schema


def schema_at(workspace: Workspace, version: int) -> Schema:
    """A version by its number, for a job that has pinned it; raises `NotFound`."""
    pointer = _pointers.get(workspace.key)
    if pointer is not None and pointer.loaded.schema.version == version:
        return pointer.loaded.schema
    return versions.load(workspace, version).schema


def point_to(workspace: Workspace, loaded: Loaded) -> None:
    """This process has just published a version and committed it: no need to read it back."""
    pointer = _pointers.get(workspace.key) or _create(workspace)
    with pointer.guard:
        if loaded.schema.version > pointer.loaded.schema.version:
            versions.remember(workspace, loaded)
            pointer.loaded, pointer.checked = loaded, time.monotonic()


def announce(workspace: Workspace, version: int) -> None:
    """Tell every process when the open transaction commits."""
    execute(workspace, "SELECT pg_notify(%s, %s)", [schema_channel(workspace), str(version)])


def forget(workspace: Workspace) -> None:
    """Drop the pointer, as a new process would start; for tests and for workspaces that are removed."""
    pointer = _pointers.pop(workspace.key, None)
    if pointer is not None and pointer.listener is not None:
        pointer.listener.stop()


def _create(workspace: Workspace) -> _Pointer:
    with _creating:
        return _pointers.setdefault(workspace.key, _Pointer(workspace))


def _check(pointer: _Pointer) -> None:
    """One thread looks; the others go on with what is known, unless nothing is."""
    if not pointer.guard.acquire(blocking=pointer.loaded is versions.EMPTY or pointer.checked == _NEVER):
        return
    try:
        if time.monotonic() - pointer.checked > RECHECK_SECONDS:
            _reload(pointer)
    finally:
        pointer.guard.release()


def _reload(pointer: _Pointer) -> None:
    _listen(pointer)
    started, news = time.monotonic(), pointer.news
    number = versions.active_number(pointer.workspace)
    if number != pointer.loaded.schema.version:
        pointer.loaded = versions.load(pointer.workspace, number)
    pointer.checked = started if pointer.news == news else _NEVER


def _listen(pointer: _Pointer) -> None:
    if pointer.listener is None:
        pointer.listener = Listener(schema_channel(pointer.workspace), pointer.heard)
    pointer.listener.ensure_started()
