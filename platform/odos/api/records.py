"""``/api/records/…``: lists, single records, bulk writes, the bin, history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import flag, json_response, read_json, take, whole_number
from odos.api.frame.endpoint import Endpoint, respond
from odos.api.frame.record_addresses import record_id_of
from odos.api.frame.row_bodies import read_rows
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.personal.queries import apply_view
from odos.records.computed.filling import Change, fill
from odos.records.computed.notes import with_notes
from odos.records.context import Context
from odos.records.history.personal_data import note_glimpse, note_list, note_view
from odos.records.history.trail import list_record_history
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.choosing import list_options
from odos.records.lists.queries import (
    CountMode,
    ListRequest,
    Page,
    get_record,
    list_records,
)
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest, BulkResult
from odos.records.writes.operations import create_record, delete_record, restore_record, update_record
from odos.records.writes.previews import preview_record

_COUNTS = ("capped", "exact", "estimate", "none")


class RecordList(Endpoint):
    """GET a page, POST a record."""

    portal = True

    def get(self, request: Request, entity: str) -> HttpResponse:
        return _page(self, entity, request.GET)

    def post(self, request: Request, entity: str) -> HttpResponse:
        body = read_json(request)

        def work(context: Context) -> tuple[int, str]:
            made = create_record(context=context, entity=entity, values=body)
            return 201, with_notes(context, context.schema.get_entity(entity), made, self.language)

        return respond(self, work)


class RecordQuery(Endpoint):
    """POST: a list whose parameters come in the body."""

    portal = True

    reads = True

    def post(self, request: Request, entity: str) -> HttpResponse:
        return _page(self, entity, read_json(request))


class Record(Endpoint):
    """GET, PATCH, DELETE one."""

    portal = True

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        fields = _names(request.GET.get("fields"))
        number = record_id_of(found, record_id)
        context = self.context()
        body = get_record(context=context, entity=found, record_id=number, fields=fields)
        note_view(context, found, number)
        return json_response(with_notes(context, found, body, self.language))

    def patch(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        number, version, body = (
            record_id_of(self.entity(entity), record_id),
            if_match(request),
            read_json(request),
        )

        def work(context: Context) -> tuple[int, str]:
            changed = update_record(
                context=context, entity=entity, record_id=number, values=body, if_version=version
            )
            return 200, with_notes(context, context.schema.get_entity(entity), changed, self.language)

        return respond(self, work)

    def delete(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        number, version = record_id_of(self.entity(entity), record_id), if_match(request)

        def work(context: Any) -> tuple[int, object]:
            done = delete_record(context=context, entity=entity, record_id=number, if_version=version)
            return 200, {"deletion_id": str(done.deletion_id), "deleted": done.count}

        return respond(self, work)


class RecordRestore(Endpoint):
    """POST: back from the bin."""

    def post(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        number = record_id_of(self.entity(entity), record_id)
        return respond(
            self, lambda context: (200, restore_record(context=context, entity=entity, record_id=number))
        )


class RecordBulk(Endpoint):
    """POST: up to 10,000 rows."""

    def post(self, request: Request, entity: str) -> HttpResponse:
        body = read_rows(request, ("create", "update"))
        asked = BulkRequest(
            create=body.get("create", ()),
            update=body.get("update", ()),
            delete=take(body, "delete", list, []),
            upsert_on=_names(body.get("upsert_on")),
            atomic=take(body, "atomic", bool, False),
        )

        def work(context: Any) -> tuple[int, object]:
            return 200, _bulk_json(write_bulk(context=context, entity=entity, request=asked), self.language)

        return respond(self, work)


class RecordAggregate(Endpoint):
    """POST: groups and measures."""

    portal = True

    reads = True

    def post(self, request: Request, entity: str) -> HttpResponse:
        body = read_json(request)
        found, context = self.entity(entity), self.context()
        listed = ListRequest(filter=_text(body, "filter"), q=_text(body, "q"))
        narrowed = apply_view(context, found, listed, _text(body, "view"))
        asked = Aggregation(
            group_by=_names(body.get("group_by")),
            measures=tuple(_measure(item) for item in take(body, "measures", list, [])),
            filter=narrowed.filter,
            q=narrowed.q,
            sort=take(body, "sort", str),
            limit=whole_number(body, "limit", 100),
        )
        rows, total = aggregate(context=context, entity=found, asked=asked)
        return json_response({"rows": rows, "total": total})


class RecordOptions(Endpoint):
    """GET: id and label for choosing a reference while typing."""

    portal = True

    def get(self, request: Request, entity: str) -> HttpResponse:
        items = list_options(
            context=self.context(),
            entity=self.entity(entity),
            q=request.GET.get("q"),
            filter_text=_text(request.GET, "filter"),
            chosen_for=_text(request.GET, "for"),
        )
        return json_response({"items": items})


class RecordHistory(Endpoint):
    """GET: the audit trail of one record."""

    def get(self, request: Request, entity: str, record_id: str) -> HttpResponse:
        found = self.entity(entity)
        context, number = self.context(), record_id_of(found, record_id)
        items, following = list_record_history(
            context=context,
            entity=found,
            record_id=number,
            cursor=request.GET.get("cursor"),
            language=self.language,
        )
        note_glimpse(context, found, number, "history")
        return json_response({"items": items, "next": following})


class RecordPreview(Endpoint):
    """POST: what a save would give; nothing is stored."""

    portal = True

    reads = True

    def post(self, request: Request, entity: str) -> HttpResponse:
        body = read_json(request)
        found = self.entity(entity)
        number = record_id_of(found, body["id"]) if body.get("id") is not None else None
        values = take(body, "values", dict, {})
        context = self.context()
        preview = preview_record(context=context, entity=found, record_id=number, values=values)
        if number is not None:
            note_glimpse(context, found, number, "preview")
        return json_response(preview.as_json(self.language))


class RecordDefaults(Endpoint):
    """POST: what fields become when records are chosen in a form; nothing is stored."""

    portal = True

    reads = True

    def post(self, request: Request, entity: str) -> HttpResponse:
        found = self.entity(entity)
        rows = take(read_json(request), "rows", list, [])
        changes = [_change(row, position) for position, row in enumerate(rows)]
        return json_response({"rows": fill(context=self.context(), entity=found, changes=changes)})


def _change(row: object, position: int) -> Change:
    if not isinstance(row, Mapping):
        message = text("A row is an object with values", "每一行应为带有 values 的对象")
        raise Invalid(None, [Issue("not_an_object", message, ("rows", position))])
    return Change(take(row, "values", dict, {}), take(row, "before", dict, None))


def _page(endpoint: Endpoint, key: str, parameters: Mapping[str, Any]) -> HttpResponse:
    context, entity = endpoint.context(), endpoint.entity(key)
    request = apply_view(context, entity, _list_request(parameters), _text(parameters, "view"))
    page = list_records(context=context, entity=entity, request=request)
    note_list(context, entity, page.items)
    return json_response(page_json(page))


def page_json(page: Page) -> bytes:
    """The wire form of a page; its items are JSON already."""
    following = "null" if page.next is None else f'"{page.next}"'
    count = "null" if page.count is None else str(page.count)
    kind = "null" if page.count_kind is None else f'"{page.count_kind}"'
    items = ",".join(page.items)
    return f'{{"items":[{items}],"next":{following},"count":{count},"count_kind":{kind}}}'.encode()


def _list_request(parameters: Mapping[str, Any]) -> ListRequest:
    count = parameters.get("count") or "capped"
    if count not in _COUNTS:
        message = text("count is one of {names}", "count 应为 {names} 之一", names=", ".join(_COUNTS))
        raise Invalid(None, [Issue("bad_count", message, ("count",))])
    return ListRequest(
        filter=_text(parameters, "filter"),
        q=_text(parameters, "q"),
        sort=_text(parameters, "sort"),
        fields=_names(parameters.get("fields")),
        limit=whole_number(parameters, "limit", 50),
        cursor=_text(parameters, "cursor"),
        offset=whole_number(parameters, "offset", 0),
        count=cast(CountMode, count),
        deleted=flag(parameters, "deleted"),
        can=flag(parameters, "can"),
    )


def _text(parameters: Mapping[str, Any], key: str) -> str | None:
    value = take(parameters, key, str)
    return value.replace("\x00", "") or None if value else None


def _names(value: object) -> tuple[str, ...]:
    """``a,b`` or a list of texts."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    return tuple(str(name).strip() for name in value if str(name).strip())


def _measure(item: object) -> Measure:
    if not isinstance(item, Mapping) or not isinstance(item.get("function"), str):
        message = text("A measure is {{function, field, as}}", "度量应为 {{function, field, as}}")
        raise Invalid(None, [Issue("bad_measure", message, ("measures",))])
    field = item.get("field")
    name = item.get("as") or "_".join(filter(None, (item["function"], field)))
    return Measure(item["function"], field, str(name))


def if_match(request: Request) -> int | None:
    """The version of the If-Match header; None where there is none."""
    header = request.META.get("HTTP_IF_MATCH", "").strip().removeprefix("W/").strip('"')
    if not header or header == "*":
        return None
    if header.isascii() and header.isdigit() and len(header) < 10:
        return int(header)
    message = text("If-Match holds the record's version", "If-Match 应为记录的版本号")
    raise Invalid(None, [Issue("bad_version", message, ("If-Match",))])


def _bulk_json(result: BulkResult, language: str) -> dict[str, object]:
    return {
        "created": [str(item) for item in result.created],
        "updated": [str(item) for item in result.updated],
        "deleted": [str(item) for item in result.deleted],
        "errors": [
            {
                "operation": error.operation,
                "index": error.index,
                "issues": [issue.as_json(language) for issue in error.issues],
            }
            for error in sorted(result.errors, key=lambda error: (error.operation, error.index))
        ],
    }
