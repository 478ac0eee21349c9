"""What must hold before rows are written: required values, references that exist.

References are checked under ``FOR KEY SHARE``: a record that is being put into the bin at the same moment
is waited for and then no longer found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from odos.access.model import combined_predicate
from odos.database.session import fetch_all
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue, Path
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.inputs import ColumnValues, Draft
from odos.records.shapes import shape_of
from odos.schema.model import Entity, Field

_COMPUTED = frozenset({"formula", "rollup", "auto_number", "children"})


def missing_values(
    entity: Entity,
    row: Mapping[str, ColumnValues],
    links: Mapping[str, Sequence[int]],
    given: Iterable[str] | None,
) -> list[Issue]:
    """Required fields that are blank. ``given``: look at these only (a change of an old record)."""
    looked_at = None if given is None else set(given)
    return [
        _required(item)
        for item in entity.own_fields()
        if item.required
        and item.kind not in _COMPUTED
        and (looked_at is None or item.id in looked_at)
        and _is_blank(item, row, links)
    ]


def _is_blank(item: Field, row: Mapping[str, ColumnValues], links: Mapping[str, Sequence[int]]) -> bool:
    if get_kind(item.kind).storage == "link":
        return not links.get(item.id)
    values = row.get(item.id)
    return values is None or values[0] is None or values[0] == []


def _required(item: Field) -> Issue:
    message = text('"{key}" is required', "“{key}”为必填项", key=item.key)
    return Issue("required", message, (item.key,), text("Enter a value", "请填写"))


class References:
    """References of many rows, collected first and then checked with one statement for each target entity."""

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
        found: list[tuple[int, Issue]] = []
        for entity_id in sorted(self._wanted):
            entity, wanted = self._context.schema.by_id[entity_id], self._wanted[entity_id]
            present = self._present(entity, sorted(wanted))
            for target in wanted.keys() - present:
                found += [(row, _missing(entity, target, path)) for row, path in wanted[target]]
        return found

    def _want(self, item: Field, target: int, row: int, path: Path) -> None:
        places = self._wanted.setdefault(item.target or "", {}).setdefault(target, [])
        places.append((row, path))

    def _present(self, entity: Entity, ids: list[int]) -> set[int]:
        visible = combined_predicate(self._context.access(entity), "t")
        statement = (
            f"SELECT t.id FROM {quote(entity.table)} t WHERE "
            + Sql("t.id = ANY(%s) AND t.deleted_at IS NULL AND ", (ids,))
            + visible
            + " ORDER BY t.id FOR KEY SHARE OF t"
        )
        rows = fetch_all(self._context.workspace, statement.text, statement.bind(self._context.slots))
        return {row[0] for row in rows}


def _missing(entity: Entity, target: int, path: Path) -> Issue:
    message = text("There is no {entity} {id}", "没有编号为 {id} 的{entity}", entity=entity.key, id=target)
    hint = text("Choose one from the list; it may have been deleted", "请从列表中选择；它可能已被删除")
    return Issue("reference_not_found", message, path, hint)


def missing_references(context: Context, entity: Entity, draft: Draft) -> list[Issue]:
    """`References` for a single draft without its lines."""
    references = References(context)
    references.add(entity, draft.values)
    for field_id, ids in draft.links.items():
        references.add_links(entity.by_id[field_id], ids)
    return [issue for _row, issue in references.find_missing()]
