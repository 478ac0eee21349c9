"""All records that a list shows, however many: taken in the order of their ids, some at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from odos.database.session import fetch_all, fetch_value
from odos.kernel.sql import Sql, quote
from odos.records.context import Context
from odos.records.lists.filters import Predicate, compile_filter, present_filter
from odos.records.lists.plans import Narrowing, count_sql, search_slots
from odos.records.lists.queries import narrowing_of
from odos.schema.model import Entity
from odos.search.grams import tsquery


@dataclass(frozen=True)
class Selection:
    """What meets the filter and has the words; of that only these ``ids``, where they are given."""

    filter: str | None = None
    q: str | None = None
    ids: tuple[int, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """The form that the arguments of a job have."""
        return asdict(self)


def read_selection(given: Mapping[str, Any]) -> Selection:
    """The reverse of `Selection.as_json`."""
    ids = given.get("ids")
    return Selection(given.get("filter"), given.get("q"), None if ids is None else tuple(map(int, ids)))


def count_selected(context: Context, entity: Entity, selection: Selection) -> int:
    """How many there are now."""
    if _finds_nothing(selection):
        return 0
    statement = count_sql(_narrowing(context, entity, selection), None)
    return int(fetch_value(context.workspace, statement.text, _bound(context, selection, statement)) or 0)


def lock_selected(
    context: Context, entity: Entity, selection: Selection, *, after: int, most: int
) -> list[int]:
    """The next ids, ascending, locked until the transaction ends.

    Whoever is changed at this moment is waited for, and then asked again: what meets the filter no more is
    not taken.
    """
    if _finds_nothing(selection):
        return []
    narrowing = _narrowing(context, entity, selection)
    source = narrowing.source("t", "w")
    condition = narrowing.condition(source)
    statement = (
        f"SELECT t.id FROM {quote(entity.table)} t"
        + source.joins.sql()
        + Sql(" WHERE t.id > %s AND ", (after,))
        + condition
        + f" ORDER BY t.id LIMIT {most:d} FOR NO KEY UPDATE OF t"
    )
    rows = fetch_all(context.workspace, statement.text, _bound(context, selection, statement))
    return [row[0] for row in rows]


def _narrowing(context: Context, entity: Entity, selection: Selection) -> Narrowing:
    predicates: list[Predicate] = []
    asked = present_filter(context, entity, selection.filter)
    if asked:
        predicates.append(compile_filter(context, entity, asked))
    if selection.ids is not None:
        ids = list(selection.ids)
        predicates.append(lambda source: Sql(f"{source.alias}.id = ANY(%s)", (ids,)))
    return narrowing_of(context, entity, predicates, searching=bool(selection.q))


def _finds_nothing(selection: Selection) -> bool:
    return bool(selection.q) and tsquery(selection.q or "") is None


def _bound(context: Context, selection: Selection, statement: Sql) -> list[object]:
    return list(statement.bind({**context.slots, **search_slots(selection.q)}))
