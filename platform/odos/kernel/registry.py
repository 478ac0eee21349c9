"""Registries: filled from manifests while loading, closed before the first request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar


class InOrder(Protocol):
    """Things of which some come before others."""

    @property
    def key(self) -> str:
        """The name in the registry."""

    @property
    def order(self) -> float:
        """Ascending; by key where it is the same."""


T = TypeVar("T")
O = TypeVar("O", bound=InOrder)  # noqa: E741


class Registry(Mapping[str, T], Generic[T]):
    """Things by key. Registering twice or after `close` is a programming error."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._things: dict[str, T] = {}
        self._closed = False
        self._changes = 0

    def register(self, key: str, thing: T) -> None:
        """Add ``thing``; raises ValueError for a key that is taken or a closed registry."""
        if self._closed:
            raise ValueError(f"the registry of {self._noun}s is closed; register {key!r} from a manifest")
        if key in self._things:
            raise ValueError(f"{self._noun} {key!r} is registered twice")
        self._put(key, thing)

    def close(self) -> None:
        """Refuse further registrations."""
        self._closed = True

    @contextmanager
    def temporarily(self, key: str, thing: T) -> Iterator[None]:
        """A thing for the length of a block, also in a closed registry; for tests."""
        if key in self._things:
            raise ValueError(f"{self._noun} {key!r} is registered twice")
        self._put(key, thing)
        try:
            yield
        finally:
            del self._things[key]
            self._changes += 1

    def _put(self, key: str, thing: T) -> None:
        self._things[key] = thing
        self._changes += 1

    def __getitem__(self, key: str) -> T:
        return self._things[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)


class OrderedRegistry(Registry[O], Generic[O]):
    """A registry whose values come in their order, which is found once and not with every write."""

    def __init__(self, noun: str) -> None:
        super().__init__(noun)
        self._in_order: tuple[O, ...] = ()
        self._counted = 0

    def in_order(self) -> tuple[O, ...]:
        """All of them."""
        if self._counted != self._changes:
            things = self._things.values()
            self._in_order = tuple(sorted(things, key=lambda thing: (thing.order, thing.key)))
            self._counted = self._changes
        return self._in_order
