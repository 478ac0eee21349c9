"""What actions write: the record itself, records that it refers to, new ones, those of a collection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from odos.automation.runs.doing import Doing
from odos.database.session import fetch_all
from odos.dsl import tree
from odos.dsl.checker import check
from odos.dsl.scope import SchemaScope
from odos.dsl.statements.tree import Assignment
from odos.dsl.statements.tree_of_change import UpdateRelated
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.records.checks.change_sources import Change, read_of_changes
from odos.records.computed.collections import ids_along
from odos.records.rules.types import type_of
from odos.records.rules.values import input_value
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import create_record, update_record
from odos.schema.model import Entity, Field

MOST_AT_ONCE = 1_000


@dataclass(frozen=True)
class _Target:
    """A record and what is set in it."""

    entity: Entity
    record_id: int
    values: Mapping[str, Any]


def set_values(doing: Doing, assignments: Sequence[Assignment]) -> list[dict[str, str]]:
    """Set fields of the record and of records that it refers to; gives the records that were written."""
    written = []
    for target in _targets(doing, assignments):
        update_record(
            context=doing.context,
            entity=target.entity.key,
            record_id=target.record_id,
            values=target.values,
            is_answered=False,
        )
        written.append({"entity": target.entity.key, "id": str(target.record_id)})
    return written


def create(doing: Doing, entity_id: str, assignments: Sequence[Assignment]) -> list[dict[str, str]]:
    """Make a record."""
    entity = doing.context.schema.by_id[entity_id]
    values = dict(_inputs(assignments, doing.values([item.value for item in assignments])))
    made = orjson.loads(create_record(context=doing.context, entity=entity.key, values=values))
    return [{"entity": entity.key, "id": made["id"]}]


def update_related(doing: Doing, action: UpdateRelated) -> dict[str, Any]:
    """Set fields of every record at the end of a path; gives their number by entity."""
    assert isinstance(action.path, tree.FieldPath)
    entity = doing.context.schema.by_id[str(action.path.steps[-1].target)]
    ids = ids_along(doing.context, doing.entity, action.path, doing.run.record_id)
    count = 0
    for start in range(0, len(ids), MOST_AT_ONCE):
        count += _update_some(doing, entity, action, ids[start : start + MOST_AT_ONCE])
    return {"entity": entity.key, "count": count}


def _update_some(doing: Doing, entity: Entity, action: UpdateRelated, ids: Sequence[int]) -> int:
    nodes = [*([action.where] if action.where is not None else []), *(item.value for item in action.values)]
    expressions = [doing.checked.expression(node) for node in nodes]
    changes = [Change(record_id, {}) for record_id in ids]
    key = ("related", doing.run.source, doing.run.position)
    update = []
    for record_id, *found in read_of_changes(doing.context, entity, expressions, changes, *key):
        holds, values = (found[0], found[1:]) if action.where is not None else (True, found)
        if holds:
            update.append({"id": str(record_id), **dict(_inputs(action.values, values))})
    _write(doing, entity, update)
    return len(update)


def _write(doing: Doing, entity: Entity, rows: Sequence[Mapping[str, Any]]) -> None:
    """Line items are written through the records that they belong to."""
    if entity.line_of is None:
        write_bulk(context=doing.context, entity=entity.key, request=BulkRequest(update=rows, atomic=True))
        return
    parent = doing.context.schema.by_id[entity.line_of.entity]
    children = parent.by_id[entity.line_of.children].key
    holders = _parents(doing.context.workspace, entity, [int(row["id"]) for row in rows])
    lines: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        lines.setdefault(holders[int(row["id"])], []).append(row)
    update = [{"id": str(key), children: listed} for key, listed in lines.items()]
    write_bulk(context=doing.context, entity=parent.key, request=BulkRequest(update=update, atomic=True))


def _parents(workspace: Workspace, entity: Entity, ids: Sequence[int]) -> dict[int, int]:
    assert entity.line_of is not None
    link = entity.by_id[entity.line_of.parent_field]
    statement = f"SELECT id, {quote(link.column)} FROM {quote(entity.table)} WHERE id = ANY(%s)"
    return dict(fetch_all(workspace, statement, [list(ids)]))


def _targets(doing: Doing, assignments: Sequence[Assignment]) -> Iterable[_Target]:
    """One for each record, in the order in which the rule names them; a reference may lead nowhere."""
    values = doing.values([item.value for item in assignments])
    places: dict[tuple[str, ...], dict[str, Any]] = {}
    for item, value in zip(assignments, values, strict=True):
        path = _path(item)
        field = path.steps[-1].field
        places.setdefault(path.ids[:-1], {})[field.key] = input_value(field, value)
    for way, found in places.items():
        entity, record_id = _record_at(doing, way)
        if record_id is not None:
            yield _Target(entity, record_id, found)


def _record_at(doing: Doing, way: tuple[str, ...]) -> tuple[Entity, int | None]:
    if not way:
        return doing.entity, doing.run.record_id
    scope = SchemaScope(doing.context.schema, doing.entity, type_of)
    checked = check(tree.FieldPath(way), scope)
    if checked.issues or checked.type.entity is None:
        raise Invalid(None, checked.issues)
    (value,) = doing.values_of([checked], *way)
    return doing.context.schema.by_id[checked.type.entity], value


def _inputs(assignments: Sequence[Assignment], values: Sequence[Any]) -> Iterable[tuple[str, Any]]:
    for item, value in zip(assignments, values, strict=True):
        field: Field = _path(item).steps[-1].field
        yield field.key, input_value(field, value)


def _path(item: Assignment) -> tree.FieldPath:
    assert isinstance(item.field, tree.FieldPath)
    return item.field
