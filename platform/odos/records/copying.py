"""COPY: many rows into a table at once, in PostgreSQL's text format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import singledispatch
from io import StringIO

from django.db import connection

from odos.kernel.sql import quote

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_LIST_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Append ``rows`` to ``table`` on the current connection and transaction."""
    buffer = StringIO()
    buffer.writelines(_lines(rows))
    buffer.seek(0)
    names = ", ".join(quote(name) for name in columns)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {quote(table)} ({names}) FROM STDIN", buffer)


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    for row in rows:
        yield "\t".join(["\\N" if value is None else copy_text(value) for value in row]) + "\n"


@singledispatch
def copy_text(value: object) -> str:
    """One value; whatever has no rule of its own goes by its text."""
    return str(value).translate(_ESCAPES)


@copy_text.register
def _(value: str) -> str:
    return value.translate(_ESCAPES)


@copy_text.register
def _(value: bool) -> str:
    return "t" if value else "f"


@copy_text.register(int)
@copy_text.register(Decimal)
def _(value: int | Decimal) -> str:
    return str(value)


@copy_text.register
def _(value: date) -> str:
    return value.isoformat()


@copy_text.register
def _(value: list) -> str:  # type: ignore[type-arg]
    items = ('"' + str(item).translate(_LIST_ESCAPES) + '"' for item in value)
    return ("{" + ",".join(items) + "}").translate(_ESCAPES)
