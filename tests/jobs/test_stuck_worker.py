"""A worker that an error stops ends, although a process of its pool never does."""

from __future__ import annotations

import subprocess
import sys

import pytest

# As if Redis were lost while a process of the pool waits for the worker to read its result.
STUCK = """
import sys, time
from celery.concurrency import prefork
from celery.worker.consumer import Consumer
from odos.jobs import celery_app

def lose(self):
    raise AttributeError("no connection")

Consumer.start = lose
prefork.TaskPool.on_stop = lambda self: time.sleep(600)
celery_app.FAREWELL_SECONDS = 0.5
celery_app.app.worker_main(["worker", "--concurrency", "1", "--loglevel", "CRITICAL"])
"""


@pytest.mark.slow
def test_a_worker_that_failed_ends_whatever_its_pool_waits_for(worker_environment):
    ended = subprocess.run(
        [sys.executable, "-c", STUCK],
        check=False,
        env=worker_environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "no connection" in ended.stderr
    assert ended.returncode == 1
