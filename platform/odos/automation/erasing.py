"""What the logs of automation and calls of webhooks hold of a person, for the erasure of their data.

A run that still waits keeps what it needs; it reads the record, which is blanked by then.
"""

from __future__ import annotations

from typing import Any

from odos.database.session import execute, fetch_value
from odos.records.context import Context
from odos.records.history.traces import Person, Trace

_OF_RECORD = "entity_id = %s::uuid AND record_id = %s"
_TOLD = "SELECT run_id FROM automation_step WHERE inputs <> '[]'"
_RUNS = f"{_OF_RECORD} AND (old <> '{{}}' OR id IN ({_TOLD}))"
_BLANK_STEPS = f"""
    UPDATE automation_step SET inputs = '[]'
    WHERE run_id IN (SELECT id FROM automation_run WHERE {_OF_RECORD})
"""
_BLANK_RUNS = f"""
    UPDATE automation_run SET old = CASE state WHEN 'waiting' THEN old - %s::text[] ELSE '{{}}' END
    WHERE {_OF_RECORD}
"""
_CALLS = "body->>'record' = %s AND body->>'entity' = ANY(%s::text[]) AND body->'values' <> '{}'"
_BLANK_CALLS = f"""
    UPDATE webhook_delivery SET body = jsonb_set(body, '{{values}}', '{{}}'), tries = '[]' WHERE {_CALLS}
"""


def _count_runs(context: Context, person: Person) -> int:
    counted = f"SELECT count(*) FROM automation_run WHERE {_RUNS}"
    return int(fetch_value(context.workspace, counted, person.place))


def _erase_runs(context: Context, person: Person) -> int:
    found = _count_runs(context, person)
    execute(context.workspace, _BLANK_STEPS, person.place)
    columns = [item.column for item in person.fields if item.column]
    execute(context.workspace, _BLANK_RUNS, [columns, *person.place])
    return found


def _called(person: Person) -> list[Any]:
    return [str(person.record_id), [person.entity.key, *person.entity.aliases]]


def _count_calls(context: Context, person: Person) -> int:
    counted = f"SELECT count(*) FROM webhook_delivery WHERE {_CALLS}"
    return int(fetch_value(context.workspace, counted, _called(person)))


def _erase_calls(context: Context, person: Person) -> int:
    """What was not called yet is called without values: who listens still hears of the event."""
    return execute(context.workspace, _BLANK_CALLS, _called(person))


_LOGGED = {"en": "Runs of automation", "zh-hans": "自动化运行记录"}
_CALLED = {"en": "Calls of webhooks", "zh-hans": "Webhook 调用"}
TRACES = (
    Trace("runs", 70, _LOGGED, _count_runs, _erase_runs),
    Trace("calls", 80, _CALLED, _count_calls, _erase_calls),
)
