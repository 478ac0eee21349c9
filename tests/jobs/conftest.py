"""What tests of jobs share: a clean table of jobs, an actor."""

from __future__ import annotations

import pytest

from odos.accounts.principals import system_principal
from odos.database.session import execute, fetch_one
from odos.jobs.operations import enqueue


class Jobs:
    """The jobs of one workspace at the time of one clock."""

    def __init__(self, workspace, clock) -> None:
        self.workspace = workspace
        self.clock = clock

    def add(self, kind: str, actor=None, **options) -> int:
        options = {"args": {}, "now": self.clock()} | options
        actor = actor or system_principal(self.workspace)
        return enqueue(workspace=self.workspace, kind=kind, actor=actor, **options)

    def read(self, job_id: int, *columns: str):
        """One column's value, or a tuple of several."""
        row = fetch_one(self.workspace, f"SELECT {', '.join(columns)} FROM job WHERE id = %s", [job_id])
        assert row is not None
        return row[0] if len(columns) == 1 else row


@pytest.fixture
def jobs(live_workspace, clock) -> Jobs:
    execute(live_workspace.workspace, "DELETE FROM job")
    execute(live_workspace.workspace, "DELETE FROM periodic_run")
    return Jobs(live_workspace.workspace, clock)
