"""Values that rules read of other records, fetched for many rows with one statement for each reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from odos.database.session import fetch_all
from odos.dsl.lookups import key_of, within
from odos.dsl.to_python import compile_key
from odos.dsl.tree import Call, FieldPath
from odos.dsl.types import MONEY
from odos.dsl.typing_rules import common_type
from odos.fields.kinds.money import BASE_SUFFIX, CURRENCY_SUFFIX
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql, join, quote
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.lists.reaching import visibility_of
from odos.records.rules.sources import RowSource, Visibility, see_everything
from odos.records.rules.values import money_value, rule_value
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity
from odos.schema.system import USER_ENTITY

Values = dict[str, Any]


def known_values(
    context: Context,
    entity: Entity,
    rows: Sequence[Mapping[str, ColumnValues]],
    paths: Iterable[FieldPath],
    lookups: Iterable[Call] = (),
) -> list[Values]:
    """What closures read: own fields by identity, the values of ``paths`` (no collections) by `key`, and what
    ``lookups`` (each after those in its key) find."""
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
        held = [values.get(link) for values in found]
        read = _follow(context, entity, root, link, listed, held, see_everything)
        for values, others in zip(found, read, strict=True):
            values.update(others)
    for lookup in {key_of(node): node for node in lookups}.values():
        _look_up(context, lookup, found)
    return found


def _look_up(context: Context, lookup: Call, found: list[Values]) -> None:
    """Read what the keys of all rows lead to, with one statement."""
    wanted, by, value = lookup.arguments
    kind = common_type([by, value])
    key = compile_key(value, kind)
    keys = {key(values, context.surroundings) for values in found} - {None}
    table = _find(context, within(wanted), within(by), str(by.ids[0]), list(keys)) if keys else {}  # type: ignore[attr-defined]
    for values in found:
        values[key_of(lookup)] = table


def _find(
    context: Context, wanted: FieldPath, by: FieldPath, entity_id: str, keys: list[Any]
) -> dict[Any, Any]:
    """Key → the value of the first record that has it."""
    entity = context.schema.by_id[entity_id]
    source = open_source(context.schema, entity, "t", see_everything)
    key, result = (_read_along(path.steps, source) for path in (by, wanted))
    statement = (
        "SELECT DISTINCT ON (1) "
        + key
        + ", "
        + result
        + f" FROM {quote(entity.table)} t"
        + source.joins.sql()
        + " WHERE t.deleted_at IS NULL AND "
        + key
        + Sql(" = ANY(%s) ORDER BY 1, t.id", (keys,))
    )
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return {row[0]: row[1] for row in rows}


def _read_along(steps: Sequence[Any], source: RowSource) -> Sql:
    field = steps[-1].field
    return get_kind(field.kind).rule_sql(field, _source_of(steps, source))


def _source_of(steps: Sequence[Any], source: RowSource) -> RowSource:
    """Where the last step of a path is read from."""
    for name in steps[:-1]:
        source = source.follow(name.field)
    return source


def _read_value(steps: Sequence[Any], source: RowSource, eyes: Visibility) -> Sql:
    """The value of a path; amount, currency and base amount of money as texts. A record that is out of sight
    is none."""
    if steps[-1].type.kind == "record" and eyes is not see_everything:
        return Sql(f"{_source_of(steps, source).follow(steps[-1].field).alias}.id")
    if steps[-1].type != MONEY:
        return _read_along(steps, source)
    source = _source_of(steps, source)
    parts = [source.column(steps[-1].field, suffix) for suffix in ("", CURRENCY_SUFFIX, BASE_SUFFIX)]
    return Sql(f"ARRAY[{', '.join(f'({part})::text' for part in parts)}]")


def read_through(
    context: Context, entity: Entity, root: str, link: str, paths: Sequence[FieldPath], held: Sequence[Any]
) -> list[Values]:
    """With the actor's eyes: the values of ``paths``, which all begin with ``link`` or at the user, for rows
    that hold these ids in it. What is out of sight or in the bin reads as blank."""
    return _follow(context, entity, root, link, paths, held, visibility_of(context))


def _follow(
    context: Context,
    entity: Entity,
    root: str,
    link: str,
    paths: Sequence[FieldPath],
    held: Sequence[Any],
    eyes: Visibility,
) -> list[Values]:
    """By `FieldPath.key`, for each row of which ``held`` has the id that it holds in ``link``."""
    target = (
        context.schema.by_id[USER_ENTITY] if root == "user" else context.schema.target_of(entity.by_id[link])
    )
    ids = [context.actor.user_id if root == "user" else identity for identity in held]
    wanted = sorted({int(identity) for identity in ids if identity is not None})
    rests = [path.steps if root == "user" else path.steps[1:] for path in paths]
    read = _read(context, target, rests, wanted, eyes)
    return [_values_of(paths, read.get(int(identity)) if identity is not None else None) for identity in ids]


def _values_of(paths: Sequence[FieldPath], row: Sequence[Any] | None) -> Values:
    return {path.key: _value_of(path, row[position]) if row else None for position, path in enumerate(paths)}


def _value_of(path: FieldPath, value: Any) -> Any:
    return value if path.type != MONEY or value is None else money_value(*value)


def _read(
    context: Context, target: Entity, rests: Sequence[Sequence[Any]], ids: list[int], eyes: Visibility
) -> dict[int, Sequence[Any]]:
    if not ids:
        return {}
    source = open_source(context.schema, target, "t", eyes)
    values = [_read_value(steps, source, eyes) for steps in rests]
    statement = (
        "SELECT t.id, "
        + join(", ", values)
        + f" FROM {quote(target.table)} t"
        + source.joins.sql()
        + Sql(" WHERE t.id = ANY(%s)", (ids,))
    )
    if eyes is not see_everything:
        statement = statement + " AND t.deleted_at IS NULL AND " + eyes(target, "t")
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return {row[0]: row[1:] for row in rows}
