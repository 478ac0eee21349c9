from __future__ import annotations

import io
import os
import pwd
import shutil
import signal
import socket
import stat
import tempfile
from collections import namedtuple
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from odos.config import embedded, installation, places
from odos.config.console import Console
from odos.config.embedded_postgres import Postgres, PostgresFailed
from odos.config.postgres_programs import wheel_folders


@pytest.fixture
def data():
    folder = Path(tempfile.mkdtemp(prefix="odos-embedded-"))
    folder.chmod(0o711)
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder)


def test_both_serve_survive_kill_9_and_stop(data):
    started = embedded.ensure_started(data)
    assert started.postgres
    assert started.redis
    again = embedded.ensure_started(data)
    assert (again.postgres, again.redis) == (None, None), "what runs is left alone"
    assert answer(data) == (1, True)
    assert [stat.S_IMODE((data / name).stat().st_mode) for name in ("postgres", "redis")] == [0o700, 0o700]

    for file in ("postgres/data/postmaster.pid", "redis/redis.pid"):
        kill_family(int((data / file).read_text().split()[0]))
    embedded.ensure_started(data)
    assert answer(data) == (1, True)

    embedded.stop(data)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(places.embedded_database_url(data, "postgres"))


def test_a_pid_file_that_names_a_stranger_does_no_harm(data):
    Postgres(data).start()
    pid_file = data / "postgres/data/postmaster.pid"
    kill_family(int(pid_file.read_text().split()[0]))
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert Postgres(data).start()


def test_a_broken_configuration_is_explained(data):
    Postgres(data).start()
    Postgres(data).stop()
    (data / "postgres/data/postgresql.conf").write_text("work_mem = nonsense\ninclude 'odos.conf'\n")
    with pytest.raises(PostgresFailed, match="nonsense"):
        Postgres(data).start()


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(5 * 2**20))
    with pytest.raises(embedded.NotEnoughSpace, match="Only 5 MB are free"):
        embedded.ensure_started(tmp_path)


def test_a_disk_that_runs_full_is_told_once_and_again_after_it_had_space(data, monkeypatch, settings):
    """What runs goes on meanwhile; what died is not started into a full disk."""
    settings.ODOS_DATA_DIR = data
    settings.ODOS_EMBEDDED_DATABASE, settings.ODOS_EMBEDDED_REDIS = False, True
    monkeypatch.setattr(installation, "SERVICES_CHECKED_EVERY", 0)
    console = Console(io.StringIO())
    keep = installation.ServiceKeeper(console)
    keep()
    usage = namedtuple("usage", "free")
    for free in (5, 4, 3):
        monkeypatch.setattr(shutil, "disk_usage", lambda path, free=free: usage(free * 2**20))
        keep()
    assert console._stream.getvalue().count("MB are free") == 1
    assert redis.Redis.from_url(places.embedded_redis_url(data)).ping()
    monkeypatch.undo()
    monkeypatch.setattr(installation, "SERVICES_CHECKED_EVERY", 0)
    keep()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(2**20))
    keep()
    assert console._stream.getvalue().count("MB are free") == 2


def answer(data):
    connection = psycopg2.connect(places.embedded_database_url(data, "postgres"))
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        row = cursor.fetchone()
    connection.close()
    with redis.Redis.from_url(places.embedded_redis_url(data)) as client:
        return row[0], client.ping()


def kill_family(pid):
    process = psutil.Process(pid)
    family = [*process.children(recursive=True), process]
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs(family, timeout=20)


def test_data_of_an_older_version_is_brought_over(data):
    """The wheel carries 16 beside 18: what the older one wrote is all there, and its files are kept."""
    old = min(wheel_folders())
    older = Postgres(data)
    older._programs = wheel_folders()[old]
    older._prepare_folders()
    older._initialise(data / "postgres/data", "--locale-provider", "libc")
    older._serve()
    connection = psycopg2.connect(places.embedded_database_url(data, "postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create role odos_app login")
        cursor.execute("create database odos owner odos_app template template0 encoding 'UTF8'")
    connection.close()
    run(data, "create table kept (id bigint generated always as identity, name text)")
    run(data, "insert into kept (name) values ('Zürich 电子')")
    (number,) = run(data, "select pg_current_xact_id()::text::bigint")[0]
    older.stop()

    assert Postgres(data).start()
    assert run(data, "select id, name from kept") == [(1, "Zürich 电子")]
    assert run(data, "show server_version_num")[0][0].startswith("18")
    assert run(data, "select pg_current_xact_id()::text::bigint > %s", [number]) == [(True,)], "numbers go on"
    assert (data / f"postgres/data.{old}/PG_VERSION").read_text().strip() == str(old)
    Postgres(data).stop()
    assert Postgres(data).start(), "once"


def test_data_of_an_unknown_version_is_explained(data):
    Postgres(data).start()
    Postgres(data).stop()
    (data / "postgres/data/PG_VERSION").write_text("99\n")
    with pytest.raises(PostgresFailed, match=r"manage\.py backup"):
        Postgres(data).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
def test_another_system_user_gets_no_connection(data):
    """Sockets in directories of mode 0700: no password guards the embedded servers, the system does."""
    embedded.ensure_started(data)
    sockets = [data / "postgres/.s.PGSQL.5432", data / "redis/redis.sock"]
    assert all(path.is_socket() for path in sockets)
    assert [connects_as("nobody", path) for path in sockets] == [False, False]
    listening = [c for p in psutil.process_iter() if is_of(p, data) for c in connections_of(p)]
    assert listening == [], "neither listens on the network"


def connects_as(user: str, path: Path) -> bool:
    """Whether a process of ``user`` gets a connection."""
    entry = pwd.getpwnam(user)
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
            socket.socket(socket.AF_UNIX).connect(str(path))
            os._exit(0)
        except PermissionError:
            os._exit(13)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, 13}
    return code == 0


def is_of(process, data) -> bool:
    try:
        return str(data) in " ".join(process.cmdline())
    except psutil.Error:
        return False


def connections_of(process):
    try:
        return [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    except psutil.Error:
        return []


def run(data, statement, params=()):
    connection = psycopg2.connect(places.embedded_database_url(data, "odos"))
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows
