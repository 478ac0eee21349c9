"""Registries: filled from manifests while loading, closed before the first request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """Things by key. Registering twice or after `close` is a programming error."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._things: dict[str, T] = {}
        self._closed = False

    def register(self, key: str, thing: T) -> None:
        """Add ``thing``; raises ValueError for a key that is taken or a closed registry."""
        if self._closed:
            raise ValueError(f"the registry of {self._noun}s is closed; register {key!r} from a manifest")
        if key in self._things:
            raise ValueError(f"{self._noun} {key!r} is registered twice")
        self._things[key] = thing

    def close(self) -> None:
        """Refuse further registrations."""
        self._closed = True

    @contextmanager
    def temporarily(self, key: str, thing: T) -> Iterator[None]:
        """A thing for the length of a block, also in a closed registry; for tests."""
        if key in self._things:
            raise ValueError(f"{self._noun} {key!r} is registered twice")
        self._things[key] = thing
        try:
            yield
        finally:
            del self._things[key]

    def __getitem__(self, key: str) -> T:
        return self._things[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)
