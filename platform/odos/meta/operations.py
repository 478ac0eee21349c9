"""Plan, apply, roll back: the only way in which metadata changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from odos.accounts.principals import Principal
from odos.audit.entries import Origin
from odos.audit.operations import write_entries
from odos.database.session import fetch_one
from odos.jobs.doorbell import publish_after_commit
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Conflict, Invalid, NotFound
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.meta.changes import Change, make_changes
from odos.meta.compiling import Compiled, compile_design
from odos.meta.design import store
from odos.meta.design.differences import describe
from odos.meta.design.layered import Design
from odos.meta.design.packaging import with_layer
from odos.meta.impact import Impact, assess
from odos.meta.publications import published_entries
from odos.meta.rebasing import rebase
from odos.meta.receipts import Receipt
from odos.meta.rows.purging import purged_issues
from odos.meta.rows.refreshing import find_outdated, put_in_refreshing
from odos.storage import active, versions
from odos.storage.building import building_fields
from odos.storage.catalog import read_actual
from odos.storage.diff import diff, resolve
from odos.storage.following import follow_up, pending_fields
from odos.storage.migrate import activate, publishing
from odos.storage.steps import Step
from odos.storage.versions import Loaded

Edit = Callable[[Design], Design]
LONGEST_MESSAGE = 2_000


@dataclass(frozen=True)
class Plan:
    """What a change set would do, on the version ``base_version``."""

    base_version: int
    issues: tuple[Issue, ...]
    steps: tuple[Step, ...]
    rows: Mapping[str, int]
    impact: Impact
    design: Design
    compiled: Compiled
    changes: tuple[dict[str, Any], ...]

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """The wire form."""
        return {
            "base_version": self.base_version,
            "issues": [issue.as_json(language) for issue in self.issues],
            "steps": [self._step(step) for step in self.steps],
            "impact": self.impact.as_json(language),
            "changes": list(self.changes),
        }

    def _step(self, step: Step) -> dict[str, Any]:
        return {
            "summary": {"en": step.summary.render("en"), "zh-hans": step.summary.render("zh-hans")},
            "ddl": "; ".join(step.ddl).replace("%%", "%"),
            "lock": step.lock,
            "rows": self.rows.get(step.table, 0),
            "destructive": self.impact.hurts(step),
            "background": step.background,
        }


@dataclass(frozen=True)
class Applied:
    """A published version and the jobs that it left for later."""

    version: int
    jobs: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The wire form."""
        return {"version": self.version, "jobs": list(self.jobs)}


@dataclass(frozen=True)
class _Publication:
    """Who publishes. ``may_hide`` values without asking, ``confirmed`` also what loses them."""

    message: str
    actor: Principal
    now: datetime
    confirmed: bool
    may_hide: bool = False
    origin: Origin | None = None
    receipt: Receipt | None = None


def plan(
    *,
    workspace: Workspace,
    changes: Sequence[Change],
    actor: Principal,
    now: datetime,
    base_version: int | None = None,
) -> Plan:
    """What `apply` would do. Changes nothing; the same when asked again. Issues are part of the plan."""
    former = versions.load(workspace, versions.active_number(workspace))
    try:
        return _plan(workspace, former, _edit(workspace, changes, base_version))
    except (Invalid, Conflict) as refusal:
        return _refused(store.load_design(workspace, former.schema.version), former, refusal.issues)


def apply(
    *,
    workspace: Workspace,
    changes: Sequence[Change],
    message: str,
    actor: Principal,
    now: datetime,
    base_version: int | None = None,
    confirm_destructive: bool = False,
    origin: Origin | None = None,
    receipt: Receipt | None = None,
) -> Applied:
    """Publish a change set of the organisation as a new version; the present one where nothing differs.

    Raises `Invalid` with all issues, `Conflict` where somebody changed the same attributes since
    ``base_version``, `Unavailable` where the tables concerned stay in use.
    """
    edit = _edit(workspace, changes, base_version)
    publication = _Publication(message, actor, now, confirm_destructive, origin=origin, receipt=receipt)
    return _publish(workspace, edit, publication)


def apply_layer(
    *,
    workspace: Workspace,
    layer: str,
    rank: int,
    documents: Iterable[Mapping[str, Any]],
    message: str,
    actor: Principal,
    now: datetime,
) -> Applied:
    """Publish the whole content of a package's layer; what the organisation changed above it stays."""
    listed = tuple(documents)
    edit: Edit = lambda design: with_layer(design, layer, rank, listed)  # noqa: E731
    return _publish(workspace, edit, _Publication(message, actor, now, confirmed=True))


def rollback(
    *,
    workspace: Workspace,
    number: int,
    actor: Principal,
    now: datetime,
    confirm_destructive: bool = False,
    origin: Origin | None = None,
    receipt: Receipt | None = None,
) -> Applied:
    """Publish a version whose content equals ``number``'s; retired columns come back with their data."""
    message = f"Rollback to version {number}"
    publication = _Publication(
        message, actor, now, confirm_destructive, may_hide=True, origin=origin, receipt=receipt
    )
    return _publish(workspace, _going_back(workspace, number), publication)


def plan_rollback(*, workspace: Workspace, number: int) -> Plan:
    """What `rollback` would do. Changes nothing; tells what was purged meanwhile and comes back blank."""
    former = versions.load(workspace, versions.active_number(workspace))
    made = _plan(workspace, former, _going_back(workspace, number))
    return replace(made, issues=(*made.issues, *purged_issues(made.steps)))


def _going_back(workspace: Workspace, number: int) -> Edit:
    """Raises `NotFound` for a version that never was."""
    if not 0 < number <= versions.active_number(workspace):
        raise NotFound(text("There is no version {number}", "没有版本 {number}", number=number))

    def edit(design: Design) -> Design:
        return design.replaced(store.former_stacks(workspace, number))

    return edit


def settle(*, workspace: Workspace, actor: Principal, now: datetime) -> Applied:
    """Publish the states of fields whose background work has ended; nothing where none did."""
    message = "Background work on fields has ended"
    return _publish(workspace, lambda design: design, _Publication(message, actor, now, confirmed=True))


def _edit(workspace: Workspace, changes: Sequence[Change], base_version: int | None) -> Edit:
    def edit(design: Design) -> Design:
        if base_version is None or base_version == design.version:
            return make_changes(design, changes)
        if not 0 <= base_version < design.version:
            raise _no_base(base_version)
        base = Design(base_version, design.replaced(store.former_stacks(workspace, base_version)).stacks)
        return rebase(base, make_changes(base, changes), design)

    return edit


def _no_base(number: int) -> Conflict:
    message = text("There is no version {number} to build on", "没有可作为基础的版本 {number}", number=number)
    hint = text("Load the present state and try again", "请加载当前状态后重试")
    return Conflict(None, [Issue("unknown_base", message, ("base_version",), hint)])


def _plan(workspace: Workspace, former: Loaded, edit: Edit) -> Plan:
    before = store.load_design(workspace, former.schema.version)
    number = former.schema.version + 1
    design = replace(edit(before), version=number)
    building = building_fields(workspace)
    compiled = compile_design(design, former, before=before, building=building, version=number)
    changes = tuple(describe(before, design))
    if has_errors(compiled.issues):
        return _refused(before, former, compiled.issues)
    steps = diff(former.schema, compiled.schema)
    actual = read_actual(workspace, steps)
    steps = resolve(steps, actual)
    pending = pending_fields(steps) | _outdated_fields(workspace, former, compiled)
    if pending - building:
        compiled = compile_design(design, former, before=before, building=building | pending, version=number)
    impact = assess(workspace, former.schema, compiled.schema, steps)
    issues = (*compiled.issues, *impact.issues)
    return Plan(former.schema.version, issues, steps, actual.rows, impact, design, compiled, changes)


def _outdated_fields(workspace: Workspace, former: Loaded, compiled: Compiled) -> frozenset[str]:
    """Computed fields that old rows lack; where there are no rows, nothing is lacking."""
    return frozenset(
        item.id
        for outdated in find_outdated(former.schema, compiled.schema)
        for item in outdated.fields
        if fetch_one(workspace, f"SELECT 1 FROM {quote(outdated.entity.table)} LIMIT 1")
    )


def _refused(design: Design, former: Loaded, issues: Iterable[Issue]) -> Plan:
    compiled = Compiled(former.schema, former.inputs)
    listed = tuple(issues)
    return Plan(former.schema.version, listed, (), {}, Impact(broken=listed), design, compiled, ())


def _publish(workspace: Workspace, edit: Edit, publication: _Publication) -> Applied:
    try:
        loaded, design, jobs = publishing(
            workspace, lambda wait_ms: _attempt_once(workspace, edit, publication, wait_ms)
        )
    except BaseException:
        store.forget_design(workspace)
        raise
    store.keep_design(workspace, design)
    active.point_to(workspace, loaded)
    return Applied(loaded.schema.version, jobs)


def _attempt_once(
    workspace: Workspace, edit: Edit, publication: _Publication, wait_ms: int
) -> tuple[Loaded, Design, tuple[str, ...]]:
    """`_attempt` under the receipt, if there is one. Publishers exclude each other: nobody is in between."""
    receipt = publication.receipt
    if receipt is None:
        return _attempt(workspace, edit, publication, wait_ms)
    receipt.check()
    loaded, design, jobs = _attempt(workspace, edit, publication, wait_ms)
    receipt.keep(Applied(loaded.schema.version, jobs).as_json())
    return loaded, design, jobs


def _attempt(
    workspace: Workspace, edit: Edit, publication: _Publication, wait_ms: int
) -> tuple[Loaded, Design, tuple[str, ...]]:
    """One try inside the publishers' transaction."""
    former = _current(workspace)
    made = _plan(workspace, former, edit)
    _refuse(made, publication)
    before = store.load_design(workspace, former.schema.version)
    if not store.changed_names(before, made.design) and not made.compiled.recompiled:
        return former, before, ()
    manifest, bodies = versions.make_manifest(made.compiled.schema, former)
    loaded = Loaded(made.compiled.schema, manifest, made.compiled.inputs)
    store.write_design(workspace, before, made.design)
    versions.store(
        workspace,
        loaded=loaded,
        bodies=bodies,
        author_id=publication.actor.user_id,
        message=publication.message[:LONGEST_MESSAGE],
        changes=list(made.changes),
        now=publication.now,
    )
    write_entries(
        workspace=workspace,
        origin=publication.origin or Origin(publication.actor, publication.now, "system"),
        entries=published_entries(
            former.schema.version, loaded.schema.version, publication.message, made.changes
        ),
    )
    jobs = follow_up(workspace, loaded.schema, made.steps, actor=publication.actor, now=publication.now)
    refreshing = [
        put_in_refreshing(workspace, outdated, actor=publication.actor, now=publication.now)
        for outdated in find_outdated(former.schema, loaded.schema)
    ]
    activate(workspace, loaded.schema.version, made.steps, wait_ms=wait_ms)
    publish_after_commit(workspace, "schema", {"version": loaded.schema.version})
    return loaded, made.design, (*jobs, *map(str, refreshing))


def _current(workspace: Workspace) -> Loaded:
    """The active version inside the publishers' lock: our own pointer if it is still right."""
    number = versions.active_number(workspace)
    known = active.known_version(workspace)
    return known if known.schema.version == number else versions.load(workspace, number)


def _refuse(made: Plan, publication: _Publication) -> None:
    if has_errors(made.issues):
        raise Invalid(None, made.issues)
    if publication.confirmed:
        return
    asking = made.impact.lost if publication.may_hide else (*made.impact.lost, *made.impact.hidden)
    if asking:
        detail = text(
            "Values would be lost or hidden; confirm this to go on",
            "部分数据将丢失或被隐藏；如需继续，请确认",
        )
        raise Invalid(detail, asking)
