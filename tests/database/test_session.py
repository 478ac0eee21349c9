from __future__ import annotations

import pytest
from django.db import connection
from django.db import transaction as django_transaction
from django.db.utils import OperationalError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from odos.database import session
from odos.kernel.workspaces import MAIN, Workspace

PATH = "select current_setting('search_path')"


@pytest.fixture(autouse=True)
def _database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_outside_a_transaction_a_statement_carries_its_workspace_and_leaves_nothing_behind():
    with CaptureQueriesContext(connection) as queries:
        assert session.fetch_value(MAIN, PATH) == "ws_main, ws_main_audit"
    assert len(queries) == 1
    with connection.cursor() as cursor:
        cursor.execute(PATH)
        assert cursor.fetchone() == ('""',)


def test_the_application_never_falls_back_to_public():
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("select count(*) from django_migrations")
    assert session.fetch_value(MAIN, "select count(*) from django_migrations") > 0


def test_nested_blocks_of_one_workspace_send_nothing():
    with session.transaction(MAIN), CaptureQueriesContext(connection) as queries, session.transaction(MAIN):
        assert session.fetch_value(MAIN, PATH) == "ws_main, ws_main_audit"
    assert len(queries) == 1


def test_another_workspace_is_refused_inside_a_transaction():
    other = Workspace("other")
    with session.transaction(MAIN):
        with pytest.raises(session.WorkspaceMismatch), session.transaction(other):
            pass
        with pytest.raises(session.WorkspaceMismatch):
            session.fetch_all(other, "select 1")


def test_a_rolled_back_block_forgets_its_workspace():
    with pytest.raises(ZeroDivisionError), session.transaction(MAIN):
        raise ZeroDivisionError
    assert session.current_workspace() is None
    with session.transaction(Workspace("other")):
        assert session.fetch_value(Workspace("other"), PATH) == "ws_other, ws_other_audit"


def test_a_failed_begin_forgets_its_workspace():
    with pytest.raises(OperationalError), session.transaction(MAIN, timeout_ms=20):
        session.fetch_value(MAIN, "select pg_sleep(5)")
    assert session.current_workspace() is None
    assert session.fetch_value(MAIN, "select current_setting('statement_timeout')") == "0"


def test_the_default_timeout_also_bounds_a_single_statement(settings):
    settings.ODOS_STATEMENT_TIMEOUT_MS = 20
    with pytest.raises(OperationalError, match="statement timeout"):
        session.fetch_value(MAIN, "select pg_sleep(5)")


def test_a_percent_sign_in_an_identifier_survives():
    assert session.fetch_all(MAIN, 'select %s as "a%%b"', [1]) == [(1,)]
    assert session.fetch_all(MAIN, "select '%%'") == [("%",)]


def test_execute_counts_rows(workspace):
    assert session.execute(workspace, "delete from django_migrations") > 0


def test_isolated_work_is_undone_and_nested_blocks_may_fail_alone(workspace):
    with pytest.raises(ProgrammingError), session.transaction(workspace):
        session.fetch_all(workspace, "select * from nowhere")
    assert session.fetch_value(workspace, "select 1") == 1


def test_a_plain_atomic_block_does_not_hide_the_missing_workspace():
    with django_transaction.atomic():
        assert session.current_workspace() is None
        assert session.fetch_value(MAIN, PATH) == "ws_main, ws_main_audit"
