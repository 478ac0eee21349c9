"""What a field asks of a file: how large, of which kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odos.files.models import StoredFile
from odos.files.names import extension
from odos.kernel.issues import Issue, Path
from odos.kernel.texts import text


@dataclass(frozen=True)
class Wanted:
    """A file that a field of a record is to refer to. ``accept`` as in HTML: ``.pdf, image/*``."""

    file_id: int
    path: Path = ()
    max_bytes: int | None = None
    accept: str = ""


def limit_issues(file: StoredFile, wanted: Wanted) -> Iterator[Issue]:
    """Why ``file`` does not fit; nothing when it does."""
    if wanted.max_bytes is not None and file.size > wanted.max_bytes:
        yield too_large(wanted.max_bytes, wanted.path)
    if wanted.accept and not _is_accepted(file, wanted.accept):
        message = text(
            "{name} is none of the accepted kinds: {accept}",
            "不接受 {name} 的文件类型，允许的类型：{accept}",
            name=file.name,
            accept=wanted.accept,
        )
        yield Issue("file_kind", message, wanted.path)


def too_large(max_bytes: int, path: Path) -> Issue:
    """The refusal of a file with more bytes than may be."""
    message = text(
        "The file is larger than {size} MB",
        "文件超过 {size} MB",
        size=f"{max_bytes / 2**20:.1f}".removesuffix(".0"),
    )
    return Issue("file_too_large", message, path)


def _is_accepted(file: StoredFile, accept: str) -> bool:
    """An ending or a media type; the type is the one told by the content."""
    kinds = (kind.strip().lower() for kind in accept.split(","))
    return any(_fits(file, kind) for kind in kinds if kind)


def _fits(file: StoredFile, kind: str) -> bool:
    if kind.startswith("."):
        return extension(file.name) == kind
    return file.type.startswith(kind[:-1]) if kind.endswith("/*") else file.type == kind
