"""Pools and their members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from odos.database.session import fetch_all, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.schema.system import POOL_ENTITY

MEMBERS = "members"


def get_pool(context: Context, name: str) -> int:
    """The pool of that code or name; raises `Invalid`."""
    pool = context.schema.by_id[POOL_ENTITY]
    code, label = (quote(pool.fields[key].column) for key in ("code", "name"))
    statement = (
        f"SELECT id FROM {quote(pool.table)} WHERE ({code} = %s OR {label} = %s) AND deleted_at IS NULL"
        f" ORDER BY {code} = %s DESC NULLS LAST, id LIMIT 1"
    )
    found = fetch_value(context.workspace, statement, [name, name, name])
    if found is None:
        message = text('There is no pool or queue "{name}"', "没有名为“{name}”的公共池或队列", name=name)
        hint = text("Set it up under Pools", "请先在公共池中设置")
        raise Invalid(None, [Issue("unknown_pool", message, (), hint)])
    return int(found)


def members_of(context: Context, pools: Sequence[int]) -> Mapping[int, list[int]]:
    """Who may take from each pool and can act, by id; pools without members are missing."""
    link = context.schema.by_id[POOL_ENTITY].fields[MEMBERS]
    rows = fetch_all(
        context.workspace,
        f"SELECT l.source_id, u.id FROM {quote(link.column)} l JOIN user_account u ON u.id = l.target_id"
        " WHERE l.source_id = ANY(%s) AND u.is_active AND u.deleted_at IS NULL ORDER BY 1, 2",
        [list(pools)],
    )
    found: dict[int, list[int]] = {}
    for pool, user in rows:
        found.setdefault(pool, []).append(user)
    return found
