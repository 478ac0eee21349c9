"""What a change that is to be approved would change, or has changed: former values beside proposed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from odos.fields.links import read_id
from odos.fields.registry import get_kind
from odos.kernel.problems import Invalid
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.lists.queries import find_record
from odos.records.values.inputs import parse_context
from odos.records.values.selecting import LINKS
from odos.schema.model import Entity, Field
from odos.workflow.approvals.comparing_lines import compare_lines
from odos.workflow.approvals.sight import hidden_ids
from odos.workflow.approvals.stored import Row

CHILDREN = "children"
Labels = Mapping[tuple[str, int], str]


def compare_proposal(
    *, context: Context, row: Row, kept_back: frozenset[str] = frozenset(), eyes: Context | None = None
) -> list[dict[str, Any]]:
    """``{field, before, after}`` for each proposed value that the viewer may see in full, with ``lines`` as
    `compare_lines` gives them for line items; ``kept_back`` are keys of fields that the case hides from them,
    ``eyes`` those with which they see the record through the case.
    ``before`` is what stands in the record or, once the change was agreed to, what stood there until then."""
    entity = context.schema.by_id.get(row.entity_id)
    if entity is None or not row.proposed:
        return []
    hidden = context.access(entity).veiled_fields | hidden_ids(entity, kept_back)
    items = ((key, entity.find_field(key)) for key in row.proposed)
    shown = {key: item for key, item in items if item is not None and item.id not in hidden}
    before = row.replaced or _present(eyes or context, entity, row.record_id, shown)
    proposed = {key: _as_read(context, item, row.proposed[key]) for key, item in shown.items()}
    sides = {"before": before, "after": proposed}
    values = [(item, side.get(key)) for side in sides.values() for key, item in shown.items()]
    labels = labels_in_sight(eyes or context, (place for each in values for place in _places(context, *each)))
    return [
        _compared(context, item, {name: side.get(key) for name, side in sides.items()}, labels)
        for key, item in shown.items()
    ]


def _compared(context: Context, item: Field, sides: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    shown = {name: _labelled(context, item, value, labels) for name, value in sides.items()}
    lines = {"lines": compare_lines(shown["before"], shown["after"])} if item.kind == CHILDREN else {}
    return {"field": item.key, **shown, **lines}


def replaced_values(*, context: Context, entity: Entity, row: Row) -> dict[str, Any] | None:
    """What the proposed values are about to take the place of, by key; None where none are proposed."""
    if not row.proposed:
        return None
    items = {key: item for key in row.proposed if (item := entity.find_field(key)) is not None}
    return _present(context, entity, row.record_id, items)


def _present(context: Context, entity: Entity, record_id: int, items: Mapping[str, Field]) -> dict[str, Any]:
    """The record's values under the keys of ``items``; blank where it is out of the actor's sight."""
    keys = tuple(dict.fromkeys(item.key for item in items.values()))
    body = find_record(context=context, entity=entity, record_id=record_id, fields=keys)
    values = orjson.loads(body) if body else {}
    return {key: values.get(item.key) for key, item in items.items()}


def _as_read(context: Context, item: Field, value: Any) -> Any:
    """A proposed value in the form in which it will be read, whatever form it was sent in."""
    if item.kind == CHILDREN:
        return [_line_as_read(context, item, line) for line in value or ()]
    kind = get_kind(item.kind)
    if kind.storage != "columns" or item.kind in LINKS:
        return value
    try:
        return kind.to_json(item, kind.parse(item, value, parse_context(context)))
    except Invalid:
        return value


def _line_as_read(context: Context, item: Field, line: Mapping[str, Any]) -> dict[str, Any]:
    read = {inner.key: _as_read(context, inner, value) for inner, value in _members(context, item, line)}
    return {**line, **read}


def _places(context: Context, item: Field, value: Any) -> Iterator[tuple[str, int]]:
    """Which records a value leads to, those of line items too."""
    if item.kind == CHILDREN:
        for line in value or ():
            for inner, inside in _members(context, item, line):
                yield from _places(context, inner, inside)
    elif (place := _place(context, item, value)) is not None:
        yield place


def _labelled(context: Context, item: Field, value: Any, labels: Labels) -> Any:
    """A value, with titles of what it refers to that the viewer may see; of lines what they see in full."""
    if item.kind == CHILDREN:
        return [_line(context, item, line, labels) for line in value or ()]
    place = _place(context, item, value)
    return value if place is None else {"id": str(place[1]), "label": labels.get(place)}


def _line(context: Context, item: Field, line: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    shown = {
        inner.key: _labelled(context, inner, value, labels) for inner, value in _members(context, item, line)
    }
    return {**{key: line[key] for key in ("id", "_delete") if key in line}, **shown}


def _members(context: Context, item: Field, line: Mapping[str, Any]) -> Iterator[tuple[Field, Any]]:
    """What people enter in a line item, of the fields that the viewer may see in full."""
    entity = context.schema.target_of(item)
    veiled = context.access(entity).veiled_fields
    for inner in entity.own_fields():
        if inner.key in line and inner.id not in veiled:
            yield inner, line[inner.key]


def _place(context: Context, item: Field, value: Any) -> tuple[str, int] | None:
    """Which record a reference leads to."""
    if item.kind not in LINKS or value in (None, ""):
        return None
    return context.schema.target_of(item).id, read_id(value["id"] if isinstance(value, dict) else value)
