"""Odos in real processes, started as an installation starts them, and connections to them."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import psutil
from django.conf import settings

from odos.config import ports
from odos.config.programs import list_programs
from odos.config.supervisor import Program, start

PROCESS_HEADER = "X-Process"
HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0
TRIES = 40


@dataclass(frozen=True)
class Reply:
    """An answer with the process that gave it."""

    status: int
    process: str
    body: bytes

    @property
    def json(self) -> Any:
        """The body decoded."""
        return json.loads(self.body)


class Connection:
    """One kept-alive connection, hence to one process."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: object = None) -> Reply:
        """Any request."""
        data = None if body is None else json.dumps(body).encode()
        self._connection.request(method, path, data, self._headers)
        answer = self._connection.getresponse()
        return Reply(answer.status, answer.headers.get(PROCESS_HEADER, ""), answer.read())

    def succeed(self, method: str, path: str, body: object = None) -> Any:
        """The decoded answer of a request that must succeed."""
        reply = self.send(method, path, body)
        if reply.status >= 300:
            raise RuntimeError(f"{method} {path}: {reply.status} {reply.body[:1000].decode()}")
        return reply.json

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@dataclass(frozen=True)
class Web:
    """A running web server."""

    port: int
    pid: int

    def connect(self, token: str) -> Connection:
        """A connection to any of its processes."""
        return Connection(self.port, token)

    def connect_to_each(self, token: str) -> list[Connection]:
        """One connection to every worker process, in which a first request has been made."""
        found: dict[str, Connection] = {}
        for _ in range(TRIES):
            for process, connection in self._connect_at_once(token):
                if process in found:
                    connection.close()
                else:
                    found[process] = connection
            if len(found) == len(self.workers()):
                return list(found.values())
        raise RuntimeError(f"of {len(self.workers())} web processes only {len(found)} answered")

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return psutil.Process(self.pid).children()

    def _connect_at_once(self, token: str) -> list[tuple[str, Connection]]:
        def greet(_number: int) -> tuple[str, Connection]:
            connection = self.connect(token)
            return connection.send("GET", "/api/auth/me").process, connection

        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(greet, range(8)))


@contextmanager
def running_web(workspace: str = "main") -> Iterator[Web]:
    """The web program of an installation with its usual number of processes."""
    port = ports.find_free(HOST, settings.ODOS_PORT)
    program = _program("web")
    changed = {
        "odos.config.wsgi:application": "benchmarks.wsgi:application",
        f"{settings.ODOS_HOST}:{settings.ODOS_PORT}": f"{HOST}:{port}",
    }
    command = [changed.get(part, part) for part in program.command]
    with _running(replace(program, command=command), ODOS_WORKSPACE=workspace) as process:
        _wait_until_ready(port, process)
        yield Web(port, process.pid)


@contextmanager
def running_worker() -> Iterator[None]:
    """The program that does background work."""
    with _running(_program("worker")):
        yield


def _program(name: str) -> Program:
    return next(program for program in list_programs(events_port=0) if program.name == name)


@contextmanager
def _running(program: Program, **further: str) -> Iterator[subprocess.Popen[bytes]]:
    own = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "PYTHONPATH": os.environ["PYTHONPATH"]}
    log = settings.ODOS_DATA_DIR / "programs.log"
    with log.open("ab") as output:
        environment = {**program.environment, **own, **further}
        process = start(replace(program, environment=environment), stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if Connection(port, "").send("GET", "/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the web server does not answer; see {settings.ODOS_DATA_DIR / 'programs.log'}")
