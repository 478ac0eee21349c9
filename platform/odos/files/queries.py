"""Finding and opening files, and the records by which they may be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from odos.accounts.principals import Principal
from odos.database.session import fetch_all, transaction
from odos.files import disk
from odos.files.models import StoredFile
from odos.files.names import disposition
from odos.kernel.problems import NotFound
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.schema.model import Entity, Field, Schema

# What browsers show without running anything in it.
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})


TableColumn = tuple[str, str]


@dataclass(frozen=True)
class Place:
    """A field that may refer to files."""

    entity: Entity
    field: Field


@dataclass(frozen=True)
class Reference:
    """A record that refers to a file: whoever may see the record and the field may open the file."""

    entity: Entity
    field: Field
    record_id: int


def get_file(*, workspace: Workspace, file_id: int) -> StoredFile:
    """The row of a file; raises `NotFound`. Says nothing about who may open it."""
    with transaction(workspace):
        found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound
    return found


def is_uploader(file: StoredFile, actor: Principal) -> bool:
    """Whether ``actor`` uploaded the file, and may therefore open it whatever refers to it."""
    return actor.user_id is not None and file.created_by == actor.user_id


def list_references(*, workspace: Workspace, schema: Schema, file_id: int) -> Iterator[Reference]:
    """The records outside the bin that refer to a file, one query for each field of kind file."""
    for place in file_places(schema):
        table, column = quote(place.entity.table), quote(place.field.column)
        statement = f"SELECT id FROM {table} WHERE {column} = %s AND deleted_at IS NULL ORDER BY id"
        for (record_id,) in fetch_all(workspace, statement, [file_id]):
            yield Reference(place.entity, place.field, record_id)


def open_file(*, workspace: Workspace, file: StoredFile) -> BinaryIO:
    """The bytes; raises `NotFound` when the disk has lost them."""
    try:
        return disk.place(workspace, file.sha256).open("rb")
    except FileNotFoundError as error:
        raise NotFound from error


def content_headers(file: StoredFile, *, inline: bool = False) -> Mapping[str, str]:
    """Headers under which a browser runs nothing of the content, whatever it holds."""
    shown = inline and file.type in SHOWN_INLINE
    return {
        "Content-Type": file.type,
        "Content-Length": str(file.size),
        "Content-Disposition": disposition(file.name, inline=shown),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=0, must-revalidate",
        "ETag": f'"{file.sha256}"',
    }


def measure_files(
    *, workspace: Workspace, columns: Sequence[TableColumn], kept: Sequence[TableColumn]
) -> tuple[int, int]:
    """How many files only ``columns`` refer to, and their bytes."""
    if not columns:
        return 0, 0
    statement = f"SELECT count(*), coalesce(sum(size), 0) FROM stored_file WHERE {only_in(columns, kept)}"
    (found,) = fetch_all(workspace, statement)
    return int(found[0]), int(found[1])


def only_in(columns: Sequence[TableColumn], kept: Sequence[TableColumn]) -> str:
    """SQL: a file is referred to by one of ``columns`` and by none of ``kept``."""
    referred = " OR ".join(f"id IN ({column_ids(place)})" for place in columns)
    elsewhere = "".join(f" AND id NOT IN ({column_ids(place)})" for place in kept)
    return f"({referred}){elsewhere}"


def column_ids(place: TableColumn) -> str:
    """SQL: the files that a column refers to."""
    table, column = map(quote, place)
    return f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"


def file_places(schema: Schema) -> Iterator[Place]:
    """Every field of kind file."""
    for entity in schema.entities.values():
        for field in entity.fields_of_kind("file"):
            yield Place(entity, field)
