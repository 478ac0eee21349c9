"""What must hold before rows are written: required values, references that exist and may be chosen.

References are checked under ``FOR KEY SHARE``: a record that is being put into the bin at the same moment
is waited for and then no longer found. The same statement asks the ``filter`` of each reference of the
records that it is to lead to; like all rules of the application it sees everything.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from odos.database.prepared import fetch_all_prepared
from odos.kernel.issues import Issue, Path
from odos.kernel.sql import Slot, Sql, join, quote
from odos.kernel.texts import text, translate
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.lists.reaching import reachable, rule_condition
from odos.records.values.inputs import ColumnValues, Draft, is_blank
from odos.records.values.links import linked_pairs
from odos.records.values.shapes import shape_of
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
    return is_blank(row.get(item.id))


def _required(item: Field) -> Issue:
    message = text('"{key}" is required', "“{key}”为必填项", key=item.key)
    return Issue("required", message, (item.key,), text("Enter a value", "请填写"))


@dataclass(frozen=True)
class _Wish:
    """A record that a field of a row is to lead to."""

    item: Field
    target: int
    row: int
    path: Path
    holder: int | None = None  # the record that has the field, where it may lead there already


_Wishes = Mapping[int, Sequence[_Wish]]  # by the id of the record
_Filters = tuple[tuple[str, str], ...]  # identities of fields, and what each asks of what it may lead to
_Kinds = tuple[tuple[str, _Filters], ...]  # by the entity that is led to


class References:
    """References of many rows, collected first and then checked together with one statement."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._wanted: dict[str, dict[int, list[_Wish]]] = {}

    def add(self, entity: Entity, values: Mapping[str, ColumnValues], row: int = 0, at: Path = ()) -> None:
        """Remember the references among ``values`` of the row with that number."""
        for item in shape_of(entity).links:
            if item.id in values and values[item.id][0] is not None:
                self._want(item, int(str(values[item.id][0])), row, (*at, item.key))

    def add_links(self, item: Field, ids: Iterable[int], row: int = 0, holder: int | None = None) -> None:
        """Remember the targets of a many-to-many field of the record ``holder`` (None: of a new one)."""
        for target in ids:
            self._want(item, target, row, (item.key,), holder)

    def find_missing(self) -> list[tuple[int, Issue]]:
        """Findings by row number: targets that are absent, in the bin or out of the actor's sight, and those
        that the field's filter leaves out."""
        wanted, statement = self._looked_up(), self.statement()
        if statement is None:
            return []
        rows = fetch_all_prepared(self._context.workspace, statement.text, statement.params)
        return list(self._findings(wanted, rows))

    def statement(self) -> Sql | None:
        """Locks the targets and gives (number of the entity, id, refused) of those that are there.

        ``refused`` says of each filter over the entity, in order, whether it leaves out a record that is
        to be chosen under it.
        """
        wanted = self._looked_up()
        if not wanted:
            return None
        kinds: _Kinds = tuple((key, _filters(targets)) for key, targets in wanted.items())
        statement = kept(self._context, ("present", kinds), lambda: self._locking(kinds))
        ids = {_ids_slot(number): sorted(targets) for number, targets in enumerate(wanted.values())}
        for number, (key, filters) in enumerate(kinds):
            ids |= {_ids_slot(number, field): _chosen(wanted[key], field) for field, _rule in filters}
        return Sql(statement.text, tuple(statement.bind(self._context.slots_and(**ids))))

    def requirement(self) -> Sql | None:
        """Locks the targets and fails with a `DataError` unless all are there and may be chosen."""
        wanted, statement = self._looked_up(), self.statement()
        if statement is None:
            return None
        number = sum(len(targets) for targets in wanted.values())
        return Sql(_required_text(statement.text), (*statement.params, number))

    def _looked_up(self) -> dict[str, dict[int, list[_Wish]]]:
        """What is wanted, by entity, in the order in which entities are always locked."""
        return {key: targets for key, targets in sorted(self._wanted.items()) if not self._is_self(key)}

    def _want(self, item: Field, target: int, row: int, path: Path, holder: int | None = None) -> None:
        wishes = self._wanted.setdefault(item.target or "", {}).setdefault(target, [])
        wishes.append(_Wish(item, target, row, path, holder))

    def _is_self(self, entity_id: str) -> bool:
        """Whoever acts was found a moment ago; the foreign key has the last word."""
        targets = self._wanted[entity_id]
        known = entity_id == USER_ENTITY and targets.keys() == {self._context.actor.user_id}
        return known and not _filters(targets)

    def _findings(
        self, wanted: Mapping[str, _Wishes], rows: Iterable[tuple[int, int, Sequence[bool]]]
    ) -> Iterator[tuple[int, Issue]]:
        keys = tuple(wanted)
        found = {(keys[number], record_id): refused for number, record_id, refused in rows}
        for key, targets in wanted.items():
            entity = self._context.schema.by_id[key]
            for target in [target for target in targets if (key, target) not in found]:
                yield from ((wish.row, _missing(entity, target, wish.path)) for wish in targets[target])
            there = [target for target in targets if (key, target) in found]
            for position, (field_id, _rule) in enumerate(_filters(targets)):
                refused = [target for target in there if found[key, target][position]]
                wishes = [wish for target in refused for wish in targets[target] if wish.item.id == field_id]
                yield from ((wish.row, _not_allowed(wish)) for wish in self._new(wishes))

    def _new(self, wishes: Sequence[_Wish]) -> list[_Wish]:
        """Those that are not met already: what was chosen once may stay."""
        held = [(wish.holder, wish.target) for wish in wishes if wish.holder is not None]
        known = linked_pairs(self._context, wishes[0].item, held) if held else set()
        return [wish for wish in wishes if (wish.holder, wish.target) not in known]

    def _locking(self, kinds: _Kinds) -> Sql:
        names = [f"present{number}" for number in range(len(kinds))]
        parts = [self._locking_one(number, *kind) for number, kind in enumerate(kinds)]
        locked = join(", ", [f"{name} AS (" + part + ")" for name, part in zip(names, parts, strict=True)])
        chosen = " UNION ALL ".join(
            f"SELECT {number}, id, refused FROM {name}" for number, name in enumerate(names)
        )
        return "WITH " + locked + " " + chosen

    def _locking_one(self, number: int, entity_id: str, filters: _Filters) -> Sql:
        entity = self._context.schema.by_id[entity_id]
        visible = reachable(self._context, entity, "t")
        refused = join(", ", [self._refusing(number, entity, *each) for each in filters])
        return (
            "SELECT t.id, ARRAY["
            + refused
            + f"]::boolean[] AS refused FROM {quote(entity.table)} t WHERE "
            + Sql("t.id = ANY(%s) AND t.deleted_at IS NULL AND ", (Slot(_ids_slot(number)),))
            + visible
            + " ORDER BY t.id FOR KEY SHARE OF t"
        )

    def _refusing(self, number: int, entity: Entity, field_id: str, rule: str) -> Sql:
        """Whether a record that is to be chosen for the field does not meet its filter."""
        chosen = Sql("(t.id = ANY(%s) AND ", (Slot(_ids_slot(number, field_id)),))
        return chosen + rule_condition(self._context, entity, rule, "t") + " IS NOT TRUE)"


def _filters(targets: _Wishes) -> _Filters:
    """What the fields ask of these records, in the order in which it is asked."""
    wishes = (wish.item for listed in targets.values() for wish in listed)
    return tuple(sorted({(item.id, str(rule)) for item in wishes if (rule := item.options.get("filter"))}))


def _chosen(targets: _Wishes, field_id: str) -> list[int]:
    """What is to be chosen for one field."""
    return sorted(key for key, wishes in targets.items() if any(w.item.id == field_id for w in wishes))


@lru_cache(maxsize=1_000)
def _required_text(statement: str) -> str:
    return (
        f"WITH found AS ({statement}) SELECT"
        " CASE WHEN count(*) FILTER (WHERE NOT true = ANY (refused)) < %s"
        " THEN ('only ' || count(*))::integer END FROM found"
    )


def _ids_slot(number: int, field_id: str = "") -> str:
    return f"ids{number}{field_id}"


def _missing(entity: Entity, target: int, path: Path) -> Issue:
    message = text("There is no {entity} {id}", "没有编号为 {id} 的{entity}", entity=entity.key, id=target)
    hint = text("Choose one from the list; it may have been deleted", "请从列表中选择；它可能已被删除")
    return Issue("reference_not_found", message, path, hint)


def _not_allowed(wish: _Wish) -> Issue:
    label = wish.item.label
    message = text('This record cannot be chosen for "{label}"', "“{zh}”不能选择此记录",
                   label=translate(label, "en"), zh=translate(label, "zh-hans"))  # fmt: skip
    hint = text(
        "Choose one from the list; it shows those that can be", "请从列表中选择；列表只显示可选的记录"
    )
    return Issue("reference_not_allowed", message, wish.path, hint)


def missing_references(
    context: Context, entity: Entity, draft: Draft, holder: int | None = None
) -> list[Issue]:
    """`References` for a single draft without its lines; ``holder`` is the record that it changes."""
    return [issue for _row, issue in references_of(context, entity, draft, holder).find_missing()]


def references_of(context: Context, entity: Entity, draft: Draft, holder: int | None = None) -> References:
    """What a single draft refers to, without its lines."""
    references = References(context)
    references.add(entity, draft.values)
    for field_id, ids in draft.links.items():
        references.add_links(entity.by_id[field_id], ids, holder=holder)
    return references
