"""A change, and then everything that follows from it in other records: exactly that, set by set, in order.

`Affected` gathers which records each stage of the graph must run for and runs the stages. Before a stage its
records are locked in id order and then computed by a new statement, which therefore sees what other
transactions committed meanwhile; of its fields only those that read something that changed. What a stage
changed leads on to later ones. Recomputation raises no version and leaves no audit entry.

Records that are very many are left to a job that follows the same hops (`RECOMPUTE`); records that stay
locked for longer than a moment to another (`LateRollup`): the save is not held up, and the value follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.utils import OperationalError

from odos.accounts.principals import system_principal
from odos.database.locks import is_lock_timeout
from odos.database.session import execute, fetch_all
from odos.jobs.operations import enqueue
from odos.kernel.sql import quote
from odos.records.computed.graph import EXISTENCE, Hop, Read, Reader, graph_of
from odos.records.computed.routes import seen_from
from odos.records.computed.stages import compute_stored
from odos.records.context import Context
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity

RECOMPUTE = "records.recompute"
MAX_AT_ONCE = 1_000  # records of others that are recomputed in the transaction of the change
_PATIENCE_MS = 500
_STAMPS = ("version", "updated_at", "updated_by")

Values = Mapping[str, ColumnValues]


@dataclass(frozen=True)
class RowChange:
    """One record before and after: ``before`` is empty for one that came, ``after`` for one that went.

    ``links``: many-to-many fields that were written, with all targets of before and after. ``given``: of a
    new record the fields that were sent, whose values are no defaults.
    """

    record_id: int
    before: Values
    after: Values
    links: Mapping[str, Iterable[int]] = field(default_factory=dict)
    given: Collection[str] = ()

    @property
    def fields(self) -> set[str]:
        """Identities of what differs."""
        keys = self.before.keys() | self.after.keys()
        found = {key for key in keys if self.before.get(key) != self.after.get(key)} | self.links.keys()
        return found if self.before and self.after else found | {EXISTENCE}


def has_readers(context: Context, entity: Entity, fields: Iterable[str], *, beyond: bool = False) -> bool:
    """Whether statements must compute anything when these fields of a record change.

    ``beyond``: in other records only.
    """
    readers = graph_of(context.schema).readers.get(entity.id)
    if not readers:
        return False
    changed = with_stamps(entity, fields)
    return any(reader.route or not beyond for key in changed for reader in readers.get(key, ()))


def with_stamps(entity: Entity, fields: Iterable[str]) -> set[str]:
    """These fields and what each write of a row changes."""
    changed = set(fields)
    return changed | {entity.fields[key].id for key in _STAMPS} if changed else changed


class Affected:
    """Which records each stage must run for. `run` empties it.

    ``remembers``: the rows that were written, for `seen_by`; very many are a burden where nobody asks it.
    """

    def __init__(self, context: Context, *, remembers: bool = True) -> None:
        self.context = context
        self._remembers = remembers
        self._graph = graph_of(context.schema)
        self._ids: dict[int, set[int]] = {}
        self._fields: dict[int, set[str]] = {}  # of each stage
        self._own: dict[str, set[int]] = {}
        self._written: dict[str, list[tuple[RowChange, set[str]]]] = {}
        self._computed: dict[tuple[str, str], set[int]] = {}

    def add_rows(self, entity: Entity, changes: Sequence[RowChange]) -> None:
        """Records whose rows were written, and are locked."""
        self._own.setdefault(entity.id, set()).update(change.record_id for change in changes)
        readers = self._graph.readers.get(entity.id)
        if not (readers or self._remembers):
            return
        written = [(change, with_stamps(entity, change.fields)) for change in changes]
        if self._remembers:
            self._written.setdefault(entity.id, []).extend(written)
        if not readers:
            return
        found: dict[Reader, list[RowChange]] = {}
        for change, fields in written:
            for reader in _together(item for key in fields for item in readers.get(key, ())):
                found.setdefault(reader, []).append(change)
        for reader, listed in found.items():
            self._add_seen(reader, *_nearer(self.context, reader.route, listed))

    def add_own(self, entity: Entity, ids: Iterable[int]) -> None:
        """Everything that is computed by statements on these records themselves."""
        listed = set(ids)
        self._own.setdefault(entity.id, set()).update(listed)
        for stage in self._graph.own_stages(entity.id):
            self._add(stage.position, stage.fields, listed)

    def add_stages(self, entity: Entity, fields: Iterable[str], ids: Iterable[int]) -> None:
        """The stages of these fields, on these records, which are locked."""
        listed, wanted = set(ids), set(fields)
        self._own.setdefault(entity.id, set()).update(listed)
        for stage in self._graph.own_stages(entity.id):
            if wanted & set(stage.fields):
                self._add(stage.position, wanted & set(stage.fields), listed)

    def add_fields(self, entity: Entity, fields: Iterable[str], ids: Iterable[int]) -> None:
        """Records in which these fields have other values now."""
        readers = self._graph.readers.get(entity.id, {})
        for reader in _together(item for key in fields for item in readers.get(key, ())):
            self._add_seen(reader, reader.route, set(ids))

    def run(self) -> None:
        """Bring everything up to date, stage by stage."""
        for stage in self._graph.stages:
            ids, wanted = self._ids.pop(stage.position, None), self._fields.pop(stage.position, ())
            if ids:
                entity = self.context.schema.by_id[stage.entity]
                fields = [key for key in stage.fields if key in wanted]
                changed = compute_stored(self.context, entity, fields, self._locked(entity, ids))
                self._follow(entity, changed)

    def seen_by(self, reads: Iterable[Read]) -> set[int]:
        """The records from which any of these reads leads to a value that differs since the beginning."""
        found: set[int] = set()
        for read in reads:
            if any(hop.kind == "anywhere" for hop in read.route):
                continue
            rows = [change for change, fields in self._written.get(read.entity, ()) if read.field in fields]
            if rows:
                found.update(seen_from(self.context, *_nearer(self.context, read.route, rows)))
            computed = self._computed.get((read.entity, read.field))
            if computed:
                found.update(seen_from(self.context, read.route, computed))
        return found

    def _follow(self, entity: Entity, changed: Mapping[int, frozenset[str]]) -> None:
        """From the fields that are another value now, each with its records."""
        by_field: dict[str, set[int]] = {}
        for record_id, fields in changed.items():
            for key in fields:
                by_field.setdefault(key, set()).add(record_id)
        for key, ids in by_field.items():
            self._computed.setdefault((entity.id, key), set()).update(ids)
            self.add_fields(entity, [key], ids)

    def _add(self, stage: int, fields: Iterable[str], ids: Iterable[int]) -> None:
        listed = set(ids)
        if listed:
            self._ids.setdefault(stage, set()).update(listed)
            self._fields.setdefault(stage, set()).update(fields)

    def _add_seen(self, reader: Reader, route: tuple[Hop, ...], ids: set[int]) -> None:
        """``route``: what is left of the reader's."""
        if not ids:
            return
        seen = seen_from(self.context, route, ids, most=MAX_AT_ONCE + 1) if route else sorted(ids)
        own = self._own.get(self._graph.stages[reader.stage].entity, set())
        if len(seen) > MAX_AT_ONCE and not own.issuperset(seen):
            self._leave_to_job(reader, route, ids)
        else:
            self._add(reader.stage, reader.fields, seen)

    def _locked(self, entity: Entity, ids: set[int]) -> list[int]:
        """Those that could be locked: all, or our own."""
        own = ids & self._own.get(entity.id, set())
        if own == ids or lock_in_order(self.context, entity, ids):
            return sorted(ids)
        leave_for_later(self.context, entity, ids - own)
        return sorted(own)

    def _leave_to_job(self, reader: Reader, route: tuple[Hop, ...], ids: set[int]) -> None:
        found = self._graph.stages[reader.stage]
        fields = sorted(reader.fields)
        hops = [[hop.kind, hop.start, hop.end, hop.link] for hop in route]
        enqueue(
            workspace=self.context.workspace,
            kind=RECOMPUTE,
            args={"entity": found.entity, "fields": fields, "route": hops, "ids": sorted(ids)},
            actor=system_principal(self.context.workspace),
            now=self.context.now,
        )


def _together(readers: Iterable[Reader]) -> Iterator[Reader]:
    """One for each stage and route, with all fields that are asked for."""
    found: dict[tuple[int, tuple[Hop, ...]], frozenset[str]] = {}
    for reader in readers:
        place = (reader.stage, reader.route)
        found[place] = found.get(place, frozenset()) | reader.fields
    return (Reader(*place, fields) for place, fields in found.items())


def lock_in_order(context: Context, entity: Entity, ids: Iterable[int]) -> bool:
    """Lock records in id order; False when somebody holds one for longer than a moment."""
    statement = f"SELECT id FROM {quote(entity.table)} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
    try:
        with transaction.atomic():
            execute(context.workspace, "SELECT set_config('lock_timeout', %s, true)", [str(_PATIENCE_MS)])
            fetch_all(context.workspace, statement, [sorted(ids)])
            execute(context.workspace, "SELECT set_config('lock_timeout', '0', true)")
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        return False
    return True


def lock_all(context: Context, entity: Entity, ids: Iterable[int]) -> None:
    """Lock records in id order, however long that takes; for jobs."""
    statement = f"SELECT id FROM {quote(entity.table)} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
    fetch_all(context.workspace, statement, [sorted(ids)])


def leave_for_later(context: Context, entity: Entity, ids: Iterable[int]) -> None:
    """Note records that a job is to recompute."""
    execute(
        context.workspace,
        "INSERT INTO late_rollup (entity_id, record_id) SELECT %s, unnest(%s::bigint[])"
        " ON CONFLICT DO NOTHING",
        [entity.id, sorted(ids)],
    )


def _nearer(
    context: Context, route: tuple[Hop, ...], changes: Sequence[RowChange]
) -> tuple[tuple[Hop, ...], set[int]]:
    """The last hop told by the rows themselves, which know where a reference led before."""
    ids = {change.record_id for change in changes}
    if not route:
        return route, ids
    hop = route[-1]
    if hop.kind == "from_many":
        rows = [row for change in changes for row in (change.before, change.after)]
        known = {row[hop.link][0] for row in rows if hop.link in row}
        return route[:-1], {int(str(value)) for value in known if value is not None}
    if hop.kind == "linked_back":
        told = {target for change in changes for target in change.links.get(hop.link, ())}
        return route[:-1], told | set(seen_from(context, (hop,), ids))
    return route, ids
