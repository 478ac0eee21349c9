"""``/api/audit``: the whole trail, for administrators; ``…/as-of``: one record as it was."""

from __future__ import annotations

import csv
import io
import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from odos.api.frame.bodies import json_response, read_json, read_moment, require, whole_number
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.idempotency import repeat_once
from odos.api.frame.record_addresses import record_id_of
from odos.api.frame.scopes import ACCOUNT
from odos.audit.entries import APPLICATION, Entry
from odos.audit.operations import write_entries
from odos.audit.queries import LARGEST_ID, Conditions
from odos.database.bootstrap import NeedsAdministrator
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.sheets import inert
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.history.moments import record_as_of
from odos.records.history.personal_data import erase_person, export_person, note_glimpse, plan_erasure
from odos.records.history.trail import list_trail
from odos.schema.model import Schema

MAX_ENTRIES = 200


class AuditTrail(Endpoint):
    """GET a page by who, when, from where, entity, record, field and action."""

    administrators = True

    def get(self, request: Request) -> HttpResponse:
        items, following = list_trail(
            context=self.context(),
            conditions=read_conditions(self.schema_version, request.GET),
            cursor=request.GET.get("cursor"),
            limit=min(max(whole_number(request.GET, "limit", 50), 1), MAX_ENTRIES),
            language=self.language,
        )
        return json_response({"items": items, "next": following})


class RecordAsOf(Endpoint):
    """GET a record as it was ``at`` a moment."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        at = _moment(request.GET, "at") or utc_now()
        context, number = self.context(), record_id_of(found, record_id)
        past = record_as_of(context=context, entity=found, record_id=number, at=at)
        note_glimpse(context, found, number, "past")
        return json_response(past.as_json())


def read_conditions(schema: Schema, parameters: Mapping[str, str]) -> Conditions:
    """The conditions of a request; raises `Invalid` for what cannot be meant."""
    entity = schema.get_entity(parameters["entity"]) if parameters.get("entity") else None
    name = parameters.get("field") or None
    item = entity.find_field(name) if entity and name else None
    return Conditions(
        since=_moment(parameters, "since"),
        until=_moment(parameters, "until"),
        actor_id=_number(parameters, "actor"),
        entity_id=entity.id if entity else None,
        record_id=_number(parameters, "record"),
        field=item.id if item else _plain(name),
        actions=tuple(filter(None, map(_plain, parameters.get("action", "").split(",")))),
        source=_plain(parameters.get("source")),
        address=_address(parameters),
    )


def _moment(parameters: Mapping[str, str], key: str) -> datetime | None:
    """The plus sign of an offset reads as a blank in an address."""
    value = parameters.get(key)
    return read_moment(value.replace(" ", "+"), key) if value else None


def _number(parameters: Mapping[str, str], key: str) -> int | None:
    value = whole_number(parameters, key, 0)
    return min(value, LARGEST_ID) if value > 0 else None


def _address(parameters: Mapping[str, str]) -> str | None:
    value = parameters.get("address")
    try:
        return str(ipaddress.ip_address(value.strip())) if value else None
    except ValueError as error:
        message = text("address must be an IP address", "address 应为 IP 地址")
        raise Invalid(None, [Issue("wrong_type", message, ("address",))]) from error


def _plain(value: str | None) -> str | None:
    """PostgreSQL takes no NUL, nor half a surrogate pair."""
    return (value or "").replace("\0", "").encode("utf-8", "ignore").decode() or None


class AuditExport(Endpoint):
    """GET the entries under the same conditions as a CSV file, row by row; itself an entry of the trail."""

    administrators = True

    def get(self, request: Request) -> HttpResponseBase:
        context, conditions = self.context(), read_conditions(self.schema_version, request.GET)
        if conditions.entity_id in self.schema_version.by_id:
            context.require(self.schema_version.by_id[str(conditions.entity_id)], "export")
        told = {key: [None, value] for key, value in request.GET.items() if key in _CONDITIONS}
        entry = Entry(APPLICATION, None, "exported", changes={"of": [None, "trail"], **told})
        write_entries(workspace=self.workspace, origin=context.origin, entries=[entry])
        response = StreamingHttpResponse(
            _csv(context, replace(conditions, until=conditions.until or context.now), self.language),
            content_type="text/csv; charset=utf-8",
        )
        response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
        return response


class PersonalData(Endpoint):
    """GET all that is kept of one person."""

    administrators = True

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        answer = export_person(
            context=self.context(),
            entity=found,
            record_id=record_id_of(found, record_id),
            language=self.language,
        )
        response = json_response(answer)
        response["Content-Disposition"] = f'attachment; filename="{found.key}-personal-data.json"'
        return response


class PersonalDataErasure(Endpoint):
    """GET what an erasure would reach; POST ``{reason}``: erase one person's data wherever it is kept."""

    administrators = True
    scope = ACCOUNT
    keeps_answer = True

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        number = record_id_of(found, record_id)
        plan = plan_erasure(context=self.context(), entity=found, record_id=number, language=self.language)
        return json_response(plan)

    def post(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        return json_response(repeat_once(self, lambda: self._erase(request, entity, record_id)))

    def _erase(self, request: Request, entity: str, record_id: str) -> dict[str, Any]:
        found, body = self.entity(entity), read_json(request)
        context = replace(self.context(), reason=require(body, "reason", str)[:500].replace("\0", ""))
        try:
            return erase_person(
                context=context,
                entity=found,
                record_id=record_id_of(found, record_id),
                admin_url=settings.ODOS_ADMIN_DATABASE_URL,
                language=self.language,
            )
        except NeedsAdministrator as refusal:
            message = text(
                "The trail belongs to another role of the database; its administrator must help",
                "审计记录归专用角色所有，需要数据库管理员协助",
            )
            raise Conflict(message) from refusal


_CONDITIONS = ("since", "until", "actor", "entity", "record", "field", "action", "source", "address")
_COLUMNS = (
    "at", "actor", "action", "entity", "record", "version", "source", "address", "agent", "reason", "changes",
)  # fmt: skip


def _csv(context: Context, conditions: Conditions, language: str) -> Iterator[str]:
    """Pages of rows; a cell that a spreadsheet would run is made inert."""
    yield "\ufeff" + _line(_COLUMNS)
    cursor: str | None = None
    while True:
        items, cursor = list_trail(
            context=context, conditions=conditions, cursor=cursor, limit=1_000, language=language
        )
        yield "".join(_line([_cell(item, name) for name in _COLUMNS]) for item in items)
        if cursor is None:
            return


def _cell(item: Mapping[str, Any], name: str) -> str:
    value = item["actor_label"] if name == "actor" else item[name]
    if value is None:
        return ""
    return inert(value if isinstance(value, str) else orjson.dumps(value, default=str).decode())


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
