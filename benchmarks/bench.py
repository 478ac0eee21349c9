"""The prepared benchmark: what every item gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command

from benchmarks import documents, rows
from benchmarks.in_process import Client
from benchmarks.measuring import Timing
from benchmarks.options import Options, Sized
from benchmarks.people import People, create_people
from benchmarks.reference import installation
from benchmarks.results import Result
from odos.accounts.principals import system_principal
from odos.jobs.running import work_once
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.packages.installing import install_package
from odos.storage.active import active_schema


@dataclass(frozen=True)
class Bench:
    """Options, people, and clients in this process."""

    options: Options
    workspace: Workspace
    people: People
    client: Client
    admin: Client

    def milliseconds(self, timing: Timing) -> float:
        """The number that counts in this run."""
        return timing.cpu if self.options.cpu else timing.clock

    @property
    def unit(self) -> str:
        """Of `milliseconds`."""
        return "ms CPU" if self.options.cpu else "ms"

    def against(self, name: str, ours: Timing, reference: Timing, limit: float) -> Result:
        """Two timings as a result."""
        detail = f"CPU python+postgres: {_split(ours)} | {_split(reference)}"
        milliseconds = (self.milliseconds(ours), self.milliseconds(reference))
        return Result(name, *milliseconds, limit, self.unit, detail)


@dataclass(frozen=True)
class Item:
    """Something to measure. ``name`` is what ``--only`` looks at."""

    name: str
    run: Callable[[Bench], Iterable[Result]]


def prepare(options: Options) -> Bench:
    """A database with both applications, their rows and the indexes of shared views."""
    workspace = Workspace(settings.ODOS_WORKSPACE)
    create_workspace(workspace)
    if options.cpu:
        installation.do_without_parallel_workers()
    publish(workspace, documents.put(documents.account(), documents.role(), *_deals(options)))
    people = create_people(workspace)
    _fill(options, workspace, people)
    publish(workspace, documents.put(*_views(options)))
    run_jobs(workspace)
    installation.tidy()
    return Bench(options, workspace, people, Client(people.seller), Client(people.admin))


def create_workspace(workspace: Workspace) -> None:
    """As the commands that users run make it, with the entities of the platform."""
    call_command("bootstrap", workspace=workspace.key, verbosity=0)
    call_command("migrate", workspace=workspace.key, verbosity=0, interactive=False)
    install_package(workspace=workspace, key="platform", actor=system_principal(workspace), now=utc_now())


def publish(workspace: Workspace, changes: list[documents.Document]) -> None:
    """Apply a change set in this process."""
    apply(
        workspace=workspace,
        changes=read_changes(changes),
        message="benchmark",
        actor=system_principal(workspace),
        now=utc_now(),
    )


def run_jobs(workspace: Workspace) -> None:
    """Do what publishes left behind, as a worker would."""
    while work_once(workspace=workspace) is not None:
        pass


def _deals(options: Options) -> list[documents.Document]:
    return [documents.entity(sized.key) for sized in (options.main, options.other)]


def _views(options: Options) -> list[documents.Document]:
    sorts = {"open": documents.VIEW_SORT, "closing": documents.BLANKS_SORT}
    both = (options.main, options.other)
    return [documents.view(sized, key, sort) for sized in both for key, sort in sorts.items()]


def _fill(options: Options, workspace: Workspace, people: People) -> None:
    schema = active_schema(workspace)
    rows.fill_our_accounts(workspace, schema.get_entity("account"))
    installation.create_tables()
    rows.fill_reference_people("reference_account", "reference_person", people.owners)
    for sized in (options.main, options.other):
        rows.fill_ours(workspace, schema.get_entity(sized.key), sized.rows, people.owners)
        rows.fill_reference(installation.table_of(sized), sized.rows, people.owners)


def our_list(sized: Sized) -> str:
    """The address of an entity's records."""
    return f"/api/records/{sized.key}"


def _split(timing: Timing) -> str:
    return f"{timing.python:.2f}+{timing.postgres:.2f}"
