"""What a save would give: computed values and findings, with nothing stored.

Everything runs in a transaction that is rolled back, so that a preview and a save cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from odos.database.session import taken_back
from odos.kernel.issues import Issue
from odos.kernel.problems import Problem
from odos.kernel.texts import DEFAULT_LANGUAGE
from odos.records.checks.conditions import FieldState
from odos.records.checks.duplicates import Duplicate
from odos.records.checks.findings import Findings
from odos.records.context import Context
from odos.records.writes.operations import create_record, update_record
from odos.schema.model import Entity


@dataclass(frozen=True)
class Preview:
    """``values`` is the record as it would be read after saving, with bad values blank.

    It is empty where a save is refused for another reason than its values (a guard, a missing reference).
    ``fields`` are the states, by key, of fields whose visibility, need or lock depends on a condition.
    """

    values: Mapping[str, Any]
    issues: tuple[Issue, ...]
    fields: Mapping[str, FieldState]
    duplicates: tuple[Duplicate, ...] = ()

    def as_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The wire form."""
        return {
            "values": self.values,
            "issues": [issue.as_json(language) for issue in self.issues],
            "fields": {key: state.as_json() for key, state in self.fields.items()},
            "duplicates": [duplicate.as_json(language) for duplicate in self.duplicates],
        }


def preview_record(
    *, context: Context, entity: Entity, record_id: int | None, values: Mapping[str, Any]
) -> Preview:
    """Try a save of ``values`` (of a new record without an id)."""
    with taken_back():
        return _attempt(context, entity, record_id, values)


def _attempt(context: Context, entity: Entity, record_id: int | None, values: Mapping[str, Any]) -> Preview:
    gathered: list[Issue] = []
    findings = Findings(gathered)
    asked: dict[str, Any] = {"context": context, "entity": entity.key, "values": values, "findings": findings}
    try:
        body = create_record(**asked) if record_id is None else update_record(**asked, record_id=record_id)
    except Problem as refusal:
        if refusal.status != 422:
            raise
        values, issues = {}, (*gathered, *refusal.issues)
    else:
        values, issues = orjson.loads(body), tuple(gathered)
    return Preview(values, issues, _seen(context, entity, findings), tuple(findings.duplicates))


def _seen(context: Context, entity: Entity, findings: Findings) -> dict[str, FieldState]:
    """The states of the fields that the actor may see."""
    hidden = context.access(entity).hidden_fields
    return {entity.by_id[key].key: state for key, state in findings.states.items() if key not in hidden}
