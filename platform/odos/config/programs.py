"""The processes of an installation and how each is started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.conf import settings

from odos.config.supervisor import Program

WEB_STATEMENT_TIMEOUT_MS = 30_000
LONGEST_ADDRESS = "8190"  # the most that the server takes; filters of lists stand in addresses
# glibc keeps free memory apart for each thread, and ever larger pieces of it once a large one was freed.
_SMALL = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}
_AS_ROOT = {"PYTHONWARNINGS": "ignore:You're running the worker:Warning"}  # messages are our own JSON


def list_programs(*, events_port: int) -> list[Program]:
    """Web, events, worker, beat."""
    source_roots = [str(settings.PROJECT / "platform"), os.environ.get("PYTHONPATH", "")]
    shared = {
        "PYTHONPATH": os.pathsep.join(filter(None, source_roots)),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "odos.config.settings",
        "ODOS_EVENTS_PORT": str(events_port),
    }
    timeout = settings.ODOS_STATEMENT_TIMEOUT_MS or WEB_STATEMENT_TIMEOUT_MS
    limited = {"ODOS_STATEMENT_TIMEOUT_MS": str(timeout)}
    return [
        Program("web", _web(), shared | limited | _SMALL),
        Program("events", _events(events_port), shared | limited, delay=1.5),
        Program("worker", _worker(), shared | _AS_ROOT, delay=3.0, niceness=settings.ODOS_WORKER_NICENESS),
        Program("beat", _beat(), shared, delay=4.0),
    ]


def _count(setting: str, most: int) -> str:
    return os.environ.get(setting) or str(min(most, os.cpu_count() or 1))


def _web() -> list[str]:
    memory = Path("/dev/shm")  # noqa: S108  (heartbeat files of gunicorn must not wait for a disk)
    return [
        sys.executable, "-m", "gunicorn", "odos.config.wsgi:application",
        "--bind", f"{settings.ODOS_HOST}:{settings.ODOS_PORT}",
        "--worker-class", "odos.config.threads.Worker", "--workers", _count("ODOS_WEB_WORKERS", 2),
        "--threads", os.environ.get("ODOS_WEB_THREADS") or "8",
        "--preload", "--no-control-socket", "--keep-alive", "75", "--timeout", "120",
        "--limit-request-line", LONGEST_ADDRESS,
        "--graceful-timeout", "5", "--log-level", "warning",
        *(["--worker-tmp-dir", str(memory)] if memory.is_dir() else []),
    ]  # fmt: skip


def _events(port: int) -> list[str]:
    return [
        sys.executable, "-m", "uvicorn", "odos.config.events:application", "--host", settings.ODOS_HOST,
        "--port", str(port), "--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "2",
    ]  # fmt: skip


def _worker() -> list[str]:
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    return _celery("worker", "--concurrency", _count("ODOS_WORKERS", 2), *quiet)


def _beat() -> list[str]:
    """It knows one tick of every few seconds, so that there is nothing to remember on disk."""
    return _celery("beat", "--scheduler", "celery.beat:Scheduler", "--pidfile", "")


def _celery(*arguments: str) -> list[str]:
    program = [sys.executable, "-m", "celery", "--quiet", "--app", "odos.jobs.celery_app"]
    return [*program, *arguments, "--loglevel", "WARNING"]
