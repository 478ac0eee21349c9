"""Indexes that follow lists: the columns a list holds equal, then its order, as the list query writes them.

A page of such a list is then read from the index alone, however long the table is. The last key is the id
in the direction of the key before it, which is how the records engine breaks ties.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from odos.dsl import tree
from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.scope import SchemaScope
from odos.dsl.types import BOOLEAN, MONEY, Type
from odos.fields.kind import Source
from odos.fields.registry import get_kind
from odos.kernel.issues import has_errors
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.schema.model import Entity, Field, Schema
from odos.storage.shapes import Index

MOST_EQUALITIES = 3
MOST_SORTS = 3
MOST_FOR_VIEWS = 16
LIVE = "deleted_at IS NULL"


class NotIndexable(Exception):
    """The expression reads more than the row itself."""


@dataclass(frozen=True)
class BareRow:
    """A row whose columns stand without an alias, as in the definition of an index."""

    entity: Entity

    @property
    def alias(self) -> str:
        """There is none: only correlated subqueries ask for it."""
        raise NotIndexable

    def column(self, field: Field, suffix: str = "") -> str:
        """The quoted column; what is computed when it is read has none."""
        if not field.column:
            raise NotIndexable
        return quote(field.column + suffix)

    def follow(self, field: Field) -> Source:
        """Other rows cannot be indexed here."""
        raise NotIndexable

    def title(self) -> str:
        """The label may be another row's."""
        raise NotIndexable

    def target(self, field: Field) -> Entity:
        """Asked for only together with what cannot be indexed."""
        raise NotIndexable

    def subquery(self, entity: Entity) -> Source:
        """Other rows cannot be indexed here."""
        raise NotIndexable


def view_indexes(schema: Schema, entity: Entity) -> tuple[Index, ...]:
    """One for each shared view that an index can serve; equal ones once."""
    found: dict[str, Index] = {}
    for view in entity.views:
        index = _view_index(schema, entity, str(view.get("filter") or ""), str(view.get("sort") or ""))
        if index is not None and len(found) < MOST_FOR_VIEWS:
            found.setdefault(index.name, index)
    return tuple(found.values())


def list_index(entity: Entity, equal: tuple[str, ...], sort: str, *, purpose: str) -> Index | None:
    """The index for a list with those fields (keys) held equal in that order; None where there is none."""
    fields = [entity.find_field(key) for key in dict.fromkeys(equal)]
    try:
        keys = [_equality_key(entity, item) for item in fields if item is not None][:MOST_EQUALITIES]
        order = list(_order_keys(entity, sort))
    except NotIndexable:
        return None
    if None in fields or (not keys and not sort):
        return None
    return Index(entity.table, (*keys, *order), purpose, where=LIVE)


def count_index(entity: Entity, equal: tuple[str, ...], *, purpose: str) -> Index | None:
    """The index that counts a list with those fields (keys) held equal; None where there is none."""
    fields = [item for item in map(entity.find_field, dict.fromkeys(equal)) if item is not None]
    try:
        keys = tuple(_equality_key(entity, item) for item in fields[:MOST_EQUALITIES])
    except NotIndexable:
        return None
    return Index(entity.table, keys, purpose, where=LIVE) if keys else None


def _view_index(schema: Schema, entity: Entity, rule: str, sort: str) -> Index | None:
    return list_index(entity, equal_keys(schema, entity, rule), sort, purpose="view")


def equal_keys(schema: Schema, entity: Entity, rule: str) -> tuple[str, ...]:
    """The keys of own fields that a filter holds equal to something fixed."""
    return tuple(entity.by_id[identity].key for identity in _equalities(schema, entity, rule))


def _equalities(schema: Schema, entity: Entity, rule: str) -> Iterator[str]:
    """The identities of own fields that the rule holds equal to something fixed."""
    if not rule:
        return
    checked = _checked(schema, entity.id, rule)
    for node in _conjuncts(checked) if checked else ():
        if isinstance(node, tree.Compare) and node.operator == "=":
            sides = (node.left, node.right)
            paths = [side for side in sides if isinstance(side, tree.FieldPath) and _is_own(side)]
            if len(paths) == 1 and any(isinstance(side, tree.Literal | tree.Context) for side in sides):
                yield paths[0].ids[0]


@lru_cache(maxsize=512)
def _parsed(rule: str) -> tree.Node | None:
    try:
        return parse(rule)
    except Invalid:
        return None


def _checked(schema: Schema, identity: str, rule: str) -> tree.Node | None:
    parsed = _parsed(rule)
    if parsed is None:
        return None
    checked = check(parsed, SchemaScope(schema, schema.by_id[identity], _type_of), expected=BOOLEAN)
    return None if has_errors(checked.issues) else checked.tree


def _type_of(item: Field) -> Type:
    return get_kind(item.kind).rule_type(item)


def _conjuncts(node: tree.Node) -> Iterator[tree.Node]:
    if isinstance(node, tree.And):
        for item in node.items:
            yield from _conjuncts(item)
    else:
        yield node


def _is_own(node: tree.FieldPath) -> bool:
    return node.root == "record" and len(node.ids) == 1


def _equality_key(entity: Entity, item: Field) -> str:
    """As the list query compares it; a bare column, or an expression in brackets."""
    if get_kind(item.kind).storage != "columns":
        raise NotIndexable
    if get_kind(item.kind).rule_type(item) == MONEY:
        return BareRow(entity).column(item)  # compared as written
    value = get_kind(item.kind).rule_sql(item, BareRow(entity))
    if value.params:
        raise NotIndexable
    return _bracketed(value.text)


def _order_keys(entity: Entity, sort: str) -> Iterator[str]:
    terms = [term.strip() for term in sort.split(",") if term.strip()]
    if len(terms) > MOST_SORTS:
        raise NotIndexable
    descending = True
    for term in terms:
        descending = term.startswith("-")
        yield f"{_sort_key(entity, term.lstrip('+-'))} {'DESC' if descending else 'ASC'} NULLS LAST"
    yield f"id {'DESC' if descending else 'ASC'}"


def _sort_key(entity: Entity, key: str) -> str:
    item = entity.find_field(key)
    if item is None or get_kind(item.kind).storage != "columns":
        raise NotIndexable
    row = BareRow(entity)
    return _bracketed(get_kind(item.kind).sort_sql(item, row) or row.column(item))


def _bracketed(expression: str) -> str:
    plain = expression.startswith('"') and expression.endswith('"') and expression.count('"') == 2
    return expression if plain else f"({expression})"
