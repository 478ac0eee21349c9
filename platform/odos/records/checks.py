"""What must hold before rows are written: required values, references that exist.

References are checked under ``FOR KEY SHARE``: a record that is being put into the bin at the same moment
is waited for and then no longer found.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache

from odos.database.prepared import fetch_all_prepared
from odos.kernel.issues import Issue, Path
from odos.kernel.sql import Slot, Sql, join, quote
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.inputs import ColumnValues, Draft
from odos.records.reaching import reachable
from odos.records.shapes import shape_of
from odos.schema.model import Entity, Field
from odos.schema.system import USER_ENTITY


def missing_values(
    entity: Entity,
    row: Mapping[str, ColumnValues],
    links: Mapping[str, Sequence[int]],
    given: Iterable[str] | None,
    judged: Container[str] = (),
) -> list[Issue]:
    """Required fields that are blank. ``given``: look at these only (a change of an old record).

    ``judged`` are fields that conditions have decided on already.
    """
    looked_at = None if given is None else set(given)
    return [
        _required(item)
        for item, is_link in shape_of(entity).required
        if (looked_at is None or item.id in looked_at)
        and item.id not in judged
        and _is_blank(item, is_link, row, links)
    ]


def _is_blank(
    item: Field, is_link: bool, row: Mapping[str, ColumnValues], links: Mapping[str, Sequence[int]]
) -> bool:
    if is_link:
        return not links.get(item.id)
    values = row.get(item.id)
    return values is None or values[0] is None or values[0] == []


def _required(item: Field) -> Issue:
    message = text('"{key}" is required', "“{key}”为必填项", key=item.key)
    return Issue("required", message, (item.key,), text("Enter a value", "请填写"))


class References:
    """References of many rows, collected first and then checked together with one statement."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._wanted: dict[str, dict[int, list[tuple[int, Path]]]] = {}

    def add(self, entity: Entity, values: Mapping[str, ColumnValues], row: int = 0, at: Path = ()) -> None:
        """Remember the references among ``values`` of the row with that number."""
        for item in shape_of(entity).links:
            if item.id in values and values[item.id][0] is not None:
                self._want(item, int(str(values[item.id][0])), row, (*at, item.key))

    def add_links(self, item: Field, ids: Iterable[int], row: int = 0, at: Path = ()) -> None:
        """Remember the targets of a many-to-many field."""
        for target in ids:
            self._want(item, target, row, (*at, item.key))

    def find_missing(self) -> list[tuple[int, Issue]]:
        """Findings by row number: targets that are absent, in the bin or out of the actor's sight."""
        wanted, statement = self._looked_up(), self.statement()
        if statement is None:
            return []
        rows = fetch_all_prepared(self._context.workspace, statement.text, statement.params)
        present = self._present(tuple(wanted), rows)
        return [
            (row, _missing(self._context.schema.by_id[key], target, path))
            for key, targets in wanted.items()
            for target in targets.keys() - present[key]
            for row, path in targets[target]
        ]

    def statement(self) -> Sql | None:
        """Locks the targets and gives (number of the entity, id) of those that are there."""
        wanted = self._looked_up()
        if not wanted:
            return None
        keys = tuple(wanted)
        statement = kept(self._context, ("present", keys), lambda: self._locking(keys))
        ids = {_ids_slot(number): sorted(targets) for number, targets in enumerate(wanted.values())}
        return Sql(statement.text, tuple(statement.bind(self._context.slots_and(**ids))))

    def requirement(self) -> Sql | None:
        """Locks the targets and fails with a `DataError` unless all are there."""
        wanted, statement = self._looked_up(), self.statement()
        if statement is None:
            return None
        number = sum(len(targets) for targets in wanted.values())
        return Sql(_required_text(statement.text), (*statement.params, number))

    def _looked_up(self) -> dict[str, dict[int, list[tuple[int, Path]]]]:
        """What is wanted, by entity, in the order in which entities are always locked."""
        return {key: targets for key, targets in sorted(self._wanted.items()) if not self._is_self(key)}

    def _want(self, item: Field, target: int, row: int, path: Path) -> None:
        places = self._wanted.setdefault(item.target or "", {}).setdefault(target, [])
        places.append((row, path))

    def _is_self(self, entity_id: str) -> bool:
        """Whoever acts was found a moment ago; the foreign key has the last word."""
        return entity_id == USER_ENTITY and self._wanted[entity_id].keys() == {self._context.actor.user_id}

    def _present(self, keys: Sequence[str], rows: Sequence[tuple[int, int]]) -> dict[str, set[int]]:
        """The ids that were found, by entity."""
        found: dict[str, set[int]] = {key: set() for key in keys}
        for number, record_id in rows:
            found[keys[number]].add(record_id)
        return found

    def _locking(self, entity_ids: Sequence[str]) -> Sql:
        names = [f"present{number}" for number in range(len(entity_ids))]
        parts = [self._locking_one(number, key) for number, key in enumerate(entity_ids)]
        locked = join(", ", [f"{name} AS (" + part + ")" for name, part in zip(names, parts, strict=True)])
        chosen = " UNION ALL ".join(f"SELECT {number}, id FROM {name}" for number, name in enumerate(names))
        return "WITH " + locked + " " + chosen

    def _locking_one(self, number: int, entity_id: str) -> Sql:
        entity = self._context.schema.by_id[entity_id]
        visible = reachable(self._context, entity, "t")
        return (
            f"SELECT t.id FROM {quote(entity.table)} t WHERE "
            + Sql("t.id = ANY(%s) AND t.deleted_at IS NULL AND ", (Slot(_ids_slot(number)),))
            + visible
            + " ORDER BY t.id FOR KEY SHARE OF t"
        )


@lru_cache(maxsize=1_000)
def _required_text(statement: str) -> str:
    return (
        f"WITH found AS ({statement}) SELECT"
        " CASE WHEN count(*) < %s THEN ('only ' || count(*))::integer END FROM found"
    )


def _ids_slot(number: int) -> str:
    return f"ids{number}"


def _missing(entity: Entity, target: int, path: Path) -> Issue:
    message = text("There is no {entity} {id}", "没有编号为 {id} 的{entity}", entity=entity.key, id=target)
    hint = text("Choose one from the list; it may have been deleted", "请从列表中选择；它可能已被删除")
    return Issue("reference_not_found", message, path, hint)


def missing_references(context: Context, entity: Entity, draft: Draft) -> list[Issue]:
    """`References` for a single draft without its lines."""
    return [issue for _row, issue in references_of(context, entity, draft).find_missing()]


def references_of(context: Context, entity: Entity, draft: Draft) -> References:
    """What a single draft refers to, without its lines."""
    references = References(context)
    references.add(entity, draft.values)
    for field_id, ids in draft.links.items():
        references.add_links(entity.by_id[field_id], ids)
    return references
