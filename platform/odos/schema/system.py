"""System columns: what every entity has, final from the first release."""

from __future__ import annotations

from odos.schema.model import Entity, Field
from odos.schema.names import field_identity

# Identities of the system entities that system fields lead to; their documents carry the same.
USER_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000001"
UNIT_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000002"
CURRENCY_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000003"
RATE_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000004"
POSITION_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000005"
ASSIGNMENT_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000006"
CALENDAR_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000007"
POOL_ENTITY = "5f0c6f4e-0d5b-4c8e-9a51-0d05a0000008"

# What a change of decides who may see what.
ORGANISATION = frozenset({USER_ENTITY, UNIT_ENTITY, POSITION_ENTITY, ASSIGNMENT_ENTITY})

_SHAPES: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("id", "integer", "ID", "编号", None),
    ("version", "integer", "Version", "版本", None),
    ("created_at", "datetime", "Created at", "创建时间", None),
    ("created_by", "user", "Created by", "创建人", USER_ENTITY),
    ("updated_at", "datetime", "Changed at", "修改时间", None),
    ("updated_by", "user", "Changed by", "修改人", USER_ENTITY),
)
_OWNED_SHAPES: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("owner", "user", "Owner", "负责人", USER_ENTITY),
    ("unit", "reference", "Unit", "所属部门", UNIT_ENTITY),
)


def system_fields(entity_id: str, *, owned: bool) -> tuple[Field, ...]:
    """The system fields of an entity. `deleted_at` and `deletion_id` are columns, not fields."""
    shapes = _SHAPES + _OWNED_SHAPES if owned else _SHAPES
    return tuple(
        Field(
            id=field_identity(entity_id, key),
            key=key,
            kind=kind,
            label={"en": en, "zh-hans": zh},
            column=key,
            order=-100 + position,
            read_only=key not in {"owner", "unit"},
            audited=key in {"owner", "unit"},
            system=True,
            target=target,
        )
        for position, (key, kind, en, zh, target) in enumerate(shapes)
    )


def pool_field(entity: Entity) -> Field | None:
    """The field that leads to the pool of a record; None where records of the entity are in none."""
    if not entity.owned:
        return None
    return next((item for item in entity.fields_of_kind("reference") if item.target == POOL_ENTITY), None)
