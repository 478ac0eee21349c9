"""A backup put back into another database has every record, file and password, and an intact audit trail."""

from __future__ import annotations

import io
import json
import stat
import tarfile

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import override_settings
from psycopg2.extensions import make_dsn, parse_dsn

from odos.accounts.operations import authenticate, create_user
from odos.accounts.principals import system_principal
from odos.accounts.second_factor import begin_setup
from odos.audit.queries import Conditions, list_entries
from odos.audit.sealing import seal_settled, verify_chain
from odos.database.roles import application_parameters, roles_of
from odos.database.session import execute, fetch_all
from odos.files import disk
from odos.files.operations import store_file
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.records.writes.operations import create_record
from tests.fixtures.application import DOCUMENTS, NOW, context_for, publish, publish_platform

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def filled(live_workspace):
    """Something of everything."""
    workspace = live_workspace.workspace
    publish_platform(workspace)
    publish(workspace, DOCUMENTS)
    actor = system_principal(workspace)
    context = context_for(workspace)
    for number in range(3):
        create_record(context=context, entity="customer", values={"name": f"Zürich 电子 {number}"})
    store_file(workspace=workspace, stream=io.BytesIO(b"a file"), name="a.txt", actor=actor, now=NOW)
    user = create_user(
        workspace=workspace, username="anna", name="Anna", password=PASSWORD, actor=actor, now=NOW
    )
    begin_setup(workspace=workspace, user_id=user, username="anna")
    seal_settled(workspace=workspace)
    return workspace


@pytest.fixture
def elsewhere(environment, tmp_path):
    """Settings that lead to a database that does not exist yet, with roles of its own, and to other files."""
    name = f"{environment.database}_again"
    url = make_dsn(**(parse_dsn(settings.ODOS_ADMIN_DATABASE_URL) | {"dbname": name}))
    parameters = application_parameters(url, settings.SECRET_KEY)
    former = dict(connection.settings_dict)
    connections.close_all()
    connection.settings_dict.update(
        NAME=name, USER=parameters["user"], PASSWORD=parameters.get("password", "")
    )
    with override_settings(ODOS_ADMIN_DATABASE_URL=url, ODOS_FILES_DIR=tmp_path / "files"):
        yield name
    connections.close_all()
    connection.settings_dict.update(former)
    server = psycopg2.connect(environment.server_url)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"drop database if exists {quote(name)} with (force)")
        for role in (roles_of(name).app, roles_of(name).audit):
            cursor.execute(f"drop role if exists {quote(role)}")
    server.close()


@pytest.fixture(scope="module")
def backup(filled, tmp_path_factory):
    file = tmp_path_factory.mktemp("backup") / "odos.backup"
    call_command("backup", str(file), verbosity=0)
    return file


def content(workspace: Workspace) -> list[object]:
    tables = [
        row[0]
        for row in fetch_all(
            workspace,
            "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1",
            [workspace.namespace],
        )
    ]
    return [
        (
            table,
            fetch_all(
                workspace,
                f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {quote(table)} t",
            ),
        )
        for table in tables
    ]


def test_a_round_trip_loses_nothing(filled, backup, request):
    before = content(filled)
    head = verify_chain(workspace=filled).head
    request.getfixturevalue("elsewhere")
    call_command("restore", str(backup), verbosity=0)
    assert content(filled) == before
    checked = verify_chain(workspace=filled)
    assert (checked.intact, checked.head) == (True, head), checked.issues
    stored = fetch_all(filled, "SELECT sha256 FROM stored_file")
    assert disk.place(filled, stored[0][0]).read_bytes() == b"a file"
    signed_in = authenticate(
        workspace=filled, username="anna", password=PASSWORD, address="restored", now=NOW
    )
    assert signed_in.name == "Anna"

    create_record(context=context_for(filled), entity="customer", values={"name": "After"})
    seal_settled(workspace=filled)
    assert verify_chain(workspace=filled).intact
    actions = [item.action for item in list_entries(workspace=filled, conditions=Conditions()).items]
    assert {"backed_up", "restored_backup"} <= set(actions)
    with pytest.raises(Exception, match="permission denied"):
        execute(filled, "DELETE FROM audit_entry")


def test_what_is_there_is_replaced_only_when_asked(filled, backup, request):
    request.getfixturevalue("elsewhere")
    call_command("restore", str(backup), verbosity=0)
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(backup), verbosity=0)
    call_command("restore", str(backup), replace=True, verbosity=0)
    assert verify_chain(workspace=filled).intact


def test_a_backup_is_for_its_owner_alone_and_names_no_secret(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
    assert settings.SECRET_KEY not in json.dumps(manifest)
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(backup), verbosity=0)


def test_another_secret_key_is_refused(filled, backup, request):
    request.getfixturevalue("elsewhere")
    with override_settings(SECRET_KEY="another"), pytest.raises(CommandError, match="ODOS_SECRET_KEY"):
        call_command("restore", str(backup), verbosity=0)


@pytest.mark.parametrize("bytes_of_it", [b"", b"no archive at all"])
def test_what_is_no_backup_is_refused(tmp_path, bytes_of_it):
    file = tmp_path / "x"
    file.write_bytes(bytes_of_it)
    with pytest.raises(CommandError, match="no backup"):
        call_command("restore", str(file), verbosity=0)


def test_nothing_is_written_outside(tmp_path, filled, request):
    """An archive whose members climb out of their folder is refused as a whole."""
    request.getfixturevalue("elsewhere")
    file = tmp_path / "evil"
    with tarfile.open(file, "w:gz") as archive:
        about = tarfile.TarInfo("../../evil.txt")
        about.size = 4
        archive.addfile(about, io.BytesIO(b"evil"))
    with pytest.raises(CommandError, match="no backup"):
        call_command("restore", str(file), verbosity=0)
