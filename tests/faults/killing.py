"""Ending the processes of a running system as a crash does: by SIGKILL, without a word."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from tests.fixtures.systems import RunningSystem, command_of


def kill_program(system: RunningSystem, name: str) -> None:
    """Web, events, worker or beat; what it started is left to find out by itself, as after a crash."""
    system.wait_until(lambda: name in system.children())
    os.kill(system.children()[name].pid, signal.SIGKILL)


def kill_service(system: RunningSystem, file: str, word: str) -> None:
    """An embedded server, by its pid file; waits until it serves again only where the caller does."""
    process = find_service(system, file, word)
    assert process is not None, f"no {word} runs"
    process.kill()


def find_service(system: RunningSystem, file: str, word: str) -> psutil.Process | None:
    try:
        process = psutil.Process(int((system.data / file).read_text().split()[0]))
        return process if word in process.name() else None
    except (OSError, IndexError, ValueError, psutil.Error):
        return None


POSTGRES = ("postgres/data/postmaster.pid", "postgres")
REDIS = ("redis/redis.pid", "redis-server")


def kill_part_of_worker(system: RunningSystem) -> None:
    """One of the processes in which Celery works, as when the machine runs out of memory."""
    system.wait_until(lambda: "worker" in system.children())
    parts = [
        part for part in system.children()["worker"].children() if "celery" in " ".join(command_of(part))
    ]
    for part in parts[:1]:
        part.kill()


KILLS: dict[str, Callable[[RunningSystem], None]] = {
    "worker": lambda system: kill_program(system, "worker"),
    "part of worker": kill_part_of_worker,
    "beat": lambda system: kill_program(system, "beat"),
    "web": lambda system: kill_program(system, "web"),
    "events": lambda system: kill_program(system, "events"),
    "redis": lambda system: kill_service(system, *REDIS),
    "postgres": lambda system: kill_service(system, *POSTGRES),
}


@contextmanager
def nobody_watches(system: RunningSystem) -> Iterator[None]:
    """The supervisor is held, so that what is killed in the block stays away until its end."""
    assert system.process is not None
    system.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        system.process.send_signal(signal.SIGCONT)
