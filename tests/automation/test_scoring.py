"""Renewing scores while people go on working. The tests commit for real."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from odos.automation.scoring import RENEW_SCORES
from odos.database.session import fetch_value
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from odos.kernel.sql import quote
from odos.records.lists.queries import load_record
from odos.records.writes.operations import create_record, fenced, update_record
from tests.fixtures.application import DOCUMENTS, NOW, context_for, publish, publish_changes, publish_platform

WARMTH = """score customer "Warmth" into warmth
  +10 when seen_on > today - 2 days
  +50 when revenue >= 1000
  grade A from 50, B otherwise into level
"""
LATER = NOW + timedelta(days=3)


@pytest.fixture(scope="module")
def live(live_workspace):
    publish_platform(live_workspace.workspace)
    publish(live_workspace.workspace, DOCUMENTS)
    score = {"kind": "score", "label": {"en": "Score"}}
    rule = {"kind": "rule", "entity": "customer", "text": WARMTH, "order": 10}
    publish_changes(
        live_workspace.workspace,
        [
            ("field", "customer.seen_on", {"kind": "date", "label": {"en": "Seen"}}),
            ("field", "customer.warmth", score),
            ("field", "customer.level", score),
            ("rule", "customer.warmth_rule", rule),
        ],
    )
    run_jobs(live_workspace.workspace, NOW)
    return live_workspace


def run_jobs(workspace, at):
    while work_once(workspace=workspace, clock=lambda: at) is not None:
        pass


def renew(context):
    enqueue(workspace=context.workspace, kind=RENEW_SCORES, args={}, actor=context.actor, now=LATER)
    run_jobs(context.workspace, LATER)


def new(context, **values):
    return int(orjson.loads(create_record(context=context, entity="customer", values=values))["id"])


def marks(context, record_id):
    entity = context.schema.get_entity("customer")
    found = load_record(context=context, entity=entity, record_id=record_id)
    return found["warmth"], found["level"], found["version"]


def test_a_renewal_does_not_undo_what_a_save_meanwhile_decided(live):
    """LEAD-04: the row is found outdated, somebody changes it, and the score follows from both."""
    context = context_for(live.workspace)
    record = new(context, name="Warm", seen_on=str(NOW.date()))
    assert marks(context, record) == ("10", "B", 1)
    holding, release = threading.Event(), threading.Event()

    def save():
        def work(current):
            update_record(context=current, entity="customer", record_id=record, values={"revenue": "2000"})
            holding.set()
            release.wait(10)

        fenced(replace(context), work)

    def renew_meanwhile():
        holding.wait(10)
        threading.Timer(0.3, release.set).start()
        renew(context)

    live.at_once(save, renew_meanwhile)
    assert marks(context, record) == ("50", "A", 2)


def test_rows_whose_score_is_the_same_are_neither_locked_nor_written(live):
    """LEAD-04: somebody holds such a row, and the renewal of the others ends all the same."""
    context = context_for(live.workspace)
    same = new(context, name="Never seen", revenue="5000")
    other = new(context, name="Seen", revenue="5000", seen_on=str(NOW.date()))
    assert (marks(context, same), marks(context, other)) == (("50", "A", 1), ("60", "A", 1))
    table = quote(context.schema.get_entity("customer").table)
    before = fetch_value(live.workspace, f"SELECT xmin::text FROM {table} WHERE id = %s", [same])
    holder = live.connect()
    with holder.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR UPDATE", [same])
        renew(context)
    holder.rollback()
    assert marks(context, other) == ("50", "A", 1)
    assert fetch_value(live.workspace, f"SELECT xmin::text FROM {table} WHERE id = %s", [same]) == before
