"""A reference to a user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.dsl.types import Type, record
from odos.fields.kinds.reference import ReferenceKind, on_delete
from odos.schema.model import Field
from odos.schema.system import USER_ENTITY


class UserKind(ReferenceKind):
    """Like a reference whose target is always the entity of users."""

    key = "user"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {"on_delete": on_delete("clear", "restrict")},
    }

    def rule_type(self, field: Field) -> Type:
        return record(USER_ENTITY)
