"""One machine's installation from an empty directory to a running system."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
import traceback
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from odos.config import embedded, ports
from odos.config.console import Console
from odos.config.programs import list_programs
from odos.config.stamps import Stamps, source_digest
from odos.config.supervisor import Supervisor
from odos.database.listen import stop_listening

READY_SECONDS = 90.0
SERVICES_CHECKED_EVERY = 2.0
FIRST_PACKAGE = "crm"


class AlreadyRunning(RuntimeError):
    """Another supervisor works on the same data directory."""


def serve(console: Console) -> None:
    """Prepare what is missing, then run the processes until asked to stop."""
    signal.signal(signal.SIGTERM, _interrupt)
    data = settings.ODOS_DATA_DIR
    with _alone(data):
        _require_port()
        try:
            _start_services()
            password = prepare(console)
            _leave_database()
            _run(console, password)
        except KeyboardInterrupt:
            console.say("odos", "stopping")
        finally:
            _stop_services()


def prepare(console: Console) -> str | None:
    """Database, tables, first user, first package; gives the password if the first user was made now."""
    console.say("odos", "preparing the database")
    call_command("bootstrap", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)
    password = str(call_command("create_admin", verbosity=0, stdout=_Quiet()) or "")
    _bring(console, "package", source_digest(), "install_package")
    if os.environ.get("ODOS_DEMO") == "1":
        _bring(console, "demo rows", "loaded", "load_demo")
    return password or None


def _bring(console: Console, what: str, state: str, command: str) -> None:
    """Bring the first package, or its rows, unless this database has it in this ``state`` already.

    The system can run without: a failure is told, and does not keep people from their work.
    """
    stamps = Stamps(settings.ODOS_DATA_DIR)
    if stamps.get(what) == state:
        return
    try:
        call_command(command, FIRST_PACKAGE, verbosity=0)
        stamps.set(what, state)
    except Exception:
        console.say("odos", f"{command} {FIRST_PACKAGE} failed; everything else goes on:")
        console.say("odos", traceback.format_exc())


def _require_port() -> None:
    ports.require_free(settings.ODOS_HOST, settings.ODOS_PORT, "ODOS_PORT")


def _run(console: Console, password: str | None) -> None:
    """Raises PortTaken where somebody took the port while the database was prepared."""
    try:
        _require_port()
    except ports.PortTaken:
        if password:  # it is known to nobody else, and will not be made again
            console.box(_login(password))
        raise
    events_port = ports.find_free(settings.ODOS_HOST, settings.ODOS_EVENTS_PORT)
    announce = threading.Thread(target=_announce, args=(console, password), daemon=True)
    announce.start()
    Supervisor(list_programs(events_port=events_port), console, [ServiceKeeper(console)]).run()


def _announce(console: Console, password: str | None) -> None:
    host = "127.0.0.1" if settings.ODOS_HOST in ("0.0.0.0", "::") else settings.ODOS_HOST  # noqa: S104
    address = f"http://{host}:{settings.ODOS_PORT}"
    while not _answers(f"{address}/readyz"):
        console.say("odos", f"{address}/readyz does not answer yet; the lines above may say why")
    lines = ["Odos is ready.", "", f"Address   {address}", *_login(password)]
    console.box([*lines, "", "Ctrl-C stops everything."])


def _login(password: str | None) -> list[str]:
    if os.environ.get("ODOS_ADMIN_PASSWORD"):
        return ["User      admin", "Password  as in ODOS_ADMIN_PASSWORD at the first start"]
    if password:
        return ["User      admin", f"Password  {password}   (shown only this once)"]
    return ["User      admin", "Password  shown at the first start; to change it:", "          make password"]


def _answers(url: str) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  (our own address)
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


def _start_services() -> None:
    embedded.ensure_started(
        settings.ODOS_DATA_DIR, postgres=settings.ODOS_EMBEDDED_DATABASE, redis=settings.ODOS_EMBEDDED_REDIS
    )


def _leave_database() -> None:
    """What prepared the database neither hears nor holds anything of it any more."""
    stop_listening()
    connections.close_all()


def _stop_services() -> None:
    _leave_database()
    if settings.ODOS_EMBEDDED_REDIS or settings.ODOS_EMBEDDED_DATABASE:
        embedded.stop(settings.ODOS_DATA_DIR)


class ServiceKeeper:
    """A chore: starts services again when one has died, and tells once what is wrong, until it is right."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._checked = time.monotonic()
        self._told: type[Exception] | None = None

    def __call__(self) -> None:
        """Looks every few seconds."""
        if time.monotonic() - self._checked < SERVICES_CHECKED_EVERY:
            return
        self._checked = time.monotonic()
        try:
            _start_services()
            embedded.require_space(settings.ODOS_DATA_DIR)
        except (RuntimeError, OSError) as error:
            self._tell(error)
        else:
            self._told = None

    def _tell(self, error: Exception) -> None:
        if type(error) is not self._told:
            self._console.say("odos", str(error))
        self._told = type(error)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True, mode=0o711)
    handle = os.open(data / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise AlreadyRunning(
            f"Odos already runs on {data}. Stop it first, or give this one a place and a port of its own: "
            "ODOS_DATA_DIR=.odos-2 ODOS_PORT=8010 make run"
        ) from error
    try:
        yield
    finally:
        os.close(handle)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


class _Quiet:
    """An output that nobody reads."""

    def write(self, text: str) -> int:
        return len(text)
