"""An import as background work: the upload, the mapping, and a file of the rows that were left out.

When its worker dies, another goes on behind the batch that was written last (see `odos.exchange.journal`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from io import TextIOWrapper
from itertools import chain
from typing import Any

from odos.accounts.principals import Principal
from odos.exchange.journal import Journal, Save
from odos.exchange.mapping import ImportMapping, read_mapping, same_names
from odos.exchange.operations import check_fit, import_rows
from odos.exchange.reports import ErrorFile, ImportReport
from odos.exchange.sources import Source, SourceRow, open_source
from odos.files import disk
from odos.files.models import StoredFile
from odos.files.operations import store_file
from odos.files.queries import get_file, is_uploader
from odos.jobs.context import JobCancelled, JobContext
from odos.jobs.kinds import JobKind
from odos.kernel.issues import Issue
from odos.kernel.problems import NotFound
from odos.kernel.workspaces import Workspace
from odos.records.background import context_of, put_in
from odos.records.context import Context
from odos.records.writes.operations import require_create
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
    context.require(found, "import")
    with _opened(context.workspace, file, mapping) as (source, read):
        check_fit(context, found, read or _same_names(found, source), source.columns)
    args = {"entity": found.key, "file": str(file_id), "mapping": mapping, "dry_run": dry_run}
    return put_in(context, KIND, args)


def run_import(job: JobContext) -> Mapping[str, Any]:
    """Load the file as the actor, or the rest of it; the result are the counts of the report.

    What was saved stays until the end of the job: a worker may die also while it writes the file of errors.
    """
    file = get_file(workspace=job.workspace, file_id=int(job.args["file"]))
    _open_to(job.actor, file)
    mapping = job.args["mapping"]
    if job.claim.total is None:
        with _opened(job.workspace, file, mapping) as (source, _read):
            job.progress(0, sum(1 for _row in source.rows))
    with _opened(job.workspace, file, mapping) as (source, read), closing(_journal(job)) as journal:
        try:
            report = _load(job, source, read, journal)
        except JobCancelled:
            _keep(job, journal, source.columns, f"{file.name}.errors.csv")
            raise
        _keep(job, journal, source.columns, f"{file.name}.errors.csv")
    if report.dry_run:
        job.save({}, done=report.rows)
    return report.as_json()


def _journal(job: JobContext) -> Journal:
    """Of this try, with what an earlier one saved. A dry run begins anew, since nothing of it is kept."""
    save: Save = (lambda _state: None) if job.args["dry_run"] else partial(_save, job)
    journal = Journal(disk.workbench(job.workspace, job.claim.id), job.claim.fence, save)
    if job.saved:
        journal.resume(job.saved)
        for row, issues in journal.list_left_out():
            _report(job, row, issues)
    return journal


def _save(job: JobContext, state: Mapping[str, Any]) -> None:
    job.save(state, done=state["report"]["rows"])


def _report(job: JobContext, row: SourceRow, issues: Sequence[Issue]) -> None:
    job.report(*(issue.under("rows", row.number) for issue in issues))


def _load(job: JobContext, source: Source, mapping: ImportMapping | None, journal: Journal) -> ImportReport:
    schema = active_schema(job.workspace)
    entity = schema.get_entity(str(job.args["entity"]))
    dry_run = bool(job.args["dry_run"])

    def note(row: SourceRow, issues: Sequence[Issue]) -> None:
        journal.leave_out(row, issues)
        _report(job, row, issues)

    def progress(rows: int) -> None:
        """Within the transaction of a dry run the job's row must not be touched: others wait for it."""
        if dry_run:
            job.mention(rows)
        else:
            job.check_cancelled()

    return import_rows(
        context=context_of(job, schema, source="import"),
        entity=entity.key,
        source=source,
        mapping=mapping or _same_names(entity, source),
        failures=note,
        dry_run=dry_run,
        progress=progress,
        journal=journal,
    )


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


def _keep(job: JobContext, journal: Journal, columns: Sequence[str], name: str) -> None:
    """Give the rows left out as a file of the job, if there are any."""
    left_out = journal.list_left_out()
    first = next(left_out, None)
    if first is None:
        return
    with tempfile.TemporaryFile() as temporary:
        text = TextIOWrapper(temporary, encoding="utf-8-sig", newline="", write_through=True)
        write = ErrorFile(text, columns, job.actor.locale)
        for row, issues in chain([first], left_out):
            write(row, issues)
        binary = text.detach()
        binary.seek(0)
        kept = store_file(workspace=job.workspace, stream=binary, name=name, actor=job.actor, now=job.now())
    job.files.append(str(kept.pk))


def _open_to(actor: Principal, file: StoredFile) -> None:
    """An upload is nobody else's business."""
    if not (actor.is_admin or is_uploader(file, actor)):
        raise NotFound


IMPORT = JobKind(KIND, run_import, {"en": "Import", "zh-hans": "导入"}, max_attempts=5)
JOB_KINDS = (IMPORT,)
