"""New records whose creation is one message to the database. Each test commits for real."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import ANY

import orjson
import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from odos.accounts.models import Token
from odos.accounts.operations import create_user
from odos.accounts.principals import Principal, system_principal
from odos.database.session import fetch_all, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.records.checks import guards
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.records.writes.operations import create_record
from tests.fixtures.application import DOCUMENTS, NOW, context_for, publish, publish_platform

FENCES = "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'"
LABEL = {"en": "Note", "zh-hans": "便签"}
NOTE = {
    "kind": "entity", "key": "note", "label": LABEL, "title_field": "title", "owned": True,
    "fields": {
        "title": {"kind": "text", "label": LABEL, "required": True, "unique": True, "order": 1},
        "customer": {"kind": "reference", "label": LABEL, "target": "customer", "order": 2},
    },
}  # fmt: skip

ROLE = {
    "kind": "role", "key": "clerk", "label": LABEL,
    "entities": {"note": {"see": "own", "create": True, "edit": "own"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def live(live_workspace):
    publish_platform(live_workspace.workspace)
    publish(live_workspace.workspace, [*DOCUMENTS, NOTE, ROLE])
    return live_workspace


@pytest.fixture
def context(live) -> Context:
    return context_for(live.workspace)


def note(context: Context, title: str, **values) -> dict:
    return orjson.loads(create_record(context=context, entity="note", values={"title": title, **values}))


def committed(live, title: str) -> int:
    """As another connection sees it."""
    table = quote(context_for(live.workspace).schema.entities["note"].table)
    column = quote(context_for(live.workspace).schema.entities["note"].fields["title"].column)
    with live.connect().cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {quote(live.workspace.namespace)}.{table} WHERE {column} = %s", [title]
        )
        return cursor.fetchone()[0]


def user(live, name: str) -> Principal:
    number = create_user(
        workspace=live.workspace, username=name, name=name.title(), roles=("clerk",),
        actor=system_principal(live.workspace), now=NOW,
    )  # fmt: skip
    return Principal(number, name, name.title(), live.workspace, roles=("clerk",))


def customer(context: Context) -> str:
    return orjson.loads(create_record(context=context, entity="customer", values={"name": "Ann"}))["id"]


def trail(context: Context) -> int:
    return fetch_value(context.workspace, "SELECT count(*) FROM audit_entry WHERE action = 'created'")


def test_check_row_trail_and_answer_are_one_message_that_commits(live, context):
    chosen, before = customer(context), trail(context)
    note(context, "warm", customer=chosen)
    with CaptureQueriesContext(connection) as queries:
        made = note(context, "one", customer=chosen)
    assert [item["sql"] for item in queries if item["sql"] not in ("BEGIN", "COMMIT")] == [ANY]
    assert made["title"] == "one"
    assert made["customer"]["id"] == chosen
    assert committed(live, "one") == 1
    assert trail(context) == before + 2
    assert fetch_all(context.workspace, "SELECT event FROM outbox WHERE record_id = %s", [int(made["id"])])


def test_a_reference_to_nothing_is_refused_and_leaves_nothing(live, context):
    note(context, "warm too", customer=customer(context))
    before = trail(context)
    with pytest.raises(Invalid) as refusal:
        note(context, "lost", customer="999999")
    assert [(issue.code, issue.path) for issue in refusal.value.issues] == [
        ("reference_not_found", ("customer",))
    ]
    assert committed(live, "lost") == 0
    assert trail(context) == before


def test_a_value_that_is_taken_is_refused_at_its_field(live, context):
    note(context, "taken")
    with pytest.raises(Invalid) as refusal:
        note(context, "taken")
    assert [(issue.code, issue.path) for issue in refusal.value.issues] == [("not_unique", ("title",))]
    assert committed(live, "taken") == 1
    assert note(context, "free")["title"] == "free"


@pytest.mark.parametrize("ask", [
    lambda context: fetch_value(context.workspace, "SELECT count(*) FROM user_account"),
    lambda _context: Token.objects.aggregate(Count("pk")),
])  # fmt: skip
def test_a_guard_that_asks_the_database_does_so_behind_the_fence(live, context, ask):
    fences = []

    def check(current: Context, _attempts: Sequence[Attempt]) -> list[tuple[int, Issue]]:
        ask(current)
        fences.append(fetch_value(current.workspace, FENCES))
        return []

    with guards.registered(Guard("asking", 10, check)):
        made = note(context, f"guarded {id(ask)}", customer=customer(context))
    assert fences == [1, 1]
    assert committed(live, made["title"]) == 1


def test_a_guard_that_refuses_is_heard_once_and_leaves_nothing(live, context):
    refusal = Issue("closed", text("Closed", "已关闭"))
    guard = Guard("closed", 10, lambda _context, _attempts: [(0, refusal)])
    with guards.registered(guard), pytest.raises(Invalid) as raised:
        note(context, "closed")
    assert raised.value.issues == (refusal,)
    assert committed(live, "closed") == 0


def test_whoever_may_make_but_not_see_gets_the_id(live, context):
    clerk, other = (user(live, name) for name in ("clara", "otto"))
    made = note(context_for(live.workspace, clerk), "unseen", owner=str(other.user_id))
    assert list(made) == ["id"]
    assert int(made["id"]) > 0
    assert committed(live, "unseen") == 1
