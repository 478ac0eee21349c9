from __future__ import annotations

import itertools
import os
import subprocess
import sys

import psycopg2
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from psycopg2.extensions import make_dsn, parse_dsn

from odos.database import bootstrap
from odos.database.backend.base import DatabaseWrapper
from odos.database.roles import roles_of
from odos.database.session import fetch_one
from odos.kernel.workspaces import MAIN, Workspace

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def limited(environment):
    """The address of a fresh database's owner, who may not make roles."""
    database = f"{environment.database}_l{next(_numbers)}"
    owner = f"{database}_owner"
    run(environment.server_url, f"create role {owner} login password 'own'")
    run(environment.server_url, f"create database {database} owner {owner}")
    parameters = parse_dsn(environment.server_url) | {"dbname": database}
    yield make_dsn(**(parameters | {"user": owner, "password": "own"})), make_dsn(**parameters)
    run(environment.server_url, f"drop database {database} with (force)")
    roles = roles_of(database)
    run(environment.server_url, f"drop role if exists {roles.app}, {roles.audit}, {owner}")


def manage(*arguments, **environment):
    command = [sys.executable, str(settings.PROJECT / "manage.py"), *arguments]
    environment = os.environ | environment
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def run(url, *statements):
    opened = psycopg2.connect(url)
    opened.autocommit = True
    with opened.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    opened.close()


def test_the_application_has_ordinary_rights_only():
    rights = "select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"
    assert fetch_one(MAIN, rights) == (False, False, False)


def test_the_application_can_neither_own_nor_become_the_audit_role():
    roles = roles_of(connection.settings_dict["NAME"])
    owner = "select r.rolname from pg_namespace n join pg_roles r on r.oid = n.nspowner where nspname = %s"
    assert fetch_one(MAIN, owner, [MAIN.audit_namespace]) == (roles.audit,)
    assert fetch_one(MAIN, "select pg_has_role(%s, 'member')", [roles.audit]) == (False,)


def test_bootstrap_may_be_repeated():
    for _ in range(2):
        call_command("bootstrap", verbosity=0)


def test_case_folding_knows_every_script():
    text = "select lower('ÄÖ ПРИВЕТ' collate odos_case), 'a' < 'B' collate \"C\""
    assert fetch_one(MAIN, text) == ("äö привет", False)


def test_superusers_are_refused_at_run_time():
    parameters = parse_dsn(settings.ODOS_ADMIN_DATABASE_URL)
    powerful = connection.settings_dict | {
        "USER": parameters.get("user", ""),
        "PASSWORD": parameters.get("password", ""),
    }
    with pytest.raises(ImproperlyConfigured, match="superuser"):
        DatabaseWrapper(powerful).connect()


def test_too_few_rights_become_sql_for_an_administrator(limited):
    as_owner, as_administrator = limited
    refused = manage("bootstrap", DATABASE_URL=as_owner)
    script = refused.stderr.partition("\n\n")[2]
    assert refused.returncode == 1
    assert "Ask an administrator" in refused.stderr
    run(as_administrator, script)
    assert manage("bootstrap", DATABASE_URL=as_owner).returncode == 0
    assert manage("migrate", DATABASE_URL=as_owner).returncode == 0
    assert manage("bootstrap", "--workspace", "second", DATABASE_URL=as_owner).returncode == 0


def test_a_database_in_another_encoding_is_refused(environment):
    database = f"{environment.database}_latin"
    run(
        environment.server_url,
        f"create database {database} template template0 encoding 'LATIN1' locale 'C' locale_provider libc",
    )
    url = make_dsn(**(parse_dsn(environment.server_url) | {"dbname": database}))
    try:
        with pytest.raises(bootstrap.UnsuitableServer, match="LATIN1"):
            bootstrap.bootstrap_database(url, secret_key="key")
    finally:
        run(environment.server_url, f"drop database {database} with (force)")


def test_work_of_the_audit_owner_is_out_of_the_applications_reach():
    workspace = Workspace("guarded")
    url = settings.ODOS_ADMIN_DATABASE_URL
    bootstrap.create_workspace(url, workspace)
    bootstrap.run_as_audit_owner(
        url, workspace, ["create table entry (id int)", "grant insert on entry to public"]
    )
    rights = "select has_table_privilege('entry', 'insert'), has_table_privilege('entry', 'update')"
    assert fetch_one(workspace, rights) == (True, False)
    bootstrap.drop_workspace(url, workspace)
