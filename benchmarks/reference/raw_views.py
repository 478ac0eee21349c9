"""The fastest that is still reasonable to write by hand: one SQL statement for each request, and orjson."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import orjson
from django.db import connections
from django.db.utils import IntegrityError
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from benchmarks.documents import OUTPUT_FIELDS
from benchmarks.reference.raw_checks import read_columns
from benchmarks.reference.routing import ALIAS
from odos.api.frame.endpoint import Endpoint
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text

_PLAIN = [name for name in OUTPUT_FIELDS if name not in ("account", "owner")]
_SELECTED = ", ".join([*(f"d.{name}" for name in _PLAIN), "d.account_id", "a.name", "d.owner_id", "p.name"])
_JOINS = "JOIN reference_account a ON a.id = d.account_id LEFT JOIN reference_person p ON p.id = d.owner_id"
_ORDER = "d.created_at DESC, d.id DESC"
_WIDTH = len(_PLAIN) + 4


class RawDeals(Endpoint):
    """GET a page (``status``, ``cursor``, ``count=exact``), POST a deal."""

    table: ClassVar[str] = "reference_deal"

    def get(self, request: Request) -> HttpResponse:
        given = request.GET
        condition, params = _condition(given.get("status"))
        limit = min(int(given.get("limit", 50)), 1000)
        count = f", (SELECT count(*) FROM {self.table} d WHERE {condition})" if "count" in given else ""
        counted = [*params] if count else []
        after = ""
        if cursor := given.get("cursor"):
            after, further = " AND (d.created_at, d.id) < (%s, %s)", _decode(cursor)
            params = [*params, *further]
        rows = _fetch(
            f"SELECT {_SELECTED}{count} FROM {self.table} d {_JOINS} WHERE {condition}{after}"
            f" ORDER BY {_ORDER} LIMIT {limit + 1}",
            [*counted, *params],
        )
        page = {
            "items": [_deal(row) for row in rows[:limit]],
            "next": _encode(rows[limit - 1]) if len(rows) > limit else None,
            "count": rows[0][_WIDTH] if rows and count else None,
        }
        return _json(page)

    def post(self, request: Request) -> HttpResponse:
        columns = read_columns(orjson.loads(_plain(request).body), complete=True)
        names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
        rows = _write(
            f"WITH d AS (INSERT INTO {self.table} ({names}, created_at, updated_at)"
            f" VALUES ({marks}, now(), now()) RETURNING *) SELECT {_SELECTED} FROM d {_JOINS}",
            list(columns.values()),
        )
        return _json(_deal(rows[0]), 201)


class RawDeal(Endpoint):
    """GET, PATCH one."""

    table: ClassVar[str] = "reference_deal"

    def get(self, request: Request, number: int) -> HttpResponse:
        rows = _fetch(
            f"SELECT {_SELECTED} FROM {self.table} d {_JOINS} WHERE d.id = %s AND d.deleted_at IS NULL",
            [number],
        )
        if not rows:
            raise NotFound
        return _json(_deal(rows[0]))

    def patch(self, request: Request, number: int) -> HttpResponse:
        columns = read_columns(orjson.loads(_plain(request).body), complete=False)
        sets = "".join(f"{name} = %s, " for name in columns)
        rows = _write(
            f"WITH d AS (UPDATE {self.table} SET {sets}updated_at = now()"
            f" WHERE id = %s AND deleted_at IS NULL RETURNING *) SELECT {_SELECTED} FROM d {_JOINS}",
            [*columns.values(), number],
        )
        if not rows:
            raise NotFound
        return _json(_deal(rows[0]))


class RawArchivedDeals(RawDeals):
    """The same of the other table."""

    table = "reference_archiveddeal"


class RawArchivedDeal(RawDeal):
    """The same of the other table."""

    table = "reference_archiveddeal"


def _condition(status: str | None) -> tuple[str, list[Any]]:
    if not status:
        return "d.deleted_at IS NULL", []
    return "d.deleted_at IS NULL AND d.status = %s", [status]


def _deal(row: Sequence[Any]) -> dict[str, Any]:
    deal = dict(zip(_PLAIN, row, strict=False))
    account, account_name, owner, owner_name = row[len(_PLAIN) : _WIDTH]
    deal["id"] = str(deal["id"])
    deal["account"] = {"id": str(account), "label": account_name}
    deal["owner"] = None if owner is None else {"id": str(owner), "label": owner_name}
    return deal


def _fetch(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, tuple(params))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _write(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    try:
        return _fetch(sql, params)
    except IntegrityError as error:
        message = text("There is no such record", "没有这条记录")
        raise Invalid(None, [Issue("reference_not_found", message, ("account",))]) from error


def _encode(row: Sequence[Any]) -> str:
    moment: datetime = row[_PLAIN.index("created_at")]
    return base64.urlsafe_b64encode(f"{moment.isoformat()} {row[0]}".encode()).decode()


def _decode(cursor: str) -> list[Any]:
    moment, number = base64.urlsafe_b64decode(cursor).decode().split(" ")
    return [datetime.fromisoformat(moment), int(number)]


def _plain(request: Request) -> HttpRequest:
    return request._request


def _json(value: object, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(value, default=_text), status=status, content_type="application/json")


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError
