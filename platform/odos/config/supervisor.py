"""Runs the processes of one machine: starts them, shows what they say, restarts what dies, stops all.

Each process has a session of its own, so that Ctrl-C reaches the supervisor only, and dies with it (see
`start`), so that nothing keeps a port after ``kill -9``.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any

from odos.config.console import Console

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 30.0
PATIENCE_SECONDS = 15.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What to run, under which name."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0  # seconds; lets the program that people wait for have the machine first
    niceness: int = 0  # by how much it gives way on a full machine to what people wait for


class Child:
    """One program and its present process."""

    def __init__(self, program: Program, console: Console) -> None:
        self.program = program
        self._console = console
        self._process: subprocess.Popen[str] | None = None
        self._started = 0.0
        self._pause = 0.5
        self._next_start = time.monotonic() + program.delay

    def tend(self) -> None:
        """Start the program if it does not run and its pause is over."""
        if self._process is not None and (code := self._process.poll()) is not None:
            self._fell(code)
        if self._process is None and time.monotonic() >= self._next_start:
            self._start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the program; it ends its own children."""
        self._signal(signal.SIGTERM, group=False)

    def wait(self, deadline: float) -> None:
        """Wait until ``deadline``, then kill; whatever is left of its group goes too."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._console.say(self.program.name, "does not stop, killing it")
        self._signal(signal.SIGKILL, group=True)
        self._process.wait()

    def _start(self) -> None:
        self._started = time.monotonic()
        self._process = start(
            self.program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        threading.Thread(target=self._relay, args=(self._process,), daemon=True).start()

    def _fell(self, code: int) -> None:
        self._signal(signal.SIGKILL, group=True)
        steady = time.monotonic() - self._started > STEADY_SECONDS
        self._pause = 0.5 if steady else min(self._pause * 2, LONGEST_PAUSE)
        self._next_start = time.monotonic() + self._pause
        self._process = None
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self._console.say(self.program.name, f"{how}, starting it again in {self._pause:.0f} s")

    def _relay(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self._console.say(self.program.name, line.rstrip())

    def _signal(self, number: int, *, group: bool) -> None:
        if self._process is None:
            return
        try:
            if group:
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)
        except ProcessLookupError:
            pass


class Supervisor:
    """Tends its children until a signal asks it to stop."""

    def __init__(
        self, programs: Sequence[Program], console: Console, chores: Sequence[Callable[[], None]]
    ) -> None:
        self._children = [Child(program, console) for program in programs]
        self._console = console
        self._chores = chores
        self._stopping = False

    def run(self) -> None:
        """Returns after Ctrl-C or SIGTERM, when every child has ended."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            while not self._stopping:
                self._tend()
                time.sleep(0.25)
        finally:
            self._stop()

    def _tend(self) -> None:
        for child in self._children:
            child.tend()
        for chore in self._chores:
            chore()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _stop(self) -> None:
        self._console.say("odos", "stopping")
        for child in self._children:
            child.ask_to_stop()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self._children:
            child.wait(deadline)


def start(program: Program, **options: Any) -> subprocess.Popen[Any]:
    """A new process, in a session of its own; further ``options`` as for `subprocess.Popen`."""
    return subprocess.Popen(  # noqa: S603
        program.command,
        env=os.environ | program.environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=partial(_begin, program.niceness),  # noqa: PLW1509  (system calls only)
        **options,
    )


def _begin(niceness: int) -> None:
    """In the new process, before the program runs in it."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if niceness:
        os.nice(niceness)
        _lower_session(niceness)


def _lower_session(niceness: int) -> None:
    """Linux may share out processors among sessions, and then looks at niceness only within each."""
    try:
        descriptor = os.open("/proc/self/autogroup", os.O_WRONLY)
    except OSError:
        return
    try:
        os.write(descriptor, b"%d" % niceness)
    except OSError:
        pass
    finally:
        os.close(descriptor)
