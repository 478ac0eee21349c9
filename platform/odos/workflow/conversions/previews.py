"""What a conversion would make, before it is done: values, findings and records that may be the same.

Nothing is stored. Values show what the actor may see of the new records; possible duplicates are those that
the actor may see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from odos.access.compile import refusal
from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.lists.queries import find_record, record_not_found
from odos.records.writes.previews import Preview, preview_record
from odos.schema.model import Entity
from odos.workflow.conversions.converting import (
    AS_MAPPED,
    Choice,
    Choices,
    converted_already,
    is_converted,
    linked_record,
    unmet,
)
from odos.workflow.conversions.definition import Conversion, Target, get_conversion, target_label
from odos.workflow.conversions.mapped_values import is_true, read_target
from odos.workflow.conversions.sight import HIDDEN
from odos.workflow.writing import with_rights


def preview_conversion(
    *, context: Context, entity: Entity, record_id: int, conversion: str, choices: Choices, language: str
) -> dict[str, Any]:
    """``{issues, targets}``; a target has ``{key, entity, label, optional, may_exist, existing, values,
    issues, duplicates}``."""
    if find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is None:
        raise record_not_found(entity, record_id)
    wanted = get_conversion(entity, conversion)
    with transaction(context.workspace):
        issues = unmet(context, entity, record_id, wanted)
        if is_converted(context, wanted, record_id):
            issues.append(converted_already())
        is_hidden = any(issue.code == HIDDEN for issue in issues)
        targets = (
            []
            if is_hidden
            else [
                _target(context, entity, record_id, target, choices.get(target.key, AS_MAPPED), language)
                for target in _applying(context, entity, record_id, wanted)
            ]
        )
    return {"issues": [issue.as_json(language) for issue in issues], "targets": targets}


def _applying(context: Context, entity: Entity, record_id: int, conversion: Conversion) -> list[Target]:
    return [
        target
        for target in conversion.targets
        if not target.when or is_true(context, entity, record_id, target.when)
    ]


def _target(
    context: Context, entity: Entity, record_id: int, target: Target, choice: Choice, language: str
) -> dict[str, Any]:
    made = context.schema.get_entity(target.entity)
    existing = linked_record(context, entity, record_id, target)
    label = labels_in_sight(context, [(made.id, existing or 0)]).get((made.id, existing or 0))
    said = {
        "key": target.key,
        "entity": made.key,
        "label": dict(target_label(context.schema, target)),
        "optional": target.optional,
        "may_exist": target.may_exist,
        "existing_filter": target.existing_filter,
        "existing": {"id": str(existing), "label": label} if label is not None else None,
        "fields": [item.key for name in target.fields if (item := made.find_field(name))],
    }
    return {**said, **_previewed(context, entity, record_id, target, made, choice, language)}


def _previewed(
    context: Context,
    entity: Entity,
    record_id: int,
    target: Target,
    made: Entity,
    choice: Choice,
    language: str,
) -> dict[str, Any]:
    if context.access(made, "create").impossible:
        return {"values": {}, "issues": [refusal(made, "create").as_json(language)], "duplicates": []}
    platform = with_rights(context, None)
    mapped = {**read_target(platform, entity, record_id, target), **choice.values}
    acting = replace(platform, source=context.source)
    found = preview_record(context=acting, entity=made, record_id=None, values=mapped)
    same = preview_record(context=context, entity=made, record_id=None, values=mapped).duplicates
    return {
        "values": _in_sight(context, made, found, mapped),
        "issues": [
            issue.as_json(language) for issue in found.issues if not _comes_later(issue, target, made)
        ],
        "duplicates": [duplicate.as_json(language) for duplicate in same],
    }


def _in_sight(context: Context, made: Entity, found: Preview, mapped: Mapping[str, Any]) -> dict[str, Any]:
    hidden = context.access(made).veiled_fields
    values = found.values or mapped
    shown = (made.find_field(key) for key in values)
    keys = {item.key for item in shown if item is not None and item.id not in hidden and not item.system}
    return {key: value for key, value in values.items() if key in keys}


def _comes_later(issue: Issue, target: Target, made: Entity) -> bool:
    """Whether a value is missing only since the record that it leads to is not made yet."""
    named = (made.find_field(name) for name, source in target.fields.items() if source.record)
    awaited = {item.key for item in named if item is not None}
    return issue.code == "required" and bool(issue.path) and issue.path[0] in awaited
