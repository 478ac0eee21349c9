"""What an operation that opens its transaction itself is given to be done once, however often it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Receipt(Protocol):
    """Asked while publishers exclude each other, so that nobody is in between."""

    def check(self) -> None:
        """Raise whatever tells the caller of the first time, if there was one."""

    def keep(self, answer: Mapping[str, Any]) -> None:
        """Note the answer in the transaction of the operation."""
