"""What the supervisor prints: a line for each message, named and coloured by its process."""

from __future__ import annotations

import os
import sys
import threading
import unicodedata
from typing import TextIO

COLOURS = {"odos": 36, "web": 32, "events": 34, "worker": 33, "beat": 35, "postgres": 36, "redis": 36}
WIDTH = 8


class Console:
    """Whole lines from many threads, one after the other."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._coloured = bool(os.environ.get("FORCE_COLOR")) or (
            self._stream.isatty() and not os.environ.get("NO_COLOR")
        )
        self._guard = threading.Lock()

    def say(self, name: str, message: str) -> None:
        """Print each line of ``message`` after the name of who says it."""
        label = self._colour(COLOURS.get(name, 37), f"{name:<{WIDTH}}│")
        self._print("".join(f"{label} {line}\n" for line in message.splitlines() or [""]))

    def box(self, lines: list[str]) -> None:
        """Print ``lines`` in a frame."""
        width = max(map(_columns, lines)) + 4
        body = "".join(f"│  {line}{' ' * (width - 4 - _columns(line))}  │\n" for line in lines)
        frame = f"\n╭{'─' * width}╮\n{body}╰{'─' * width}╯\n\n"
        self._print(self._colour(32, frame))

    def _colour(self, colour: int, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._coloured else text

    def _print(self, text: str) -> None:
        with self._guard:
            self._stream.write(text)
            self._stream.flush()


def _columns(line: str) -> int:
    """The width on a terminal, where a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
