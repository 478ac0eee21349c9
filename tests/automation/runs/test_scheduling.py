"""Rules with set times, with a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from odos.accounts.principals import system_principal
from odos.automation.runs.carrying import carry_on
from odos.automation.runs.jobs import TIMES
from odos.automation.runs.models import Run, Timer
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields

RULE = 'every day at 08:00 on customer when tier = "a" set visits = visits + 1'


@pytest.fixture
def office(app):
    publish_fields(app, ("customer", "visits", {"kind": "integer", "default": "0"}))
    publish(app, [labelled("daily", kind="rule", key="daily", entity="customer", text=RULE)])
    return app


@pytest.fixture
def at(office) -> Callable[[timedelta], int]:
    """What happens at a moment; gives the number of runs that are there then."""

    def pass_time(since: timedelta) -> int:
        now = NOW + since
        actor = system_principal(office)
        enqueue(workspace=office, kind=TIMES.key, args={}, actor=actor, now=now)
        work_once(workspace=office, clock=lambda: now, kinds={TIMES.key: TIMES})
        while carry_on(office, now):
            pass
        return Run.objects.count()

    return pass_time


def test_a_rule_runs_at_its_times_for_each_record_that_suits(office, at, make):
    """PLAT-27: scheduled rules."""
    for number in range(3):
        make(context_for(office), "customer", name=f"A{number}", tier="a")
    make(context_for(office), "customer", name="B", tier="b")
    assert at(timedelta()) == 0  # half past nine: not before tomorrow
    assert at(timedelta(hours=12)) == 0
    assert at(timedelta(days=1)) == 3
    assert at(timedelta(days=1, minutes=1)) == 3
    assert at(timedelta(days=2)) == 6
    assert {run.state for run in Run.objects.all()} == {"done"}


def test_a_turn_is_gone_through_in_batches_and_each_record_gets_one_run(office, at, make, monkeypatch):
    monkeypatch.setattr("odos.automation.runs.scheduling.BATCH", 2)
    for number in range(5):
        make(context_for(office), "customer", name=f"A{number}", tier="a")
    at(timedelta())
    assert at(timedelta(days=1)) == 5
    Timer.objects.update(occurrence=Run.objects.first().occurrence, position=0)  # as if a worker had died
    assert at(timedelta(days=1, minutes=5)) == 5


def test_a_new_text_is_timed_anew(office, at, make):
    make(context_for(office), "customer", name="A", tier="a")
    at(timedelta())
    text = RULE.replace("08:00", "10:00")
    publish(office, [labelled("daily", kind="rule", key="daily", entity="customer", text=text)])
    assert at(timedelta(minutes=5)) == 0
    assert at(timedelta(hours=1)) == 1


def test_times_of_day_are_those_of_the_workspace(office, at, make):
    """PLAT-27: eight in Shanghai is midnight in UTC."""
    publish(office, [{"kind": "settings", "key": "workspace", "time_zone": "Asia/Shanghai"}])
    make(context_for(office), "customer", name="A", tier="a")
    at(timedelta())
    assert at(timedelta(hours=14)) == 0  # half past seven
    assert at(timedelta(hours=15)) == 1
