"""Compiled statements, kept for as long as their schema version is the newest seen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from odos.records.context import Context
from odos.schema.model import Schema

T = TypeVar("T")
_SIZE = 4_000
_MISSING: Any = object()


class Kept:
    """Keeps the ``size`` entries made last. Two threads may make the same entry; either serves.

    Reading takes no lock and moves nothing, since a request reads a dozen entries; what is used often is
    made again now and then, when very many others came in between.
    """

    def __init__(self, size: int = _SIZE) -> None:
        self._size = size
        self._entries: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The entry of ``key``, made when it is missing. A key always stands for the same type."""
        entry: T = self._entries.get(key, _MISSING)
        if entry is _MISSING:
            entry = make()
            self.put(key, entry)
        return entry

    def put(self, key: Hashable, entry: object) -> None:
        """Keep ``entry`` in place of the one before."""
        with self._lock:
            self._entries.pop(key, None)
            self._entries[key] = entry
            while len(self._entries) > self._size:
                del self._entries[next(iter(self._entries))]


# By workspace: the newest schema seen and its statements. Older ones are dropped whole, so that what they
# hold (schemas, closures) does not pile up over many publishes.
_newest: dict[str, tuple[Schema, Kept]] = {}
_lock = threading.Lock()


def kept(context: Context, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, kept under ``key`` and the context's schema and the actor's authority."""
    newest = _newest.get(context.workspace.key)
    # Nearly always; a pair is replaced as a whole, so it may be read without the lock.
    cache = newest[1] if newest is not None and newest[0] is context.schema else _cache_of(context)
    if cache is None:
        return make()
    return cache.get((context.actor.authority, key), make)


def _cache_of(context: Context) -> Kept | None:
    """The schema's cache; None for a version that is not the newest (a job that pinned an old one)."""
    schema = context.schema
    with _lock:
        newest, cache = _newest.get(context.workspace.key, (None, None))
        if newest is not schema and (newest is None or schema.version >= newest.version):
            cache = Kept()
            _newest[context.workspace.key] = (schema, cache)
        elif newest is not schema:
            return None
        return cache
