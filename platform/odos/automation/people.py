"""Whom a rule means, for a whole batch of records: a few queries for each way of naming somebody.

Whoever can no longer act is replaced by whom they reported to, as in approvals. Units stand for everybody who
works in them. Queues and pools are places, not people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from odos.database.session import fetch_all
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.statements.tree import Head, Managers, Named, Somebody, Team
from odos.dsl.to_sql import compile_value
from odos.kernel.sql import Sql, quote
from odos.records.computed.collections import select_along
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import RuleSource
from odos.records.rules.sources import Visibility, see_everything
from odos.schema.model import Entity
from odos.schema.system import UNIT_ENTITY
from odos.workflow.approvals import people

Listed = Mapping[int, Sequence[int]]  # record → users, in order, nobody twice


@dataclass(frozen=True)
class Asking:
    """Which records of which entity, and how expressions are read (`CheckedStatement.expression`)."""

    context: Context
    entity: Entity
    ids: Sequence[int]
    expression: Callable[[tree.Node], Checked]
    eyes: Visibility = see_everything


def people_of(asking: Asking, somebody: Iterable[Somebody], *, level: int = 1) -> Listed:
    """Everybody who is meant, of each record. Of a chain of managers the one on that ``level``, the last
    one where the chain or its limit ends before."""
    found: dict[int, dict[int, None]] = {record: {} for record in asking.ids}
    for each in somebody:
        for record, users in _meant(asking, each, level).items():
            found[record] |= dict.fromkeys(users)
    able = people.able_for(asking.context.workspace, {user for users in found.values() for user in users})
    return {
        record: tuple(dict.fromkeys(able[user] for user in users if user in able))
        for record, users in found.items()
    }


def _meant(asking: Asking, node: Somebody, level: int) -> Listed:
    find = _FINDERS.get(type(node), _by_expression)
    return find(asking, node, level)


def _by_expression(asking: Asking, node: tree.Node, _level: int) -> Listed:
    """Users, and all people of units, that an expression leads to."""
    checked = asking.expression(node)
    rows = _values(asking, checked)
    if _leads_to_units(checked):
        members = people.by_units(asking.context.workspace, {value for _, value in rows})
        rows = [(record, user) for record, unit in rows for user in members.get(unit, ())]
    return _grouped(rows)


def _values(asking: Asking, checked: Checked) -> list[tuple[int, int]]:
    """(record, id of a user or unit)."""
    row = open_source(asking.context.schema, asking.entity, "t", asking.eyes)
    value = _all_along(checked.tree, RuleSource(row)) if checked.type.kind == "list" else None
    lateral = Sql(" CROSS JOIN LATERAL (")
    inner = value if value is not None else "SELECT " + compile_value(checked, RuleSource(row)) + " AS v"
    statement = (
        Sql('SELECT "t".id, p.v')
        + f' FROM {quote(asking.entity.table)} "t"'
        + row.joins.sql()
        + lateral
        + inner
        + ') p WHERE "t".id = ANY('
        + Sql("%s) AND p.v IS NOT NULL ORDER BY 1", (list(asking.ids),))
    )
    return fetch_all(asking.context.workspace, statement.text, statement.bind(asking.context.slots))


def _all_along(node: tree.Node, source: RuleSource) -> Sql:
    assert isinstance(node, tree.FieldPath)
    return select_along(node.steps, source)


def _by_name(asking: Asking, node: Named, _level: int) -> Listed:
    find = _NAMED.get(node.kind)
    users = find(asking.context, node.name) if find else ()
    return dict.fromkeys(asking.ids, users)


def _by_manager(asking: Asking, node: Managers, level: int) -> Listed:
    starts = _meant(asking, node.of, level)
    wanted = min(level, node.levels or level)
    everybody = {user for users in starts.values() for user in users}
    chains = people.chains(asking.context.workspace, everybody, wanted)
    return {
        record: [chains[user][-1] for user in users if chains.get(user)] for record, users in starts.items()
    }


def _by_unit_head(asking: Asking, node: Head, _level: int) -> Listed:
    """The head of a unit, or of the unit of somebody; none where units have no such field."""
    head = asking.context.schema.by_id[UNIT_ENTITY].find_field("head")
    if head is None:
        return {}
    checked = asking.expression(node.of)
    rows = _values(asking, checked)
    units = "SELECT id, id FROM unit" if _leads_to_units(checked) else "SELECT id, unit FROM user_account"
    statement = (
        f"SELECT s.id, n.{quote(head.column)} FROM ({units}) AS s(id, unit) JOIN unit n ON n.id = s.unit"
        f" WHERE s.id = ANY(%s) AND n.deleted_at IS NULL AND n.{quote(head.column)} IS NOT NULL"
    )
    heads = dict(fetch_all(asking.context.workspace, statement, [[value for _, value in rows]]))
    return _grouped((record, heads[value]) for record, value in rows if value in heads)


def _leads_to_units(checked: Checked) -> bool:
    return (checked.type.item or checked.type).entity == UNIT_ENTITY


_ON_TEAM = """
    SELECT record_id, user_id FROM team_member WHERE entity_id = %s::uuid AND record_id = ANY(%s) ORDER BY id
"""


def _by_team(asking: Asking, _node: Team, _level: int) -> Listed:
    """The owner first."""
    workspace, rows = asking.context.workspace, []
    if asking.entity.owned:
        statement = (
            f"SELECT id, owner FROM {quote(asking.entity.table)} WHERE id = ANY(%s) AND owner IS NOT NULL"
        )
        rows += fetch_all(workspace, statement, [list(asking.ids)])
    rows += fetch_all(workspace, _ON_TEAM, [asking.entity.id, list(asking.ids)])
    return _grouped(rows)


def _grouped(rows: Iterable[tuple[int, int]]) -> Listed:
    found: dict[int, list[int]] = {}
    for record, user in rows:
        found.setdefault(record, []).append(user)
    return found


_FINDERS: Mapping[type[tree.Node], Callable[..., Listed]] = {
    Named: _by_name,
    Managers: _by_manager,
    Head: _by_unit_head,
    Team: _by_team,
}
_NAMED: Mapping[str, Callable[[Context, str], Sequence[int]]] = {
    "user": lambda context, name: people.by_name(context.workspace, name),
    "role": lambda context, name: people.by_role(context.workspace, name),
    "unit": lambda context, name: people.by_unit_name(context.workspace, name),
    "group": lambda context, name: people.by_group(context.workspace, name),
    "position": lambda context, name: people.by_position(context.workspace, name),
}
