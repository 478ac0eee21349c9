"""Opening delimited text as people have it: from spreadsheets, UTF-8 or GB 18030, with commas or semicolons.

A file is read twice and never held: once to find out its encoding, once for its rows.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sheets import original
from odos.kernel.texts import Text, text

DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 1 << 20
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030")
_LAST_RESORT = "cp1252"
_LONGEST_CELL = 1 << 20


@dataclass(frozen=True)
class SourceRow:
    """A row as it stands in the file. ``number`` is that of a spreadsheet: the header is row 1."""

    number: int
    cells: Mapping[str, str]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Source:
    """An open file: its columns, and its rows to be read once."""

    columns: tuple[str, ...]
    rows: Iterator[SourceRow]
    encoding: str
    delimiter: str


@contextmanager
def open_source(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Iterator[Source]:
    """Open ``path``. Raises `Invalid` where it is empty, unreadable or has a column twice."""
    name = encoding or detect_encoding(path)
    with path.open(encoding=name, newline="") as file:
        try:
            yield _source(file, name, delimiter)
        except UnicodeDecodeError as error:
            raise _unreadable(name) from error


def detect_encoding(path: Path) -> str:
    """The byte order mark's encoding, else the first guess that the whole file agrees with."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), None)
    return marked or next((name for name in _GUESSES if _decodes(path, name)), _LAST_RESORT)


def detect_delimiter(header: str) -> str:
    """The separator that the header line has most of, outside quotes."""
    outside = "".join(header.split('"')[::2])
    found = Counter(character for character in outside if character in DELIMITERS)
    return found.most_common(1)[0][0] if found else ","


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _source(file: TextIO, encoding: str, delimiter: str | None) -> Source:
    csv.field_size_limit(_LONGEST_CELL)
    used = delimiter or detect_delimiter(file.readline())
    file.seek(0)
    reader = csv.reader(file, delimiter=used)
    columns = tuple(name.strip() for name in next(_readable(reader), []))
    _check_columns(columns)
    return Source(columns, _rows(columns, _readable(reader)), encoding, used)


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows; what the CSV reader itself cannot read is a refusal."""
    try:
        yield from reader
    except csv.Error as error:
        message = text("The file is not CSV: {reason}", "文件不是有效的 CSV：{reason}", reason=str(error))
        raise Invalid(None, [Issue("bad_csv", message)]) from error


def _check_columns(columns: Sequence[str]) -> None:
    if not any(columns):
        hint = text("The first line must name the columns", "第一行必须是列名")
        raise Invalid(None, [Issue("empty_file", text("The file is empty", "文件为空"), (), hint)])
    twice = [name for name, times in Counter(columns).items() if times > 1 and name]
    if twice:
        message = text("The column {name} stands there twice", "列“{name}”重复", name=twice[0])
        raise Invalid(None, [Issue("duplicate_column", message, (twice[0],), _rename())])


def _rename() -> Text:
    return text("Rename one of them in the file", "请在文件中修改其中一个列名")


def _rows(columns: tuple[str, ...], reader: Iterator[list[str]]) -> Iterator[SourceRow]:
    for number, values in enumerate(reader, start=2):
        if any(value.strip() for value in values):
            cells = dict(zip(columns, map(original, values), strict=False))
            yield SourceRow(number, cells, _shape_issues(columns, values))


def _shape_issues(columns: Sequence[str], values: Sequence[str]) -> tuple[Issue, ...]:
    """A row of another length has lost or gained a separator; its cells cannot be trusted."""
    surplus = values[len(columns) :]
    if len(values) >= len(columns) and not any(value.strip() for value in surplus):
        return ()
    message = text(
        "The row has {found} cells, the header {wanted}", "该行有 {found} 个单元格，表头有 {wanted} 个",
        found=len(values), wanted=len(columns),
    )  # fmt: skip
    hint = text("Put cells that contain the separator into quotes", "请将包含分隔符的单元格加上引号")
    return (Issue("row_shape", message, (), hint),)


def _unreadable(encoding: str) -> Invalid:
    message = text("The file is not {encoding}", "文件编码不是 {encoding}", encoding=encoding)
    hint = text("Save it as UTF-8, or name its encoding", "请另存为 UTF-8，或指定其编码")
    return Invalid(None, [Issue("bad_encoding", message, (), hint)])
