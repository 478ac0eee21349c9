"""COPY: many rows into a table at once, in PostgreSQL's text format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db import connection

from odos.kernel.sql import quote

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_CHUNK = 64 * 1024
_NOTHING: Mapping[str, object] = MappingProxyType({})
_LIST_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})


def copy_rows(
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    shared: Mapping[str, object] = _NOTHING,
) -> None:
    """Append ``rows`` to ``table`` on the current connection and transaction, while they are being made.

    ``shared`` are further columns with the same value in every row.
    """
    names = ", ".join(quote(name) for name in (*columns, *shared))
    lines = _lines(rows, "".join(["\t" + _write(value) for value in shared.values()]) + "\n")
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {quote(table)} ({names}) FROM STDIN", _Stream(lines), _CHUNK)


class _Stream:
    """Lines as a file that is read once, in chunks of about `_CHUNK` bytes."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._left = b""

    def read(self, size: int) -> bytes:
        parts, length = [self._left], len(self._left)
        for line in self._lines:
            parts.append(line.encode())
            length += len(parts[-1])
            if length >= size:
                break
        whole = b"".join(parts)
        self._left = whole[size:]
        return whole[:size]


def _lines(rows: Iterable[Sequence[object]], end: str) -> Iterator[str]:
    writers = _WRITERS
    for row in rows:
        yield "\t".join([writers.get(type(value), _other)(value) for value in row]) + end


def _write(value: object) -> str:
    return _WRITERS.get(type(value), _other)(value)


def _blank(_value: object) -> str:
    return "\\N"


def _text(value: str) -> str:
    return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)


def _flag(value: object) -> str:
    return "t" if value else "f"


def _day(value: date) -> str:
    return value.isoformat()


def _list(value: list[object]) -> str:
    items = ('"' + str(item).translate(_LIST_ESCAPES) + '"' for item in value)
    return ("{" + ",".join(items) + "}").translate(_ESCAPES)


def _other(value: object) -> str:
    return str(value).translate(_ESCAPES)


# By exact type, since this runs once for each value.
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    type(None): _blank,
    str: _text,
    int: str,
    bool: _flag,
    Decimal: str,
    date: _day,
    datetime: _day,
    list: _list,
}
