"""The collector of garbage, at rest while very many objects are made that live until some work is done.

It would look through all of them again and again, and every thread of the process waits as long as it looks.
Reference counting goes on, so that only circles that others make meanwhile wait until afterwards.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Rest:
    """How many want it to rest now, in all threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._wanted = 0
        self._was_working = False

    def begin(self) -> None:
        with self._guard:
            if not self._wanted:
                self._was_working = gc.isenabled()
                gc.disable()
            self._wanted += 1

    def end(self) -> None:
        with self._guard:
            self._wanted -= 1
            if not self._wanted and self._was_working:
                gc.enable()


_rest = _Rest()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """For the length of the block, and of any other that overlaps with it."""
    _rest.begin()
    try:
        yield
    finally:
        _rest.end()
