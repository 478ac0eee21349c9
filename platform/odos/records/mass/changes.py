"""One change of many records: all that a list shows, or some that were picked.

Each record is changed as if by hand: access, conditions, validation, guards and the trail hold, and what
somebody changed in between is not overwritten unless it is one of the fields in question. Records that cannot
be changed are left out and told. Up to `AT_ONCE` go in one transaction, more as a job, batch by batch.

A change is known by the correlation of its entries in the trail, and can be undone by whoever made it: values
that nobody has changed since go back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from odos.database.session import taken_back
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import DEFAULT_LANGUAGE, text
from odos.records.background import context_of, put_in
from odos.records.context import Context
from odos.records.lists.queries import get_record
from odos.records.lists.selections import Selection, count_selected, lock_selected, read_selection
from odos.records.values.inputs import read_draft
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import fenced
from odos.schema.model import Entity, Schema
from odos.storage.fence import run_fenced

AT_ONCE = 1_000
TRIED = 200  # as many are tried for a preview
SHOWN = 5  # examples, and records told with each reason
BATCH = 500
CHANGE = "records.change_many"
COUNTS = ("changed", "unchanged", "left_out")

Values = Mapping[str, Any]


@dataclass
class Outcome:
    """What came of a change. ``unchanged`` held the values before; ``reasons``: why records were left out,
    with how many and some of them."""

    changed: int = 0
    unchanged: int = 0
    reasons: dict[tuple[Any, ...], Reason] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many stayed as they were though they were to change."""
        return len({record for reason in self.reasons.values() for record in reason.records})

    def leave_out(self, record_id: str, issues: Sequence[Issue]) -> None:
        """Note why one record was left out."""
        for issue in issues:
            key = (issue.code, issue.path, str(issue.message))
            self.reasons.setdefault(key, Reason(issue)).records.append(record_id)

    def as_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The wire form."""
        listed = [reason.as_json(language) for reason in self.reasons.values()]
        counts = {name: getattr(self, name) for name in COUNTS}
        return {**counts, "reasons": listed}


@dataclass
class Reason:
    """One finding, and the records that it holds of."""

    issue: Issue
    records: list[str] = field(default_factory=list)

    def as_json(self, language: str) -> dict[str, Any]:
        """The wire form."""
        body = {"count": len(self.records), "records": self.records[:SHOWN]}
        return {**self.issue.as_json(language), **body}


@dataclass(frozen=True)
class MassPreview:
    """``count`` are all that are meant, ``tried`` those of which the outcome tells; a few are ``examples``:
    what they were and what they would be."""

    count: int
    tried: int
    outcome: Outcome
    examples: Sequence[Mapping[str, Any]]

    def as_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The wire form."""
        body = {"count": self.count, "tried": self.tried, "examples": list(self.examples)}
        return {**body, **self.outcome.as_json(language)}


def preview_mass_change(
    *, context: Context, entity: Entity, selection: Selection, values: Values
) -> MassPreview:
    """What would come of it, tried on the first records; nothing is stored."""
    check_values(context, entity, values)
    count = count_selected(context, entity, selection)
    with taken_back():
        return fenced(context, lambda current: _tried(current, entity, selection, values, count))


def _tried(context: Context, entity: Entity, selection: Selection, values: Values, count: int) -> MassPreview:
    ids = lock_selected(context, entity, selection, after=0, most=TRIED)
    before = _glimpse(context, entity, ids[:SHOWN], values)
    outcome = change_rows(context, entity, [{"id": str(number), **values} for number in ids])
    after = _glimpse(context, entity, ids[:SHOWN], values)
    examples = [{"from": old, "to": new} for old, new in zip(before, after, strict=True)]
    return MassPreview(count, len(ids), outcome, examples)


def _glimpse(context: Context, entity: Entity, ids: Sequence[int], values: Values) -> list[dict[str, Any]]:
    fields = list(dict.fromkeys([entity.title.key, *values]))
    bodies = (get_record(context=context, entity=entity, record_id=number, fields=fields) for number in ids)
    return [orjson.loads(body) for body in bodies]


def change_many(*, context: Context, entity: Entity, selection: Selection, values: Values) -> Outcome | int:
    """Set ``values`` in all of them; gives the id of a job where they are too many for one transaction.

    Raises `Invalid` for values that no record could take.
    """
    check_values(context, entity, values)
    count = count_selected(context, entity, selection)
    if count > AT_ONCE:
        args = {
            "entity": entity.key,
            "selection": selection.as_json(),
            "values": dict(values),
            "count": count,
        }
        return put_in(context, CHANGE, args)

    def work(current: Context) -> Outcome:
        ids = lock_selected(current, entity, selection, after=0, most=AT_ONCE)
        return change_rows(current, entity, [{"id": str(number), **values} for number in ids])

    return fenced(context, work)


def check_values(context: Context, entity: Entity, values: Values) -> None:
    """Raise `Forbidden` or `Invalid` for what the actor may not do to any record of the entity."""
    context.require(entity, "edit")
    if not values or values.keys() & {"id", "version"}:
        message = text("Name the fields to change and their values", "请给出要修改的字段及其值")
        raise Invalid(None, [Issue("no_values", message, ("values",))])
    draft = read_draft(context, entity, values, "edit")
    lines = [entity.by_id[key].key for key in draft.lines]
    issues = [*draft.issues, *(Issue("lines_of_many", _LINES, (key,)) for key in lines)]
    if issues:
        raise Invalid(None, [issue.under("values") for issue in issues])


_LINES = text("Line items are changed record by record", "明细行只能逐条记录修改")


def change_rows(context: Context, entity: Entity, rows: Sequence[Values]) -> Outcome:
    """Write rows of locked records, those with findings left out."""
    outcome = Outcome()
    if rows:
        result = write_bulk(context=context, entity=entity.key, request=BulkRequest(update=rows))
        outcome.changed = len(result.changed)
        outcome.unchanged = len(result.updated) - outcome.changed
        for error in result.errors:
            outcome.leave_out(str(rows[error.index]["id"]), error.issues)
    return outcome


def can_undo(entity: Entity, values: Values) -> bool:
    """Whether the trail will know what was there before."""
    found = (entity.find_field(key) for key in values)
    return all(item is not None and item.audited for item in found)


# ------------------------------------------------------------------ as a job

Step = Callable[
    [Context, Entity, Any], "tuple[Any, int, Outcome] | None"
]  # where to go on, how many, what came


def run_in_batches(job: JobContext, step: Step, start: Any) -> Mapping[str, Any]:
    """Do ``step`` until it gives None, each with its place to go on in a transaction of its own."""
    following: Mapping[str, Any] | None = job.saved or {
        "position": start, "done": 0, **dict.fromkeys(COUNTS, 0),
    }  # fmt: skip
    while following is not None:
        saved = following
        following = run_fenced(job.workspace, partial(_one, job, step, saved), timeout_ms=0)
        job.check_cancelled()
    counts = {name: saved.get(name, 0) for name in COUNTS}
    return {**counts, "change": str(job.claim.correlation)}


def _one(job: JobContext, step: Step, saved: Mapping[str, Any], schema: Schema) -> Mapping[str, Any] | None:
    entity = schema.get_entity(str(job.args["entity"]))
    stepped = step(context_of(job, schema), entity, saved["position"])
    if stepped is None:
        return None
    position, count, outcome = stepped
    for reason in outcome.reasons.values():
        job.report(*(reason.issue.under(entity.key, record) for record in reason.records))
    following = {
        "position": position,
        "done": saved["done"] + count,
        **{name: saved.get(name, 0) + getattr(outcome, name) for name in COUNTS},
    }
    job.save(following, done=following["done"], total=int(job.args["count"]))
    return following


def run_change(job: JobContext) -> Mapping[str, Any]:
    """Go through the selection as it is met; what comes to meet it behind the present place is not taken."""
    selection, values = read_selection(job.args["selection"]), job.args["values"]

    def step(context: Context, entity: Entity, position: int) -> tuple[int, int, Outcome] | None:
        ids = lock_selected(context, entity, selection, after=position, most=BATCH)
        if not ids:
            return None
        return ids[-1], len(ids), change_rows(context, entity, [{"id": str(n), **values} for n in ids])

    return run_in_batches(job, step, 0)


CHANGE_KIND = JobKind(CHANGE, run_change, {"en": "Change records", "zh-hans": "批量修改记录"}, max_attempts=5)
