"""A whole installation in one file: the database, the files of records, the secret key.

The dump is one snapshot. Files are taken after it: they are written before a record refers to them and never
changed, so that whatever the snapshot refers to is there. Redis holds nothing that must survive.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings

from odos.accounts.principals import system_principal
from odos.audit.entries import APPLICATION, Entry, Origin
from odos.audit.operations import write_entries
from odos.audit.sealing import seal_settled, verify_chain
from odos.config.postgres_programs import client_program
from odos.database.bootstrap import bootstrap_database, drop_workspace
from odos.database.roles import Roles, roles_of
from odos.jobs.workspaces import list_workspaces
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace

FORMAT = 1
MANIFEST, DUMP, KEY, FILES = "manifest.json", "database.dump", "secret_key", "files"

Say = Callable[[str], None]


class BackupRefused(RuntimeError):
    """This cannot be backed up or restored as asked; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``heads`` are the last hashes of the audit trails by workspace."""

    format: int
    made_at: str
    server_major: int
    app_role: str
    audit_role: str
    key_fingerprint: str
    workspaces: list[str]
    heads: dict[str, str | None]


def make_backup(target: Path, *, now: datetime, say: Say) -> Manifest:
    """Write everything to ``target``, which appears when it is complete, for its owner alone."""
    workspaces = list_workspaces()
    for workspace in workspaces:
        _note(workspace, "backed_up", now)
        seal_settled(workspace=workspace)
    manifest = _describe(workspaces, now)
    partial = target.with_name(target.name + ".partial")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, _private(partial) as stream:
        dump = Path(folder) / DUMP
        say("reading the database")
        url = settings.ODOS_ADMIN_DATABASE_URL
        _run_program(
            "pg_dump", manifest.server_major, "--format=custom", "--no-password", "--schema=ws_*",
            f"--file={dump}", f"--dbname={url}",
        )  # fmt: skip
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as archive:
            _add_bytes(archive, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
            archive.add(dump, DUMP)
            say("reading the files of records")
            if settings.ODOS_FILES_DIR.is_dir():
                archive.add(settings.ODOS_FILES_DIR, FILES, filter=_without_incoming)
            if (key := settings.ODOS_DATA_DIR / KEY).is_file() and not os.environ.get("ODOS_SECRET_KEY"):
                archive.add(key, KEY)
    partial.replace(target)
    return manifest


def restore_backup(source: Path, *, replace: bool, now: datetime, say: Say) -> list[str]:
    """Put back what ``source`` holds; gives findings about the audit trails, none when they are intact."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _unpack(source, folder)
        manifest = _read_manifest(folder / MANIFEST)
        secret_key = _secret_key(folder / KEY, manifest)
        workspaces = [Workspace(key) for key in manifest.workspaces]
        roles = bootstrap_database(settings.ODOS_ADMIN_DATABASE_URL, secret_key=secret_key)
        _make_room(workspaces, replace=replace)
        say("writing the database")
        _write_database(folder / DUMP, manifest, roles)
        say("writing the files of records")
        _write_files(folder / FILES)
    for workspace in workspaces:
        _note(workspace, "restored_backup", now)
    return [finding for workspace in workspaces for finding in _check(workspace, manifest, say)]


def fingerprint(secret_key: str) -> str:
    """Tells whether two keys are the same, and nothing else of them."""
    return hashlib.sha256(b"fingerprint " + secret_key.encode()).hexdigest()[:16]


def _describe(workspaces: list[Workspace], now: datetime) -> Manifest:
    connection = psycopg2.connect(settings.ODOS_ADMIN_DATABASE_URL)
    try:
        major = connection.server_version // 10_000
        roles = roles_of(connection.get_dsn_parameters()["dbname"])
    finally:
        connection.close()
    heads = {item.key: verify_chain(workspace=item).head for item in workspaces}
    keys = [item.key for item in workspaces]
    return Manifest(
        FORMAT, now.isoformat(), major, roles.app, roles.audit, fingerprint(settings.SECRET_KEY), keys, heads
    )


def _unpack(source: Path, folder: Path) -> None:
    """Members that lead out of the folder are refused."""
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupRefused(f"This file is no backup of Odos ({error}).") from error


def _read_manifest(file: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupRefused("This file is no backup of Odos.") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"This backup has format {manifest.format}; this release reads {FORMAT}.")
    return manifest


def _secret_key(kept: Path, manifest: Manifest) -> str:
    """The key that the backup was made under: second factors and the database password depend on it."""
    if fingerprint(settings.SECRET_KEY) == manifest.key_fingerprint:
        return settings.SECRET_KEY
    if os.environ.get("ODOS_SECRET_KEY") or not kept.is_file():
        raise BackupRefused("The backup was made under another ODOS_SECRET_KEY: set that one, then restore.")
    place = settings.ODOS_DATA_DIR / KEY
    with _private(place) as stream:
        stream.write(kept.read_bytes())
    return kept.read_text()


def _make_room(workspaces: Iterable[Workspace], *, replace: bool) -> None:
    present = set(list_workspaces())
    taken = [item for item in workspaces if item in present]
    if taken and not replace:
        names = ", ".join(item.key for item in taken)
        raise BackupRefused(f"There is data in workspace {names} already: --replace deletes it first.")
    for item in workspaces:
        drop_workspace(settings.ODOS_ADMIN_DATABASE_URL, item)


def _write_database(dump: Path, manifest: Manifest, roles: Roles) -> None:
    """Definitions as text, in which the roles get the names that they have here; values as they are."""
    url, major = settings.ODOS_ADMIN_DATABASE_URL, _server_major()
    if major < manifest.server_major:
        raise BackupRefused(f"The backup needs PostgreSQL {manifest.server_major} or newer; this is {major}.")
    with tempfile.TemporaryDirectory() as folder:
        for section in ("pre-data", "data", "post-data"):
            if section == "data":
                _run_program("pg_restore", major, "--section=data", "--exit-on-error", "--single-transaction",
                             f"--dbname={url}", str(dump))  # fmt: skip
                continue
            script = Path(folder) / f"{section}.sql"
            _run_program("pg_restore", major, f"--section={section}", f"--file={script}", str(dump))
            script.write_text(_renamed(script.read_text(), manifest, roles))
            _run_program("psql", major, "--no-psqlrc", "--quiet", "--single-transaction",
                         "--set=ON_ERROR_STOP=1", f"--file={script}", f"--dbname={url}")  # fmt: skip


def _renamed(script: str, manifest: Manifest, roles: Roles) -> str:
    names = {manifest.app_role: roles.app, manifest.audit_role: roles.audit}
    for former, present in names.items():
        for verb in ("OWNER TO", "TO", "FROM"):
            script = script.replace(f" {verb} {former};", f" {verb} {quote(present)};")
            script = script.replace(f" {verb} {quote(former)};", f" {verb} {quote(present)};")
    return script


def _write_files(source: Path) -> None:
    """Named by their hash: what is there already is the same."""
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        place = settings.ODOS_FILES_DIR / file.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.with_suffix(".partial").open("wb") as stream:
                stream.write(file.read_bytes())
            place.with_suffix(".partial").replace(place)


def _check(workspace: Workspace, manifest: Manifest, say: Say) -> Iterator[str]:
    found = verify_chain(workspace=workspace)
    say(f"workspace {workspace.key}: {found.entries} audit entries under {found.seals} seals")
    yield from (f"workspace {workspace.key}: {issue.message}" for issue in found.issues)
    if found.head != manifest.heads.get(workspace.key):
        yield f"workspace {workspace.key}: the last seal is not the one that the backup tells of"


def _note(workspace: Workspace, action: str, now: datetime) -> None:
    origin = Origin(system_principal(workspace), now, "cli")
    write_entries(workspace=workspace, origin=origin, entries=[Entry(APPLICATION, None, action)])


def _server_major() -> int:
    connection = psycopg2.connect(settings.ODOS_ADMIN_DATABASE_URL)
    try:
        return int(connection.server_version // 10_000)
    finally:
        connection.close()


def _run_program(name: str, major: int, *arguments: str) -> None:
    result = subprocess.run(  # noqa: S603
        [str(client_program(name, major)), *arguments], capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BackupRefused(f"{name} failed:\n{result.stderr.strip()[-4000:]}")


@contextmanager
def _private(file: Path) -> Iterator[Any]:
    """A file that nobody else may read, from its first byte on."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
        yield stream


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size = len(content)
    archive.addfile(about, io.BytesIO(content))


def _without_incoming(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Uploads that are under way belong to nobody yet."""
    return None if "/incoming" in member.name else member
