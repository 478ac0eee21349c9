"""PLAT-18: what reminders told long ago is forgotten, what is going on or ended for good is not."""

from __future__ import annotations

from datetime import timedelta

from odos.accounts.principals import system_principal
from odos.automation.models import Episode, Occurrence
from odos.automation.reminders.clearing import CLEARING
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from tests.automation.conftest import Office

IDLE = (
    'remind "Idle" on customer when tier = "b" after 1 day since created_at notify owner until notes = "done"'
)


def clear(office: Office, **later: float) -> None:
    now = office.now + timedelta(**later)
    actor = system_principal(office.workspace)
    enqueue(workspace=office.workspace, kind=CLEARING.key, args={}, actor=actor, now=now)
    work_once(workspace=office.workspace, clock=lambda: now, kinds={CLEARING.key: CLEARING})


def test_ended_episodes_go_after_a_year_with_what_they_told(office: Office, days):
    office.rules(idle=IDLE)
    over, final, going_on = office.customer(), office.customer(name="Final"), office.customer(name="Open")
    days(office, 2)
    office.change(over, tier="a")
    office.change(final, notes="done")
    days(office, 1)
    clear(office, days=300)
    assert Episode.objects.count() == 3
    clear(office, days=370)
    assert sorted(Episode.objects.values_list("record_id", flat=True)) == sorted([final, going_on])
    assert sorted(Occurrence.objects.values_list("episode__record_id", flat=True)) == sorted(
        [final, going_on]
    )
