"""Records to choose a reference from while typing."""

from __future__ import annotations

from functools import partial

from odos.database.session import fetch_all
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.lists.filters import Predicate, compile_filter, present_filter
from odos.records.lists.matching import matching
from odos.records.lists.plans import Narrowing
from odos.records.lists.queries import narrowing_of
from odos.records.lists.reaching import rule_condition
from odos.records.rules.sources import RowSource
from odos.records.values.selecting import unknown_field
from odos.schema.model import Entity, Field

MOST = 20
_NAMING = frozenset({"text", "auto_number", "email"})


def list_options(
    *,
    context: Context,
    entity: Entity,
    q: str | None = None,
    filter_text: str | None = None,
    chosen_for: str | None = None,
) -> list[dict[str, object]]:
    """``{id, label, detail}`` each, sorted by label; see `matching` for what finds them. ``detail`` tells
    apart what has the same label: another unique value (a user name, a number), where one is in sight.

    ``chosen_for`` names the field that is to refer to them, ``quote_line.product``: only what its own filter
    allows is offered, also where the actor may not see what that reads. Saving asks the same.
    """
    predicates = list(_predicates(context, entity, q, filter_text, chosen_for))
    narrowing = narrowing_of(context, entity, predicates)
    source = narrowing.source("t", "w")
    label, condition = source.title(), narrowing.condition(source)
    statement = (
        f"SELECT t.id::text, {label} AS label, {_detail(narrowing, source)} FROM {quote(entity.table)} t"
        + source.joins.sql()
        + " WHERE "
        + condition
        + f" ORDER BY label NULLS LAST, t.id LIMIT {MOST}"
    )
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return [{"id": row[0], "label": row[1], **({"detail": row[2]} if row[2] else {})} for row in rows]


def _detail(narrowing: Narrowing, source: RowSource) -> str:
    """An expression for what tells records of the same label apart."""
    entity = narrowing.entity
    for item in entity.own_fields():
        is_plain = item.unique and item.kind in _NAMING and item.id != entity.title.id
        if is_plain and narrowing.visibility.veil(entity, item.id) is None:
            return source.column(item)
    return "NULL"


def _predicates(
    context: Context, entity: Entity, q: str | None, filter_text: str | None, chosen_for: str | None
) -> list[Predicate]:
    found: list[Predicate] = []
    asked = present_filter(context, entity, filter_text)
    if asked:
        found.append(compile_filter(context, entity, asked))
    rule = _reference(context, entity, chosen_for).options.get("filter") if chosen_for else None
    if rule:
        found.append(partial(_allowed, context, str(rule)))
    needle = (q or "").replace("\x00", "").strip()  # no text in PostgreSQL holds it
    if needle:
        found.append(matching(context, entity, needle))
    return found


def _allowed(context: Context, rule: str, source: RowSource) -> Sql:
    return rule_condition(context, source.entity, rule, source.alias)


def _reference(context: Context, entity: Entity, name: str) -> Field:
    """The field of ``entity.field``, where the actor may see it and it leads to the entity."""
    holder_key, _dot, key = name.partition(".")
    holder = context.schema.find_entity(holder_key)
    item = holder.find_field(key) if holder else None
    if holder is None or item is None or item.id in context.access(holder).hidden_fields:
        raise Invalid(None, [unknown_field(context, holder or entity, name, at=("for",))])
    if item.target != entity.id:
        message = text(
            '"{name}" does not refer to {entity}',
            "“{name}”不引用{entity}",
            name=name[:120],
            entity=entity.key,
        )
        raise Invalid(None, [Issue("no_reference", message, ("for",))])
    return item
