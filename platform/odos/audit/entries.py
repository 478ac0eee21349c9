"""What an entry is: one change of one record, and the circumstances that a whole operation shares."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from odos.accounts.principals import Principal

Source = Literal["api", "ui", "import", "rule", "job", "system", "cli"]

LONGEST_AGENT = 200

# Stands where an entry concerns no entity: the application as a whole.
APPLICATION = "00000000-0000-0000-0000-000000000000"

# By identity of the field: [from, to], in the JSON form of the field's kind. What is no field has a
# name instead: {"rows": [None, 12]}.
Changes = Mapping[str, tuple[Any, Any] | list[Any]]


@dataclass(frozen=True)
class Origin:
    """Who, when, from where and why: the same for every entry of an operation."""

    actor: Principal
    at: datetime
    source: Source
    reason: str | None = None
    address: str | None = None
    agent: str | None = None
    correlation: uuid.UUID | None = None
    cause: uuid.UUID | None = None
    schema_version: int | None = None

    def slots(self) -> dict[str, object]:
        """Values for the slots of `odos.audit.operations.insert_sql`."""
        return {
            "audit_at": self.at,
            "audit_actor_id": self.actor.user_id,
            "audit_actor_label": self.actor.label,
            "audit_source": self.source,
            "audit_reason": self.reason,
            "audit_address": self.address,
            "audit_agent": self.agent[:LONGEST_AGENT] if self.agent else None,
            "audit_correlation": _text(self.correlation),
            "audit_cause": _text(self.cause),
            "audit_schema_version": self.schema_version,
        }


@dataclass(frozen=True)
class Entry:
    """What happened to one record; ``entity`` is an identity (UUID text)."""

    entity: str
    record_id: int | None
    action: str
    version: int | None = None
    changes: Changes = field(default_factory=dict)


def _text(value: uuid.UUID | None) -> str | None:
    return None if value is None else str(value)
