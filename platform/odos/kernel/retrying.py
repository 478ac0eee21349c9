"""How long to leave alone what failed before it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_MOST_DOUBLINGS = 20  # whatever is tried more often waits no longer


@dataclass(frozen=True)
class Backoff:
    """Pauses between tries: ``first``, then twice as long each time, no longer than ``longest``."""

    first: timedelta
    longest: timedelta = timedelta(days=1)

    def after(self, tries: int) -> timedelta:
        """The pause after so many tries that failed, counted from 1."""
        doublings = min(max(tries, 1) - 1, _MOST_DOUBLINGS)
        return min(self.first * (1 << doublings), self.longest)
