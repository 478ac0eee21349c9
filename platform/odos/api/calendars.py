"""``/api/calendars``: when people work. All of the staff read them, administrators change them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from odos.access.compile import require_powers
from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.records import if_match
from odos.calendars import operations, queries
from odos.calendars.documents import Sent, hours_json, read_calendar
from odos.calendars.pasting import read_pasted
from odos.database.session import transaction
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.context import Context
from odos.schema.system import CALENDAR_ENTITY

LONGEST_PASTED = 200_000


class Calendars(Endpoint):
    """GET all, POST a new one."""

    def get(self, request: Request) -> HttpResponse:
        found = queries.list_calendars(workspace=self.workspace)
        return json_response({"items": [_json(item) for item in found]})

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        copied = body.pop("copy_of", None)
        sent = read_calendar(body)

        def work(context: Context) -> tuple[int, object]:
            calendar_id = operations.create_calendar(
                **_place(context), sent=sent, copy_of=None if copied is None else read_id(copied)
            )
            return 201, _read(context, calendar_id)

        require_powers(schema=self.schema_version, principal=self.actor)
        return respond(self, work)


class Calendar(Endpoint):
    """GET, PATCH, DELETE one."""

    def get(self, request: Request, calendar_id: int) -> HttpResponse:
        return json_response(_read(self.context(), calendar_id))

    def patch(self, request: Request, calendar_id: int) -> HttpResponse:
        sent, version = read_calendar(read_json(request)), if_match(request)

        def work(context: Context) -> tuple[int, object]:
            return 200, _change(context, calendar_id, sent, version)

        require_powers(schema=self.schema_version, principal=self.actor)
        return respond(self, work)

    def delete(self, request: Request, calendar_id: int) -> HttpResponse:
        version = if_match(request)

        def work(context: Context) -> tuple[int, object]:
            operations.delete_calendar(**_place(context), calendar_id=calendar_id, if_version=version)
            return 200, {}

        require_powers(schema=self.schema_version, principal=self.actor)
        return respond(self, work)


class PastedDays(Endpoint):
    """POST ``{text, year}``: the days of a pasted table, list or notice; stores nothing."""

    reads = True

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        pasted, year = require(body, "text", str), take(body, "year", int, self.context().now.year)
        if len(pasted) > LONGEST_PASTED or not 1900 <= year <= 2299:
            message = text(
                "At most {n} characters of one year", "最多 {n} 个字符，且年份有效", n=LONGEST_PASTED
            )
            raise Invalid(None, [Issue("too_long", message, ("text",))])
        found = read_pasted(pasted, year=year)
        issues = [issue.as_json(self.language) for issue in found.issues]
        return json_response({"days": [day.as_json() for day in found.days], "issues": issues})


def _place(context: Context) -> dict[str, Any]:
    """What every operation takes."""
    entity = context.schema.by_id[CALENDAR_ENTITY]
    return {"workspace": context.workspace, "entity": entity, "origin": context.origin}


def _change(context: Context, calendar_id: int, sent: Sent, version: int | None) -> dict[str, Any]:
    operations.change_calendar(**_place(context), calendar_id=calendar_id, sent=sent, if_version=version)
    return _read(context, calendar_id)


def _read(context: Context, calendar_id: int) -> dict[str, Any]:
    with transaction(context.workspace):
        return _json(queries.get_calendar(calendar_id=calendar_id))


def _json(listed: queries.Listed) -> dict[str, Any]:
    row = listed.row
    return {
        "id": str(row.pk),
        "version": row.version,
        "name": row.name,
        "code": row.code,
        "is_default": row.is_default,
        "hours": hours_json(row.hours),
        "days": [day.as_json() for day in listed.days],
        "units": listed.units,
    }
