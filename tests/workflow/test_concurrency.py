"""Many decide at once: no decision is lost, none counts twice."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Problem
from odos.workflow.approvals import commands, operations
from tests.fixtures.application import DOCUMENTS, publish, publish_platform
from tests.workflow.conftest import ROLES, STATUS, Office, workflow

PEOPLE = 8


@pytest.fixture(scope="module")
def live_office(live_workspace):
    workspace = live_workspace.workspace
    publish_platform(workspace)
    publish(workspace, DOCUMENTS)
    step = {"kind": "approval", "mode": "all", "approvers": {"all": {"kind": "role", "name": "finance"}}}
    publish(workspace, [*ROLES, *STATUS, workflow(nodes={"all": step}, effects={})])
    office = Office(workspace)
    office.hire("sally", "sales")
    for number in range(PEOPLE):
        office.hire(f"fin{number}", "finance")
    return office


def outcome(function):
    """A thing to do in a thread: whether it was done."""

    def run():
        try:
            function()
        except Problem:
            return False
        return True

    return run


def test_everybody_decides_at_once(live_workspace, live_office, make, django_db_blocker):
    """FLOW-01: all-of, with everybody at the same moment."""
    with django_db_blocker.unblock():
        quote = make(live_office.context("sally"), "quote", contact_name="Ann")
        case = live_office.submit("sally", quote)
        tasks = {task.user: task.number for task in live_office.case(case).tasks}

        def approve(name: str):
            command = commands.Approve(live_office.id(name), task=tasks[live_office.id(name)])
            return outcome(
                lambda: operations.act(context=live_office.context(name), case_id=case, command=command)
            )

        names = [f"fin{number}" for number in range(PEOPLE)]
        done = live_workspace.at_once(*(approve(name) for name in names * 2))
        assert sum(done) == PEOPLE
        assert live_office.case(case).status == "approved"
        told = [each.what for each in live_office.history(case)]
        assert told.count("approved") == PEOPLE
        assert told.count("case_approved") == 1


def test_a_record_is_submitted_once_however_often_it_is_sent(
    live_workspace, live_office, make, django_db_blocker
):
    with django_db_blocker.unblock():
        quote = make(live_office.context("sally"), "quote", contact_name="Bea")
        send = outcome(lambda: live_office.submit("sally", quote))
        assert sum(live_workspace.at_once(*[send] * 6)) == 1
