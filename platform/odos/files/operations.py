"""Storing, attaching and sweeping up files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.db import transaction as django_transaction

from odos.accounts.principals import Principal
from odos.database.locks import lock_exclusive
from odos.database.session import execute, fetch_all, transaction
from odos.files import disk
from odos.files.limits import Wanted, limit_issues, too_large
from odos.files.models import StoredFile
from odos.files.names import extension, safe_name
from odos.files.queries import TableColumn, column_ids, file_places, only_in
from odos.files.sniffing import PROGRAM, sniff
from odos.jobs.queries import pending_jobs
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.schema.model import Schema

LARGEST_BYTES = 100 * 2**20
KEEP_LOOSE = timedelta(days=1)
PER_SWEEP = 500

# Files that a job works on or has left stay for as long as the job is kept.
_LOOSE = """
    SELECT id FROM stored_file WHERE NOT attached AND at < %s AND id::text NOT IN (
        SELECT args->>'file' FROM job WHERE args->>'file' IS NOT NULL
        UNION ALL SELECT jsonb_array_elements_text(files) FROM job)
    ORDER BY id LIMIT %s
"""

# What an office computer would run when somebody opens it.
_RUNNABLE_ENDINGS = """
    .exe .dll .com .scr .cpl .pif .msi .msp .msix .appx .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .wsh .hta .jar
    .lnk .url .desktop .reg .scf .chm .gadget .app .apk .dmg .iso .img .vhd .vhdx .sh
"""
RUNNABLE = frozenset(_RUNNABLE_ENDINGS.split())


def store_file(
    *,
    workspace: Workspace,
    stream: BinaryIO,
    name: str,
    actor: Principal,
    now: datetime,
    max_bytes: int = LARGEST_BYTES,
) -> StoredFile:
    """Keep an upload that no record refers to yet; raises `Invalid` for what is too large or a program."""
    kept_name = safe_name(name)
    try:
        with disk.receive(workspace, stream, max_bytes=max_bytes) as incoming:
            file = StoredFile(
                name=kept_name,
                size=incoming.size,
                type=sniff(incoming.stream, extension(kept_name)),
                sha256=incoming.sha256,
                created_by=actor.user_id,
                at=now,
            )
            _refuse_programs(file)
            _keep(workspace, incoming, file)
    except disk.TooLarge as error:
        raise Invalid(None, [too_large(max_bytes, ("file",))]) from error
    return file


def attach_files(*, workspace: Workspace, wanted: Sequence[Wanted], actor: Principal) -> None:
    """Let a record refer to files, in the transaction of its write.

    Pass only references that are new to the record: a file may be attached by whoever uploaded it.
    Raises `Invalid` for files that are not there for ``actor``, too large or of the wrong kind.
    """
    (issues,) = attach_groups(workspace=workspace, groups=[wanted], actor=actor)
    if issues:
        raise Invalid(None, issues)


def attach_groups(
    *, workspace: Workspace, groups: Sequence[Sequence[Wanted]], actor: Principal
) -> list[list[Issue]]:
    """`attach_files` for many records: each has all of its files attached, or findings and none."""
    wanted = {item.file_id for group in groups for item in group}
    if not wanted:
        return [[] for _ in groups]
    with transaction(workspace):
        ordered = StoredFile.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        known = {file.pk: file for file in ordered}
        found = [
            [issue for item in group for issue in _issues(known.get(item.file_id), item, actor)]
            for group in groups
        ]
        fitting = {
            item.file_id for group, bad in zip(groups, found, strict=True) if not bad for item in group
        }
        StoredFile.objects.filter(pk__in=fitting).update(attached=True)
    return found


def sweep_up(*, workspace: Workspace, schema: Schema, now: datetime) -> int:
    """Delete uploads that no record came to refer to within a day; gives their number.

    What ended jobs worked with goes too.
    """
    disk.sweep_temporary(workspace)
    _sweep_workbenches(workspace)
    cutoff = now - KEEP_LOOSE
    with transaction(workspace):
        for place in file_places(schema):
            table, column = quote(place.entity.table), quote(place.field.column)
            execute(
                workspace,
                f"UPDATE stored_file f SET attached = true FROM {table} r"
                f" WHERE r.{column} = f.id AND NOT f.attached AND f.at < %s",
                [cutoff],
            )
        rows = fetch_all(workspace, _LOOSE, [cutoff, PER_SWEEP])
        loose = list(StoredFile.objects.filter(pk__in=[row[0] for row in rows]))
    for file in loose:
        _delete_loose(workspace, file)
    return len(loose)


def remove_files(*, workspace: Workspace, schema: Schema, file_ids: Collection[int]) -> int:
    """Delete files that no record refers to, in the bin or out, at once; gives their number.

    In the open transaction; the bytes go once it is committed.
    """
    places = [(place.entity.table, place.field.column) for place in file_places(schema)]
    lonely = "id = ANY(%s::bigint[])" + "".join(f" AND id NOT IN ({column_ids(place)})" for place in places)
    gone = fetch_all(workspace, f"DELETE FROM stored_file WHERE {lonely} RETURNING sha256", [list(file_ids)])
    for sha256 in {row[0] for row in gone}:
        django_transaction.on_commit(partial(_remove_bytes, workspace, sha256))
    return len(gone)


def release_files(
    *, workspace: Workspace, columns: Sequence[TableColumn], kept: Sequence[TableColumn]
) -> int:
    """Let go of files that only ``columns`` refer to, which are about to go; a sweep then deletes them."""
    if not columns:
        return 0
    statement = f"UPDATE stored_file SET attached = false WHERE attached AND {only_in(columns, kept)}"
    return execute(workspace, statement)


def _sweep_workbenches(workspace: Workspace) -> None:
    """They are listed first: whoever has one by then and is not pending has ended."""
    found = disk.list_workbenches(workspace)
    for job_id in found - pending_jobs(workspace=workspace):
        disk.remove_workbench(workspace, job_id)


def _keep(workspace: Workspace, incoming: disk.Incoming, file: StoredFile) -> None:
    """The lock keeps a sweep of the same bytes from removing them between the two steps."""
    with transaction(workspace):
        _lock_content(workspace, file)
        disk.keep(workspace, incoming)
        file.save(force_insert=True)


def _delete_loose(workspace: Workspace, file: StoredFile) -> None:
    """The row goes unless somebody attached it meanwhile, the bytes with the last row."""
    with transaction(workspace):
        _lock_content(workspace, file)
        StoredFile.objects.filter(pk=file.pk, attached=False).delete()
        if not StoredFile.objects.filter(sha256=file.sha256).exists():
            disk.remove(workspace, file.sha256)


def _remove_bytes(workspace: Workspace, sha256: str) -> None:
    """Unless somebody has uploaded the same meanwhile."""
    with transaction(workspace):
        lock_exclusive(workspace, f"file {sha256}")
        if not StoredFile.objects.filter(sha256=sha256).exists():
            disk.remove(workspace, sha256)


def _lock_content(workspace: Workspace, file: StoredFile) -> None:
    lock_exclusive(workspace, f"file {file.sha256}")


def _refuse_programs(file: StoredFile) -> None:
    if file.type == PROGRAM or extension(file.name) in RUNNABLE:
        message = text("{name} is a program, which is not accepted", "不接受程序文件 {name}", name=file.name)
        hint = text("Put it into a ZIP archive if it must be sent", "如确需发送，请先压缩为 ZIP 文件")
        raise Invalid(None, [Issue("file_program", message, ("file",), hint)])


def _issues(file: StoredFile | None, wanted: Wanted, actor: Principal) -> Iterator[Issue]:
    if file is None or not (actor.is_admin or file.created_by == actor.user_id):
        message = text("There is no such file", "文件不存在")
        hint = text("Upload it first (POST /api/files)", "请先上传文件（POST /api/files）")
        yield Issue("unknown_file", message, wanted.path, hint)
    else:
        yield from limit_issues(file, wanted)
