from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
from collections import namedtuple
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from odos.config import embedded, places
from odos.config.embedded_postgres import Postgres, PostgresFailed


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
