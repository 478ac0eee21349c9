"""Rollups: sums and counts that a record keeps over its lines or over records that refer to it.

After a change the affected parents are locked in topological order of entities, then id order, and
recomputed by a new statement, which therefore sees what other transactions committed meanwhile. Formulas
that read a rollup follow in SQL. Recomputation raises no version and leaves no audit entry.

Parents that are very many, or that stay locked for longer than a moment, are left to a job
(`LateRollup`): the save is not held up, and the value follows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from django.db import transaction
from django.db.utils import OperationalError

from odos.database.locks import is_lock_timeout
from odos.database.session import execute, fetch_all
from odos.dsl.to_sql import compile_value
from odos.fields.kinds.money import CURRENCY_SUFFIX
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql, join, quote
from odos.records.caches import kept
from odos.records.computing import Computed, formulas_of
from odos.records.context import Context
from odos.records.currencies import currency_digits
from odos.records.filters import compile_filter
from odos.records.inputs import ColumnValues
from odos.records.own_currency import AmountSource, is_money, shared_currency_sql
from odos.records.sources import RowSource, open_source, see_everything
from odos.schema.model import Entity, Field

MAX_AT_ONCE = 1_000  # parents recomputed in the transaction of the change
_PATIENCE_MS = 500
_FUNCTIONS = {"sum": "sum", "count": "count", "min": "min", "max": "max", "avg": "avg"}


@dataclass(frozen=True)
class Rollup:
    """A rollup field of ``parent`` over rows of ``child`` whose ``link`` leads to it."""

    parent: Entity
    field: Field
    child: Entity
    link: Field


Affected = dict[str, set[int]]  # parent entity identity → ids


def rollups_fed_by(context: Context, entity: Entity) -> tuple[Rollup, ...]:
    """The rollups that rows of ``entity`` feed."""
    everything = kept(context, "rollups", lambda: tuple(_all_rollups(context)))
    return tuple(item for item in everything if item.child.id == entity.id)


def parents_of(context: Context, entity: Entity, rows: Iterable[Mapping[str, ColumnValues]]) -> Affected:
    """The parents whose rollups the given rows (before or after a change) touch."""
    affected: Affected = {}
    for rollup in rollups_fed_by(context, entity):
        ids = affected.setdefault(rollup.parent.id, set())
        ids.update(
            int(str(row[rollup.link.id][0]))
            for row in rows
            if row.get(rollup.link.id, (None,))[0] is not None
        )
    return affected


def recompute(context: Context, affected: Mapping[str, Collection[int]]) -> None:
    """Bring the rollups of these parents up to date, and of their parents in turn."""
    waiting = {key: set(ids) for key, ids in affected.items() if ids}
    for entity_id in _order(context):
        ids = sorted(waiting.pop(entity_id, ()))
        if ids:
            entity = context.schema.by_id[entity_id]
            for key, further in _recompute_entity(context, entity, ids).items():
                waiting.setdefault(key, set()).update(further)


def recompute_own(context: Context, entity: Entity, record_id: int) -> None:
    """Rollups and later formulas of one record whose row is locked already."""
    if _own_rollups(context, entity) or formulas_of(context, entity).after_rollups:
        _update(context, entity, [record_id])


def concerns(context: Context, entity: Entity) -> bool:
    """Whether a change of a row has anything to recompute in SQL, in the row itself or in others."""
    own = _own_rollups(context, entity) or formulas_of(context, entity).after_rollups
    return bool(own or rollups_fed_by(context, entity))


def _all_rollups(context: Context) -> Iterable[Rollup]:
    for parent in context.schema.entities.values():
        for item in parent.fields_of_kind("rollup"):
            yield rollup_of(context, parent, item)


def rollup_of(context: Context, parent: Entity, item: Field) -> Rollup:
    """What a rollup field runs over: a children field, or ``entity.reference`` from elsewhere."""
    over = str(item.options["over"])
    children = parent.find_field(over)
    if children is not None:
        child = context.schema.target_of(children)
        return Rollup(parent, item, child, child.by_id[children.inverse or ""])
    entity_key, _, field_key = over.partition(".")
    child = context.schema.get_entity(entity_key)
    return Rollup(parent, item, child, child.by_alias[field_key])


def _own_rollups(context: Context, entity: Entity) -> tuple[Rollup, ...]:
    everything = kept(context, "rollups", lambda: tuple(_all_rollups(context)))
    return tuple(item for item in everything if item.parent.id == entity.id)


def _order(context: Context) -> Sequence[str]:
    """Entities with rollups, those that feed others first. Self-feeding trees count once."""
    return kept(context, "rollup order", lambda: _sorted(context))


def _sorted(context: Context) -> tuple[str, ...]:
    feeds: dict[str, set[str]] = {}
    for rollup in kept(context, "rollups", lambda: tuple(_all_rollups(context))):
        feeders = feeds.setdefault(rollup.parent.id, set())
        if rollup.child.id != rollup.parent.id:
            feeders.add(rollup.child.id)
    return tuple(TopologicalSorter(feeds).static_order())


def _recompute_entity(context: Context, entity: Entity, ids: list[int]) -> Affected:
    now, later = ids[:MAX_AT_ONCE], ids[MAX_AT_ONCE:]
    if not _lock(context, entity, now):
        now, later = [], ids
    if later:
        _leave_to_job(context, entity, later)
    if now:
        _update(context, entity, now)
    return _grandparents(context, entity, now)


def _lock(context: Context, entity: Entity, ids: list[int]) -> bool:
    """Lock the parents in id order; False when somebody holds one for longer than a moment."""
    if not ids:
        return True
    statement = f"SELECT id FROM {quote(entity.table)} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
    try:
        with transaction.atomic():
            execute(context.workspace, "SELECT set_config('lock_timeout', %s, true)", [str(_PATIENCE_MS)])
            fetch_all(context.workspace, statement, [ids])
            execute(context.workspace, "SELECT set_config('lock_timeout', '0', true)")
    except OperationalError as error:
        if not is_lock_timeout(error):
            raise
        return False
    return True


def _leave_to_job(context: Context, entity: Entity, ids: Sequence[int]) -> None:
    execute(
        context.workspace,
        "INSERT INTO late_rollup (entity_id, record_id) SELECT %s, unnest(%s::bigint[])"
        " ON CONFLICT DO NOTHING",
        [entity.id, list(ids)],
    )


def _update(context: Context, entity: Entity, ids: list[int]) -> None:
    rollups = _own_rollups(context, entity)
    if rollups:
        pieces = [_assignment(context, item.field, _aggregate(context, item)) for item in rollups]
        _set(context, entity, join(", ", pieces), ids)
    for computed in formulas_of(context, entity).after_rollups:
        source = open_source(context.schema, entity, "t", see_everything)
        _set(context, entity, _assignment(context, computed.field, _late_value(computed, source)), ids)


def _late_value(computed: Computed, source: RowSource) -> Sql:
    """``SELECT b`` or, for money, ``SELECT b, a, c``: see `_assignment`."""
    value = "SELECT " + computed.rule.sql(source) + " AS b"
    if not is_money(computed.field):
        return value
    amounts = AmountSource(source)
    currency = shared_currency_sql(computed.operands, amounts)
    own = compile_value(computed.rule.checked, amounts) if computed.operands else Sql("NULL::numeric")
    return value + ", " + own + " AS a, " + currency + " AS c"


def _assignment(context: Context, item: Field, value: Sql) -> Sql:
    """``columns = value``, rounded to the column's own scale by PostgreSQL (half away from zero).

    ``value`` selects ``b``; for money ``b`` in the company's currency, ``c`` the one currency that
    everything in it shares (or blank) and ``a`` the amount in that; rounded to the minor units.
    """
    columns = get_kind(item.kind).columns(item)
    names = ", ".join(quote(item.column + column.suffix) for column in columns)
    if not is_money(item):
        plain = columns[0].type.partition(" COLLATE")[0]
        return Sql(f"{names} = (SELECT v.b::{plain} FROM (") + value + ") v)"
    digits = currency_digits(context)
    base = context.schema.base_currency
    amount = "CASE WHEN v.c IS NULL THEN round(v.b, %s) ELSE round(v.a, " + _digits_sql(digits) + ") END"
    currency = "CASE WHEN v.b IS NOT NULL THEN coalesce(v.c, %s) END"
    selected = Sql(
        f"({names}) = (SELECT {amount}, {currency}, round(v.b, %s) FROM (",
        (digits[base], *_digits_params(digits), base, digits[base]),
    )
    return selected + value + ") v)"


def _digits_sql(digits: Mapping[str, int]) -> str:
    """The digits of the currency ``v.c``."""
    return "CASE v.c" + " WHEN %s THEN %s" * len(digits) + " END"


def _digits_params(digits: Mapping[str, int]) -> list[object]:
    return [item for pair in digits.items() for item in pair]


def _set(context: Context, entity: Entity, assignments: Sql, ids: list[int]) -> None:
    statement = f"UPDATE {quote(entity.table)} t SET " + assignments + Sql(" WHERE t.id = ANY(%s)", (ids,))
    execute(context.workspace, statement.text, statement.bind(context.slots))


def _aggregate(context: Context, rollup: Rollup) -> Sql:
    """``SELECT sum(…) AS b FROM child c WHERE c.link = t.id AND …``; a sum or count over nothing is 0."""
    source = open_source(context.schema, rollup.child, "c", see_everything, "r")
    measured = _measured(rollup, source)
    conditions = [Sql(f"{source.column(rollup.link)} = t.id AND c.deleted_at IS NULL")]
    where = rollup.field.options.get("where")
    if where:
        conditions.append(compile_filter(context, rollup.child, where, as_user=False)(source))
    return (
        "SELECT "
        + measured
        + f" FROM {quote(rollup.child.table)} c"
        + source.joins.sql()
        + " WHERE "
        + join(" AND ", conditions)
    )


def _measured(rollup: Rollup, source: RowSource) -> Sql:
    name = str(rollup.field.options["function"])
    function = _FUNCTIONS[name]
    key = rollup.field.options.get("field")
    if name == "count" or not key:
        return Sql(f"{function}(*) AS b")
    item = rollup.child.by_alias[key]
    blank = "0" if name == "sum" else "NULL"
    value = f"coalesce({function}(" + get_kind(item.kind).rule_sql(item, source) + f"), {blank}) AS b"
    if not is_money(rollup.field):
        return value
    currency = source.column(item, CURRENCY_SUFFIX)
    shared = f"CASE WHEN count(DISTINCT {currency}) = 1 THEN min({currency}) END"
    return value + f", {function}({source.column(item)}) AS a, {shared} AS c"


def _grandparents(context: Context, entity: Entity, ids: list[int]) -> Affected:
    """The parents' own parents, where they feed rollups."""
    affected: Affected = {}
    for rollup in rollups_fed_by(context, entity):
        rows = fetch_all(
            context.workspace,
            f"SELECT DISTINCT {quote(rollup.link.column)} FROM {quote(entity.table)}"
            f" WHERE id = ANY(%s) AND {quote(rollup.link.column)} IS NOT NULL",
            [ids],
        )
        affected.setdefault(rollup.parent.id, set()).update(row[0] for row in rows)
    return affected
