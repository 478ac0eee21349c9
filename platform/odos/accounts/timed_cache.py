"""Answers remembered for about a second in this process, so that a burst of requests asks once.

Contract: an answer is at most `SECONDS` old; after `forget` returns, no answer read before it is given
again in this process, not even one whose reading was under way.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

SECONDS = 1.0
LARGEST = 4096


class TimedCache(Generic[K, V]):
    """Bounded; the entries that were read longest ago go first."""

    def __init__(self, *, seconds: float = SECONDS, largest: int = LARGEST) -> None:
        self._seconds = seconds
        self._largest = largest
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._generation = 0
        self._guard = threading.Lock()

    def get(self, key: K, read: Callable[[], V]) -> V:
        """The remembered answer for ``key``, else the result of ``read``, which is then remembered."""
        started, generation = time.monotonic(), self._generation
        found = self._entries.get(key)
        if found is not None and started - found[0] < self._seconds:
            return found[1]
        answer = read()
        self._remember(key, answer, started, generation)
        return answer

    def forget(self) -> None:
        """Drop everything; cheap, since all of it would be read again within a second anyway."""
        with self._guard:
            self._generation += 1
            self._entries.clear()

    def _remember(self, key: K, answer: V, started: float, generation: int) -> None:
        with self._guard:
            if generation != self._generation:
                return
            self._entries[key] = (started, answer)
            self._entries.move_to_end(key)
            while len(self._entries) > self._largest:
                self._entries.popitem(last=False)
