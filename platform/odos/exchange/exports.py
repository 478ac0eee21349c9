"""A list as a file: its columns, and every row of it that the asker may export, as background work.

What is kept back on the screen is kept back in the file: the rows come from the same list, narrowed further
to what may be exported.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import transaction
from odos.exchange.tables import MOST_ROWS, TABLES, Table
from odos.exchange.written_cells import Reader
from odos.files.operations import store_file
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text, translate
from odos.records.background import context_of, put_in
from odos.records.context import Context
from odos.records.lists.queries import MAX_LIMIT, ListRequest, list_records
from odos.records.values.selecting import HEAVY_KINDS, resolve_path, visible_fields
from odos.schema.model import Entity, Field
from odos.storage.active import active_schema

KIND = "exchange.export"
HEADERS = ("labels", "keys")
MOST_COLUMNS = 200
Path = tuple[Field, ...]


@dataclass(frozen=True)
class ExportRequest:
    """What is asked for; without ``fields`` the columns that a list has. ``headers``: see `HEADERS`."""

    entity: str
    format: str = "xlsx"
    fields: tuple[str, ...] = ()
    filter: str | None = None
    q: str | None = None
    sort: str | None = None
    headers: str = "labels"
    language: str = "en"

    def of(self, listed: ListRequest) -> ExportRequest:
        """The same of the rows of a list."""
        return replace(self, filter=listed.filter, q=listed.q, sort=listed.sort)


def start_export(*, context: Context, request: ExportRequest) -> int:
    """Put an export in; gives the job's id.

    Raises `Forbidden` without the right to export, `Invalid` for fields, filter or sort that no list takes.
    """
    entity = context.schema.get_entity(request.entity)
    context.require(entity, "export")
    _refuse_unknown(request)
    named = replace(request, entity=entity.key, fields=tuple(columns_of(context, entity, request.fields)))
    list_records(context=context, entity=entity, request=replace(list_of(named), limit=1, count="none"))
    return put_in(context, KIND, asdict(named))


def run_export(job: JobContext) -> Mapping[str, Any]:
    """Write the file as the actor. A try that died left nothing behind, so that the next begins anew."""
    request = ExportRequest(**{**job.args, "fields": tuple(job.args["fields"])})
    schema = active_schema(job.workspace)
    entity = schema.get_entity(request.entity)
    context = context_of(job, schema)
    context.require(entity, "export")
    with tempfile.TemporaryFile() as file:
        columns = columns_of(context, entity, request.fields)
        header = [_heading(path, request) for path in columns.values()]
        table = TABLES[request.format](file, header)
        rows = _fill(job, context, entity, request, columns, table)
        table.close()
        file.seek(0)
        with transaction(job.workspace):
            _note(context, entity, request, rows)
            name = f"{translate(entity.plural_label, request.language)} {job.now():%Y-%m-%d}.{request.format}"
            kept = store_file(workspace=job.workspace, stream=file, name=name, actor=job.actor, now=job.now())
    job.files.append(str(kept.pk))
    return {"entity": entity.key, "rows": rows, "format": request.format}


def columns_of(context: Context, entity: Entity, names: tuple[str, ...]) -> dict[str, Path]:
    """The fields along each path; raises `Invalid` for what the actor may not see or no cell can hold."""
    if not names:
        usual = [item for item in visible_fields(context, entity) if item.kind not in HEAVY_KINDS]
        return {item.key: (item,) for item in usual}
    found = {name: resolve_path(context, entity, name, at=("fields",)) for name in names}
    lines = [name for name, path in found.items() if path[-1].kind == "children"]
    if lines:
        message = text("{name} is a list of lines", "{name} 是明细列表", name=lines[0])
        hint = text("Export the lines' own fields from their list", "请单独导出明细")
        raise Invalid(None, [Issue("not_a_cell", message, ("fields",), hint)])
    return found


def list_of(request: ExportRequest) -> ListRequest:
    """The list whose rows the file has."""
    return ListRequest(
        filter=request.filter,
        q=request.q,
        sort=request.sort,
        fields=request.fields,
        limit=MAX_LIMIT,
        action="export",
    )


def _fill(
    job: JobContext,
    context: Context,
    entity: Entity,
    request: ExportRequest,
    columns: Mapping[str, Path],
    table: Table,
) -> int:
    reader = Reader(request.language, ZoneInfo(job.actor.time_zone or "UTC"))
    rows = 0
    for record, total in exported_records(context, entity, request):
        if rows == 0:
            _refuse_too_many(request, total)
        table.add([reader.cell(path[-1], record.get(name)) for name, path in columns.items()])
        rows += 1
        job.progress(rows, total)
    return rows


def exported_records(
    context: Context, entity: Entity, request: ExportRequest
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Every row of the file with the number of all; asked for a page at a time."""
    asked: ListRequest | None = replace(list_of(request), count="exact")
    total = 0
    while asked is not None:
        page = list_records(context=context, entity=entity, request=asked)
        total = total if page.count is None else page.count
        for item in page.items:
            yield orjson.loads(item), total
        asked = replace(asked, cursor=page.next, count="none") if page.next else None


def _heading(path: Path, request: ExportRequest) -> str:
    if request.headers == "keys":
        return ".".join(item.key for item in path)
    return " / ".join(translate(item.label, request.language) for item in path)


def _note(context: Context, entity: Entity, request: ExportRequest, rows: int) -> None:
    asked = {"filter": request.filter, "q": request.q, "fields": ", ".join(request.fields)}
    told = {key: [None, value] for key, value in asked.items() if value}
    changes: dict[str, list[Any]] = {
        "of": [None, "list"],
        "rows": [None, rows],
        "format": [None, request.format],
        **told,
    }
    entry = Entry(entity.id, None, "exported", changes=changes)
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])


def _refuse_unknown(request: ExportRequest) -> None:
    offered = {"format": tuple(TABLES), "headers": HEADERS}
    for name, known in offered.items():
        if getattr(request, name) not in known:
            message = text(
                "{name} is one of {known}", "{name} 应为 {known} 之一", name=name, known=", ".join(known)
            )
            raise Invalid(None, [Issue("unknown_choice", message, (name,))])
    if len(request.fields) > MOST_COLUMNS:
        message = text("At most {n} columns", "最多 {n} 列", n=MOST_COLUMNS)
        raise Invalid(None, [Issue("too_many_columns", message, ("fields",))])


def _refuse_too_many(request: ExportRequest, total: int) -> None:
    if request.format == "xlsx" and total > MOST_ROWS:
        message = text("A sheet holds at most {n} rows", "一个工作表最多 {n} 行", n=MOST_ROWS)
        hint = text("Narrow the list, or export it as CSV", "请缩小范围，或导出为 CSV")
        raise Invalid(None, [Issue("too_many_rows", message, ("format",), hint)])


EXPORT = JobKind(KIND, run_export, {"en": "Export", "zh-hans": "导出"})
JOB_KINDS = (EXPORT,)
