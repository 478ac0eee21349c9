"""The import itself: batches of rows through the bulk writer, references within the entity afterwards.

Each batch is a transaction of its own, so that a long import holds no locks and publishing goes on beside
it; rows with findings are left out and reported. A dry run does all of it in one transaction and takes it
back, so that its counts and findings are those of the real run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction as django_transaction

from odos.database.session import transaction
from odos.exchange.binding import Binding, bind
from odos.exchange.mapping import ImportMapping
from odos.exchange.preparing import Prepared, prepare_rows
from odos.exchange.reports import FailureSink, ImportReport
from odos.exchange.sources import Source, SourceRow
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.bulk import write_bulk
from odos.records.bulk_requests import BulkRequest, BulkResult
from odos.records.context import Context
from odos.records.inputs import read_draft
from odos.records.uniques import find_existing
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
) -> ImportReport:
    """Load the rows. Raises `Invalid` for a mapping that does not fit, `Forbidden` like a single write."""
    found = context.schema.get_entity(entity)
    binding = check_fit(context, found, mapping, source.columns)
    run = _Import(context, found, binding, mapping, failures)
    run.report.dry_run = dry_run
    with _taken_back(context) if dry_run else nullcontext():
        run.load(source.rows, progress or (lambda _rows: None))
    return run.report


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


@contextmanager
def _taken_back(context: Context) -> Iterator[None]:
    with transaction(context.workspace), django_transaction.atomic():
        yield
        django_transaction.set_rollback(True)


@dataclass(frozen=True)
class _Late:
    """A record that is in, whose references within its own entity are still to be set."""

    record_id: int
    source: SourceRow
    names: dict[str, str]


class _Import:
    """One run."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        binding: Binding,
        mapping: ImportMapping,
        failures: FailureSink,
    ) -> None:
        self.report = ImportReport(ignored_columns=binding.ignored)
        self._context = context
        self._entity = entity
        self._binding = binding
        self._mapping = mapping
        self._failures = failures
        self._found: list[tuple[SourceRow, Sequence[Issue]]] = []
        self._late: list[_Late] = []

    def load(self, rows: Iterable[SourceRow], progress: Progress) -> None:
        """All rows, then the references among them."""
        for batch in _batches(rows, BATCH):
            self.report.rows += len(batch)
            self._load_batch(prepare_rows(self._context, self._binding, self._mapping, batch))
            self._tell()
            progress(self.report.rows)
        for late in _batches(self._late, BATCH):
            self._set_references(late)
            self._tell()
        self._count_added()

    def _load_batch(self, prepared: Sequence[Prepared]) -> None:
        for item in prepared:
            if item.issues:
                self._fail(item.source, item.issues)
        self._create([item for item in prepared if not item.issues])

    def _create(self, items: Sequence[Prepared]) -> None:
        """Write the rows; where the call as a whole is refused, its halves, down to the row at fault."""
        if not items:
            return
        request = BulkRequest(create=[item.values for item in items], upsert_on=self._mapping.match)
        result = self._write(request)
        if isinstance(result, BulkResult):
            self._note(items, result)
        elif len(items) == 1:
            self._fail(items[0].source, result.issues)
        else:
            middle = len(items) // 2
            self._create(items[:middle])
            self._create(items[middle:])

    def _note(self, items: Sequence[Prepared], result: BulkResult) -> None:
        for error in result.errors:
            self._fail(items[error.index].source, error.issues)
        self.report.created += len(result.created)
        self.report.updated += len(result.updated)
        refused = {error.index for error in result.errors}
        written = [item for index, item in enumerate(items) if index not in refused]
        self._remember_late(written, result)

    def _remember_late(self, written: Sequence[Prepared], result: BulkResult) -> None:
        if not any(item.later for item in written):
            return
        ids = self._identify(written) if self._mapping.match else result.created
        self._late += [
            _Late(record_id, item.source, item.later)
            for record_id, item in zip(ids, written, strict=True)
            if item.later and record_id is not None
        ]

    def _identify(self, written: Sequence[Prepared]) -> Sequence[int | None]:
        context, entity = self._context, self._entity
        drafts = [read_draft(context, entity, item.values, "create").values for item in written]
        return find_existing(context, entity, self._mapping.match, drafts)

    def _set_references(self, late: Sequence[_Late]) -> None:
        for key, lookup in self._binding.late_lookups.items():
            lookup.prepare(self._context, (item.names[key] for item in late if key in item.names))
        changes = [(item, self._changes(item)) for item in late]
        self._update([(item, values) for item, values in changes if values])

    def _changes(self, late: _Late) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, name in late.names.items():
            try:
                values[key] = str(self._binding.late_lookups[key].find(name))
            except Invalid as refusal:
                self._leave_incomplete(late, [issue.under(key) for issue in refusal.issues])
        return values

    def _update(self, changes: Sequence[tuple[_Late, dict[str, Any]]]) -> None:
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
            with self._savepoint():
                return write_bulk(context=self._context, entity=self._entity.key, request=request)
        except Invalid as refusal:
            return refusal

    def _savepoint(self) -> AbstractContextManager[Any]:
        """Within the one transaction of a dry run a refused call must not spoil the rest."""
        return django_transaction.atomic() if self.report.dry_run else nullcontext()

    def _fail(self, source: SourceRow, issues: Sequence[Issue]) -> None:
        self.report.failed += 1
        self._found.append((source, issues))

    def _leave_incomplete(self, late: _Late, issues: Sequence[Issue]) -> None:
        self.report.incomplete += 1
        self._found.append((late.source, issues))

    def _tell(self) -> None:
        """Hand out the findings of a batch in the order of the file."""
        for source, issues in sorted(self._found, key=lambda found: found[0].number):
            self._failures(source, issues)
        self._found.clear()

    def _count_added(self) -> None:
        for lookup in self._binding.lookups:
            if lookup.added:
                key = lookup.entity.key
                self.report.added[key] = self.report.added.get(key, 0) + lookup.added


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
