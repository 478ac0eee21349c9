"""The import itself: batches of rows through the bulk writer, references within the entity afterwards.

Each batch is a fenced transaction of its own, so that a long import holds no locks and publishing goes on
beside it; rows with findings are left out and reported. How far it is is saved in the same transaction (see
`odos.exchange.journal`), so that whoever resumes writes each row once. A dry run does all of it in one
transaction and takes it back, so that its counts and findings are those of the real run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction as django_transaction

from odos.database.session import taken_back, transaction
from odos.exchange.binding import Binding, bind
from odos.exchange.incomplete import LeftOut
from odos.exchange.journal import Journal, Late, passing_journal
from odos.exchange.mapping import ImportMapping
from odos.exchange.preparing import Prepared, prepare_rows
from odos.exchange.reports import FailureSink, ImportReport
from odos.exchange.sources import Source, SourceRow
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.checks.uniques import find_existing
from odos.records.context import Context
from odos.records.values.inputs import read_draft
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest, BulkResult
from odos.records.writes.operations import fenced
from odos.schema.model import Entity

BATCH = 1_000
T = TypeVar("T")
Progress = Callable[[int], None]


def import_rows(
    *,
    context: Context,
    entity: str,
    source: Source,
    mapping: ImportMapping,
    failures: FailureSink,
    dry_run: bool = False,
    progress: Progress | None = None,
    journal: Journal | None = None,
) -> ImportReport:
    """Load the rows that ``journal`` does not have yet; without one, all of them.

    Raises `Invalid` for a mapping that does not fit, `Forbidden` like a single write.
    """
    context.require(context.schema.get_entity(entity), "import")
    with ExitStack() as stack:
        kept = journal or stack.enter_context(passing_journal())
        run = _Import(context, entity, source.columns, mapping, failures, kept)
        kept.report.dry_run = dry_run
        if dry_run:
            stack.enter_context(transaction(context.workspace))
            stack.enter_context(taken_back())
        run.load(source.rows, progress or (lambda _rows: None))
    return kept.report


def check_fit(context: Context, entity: Entity, mapping: ImportMapping, columns: Sequence[str]) -> Binding:
    """Bind the mapping to the entity and the columns of a file; raises `Invalid` where it does not fit."""
    _check_entity(entity, mapping)
    return bind(context, entity, mapping, columns)


def _check_entity(entity: Entity, mapping: ImportMapping) -> None:
    if mapping.entity is not None and mapping.entity not in (entity.key, *entity.aliases):
        message = text(
            'The mapping is for "{wanted}", not for "{entity}"', "该映射用于“{wanted}”，而不是“{entity}”",
            wanted=mapping.entity, entity=entity.key,
        )  # fmt: skip
        raise Invalid(None, [Issue("other_entity", message, ("entity",))])


class _Import:
    """One run, or the rest of one."""

    def __init__(
        self,
        context: Context,
        entity: str,
        columns: Sequence[str],
        mapping: ImportMapping,
        failures: FailureSink,
        journal: Journal,
    ) -> None:
        self._key, self._columns, self._mapping = entity, columns, mapping
        self._failures = failures
        self._journal, self._report = journal, journal.report
        self._found: list[tuple[SourceRow, Sequence[Issue]]] = []
        self._left_out = LeftOut()
        self._bind(context)
        for row, _issues in journal.list_left_out():
            self._left_out.add(row, self._binding, mapping)

    def load(self, rows: Iterable[SourceRow], progress: Progress) -> None:
        """All rows, then the references among them."""
        for batch in _batches(islice(rows, self._report.rows, None), BATCH):
            self._step(partial(self._load_batch, batch))
            progress(self._report.rows)
        for late in _batches(self._journal.list_late(), BATCH):
            self._step(partial(self._set_references, late))
            progress(self._report.rows)

    def _bind(self, context: Context) -> None:
        """Work with the version of ``context`` from now on."""
        self._context = context
        self._entity = context.schema.get_entity(self._key)
        self._binding = check_fit(context, self._entity, self._mapping, self._columns)
        self._report.ignored_columns = self._binding.ignored

    def _step(self, work: Callable[[], None]) -> None:
        """A batch with its findings and the place to resume: all of it is written, or none."""

        def on_version(current: Context) -> None:
            if current.schema is not self._context.schema:
                self._bind(current)
            work()
            self._tell()
            self._count_added()
            self._journal.save()

        fenced(self._context, on_version)

    def _load_batch(self, batch: Sequence[SourceRow]) -> None:
        self._report.rows += len(batch)
        prepared = prepare_rows(self._context, self._binding, self._mapping, batch)
        for item in prepared:
            if item.source.issues:
                self._fail(item.source, item.source.issues)
        self._create([item for item in prepared if not item.source.issues])

    def _create(self, items: Sequence[Prepared]) -> None:
        """Write the rows; where the call as a whole is refused, its halves, down to the row at fault.

        Rows with findings go along, so that everything else that is wrong with them is found as well.
        """
        if not items:
            return
        faults = {index: item.issues for index, item in enumerate(items) if item.issues}
        values = [item.values for item in items]
        result = self._write(BulkRequest(create=values, upsert_on=self._mapping.match, faults=faults))
        if isinstance(result, BulkResult):
            self._note(items, result)
        elif len(items) == 1:
            self._fail(items[0].source, [*items[0].issues, *result.issues])
        else:
            middle = len(items) // 2
            self._create(items[:middle])
            self._create(items[middle:])

    def _note(self, items: Sequence[Prepared], result: BulkResult) -> None:
        for error in result.errors:
            self._fail(items[error.index].source, error.issues)
        self._report.created += len(result.created)
        self._report.updated += len(result.updated)
        refused = {error.index for error in result.errors}
        written = [item for index, item in enumerate(items) if index not in refused]
        self._remember_late(written, result)

    def _remember_late(self, written: Sequence[Prepared], result: BulkResult) -> None:
        if not any(item.later for item in written):
            return
        ids = self._identify(written) if self._mapping.match else result.created
        for record_id, item in zip(ids, written, strict=True):
            if item.later and record_id is not None:
                self._journal.postpone(Late(record_id, item.source, item.later))

    def _identify(self, written: Sequence[Prepared]) -> Sequence[int | None]:
        context, entity = self._context, self._entity
        drafts = [read_draft(context, entity, item.values, "create").values for item in written]
        return find_existing(context, entity, self._mapping.match, drafts)

    def _set_references(self, placed: Sequence[tuple[int, Late]]) -> None:
        late = [item for _place, item in placed]
        for field_id, lookup in self._binding.late_lookups.items():
            lookup.prepare(self._context, (item.names[field_id] for item in late if field_id in item.names))
        changes = [(item, self._changes(item)) for item in late]
        self._update([(item, values) for item, values in changes if values])
        self._journal.late_done = placed[-1][0]

    def _changes(self, late: Late) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field_id, name in late.names.items():
            key = self._entity.by_id[field_id].key
            try:
                values[key] = str(self._binding.late_lookups[field_id].find(name))
            except Invalid as refusal:
                found = self._left_out.explain(field_id, name, refusal.issues, self._binding, self._mapping)
                self._leave_incomplete(late, [issue.under(key) for issue in found])
        return values

    def _update(self, changes: Sequence[tuple[Late, dict[str, Any]]]) -> None:
        if not changes:
            return
        rows = [{"id": str(late.record_id), **values} for late, values in changes]
        result = self._write(BulkRequest(update=rows))
        if isinstance(result, BulkResult):
            for error in result.errors:
                self._leave_incomplete(changes[error.index][0], error.issues)
        elif len(changes) == 1:
            self._leave_incomplete(changes[0][0], result.issues)
        else:
            middle = len(changes) // 2
            self._update(changes[:middle])
            self._update(changes[middle:])

    def _write(self, request: BulkRequest) -> BulkResult | Invalid:
        """The outcome, or the refusal of the call as a whole (a unique value was taken meanwhile)."""
        try:
            with django_transaction.atomic():  # what is refused must not spoil the rest of the batch
                return write_bulk(context=self._context, entity=self._entity.key, request=request)
        except Invalid as refusal:
            return refusal

    def _fail(self, source: SourceRow, issues: Sequence[Issue]) -> None:
        self._report.failed += 1
        self._left_out.add(source, self._binding, self._mapping)
        self._found.append((source, [self._binding.placed(issue) for issue in issues]))

    def _leave_incomplete(self, late: Late, issues: Sequence[Issue]) -> None:
        self._report.incomplete += 1
        self._found.append((late.source, [self._binding.placed(issue) for issue in issues]))

    def _tell(self) -> None:
        """Hand out the findings of a batch in the order of the file."""
        for source, issues in sorted(self._found, key=lambda found: found[0].number):
            self._failures(source, issues)
        self._found.clear()

    def _count_added(self) -> None:
        """Add what the lookups made since they were asked last."""
        added = self._report.added
        for lookup in self._binding.lookups:
            if lookup.added:
                added[lookup.entity.key] = added.get(lookup.entity.key, 0) + lookup.added
                lookup.added = 0


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
