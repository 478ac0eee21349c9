"""``/api/audit``: the whole trail, for administrators; ``…/as-of``: one record as it was."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import UTC, datetime

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.bodies import json_response, whole_number
from odos.api.endpoint import Endpoint
from odos.audit.queries import LARGEST_ID, Conditions
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.history import list_trail
from odos.records.moments import record_as_of
from odos.records.queries import record_not_found
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
        at = _moment(request.GET, "at") or self.context().now
        try:
            number = read_id(record_id)
        except Invalid:
            raise record_not_found(found, record_id[:40]) from None
        past = record_as_of(context=self.context(), entity=found, record_id=number, at=at)
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
    value = parameters.get(key)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = text("{key} must be a moment with a time zone", "{key} 应为带时区的时间", key=key)
        hint = text("For example 2026-03-01T08:00:00Z", "例如 2026-03-01T08:00:00Z")
        raise Invalid(None, [Issue("wrong_type", message, (key,), hint)]) from error


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
