"""Claims at the same moment: of several people exactly one gets a record, and nobody passes a limit."""

from __future__ import annotations

from functools import partial

import orjson
import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id
from odos.database.session import fetch_all, fetch_value
from odos.kernel.clock import utc_now
from odos.kernel.problems import Problem
from odos.kernel.workspaces import Workspace
from odos.records.actions import carry_out, list_offers
from odos.records.writes.operations import create_record
from tests.automation.assignment.test_assignment import RECYCLED
from tests.fixtures.application import (
    DOCUMENTS,
    NOW,
    context_for,
    labelled,
    publish,
    publish_fields,
    publish_platform,
)
from tests.fixtures.databases import LiveWorkspace

PEOPLE, ROUNDS = 4, 5


@pytest.fixture(scope="module")
def crowd(live_workspace: LiveWorkspace) -> list[Principal]:
    workspace = live_workspace.workspace
    publish_platform(workspace)
    publish(workspace, DOCUMENTS)
    publish_fields(
        workspace,
        ("customer", "pool", {"kind": "reference", "target": "pool"}),
        ("customer", "touched_at", {"kind": "datetime"}),
    )
    text = RECYCLED.replace("at most 2 per day, hold at most 3", "at most 100 per day, hold at most 100")
    seeing = {"customer": {"see": "all", "create": True, "edit": "own"}}
    publish(
        workspace,
        [
            labelled("seller", kind="role", key="seller", entities=seeing),
            labelled(
                "copy",
                kind="conversion",
                key="copy",
                entity="customer",
                targets={"copy": {"target": "product", "fields": {"name": {"copy": "name"}}}},
            ),
            labelled("recycle", kind="rule", key="recycle", entity="customer", text=text),
        ],
    )
    create_record(context=context_for(workspace), entity="pool", values={"name": "Public", "code": "public"})
    return [_hire(live_workspace, f"p{number}") for number in range(PEOPLE)]


def _hire(live: LiveWorkspace, name: str) -> Principal:
    user_id = create_user(
        workspace=live.workspace, username=name, name=name, roles=["seller"],
        actor=system_principal(live.workspace), now=NOW,
    )  # fmt: skip
    found = find_principal_by_id(workspace=live.workspace, user_id=user_id)
    assert found is not None
    return found


def claim(workspace: Workspace, actor: Principal, record_id: int) -> str:
    """What came of it."""
    try:
        context = context_for(workspace, actor)
        carry_out(context=context, entity="customer", record_id=record_id, key="claim", values={})
    except Problem as problem:
        return problem.code
    return "claimed"


def waiting(workspace: Workspace) -> int:
    """A new record in the pool."""
    table = context_for(workspace).schema.get_entity("pool").table
    pool = fetch_value(workspace, f'SELECT id FROM "{table}"')
    values = {"name": "Lead", "pool": str(pool), "owner": None, "touched_at": utc_now().isoformat()}
    context = context_for(workspace, source="ui")
    return int(orjson.loads(create_record(context=context, entity="customer", values=values))["id"])


def test_what_was_claimed_is_offered_back(crowd, live_workspace: LiveWorkspace):
    """LEAD-03: a request that only reads, outside any transaction."""
    workspace = live_workspace.workspace
    record = waiting(workspace)
    assert claim(workspace, crowd[0], record) == "claimed"
    context = context_for(workspace, crowd[0])
    entity = context.schema.get_entity("customer")
    offers = dict(list_offers(context=context, entity=entity, record_id=record))
    assert not offers["release"].issues


def test_exactly_one_gets_it(live_workspace: LiveWorkspace, crowd: list[Principal]):
    """LEAD-03: two people claiming the same lead at once."""
    workspace = live_workspace.workspace
    for _ in range(ROUNDS):
        record_id = waiting(workspace)
        outcomes = live_workspace.at_once(*[partial(claim, workspace, who, record_id) for who in crowd])
        assert sorted(outcomes) == ["claimed"] + ["conflict"] * (PEOPLE - 1)
    events = fetch_all(workspace, "SELECT record_id, count(*) FROM pool_event GROUP BY record_id")
    assert {count for _, count in events} == {1}


@pytest.mark.usefixtures("crowd")
def test_nobody_passes_the_limit_with_several_claims_at_once(live_workspace: LiveWorkspace):
    """LEAD-03: the limit of a day holds however the claims come in."""
    workspace, greedy = live_workspace.workspace, _hire(live_workspace, "greedy")
    text = RECYCLED.replace("at most 2 per day, hold at most 3", "at most 2 per day, hold at most 100")
    publish(workspace, [labelled("recycle", kind="rule", key="recycle", entity="customer", text=text)])
    records = [waiting(workspace) for _ in range(6)]
    outcomes = live_workspace.at_once(*[partial(claim, workspace, greedy, each) for each in records])
    assert sorted(outcomes) == ["claimed"] * 2 + ["conflict"] * 4
