"""What a save would give: computed values and findings, with nothing stored.

Everything runs in a transaction that is rolled back, so that a preview and a save cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction as django_transaction

from odos.kernel.issues import Issue
from odos.kernel.problems import Problem
from odos.kernel.texts import DEFAULT_LANGUAGE
from odos.records.context import Context
from odos.records.operations import create_record, update_record
from odos.schema.model import Entity


@dataclass(frozen=True)
class Preview:
    """``values`` is the record as it would be read after saving, empty when it cannot be saved."""

    values: Mapping[str, Any]
    issues: tuple[Issue, ...]

    def as_json(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The wire form."""
        return {"values": self.values, "issues": [issue.as_json(language) for issue in self.issues]}


class _Undo(Exception):
    """Ends the transaction of a preview."""


def preview_record(
    *, context: Context, entity: Entity, record_id: int | None, values: Mapping[str, Any]
) -> Preview:
    """Try a save of ``values`` (of a new record without an id)."""
    found: list[Preview] = []
    try:
        with django_transaction.atomic():
            found.append(_attempt(context, entity, record_id, values))
            raise _Undo
    except _Undo:
        return found[0]


def _attempt(context: Context, entity: Entity, record_id: int | None, values: Mapping[str, Any]) -> Preview:
    try:
        if record_id is None:
            body = create_record(context=context, entity=entity.key, values=values)
        else:
            body = update_record(context=context, entity=entity.key, record_id=record_id, values=values)
    except Problem as refusal:
        if refusal.status != 422:
            raise
        return Preview({}, refusal.issues)
    return Preview(orjson.loads(body), ())
