"""Values that rules read of other records, fetched for many rows with one statement for each reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from odos.database.session import fetch_all
from odos.dsl.tree import FieldPath
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql, join, quote
from odos.records.computed_sql import open_source
from odos.records.context import Context
from odos.records.inputs import ColumnValues
from odos.records.rule_values import rule_value
from odos.records.sources import see_everything
from odos.schema.model import Entity
from odos.schema.system import USER_ENTITY

Values = dict[str, Any]


def known_values(
    context: Context,
    entity: Entity,
    rows: Sequence[Mapping[str, ColumnValues]],
    paths: Iterable[FieldPath],
) -> list[Values]:
    """What closures read: own fields by identity, and the values of ``paths`` (no collections) by `key`."""
    found = [
        {key: rule_value(entity.by_id[key], values) for key, values in row.items() if key in entity.by_id}
        for row in rows
    ]
    longer: dict[tuple[str, str], list[FieldPath]] = {}
    for path in paths:
        if path.root == "user":
            longer.setdefault(("user", ""), []).append(path)
        elif len(path.ids) > 1:
            longer.setdefault(("record", path.ids[0]), []).append(path)
    for (root, link), listed in longer.items():
        _follow(context, entity, root, link, listed, found)
    return found


def _follow(
    context: Context, entity: Entity, root: str, link: str, paths: Sequence[FieldPath], found: list[Values]
) -> None:
    target = (
        context.schema.by_id[USER_ENTITY] if root == "user" else context.schema.target_of(entity.by_id[link])
    )
    ids = [context.actor.user_id if root == "user" else values.get(link) for values in found]
    wanted = sorted({int(identity) for identity in ids if identity is not None})
    read = _read(
        context, target, [path.steps if root == "user" else path.steps[1:] for path in paths], wanted
    )
    for identity, values in zip(ids, found, strict=True):
        row = read.get(int(identity)) if identity is not None else None
        for position, path in enumerate(paths):
            values[path.key] = row[position] if row else None


def _read(
    context: Context, target: Entity, rests: Sequence[Sequence[Any]], ids: list[int]
) -> dict[int, Sequence[Any]]:
    if not ids:
        return {}
    source = open_source(context.schema, target, "t", see_everything)
    values = []
    for steps in rests:
        place = source
        for name in steps[:-1]:
            place = place.follow(name.field)
        values.append(get_kind(steps[-1].field.kind).rule_sql(steps[-1].field, place))
    statement = (
        "SELECT t.id, "
        + join(", ", values)
        + f" FROM {quote(target.table)} t"
        + source.joins.sql()
        + Sql(" WHERE t.id = ANY(%s)", (ids,))
    )
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return {row[0]: row[1:] for row in rows}
