"""A bounded load on a web server of this machine, in a process of its own: ``python -m benchmarks.load``.

Its first line of input is a `Plan` as JSON; it ends with its input, after ``seconds`` or ``most`` requests,
and prints ``[[start, seconds, ok], …]`` with starts on the monotonic clock, which all processes share.
"""

from __future__ import annotations

import http.client
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Plan:
    """``requests`` are (method, path, body or None); each of ``clients`` sends one each ``every`` seconds."""

    port: int
    token: str
    requests: Sequence[tuple[str, str, str | None]]
    clients: int = 4
    every: float = 0.06
    seconds: float = 300.0
    most: int = 60_000


class Shot(NamedTuple):
    """One request: when it began, how long it took, whether it succeeded."""

    start: float
    seconds: float
    ok: bool


@dataclass
class Load:
    """A load that runs; `shots` is filled when it has ended."""

    shots: list[Shot] = field(default_factory=list)

    def between(self, periods: Sequence[tuple[float, float]]) -> list[Shot]:
        """The requests that began in one of the periods."""
        return [shot for shot in self.shots if any(start <= shot.start < end for start, end in periods)]

    def touching(self, periods: Sequence[tuple[float, float]]) -> list[Shot]:
        """The requests that were under way in one of the periods."""
        return [
            shot
            for shot in self.shots
            if any(shot.start < end and shot.start + shot.seconds > start for start, end in periods)
        ]


@contextmanager
def running_load(plan: Plan) -> Iterator[Load]:
    """Shoot for the length of the block."""
    load = Load()
    command = [sys.executable, "-m", "benchmarks.load"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(json.dumps(asdict(plan)) + "\n")
    process.stdin.flush()
    try:
        yield load
    finally:
        output, _ = process.communicate(timeout=60)
        load.shots += [Shot(*shot) for shot in json.loads(output)]


def median_ms(shots: Sequence[Shot]) -> float:
    """The median in milliseconds."""
    if not shots:
        raise RuntimeError("no request was answered; the machine is too busy to measure")
    return statistics.median(shot.seconds for shot in shots) * 1000


def main() -> None:
    """The process that shoots."""
    given = json.loads(sys.stdin.readline())
    plan, stop = Plan(**given), threading.Event()
    shots: list[Shot] = []
    clients = [
        threading.Thread(target=_shoot, args=(plan, number, stop, shots)) for number in range(plan.clients)
    ]
    timer = threading.Timer(plan.seconds, stop.set)
    timer.daemon = True
    timer.start()
    for client in clients:
        client.start()
    sys.stdin.read()
    stop.set()
    for client in clients:
        client.join()
    print(json.dumps(shots), flush=True)


def _shoot(plan: Plan, number: int, stop: threading.Event, shots: list[Shot]) -> None:
    chance, connection = random.Random(number), http.client.HTTPConnection(HOST, plan.port, timeout=60)
    due = time.monotonic() + plan.every * number / plan.clients
    while len(shots) < plan.most and not stop.wait(max(0.0, due - time.monotonic())):
        method, path, body = chance.choice(plan.requests)
        shots.append(_shot(connection, plan.token, method, path, body))
        due = max(due + plan.every, time.monotonic())


def _shot(
    connection: http.client.HTTPConnection, token: str, method: str, path: str, body: str | None
) -> Shot:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    start = time.monotonic()
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        ok = answer.status < 400
    except (OSError, http.client.HTTPException):
        connection.close()
        ok = False
    return Shot(start, time.monotonic() - start, ok)


if __name__ == "__main__":
    main()
