from __future__ import annotations

import io
import itertools
import os
import signal
import sys
import threading
import time

import pytest

from odos.config.console import Console
from odos.config.supervisor import Child, Program, Supervisor

STEADY = "import time; print('here', flush=True); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + STEADY


@pytest.fixture
def console():
    return Console(io.StringIO())


def child(console, code, **options):
    return Child(Program("it", [sys.executable, "-c", code], **options), console)


def said(console):
    return console._stream.getvalue()


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.02)
    pytest.fail("waited in vain")


def test_output_is_shown_under_the_programs_name(console):
    it = child(console, "import os; print(os.environ['GREETING'])", environment={"GREETING": "good morning"})
    it.tend()
    wait_for(lambda: "it      │ good morning" in said(console))
    it.wait(time.monotonic() + 5)


def test_what_dies_is_started_again_with_growing_pauses(console):
    it = child(console, "raise SystemExit(3)")
    wait_for(lambda: it.tend() or said(console).count("ended with code 3") == 2)
    assert "again in 1 s" in said(console)
    assert "again in 2 s" in said(console)


def test_a_killed_process_comes_back(console):
    it = child(console, STEADY)
    it.tend()
    wait_for(lambda: "here" in said(console))
    it._process.kill()
    wait_for(lambda: it.tend() or said(console).count("here") == 2)
    assert "SIGKILL" in said(console)
    it.wait(time.monotonic())


def test_a_stubborn_process_is_killed_in_the_end(console):
    it = child(console, STUBBORN)
    it.tend()
    wait_for(lambda: "here" in said(console))
    process = it._process
    it.ask_to_stop()
    it.wait(time.monotonic() + 0.3)
    assert process.returncode == -signal.SIGKILL
    assert "killing it" in said(console)


def test_grandchildren_do_not_survive(console):
    code = (
        "import subprocess, sys; p = subprocess.Popen(['sleep', '600']); print(p.pid, flush=True); p.wait()"
    )
    it = child(console, code)
    it.tend()
    pid = int(wait_for(lambda: said(console).rpartition("│")[2].strip() or None))
    it.ask_to_stop()
    it.wait(time.monotonic() + 5)
    wait_for(lambda: not alive(pid))


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as about:
            return about.read().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_signal_stops_everything_in_order(console):
    programs = [Program(name, [sys.executable, "-c", STEADY]) for name in ("one", "two")]
    rounds = itertools.count()
    supervisor = Supervisor(programs, console, [rounds.__next__])
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}

    def stop_when_both_run():
        wait_for(lambda: said(console).count("here") == 2)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop_when_both_run).start()
    try:
        supervisor.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert next(rounds) > 0
    assert all(child._process.returncode == -signal.SIGTERM for child in supervisor._children)


def test_what_gives_way_is_nicer_and_so_is_its_session(console):
    code = (
        "import os; print('nice', os.nice(0)); p = '/proc/self/autogroup';"
        "print('session', open(p).read() if os.path.exists(p) else 'nice 10')"
    )
    for given, niceness in ((0, os.nice(0)), (10, min(os.nice(0) + 10, 19))):
        it = Child(Program("it", [sys.executable, "-c", code], niceness=given), console)
        it.tend()
        wait_for(lambda niceness=niceness: f"it      │ nice {niceness}" in said(console))
        it.wait(time.monotonic() + 5)
    assert "nice 10" in said(console).rpartition("session")[2]
