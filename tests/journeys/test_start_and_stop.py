"""One machine: everything starts, comes back when killed, tells live events, stops."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psycopg2
import pytest
from django.conf import settings

from odos.config import places
from odos.config.programs import WEB_STATEMENT_TIMEOUT_MS

pytestmark = pytest.mark.slow


def test_the_administrator_can_sign_in(running_system):
    token = running_system.token()
    me = running_system.get("/api/auth/me", Authorization=f"Bearer {token}")
    assert (me["username"], me["is_admin"]) == ("admin", True)


def test_the_application_is_there_with_its_examples(running_system):
    authorization = f"Bearer {running_system.token()}"
    schema = running_system.get("/api/schema", Authorization=authorization)
    assert {"account", "contact", "lead", "opportunity"} <= {entity["key"] for entity in schema["entities"]}
    assert running_system.get("/api/records/account?limit=1", Authorization=authorization)["items"]


def test_live_events_come_from_a_process_of_their_own(running_system):
    authorization = f"Bearer {running_system.token()}"
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(events_address(running_system), timeout=30)
    assert refusal.value.code == 401
    request = urllib.request.Request(events_address(running_system), headers={"Authorization": authorization})
    with urllib.request.urlopen(request, timeout=30) as stream:
        assert [stream.readline() for _ in range(2)] == [b"retry: 2000\n", b"event: ready\n"]
        running_system.post("/api/records/account", {"name": "Heard of at once"}, Authorization=authorization)
        line = next(line for line in stream if line.startswith(b"data:") and b"account" in line)
    assert json.loads(line.removeprefix(b"data:"))["entity"] == "account"


def events_address(system) -> str:
    """Where web sends the browser."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_arguments):
            return None

    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.build_opener(Stay).open(f"{system.url}/api/events", timeout=30)
    assert answer.value.code == 307
    return answer.value.headers["Location"]


def test_a_query_ends_with_the_reader_who_asked(running_system):
    """Somebody closes the page while PostgreSQL is at work for it; long before the statement timeout it is not."""
    request = f"GET /api/records/task?limit=5 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {running_system.token()}\r\n\r\n"
    url = running_system.environment["DATABASE_URL"] or places.embedded_database_url(running_system.data)
    locking, looking = (psycopg2.connect(url) for _ in range(2))
    looking.autocommit = True

    def waiting() -> set[int]:
        with looking.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return {pid for (pid,) in cursor.fetchall()}

    with looking.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'e\\_task\\_%%' AND relkind = 'r'")
        (table,) = cursor.fetchone()
    with locking.cursor() as cursor:
        cursor.execute(f'LOCK TABLE ws_main."{table}" IN ACCESS EXCLUSIVE MODE')
    with socket.create_connection(("127.0.0.1", running_system.port)) as browser:
        others = waiting()
        browser.sendall(request.encode())
        running_system.wait_until(lambda: waiting() - others)
        readers = waiting() - others
    began = time.monotonic()
    running_system.wait_until(lambda: readers - waiting())
    assert time.monotonic() - began < WEB_STATEMENT_TIMEOUT_MS / 1000 / 2
    locking.close()
    looking.close()


def test_a_second_supervisor_on_the_same_data_is_refused(running_system):
    environment = running_system.environment | {"ODOS_DATA_DIR": str(running_system.data), "PATH": ""}
    command = [sys.executable, str(settings.PROJECT / "manage.py"), "serve"]
    refused = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert refused.returncode == 1
    assert "already runs" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_is_killed_comes_back(running_system):
    running_system.wait_until(lambda: len(running_system.children()) == 4)
    before = running_system.children()
    for process in before.values():
        process.kill()
    running_system.wait_until(lambda: len(running_system.children()) == 4)
    running_system.wait_until(running_system.is_ready)
    after = running_system.children()
    assert all(after[name].pid != process.pid for name, process in before.items())


def test_a_command_brings_its_own_servers_and_stops_them_without_a_word(running_system):
    """`make password` while nothing runs: PostgreSQL goes after what listens to it."""
    if running_system.environment["DATABASE_URL"]:
        pytest.skip("the servers are not the command's own")
    assert running_system.stop() == 0
    done = command(running_system, "set_password", "admin", said=running_system.password)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "the password of admin has been changed\n"
    running_system.start()
    assert running_system.token()


def test_a_command_before_anything_is_set_up_says_how_to_begin(running_system, tmp_path):
    environment = {"ODOS_DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    done = command(running_system, "set_password", "admin", said="a password", **environment)
    assert done.returncode == 1
    assert done.stderr.endswith("If nothing is set up yet, start with: make run\n")
    assert "Traceback" not in done.stderr


def command(system, *arguments: str, said: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of ``manage.py`` on the data of a system, with what is typed into it."""
    own = {"ODOS_DATA_DIR": str(system.data), **environment}
    return subprocess.run(
        [sys.executable, str(settings.PROJECT / "manage.py"), *arguments],
        env=os.environ | system.environment | own, input=said + "\n",
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_everything_stops_cleanly_and_starts_again(running_system, number):
    family = list(running_system.children().values())
    assert running_system.stop(number) == 0
    assert not [process for process in family if process.is_running()]
    running_system.start()
    assert running_system.token()
