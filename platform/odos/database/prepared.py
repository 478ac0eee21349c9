"""Statements that PostgreSQL parses and plans once for each connection, then runs by name.

A compiled list or record statement is long; planning it costs more than running it. psycopg2 has no
protocol-level prepared statements, so this uses SQL's own PREPARE and EXECUTE. A name belongs to one
workspace, since a plan holds for the search path it was made under. PostgreSQL plans anew by itself when
a table changes. With a pooler that hands a connection from transaction to transaction, switch this off
(``ODOS_PREPARE=0``).
"""

from __future__ import annotations

import hashlib
import re
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any

from django.conf import settings

from odos.database.session import (
    Rows,
    current_workspace,
    execute,
    fetch_all,
    fetch_last,
    opened_connection,
)
from odos.kernel.sql import Slot, Sql
from odos.kernel.workspaces import Workspace

Calls = Sequence[tuple[str, Sequence[object]]]  # statements with their parameters

# What comes after it runs by a plan that does not look at parameters. PostgreSQL would compare such a plan by
# its guesses, which are poor for lists, and then plan each run anew.
KEEP_PLANS = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"
MAX_PREPARED = 300  # on each connection

_PLACEHOLDER = re.compile(r"%[s%]")
_CAST_PLACEHOLDER = re.compile(r"%%|%s((?:::\w+(?:\[\])?)?)")
_prepared: weakref.WeakKeyDictionary[Any, OrderedDict[str, None]] = weakref.WeakKeyDictionary()


def fetch_all_prepared(workspace: Workspace, sql: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
    """Like `odos.database.session.fetch_all`, by a prepared statement. ``sql`` is one statement."""
    ahead = _ahead.take(sql, params)
    if ahead is not None:
        return ahead
    return fetch_all(workspace, call_sql(workspace, sql, params), params)


def fetch_one_prepared(workspace: Workspace, sql: str, params: Sequence[object]) -> tuple[Any, ...] | None:
    """The first row or None."""
    rows = fetch_all_prepared(workspace, sql, params)
    return rows[0] if rows else None


def fetch_all_in_order(workspace: Workspace, statements: Calls) -> list[tuple[Any, ...]]:
    """Run statements in one message; the rows of the last one.

    `KEEP_PLANS` among them counts to the end of the message. An open transaction would go on with it, so that
    there it is left out.
    """
    if current_workspace() is not None:
        statements = [call for call in statements if call[0] != KEEP_PLANS]
    ahead = _ahead.take(*statements[-1])
    if ahead is not None:
        return ahead
    return fetch_all(workspace, *together(workspace, statements))


def fetch_last_prepared(workspace: Workspace, statements: Calls) -> tuple[Any, ...] | None:
    """Run statements in one message, the last of the transaction; the first row of the last one, or None."""
    return fetch_last(workspace, *together(workspace, statements))


def sent_once(statement: Sql) -> Sql:
    """The same, for running by name only: a slot that stands in several places, cast alike, is sent once.

    The units and shares by which a member reaches rows stand in each way to them, and in those of the count.
    """
    if not settings.ODOS_PREPARE:
        return statement
    given, params = iter(statement.params), list[object]()
    numbers: dict[tuple[object, str], int] = {}

    def number(found: re.Match[str]) -> str:
        if found.group() == "%%":
            return "%%"
        item, cast = next(given), found.group(1)
        if not (cast and isinstance(item, Slot)):
            params.append(item)
            return f"${len(params)}{cast}"
        if (item, cast) not in numbers:
            params.append(item)
            numbers[item, cast] = len(params)
        return f"${numbers[item, cast]}{cast}"

    return Sql(_CAST_PLACEHOLDER.sub(number, statement.text), tuple(params))


def together(workspace: Workspace, statements: Calls) -> tuple[str, list[object]]:
    """One message that runs the statements, prepared, and its parameters."""
    calls = [call_sql(workspace, sql, params) for sql, params in statements]
    return "; ".join(calls), [value for _sql, params in statements for value in params]


def call_sql(workspace: Workspace, sql: str, params: Sequence[object]) -> str:
    """The text that runs the prepared statement, with a placeholder for each parameter."""
    if not settings.ODOS_PREPARE:
        return sql
    return _execute_sql(_prepare(workspace, sql), len(params))


class _Ahead(threading.local):
    """The last statement of the message that opened the transaction, and its rows."""

    def __init__(self) -> None:
        self.asked: tuple[str, list[object]] | None = None
        self.rows: Rows = []

    def take(self, sql: str, params: Sequence[object]) -> Rows | None:
        """The rows, once, to whoever asks the same."""
        if self.asked is None or self.asked != (sql, list(params)):
            return None
        self.asked = None
        return self.rows


_ahead = _Ahead()


@contextmanager
def answered_ahead(sql: str, params: Sequence[object], rows: Rows) -> Iterator[None]:
    """In the block `fetch_all_prepared` has this answer already, once."""
    _ahead.asked, _ahead.rows = (sql, list(params)), rows
    try:
        yield
    finally:
        _ahead.asked, _ahead.rows = None, []


@lru_cache(maxsize=4_000)
def _execute_sql(name: str, parameters: int) -> str:
    return f"EXECUTE {name}({', '.join(['%s'] * parameters)})" if parameters else f"EXECUTE {name}"


def _prepare(workspace: Workspace, sql: str) -> str:
    opened = opened_connection()
    known = _prepared.get(opened)
    if known is None:
        known = _prepared[opened] = OrderedDict()
    name = _name(workspace.key, sql)
    if name in known:
        known.move_to_end(name)
        return name
    execute(workspace, f"PREPARE {name} AS {_numbered(sql)}")
    known[name] = None
    if len(known) > MAX_PREPARED:
        oldest, _ = known.popitem(last=False)
        execute(workspace, f"DEALLOCATE {oldest}")
    return name


@lru_cache(maxsize=4_000)
def _name(workspace: str, sql: str) -> str:
    return "odos_" + hashlib.blake2s(f"{workspace}\n{sql}".encode(), digest_size=12).hexdigest()


def _numbered(sql: str) -> str:
    """``%s`` as ``$1``, ``$2``, …; ``%%`` stays: the driver takes it as ``%`` here, too."""
    numbers = count(1)
    return _PLACEHOLDER.sub(lambda found: "%%" if found.group() == "%%" else f"${next(numbers)}", sql)
