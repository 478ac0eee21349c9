"""What is made once and needs more rights than the application has: roles, the database, workspace schemas.

Every step is planned as SQL text first. With enough rights the text runs; without them it is handed over as
what a database administrator must run (`NeedsAdministrator`). All of it may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import extensions
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import parse_dsn

from odos.database.roles import Roles, role_password, roles_of
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace

OLDEST_SERVER = 150000
CASE_COLLATIONS = ("pg_c_utf8", "C.utf8", "C.UTF-8")


class UnsuitableServer(RuntimeError):
    """This server or database can't hold an installation; the message says what to change."""


class NeedsAdministrator(RuntimeError):
    """The address given has too few rights; ``statements`` is what somebody with more must run."""

    def __init__(self, statements: Sequence[str]) -> None:
        self.statements = list(statements)
        super().__init__(
            "DATABASE_URL has too few rights to prepare the database. Ask an administrator to run this SQL "
            "in that database, then start again:\n\n" + "\n".join(f"{line};" for line in statements)
        )


def bootstrap_database(admin_url: str, *, secret_key: str) -> Roles:
    """Make the database and its two roles, or bring them up to date; raises when that can't be."""
    _ensure_database(admin_url)
    with _connected(admin_url) as connection:
        _check_server(connection)
        database = _value(connection, "select current_database()")
        roles = roles_of(database)
        if not _is_ready(connection, roles, admin_url):
            _run(connection, _role_statements(connection, database, roles, secret_key))
    return roles


def create_workspace(admin_url: str, workspace: Workspace) -> None:
    """Make the schemas of ``workspace``, the audit one owned by a role that the application can't become."""
    with _connected(admin_url) as connection:
        _check_server(connection)
        roles = roles_of(_value(connection, "select current_database()"))
        if not _has_workspace(connection, workspace):
            _run(connection, _workspace_statements(connection, workspace, roles))


def plan_everything(admin_url: str, workspace: Workspace, *, secret_key: str) -> list[str]:
    """All that both steps would run on this database, to be handed over in one piece."""
    with _connected(admin_url) as connection:
        database = _value(connection, "select current_database()")
        roles = roles_of(database)
        return [
            *_role_statements(connection, database, roles, secret_key),
            *_workspace_statements(connection, workspace, roles),
        ]


def drop_workspace(admin_url: str, workspace: Workspace) -> None:
    """Remove a workspace with everything in it."""
    with _connected(admin_url) as connection:
        names = f"{quote(workspace.namespace)}, {quote(workspace.audit_namespace)}"
        _run(connection, [f"drop schema if exists {names} cascade"])


def run_as_audit_owner(admin_url: str, workspace: Workspace, statements: Sequence[str]) -> None:
    """Run statements as the owner of the audit trail, with its schema as the search path."""
    with _connected(admin_url) as connection:
        roles = roles_of(_value(connection, "select current_database()"))
        scope = [
            f"set local role {quote(roles.audit)}",
            f"set local search_path to {quote(workspace.audit_namespace)}",
        ]
        _run(connection, [*scope, *statements])


def ask_as_audit_owner(admin_url: str, workspace: Workspace, statement: str, params: Sequence[object]) -> Any:
    """Run one statement as the owner of the audit trail, in a transaction; gives its first value."""
    with _connected(admin_url) as connection, connection, connection.cursor() as cursor:
        roles = roles_of(_value(connection, "select current_database()"))
        text = cursor.mogrify(statement, tuple(params)).decode()
        scope = [
            f"set local role {quote(roles.audit)}",
            f"set local search_path to {quote(workspace.audit_namespace)}",
        ]
        try:
            for line in (*scope, text):
                cursor.execute(line)
        except InsufficientPrivilege as error:
            raise NeedsAdministrator([*scope, text]) from error
        row = cursor.fetchone()
        return row[0] if row else None


@contextmanager
def _connected(url: str) -> Iterator[extensions.connection]:
    connection = psycopg2.connect(url)
    try:
        yield connection
    finally:
        connection.close()


def _value(connection: extensions.connection, sql: str, params: Sequence[object] = ()) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(params))
        row = cursor.fetchone()
        return row[0] if row else ""


def _run(connection: extensions.connection, statements: Sequence[str]) -> None:
    """All or nothing; too few rights become the list of what to run."""
    try:
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except InsufficientPrivilege as error:
        raise NeedsAdministrator(statements) from error


def _ensure_database(admin_url: str) -> None:
    try:
        psycopg2.connect(admin_url).close()
    except psycopg2.OperationalError as error:
        if "does not exist" not in str(error) or "database" not in str(error):
            raise
        _create_database(admin_url)


def _create_database(admin_url: str) -> None:
    parameters = parse_dsn(admin_url)
    statement = f"create database {quote(parameters['dbname'])} template template0 encoding 'UTF8'"
    connection = psycopg2.connect(admin_url, dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except InsufficientPrivilege as error:
        raise NeedsAdministrator([statement]) from error
    finally:
        connection.close()


def _check_server(connection: extensions.connection) -> None:
    if connection.server_version < OLDEST_SERVER:
        found = _value(connection, "show server_version")
        raise UnsuitableServer(f"PostgreSQL {found} is too old: Odos needs 15 or newer.")
    encoding = _value(connection, "show server_encoding")
    if encoding != "UTF8":
        raise UnsuitableServer(
            f"The database is encoded in {encoding}: make a new one with "
            "create database odos template template0 encoding 'UTF8'."
        )
    _case_collation(connection)


def _case_collation(connection: extensions.connection) -> str:
    """A collation that knows upper and lower case of every script but sorts by code point."""
    found = _value(
        connection,
        "select collname from pg_catalog.pg_collation where collname = any(%s)"
        " and collnamespace = 'pg_catalog'::regnamespace"
        " and collencoding in (-1, pg_char_to_encoding('UTF8'))"
        " order by array_position(%s::text[], collname::text) limit 1",
        [list(CASE_COLLATIONS), list(CASE_COLLATIONS)],
    )
    if not found:
        raise UnsuitableServer(
            "The server has none of the collations pg_c_utf8, C.utf8, C.UTF-8, which searching without "
            "regard to case needs. Use PostgreSQL 17 or newer, or install the operating system's C.UTF-8 "
            "locale and run: select pg_import_system_collations('pg_catalog')."
        )
    return found


def _is_ready(connection: extensions.connection, roles: Roles, admin_url: str) -> bool:
    """Signed in as the application's own role there is nothing to do and no right to do it."""
    if parse_dsn(admin_url).get("user") == roles.app:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname from pg_catalog.pg_roles where rolname in (%s, %s)", (roles.app, roles.audit)
        )
        present = {row[0] for row in cursor.fetchall()}
    may_manage = _value(
        connection, "select rolsuper or rolcreaterole from pg_catalog.pg_roles where rolname = current_user"
    )
    return present == {roles.app, roles.audit} and not may_manage


def _role_statements(
    connection: extensions.connection, database: str, roles: Roles, secret_key: str
) -> list[str]:
    app, audit = quote(roles.app), quote(roles.audit)
    password = role_password(secret_key, roles.app)
    rights = "nosuperuser nocreatedb nocreaterole"
    attributes = rights if _value(connection, "show is_superuser") == "on" else "nocreatedb nocreaterole"
    return [
        *_missing_roles(connection, roles),
        f"alter role {app} with login {attributes} password '{password}'",
        f"alter role {audit} with nologin {attributes}",
        *_memberships(connection, roles),
        f"grant connect, temporary on database {quote(database)} to {app}",
        f"alter role {app} in database {quote(database)} set search_path to ''",
        f"alter role {app} in database {quote(database)} set timezone to 'UTC'",
    ]


def _missing_roles(connection: extensions.connection, roles: Roles) -> list[str]:
    exists = "select 'yes' from pg_catalog.pg_roles where rolname = %s"
    return [
        f"create role {quote(name)}"
        for name in (roles.app, roles.audit)
        if not _value(connection, exists, [name])
    ]


def _memberships(connection: extensions.connection, roles: Roles) -> list[str]:
    """Whoever is no superuser must join a role before making schemas for it."""
    if _value(connection, "show is_superuser") == "on":
        return []
    member = quote(_value(connection, "select current_user"))
    return [f"grant {quote(role)} to {member}" for role in (roles.app, roles.audit)]


def _has_workspace(connection: extensions.connection, workspace: Workspace) -> bool:
    complete = (
        "select 'yes' from pg_catalog.pg_collation c"
        " join pg_catalog.pg_namespace n on n.oid = c.collnamespace"
        " where n.nspname = %s and c.collname = 'odos_case'"
        " and exists (select 1 from pg_catalog.pg_namespace a where a.nspname = %s)"
    )
    return bool(_value(connection, complete, [workspace.namespace, workspace.audit_namespace]))


def _workspace_statements(connection: extensions.connection, workspace: Workspace, roles: Roles) -> list[str]:
    own, trail = quote(workspace.namespace), quote(workspace.audit_namespace)
    collation = _case_collation(connection)
    return [
        f"create schema if not exists {own} authorization {quote(roles.app)}",
        f"create schema if not exists {trail} authorization {quote(roles.audit)}",
        f"grant usage on schema {trail} to {quote(roles.app)}",
        f'create collation if not exists {own}.odos_case from pg_catalog."{collation}"',
        f"alter collation {own}.odos_case owner to {quote(roles.app)}",
    ]
