"""PLAT-36: an administrator who looks with the eyes of somebody else leaves no trace as them, at no address."""

from __future__ import annotations

from odos.database.session import fetch_all, fetch_value
from odos.kernel.sql import quote
from tests.api.conftest import Api
from tests.security.conftest import Target
from tests.security.test_owasp import GUARDED, send

# What every request leaves behind, whoever asks: when a token was last used.
NOT_LOOKED_AT = {"access_token"}


def contents(target: Target) -> dict[str, str]:
    """A digest of all rows of each table of the workspace; the trail is looked at by itself."""
    tables = fetch_all(
        target.workspace,
        "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relkind = 'r'",
        [target.workspace.namespace],
    )
    return {
        name: fetch_value(target.workspace, f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {quote(name)} t")
        for (name,) in tables
        if name not in NOT_LOOKED_AT
    }  # fmt: skip


def actors(target: Target, since: int) -> set[str]:
    rows = fetch_all(target.workspace, "SELECT actor_label FROM audit_entry WHERE id > %s", [since])
    return {row[0] for row in rows}


def test_reading_as_her_is_never_told_of_her(target: Target, administrator: Api):
    since = fetch_value(target.workspace, "SELECT coalesce(max(id), 0) FROM audit_entry")
    before = contents(target)
    headers = {"odos_preview_as": f"user:{target.ids['user_id']}"}
    seen = {}
    for method, path in GUARDED:
        if method == "GET" and path != "/events":
            seen[path] = administrator.get(target.address(path), **headers).status_code
    assert [path for path, status in seen.items() if status >= 500] == []
    assert sum(status == 200 for status in seen.values()) > 20, "or nothing was looked at"
    assert actors(target, since) <= {"Adele"}
    after = contents(target)
    assert [name for name in after if after[name] != before.get(name)] == []


def test_what_changes_something_is_refused_at_every_address(target: Target, administrator: Api):
    before = contents(target)
    for method, path in GUARDED:
        if method != "GET":
            address = f"{target.address(path)}?preview_as=user:{target.ids['user_id']}"
            answer = send(administrator, method, address, path)
            assert answer.status_code < 500
            if method != "POST":
                assert answer.status_code in {403, 405}, (method, path, answer.status_code)
    after = contents(target)
    assert [name for name in after if after[name] != before.get(name)] == []
