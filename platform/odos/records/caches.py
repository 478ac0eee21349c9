"""Compiled statements, kept for as long as their schema version is the newest seen."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from odos.records.context import Context
from odos.schema.model import Schema

T = TypeVar("T")
_SIZE = 4_000


class LeastRecentlyUsed:
    """Keeps the ``size`` entries used last. Two threads may make the same entry; either serves."""

    def __init__(self, size: int = _SIZE) -> None:
        self._size = size
        self._entries: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The entry of ``key``, made when it is missing. A key always stands for the same type."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key]  # type: ignore[return-value]
        made = make()
        self.put(key, made)
        return made

    def put(self, key: Hashable, entry: object) -> None:
        """Keep ``entry`` in place of the one before."""
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > self._size:
                self._entries.popitem(last=False)


# By workspace: the newest schema seen and its statements. Older ones are dropped whole, so that what they
# hold (schemas, closures) does not pile up over many publishes.
_newest: dict[str, tuple[Schema, LeastRecentlyUsed]] = {}
_lock = threading.Lock()


def kept(context: Context, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, kept under ``key`` and the context's schema and the actor's authority."""
    newest = _newest.get(context.workspace.key)
    # Nearly always; a pair is replaced as a whole, so it may be read without the lock.
    cache = newest[1] if newest is not None and newest[0] is context.schema else _cache_of(context)
    if cache is None:
        return make()
    return cache.get((context.actor.authority, key), make)


def _cache_of(context: Context) -> LeastRecentlyUsed | None:
    """The schema's cache; None for a version that is not the newest (a job that pinned an old one)."""
    schema = context.schema
    with _lock:
        newest, cache = _newest.get(context.workspace.key, (None, None))
        if newest is not schema and (newest is None or schema.version >= newest.version):
            cache = LeastRecentlyUsed()
            _newest[context.workspace.key] = (schema, cache)
        elif newest is not schema:
            return None
        return cache
