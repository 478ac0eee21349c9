"""An import as background work: the upload, the mapping, and a file of the rows that were left out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, BinaryIO, cast

from odos.accounts.principals import Principal
from odos.exchange.mapping import ImportMapping, read_mapping, same_names
from odos.exchange.operations import check_fit, import_rows
from odos.exchange.reports import ErrorFile, ImportReport
from odos.exchange.sources import Source, SourceRow, open_source
from odos.files import disk
from odos.files.models import StoredFile
from odos.files.operations import store_file
from odos.files.queries import get_file, is_uploader
from odos.jobs.kinds import JobKind
from odos.jobs.operations import enqueue
from odos.jobs.running import JobContext
from odos.kernel.issues import Issue
from odos.kernel.problems import NotFound
from odos.kernel.workspaces import Workspace
from odos.records.context import Context
from odos.records.operations import require_create
from odos.schema.model import Entity
from odos.storage.active import active_schema

KIND = "exchange.import"


def start_import(
    *, context: Context, entity: str, file_id: int, mapping: Mapping[str, Any] | None, dry_run: bool
) -> int:
    """Put an import of an upload in; gives the job's id.

    Raises `NotFound`, `Forbidden`, or `Invalid` for a mapping that fits neither the file nor the entity.
    """
    found = context.schema.get_entity(entity)
    file = get_file(workspace=context.workspace, file_id=file_id)
    _open_to(context.actor, file)
    require_create(context, found)
    with _opened(context.workspace, file, mapping) as (source, read):
        check_fit(context, found, read or _same_names(found, source), source.columns)
    args = {"entity": found.key, "file": str(file_id), "mapping": mapping, "dry_run": dry_run}
    return enqueue(workspace=context.workspace, kind=KIND, args=args, actor=context.actor, now=context.now)


def run_import(job: JobContext) -> Mapping[str, Any]:
    """Load the file as the actor; the result are the counts of the report."""
    file = get_file(workspace=job.workspace, file_id=int(job.args["file"]))
    _open_to(job.actor, file)
    mapping = job.args["mapping"]
    with _opened(job.workspace, file, mapping) as (source, _read):
        total = sum(1 for _row in source.rows)
    job.progress(0, total)
    with (
        _opened(job.workspace, file, mapping) as (source, read),
        tempfile.TemporaryFile() as temporary,
    ):
        rejected = cast(BinaryIO, temporary)
        report = _load(job, source, read, rejected)
        job.save({}, done=report.rows, total=report.rows)
        if report.failed or report.incomplete:
            job.files.append(str(_keep(job, rejected, f"{file.name}.errors.csv").pk))
    return report.as_json()


def _load(job: JobContext, source: Source, mapping: ImportMapping | None, rejected: BinaryIO) -> ImportReport:
    schema = active_schema(job.workspace)
    entity = schema.get_entity(str(job.args["entity"]))
    dry_run = bool(job.args["dry_run"])
    text = TextIOWrapper(rejected, encoding="utf-8-sig", newline="", write_through=True)
    sink = ErrorFile(text, source.columns, job.actor.locale)

    def note(row: SourceRow, issues: Sequence[Issue]) -> None:
        sink(row, issues)
        job.report(*(issue.under("rows", row.number) for issue in issues))

    def progress(rows: int) -> None:
        """Within the transaction of a dry run the job's row must not be touched: others wait for it."""
        if dry_run:
            job.mention(rows)
        else:
            job.progress(rows)

    report = import_rows(
        context=Context(job.workspace, schema, job.actor, job.now(), source="import"),
        entity=entity.key,
        source=source,
        mapping=mapping or _same_names(entity, source),
        failures=note,
        dry_run=dry_run,
        progress=progress,
    )
    text.detach()
    return report


@contextmanager
def _opened(
    workspace: Workspace, file: StoredFile, document: Mapping[str, Any] | None
) -> Iterator[tuple[Source, ImportMapping | None]]:
    """The upload as the mapping says, with the mapping read."""
    mapping = None if document is None else read_mapping(document)
    encoding, delimiter = (mapping.encoding, mapping.delimiter) if mapping else (None, None)
    path = disk.place(workspace, file.sha256)
    with open_source(path, encoding=encoding, delimiter=delimiter) as source:
        yield source, mapping


def _same_names(entity: Entity, source: Source) -> ImportMapping:
    return same_names(source.columns, list(entity.fields))


def _keep(job: JobContext, rejected: BinaryIO, name: str) -> StoredFile:
    rejected.seek(0)
    return store_file(workspace=job.workspace, stream=rejected, name=name, actor=job.actor, now=job.now())


def _open_to(actor: Principal, file: StoredFile) -> None:
    """An upload is nobody else's business."""
    if not (actor.is_admin or is_uploader(file, actor)):
        raise NotFound


IMPORT = JobKind(
    KIND,
    run_import,
    {"en": "Import", "zh-hans": "导入"},
    max_attempts=1,  # batches that are in would come in twice; whoever started it loads the rest with a match
)
JOB_KINDS = (IMPORT,)
