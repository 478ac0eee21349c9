from __future__ import annotations

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.db.transaction import atomic, set_rollback
from django.db.utils import InterfaceError, OperationalError
from django.test.utils import CaptureQueriesContext
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS

from odos.database.session import execute, fetch_value, transaction
from odos.kernel.workspaces import MAIN

PID = "select pg_backend_pid()"


@pytest.fixture(autouse=True)
def _database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def begin_request():
    """What Django does with a persistent connection before each request."""
    connection.health_check_done = False
    connection.close_if_health_check_failed()


def terminate(pid):
    administrator = psycopg2.connect(settings.ODOS_ADMIN_DATABASE_URL)
    with administrator.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [pid])
    administrator.close()


def test_a_healthy_connection_is_kept_without_asking_the_server():
    pid = fetch_value(MAIN, PID)
    with CaptureQueriesContext(connection) as queries:
        begin_request()
    assert len(queries) == 0
    assert fetch_value(MAIN, PID) == pid


def test_a_connection_that_the_server_closed_is_replaced_before_the_request():
    pid = fetch_value(MAIN, PID)
    terminate(pid)
    begin_request()
    assert fetch_value(MAIN, PID) != pid


def test_a_transaction_begins_in_its_first_message_and_commits():
    with transaction(MAIN):
        execute(MAIN, "create temporary table kept (n integer)")
        assert connection.connection.autocommit, "psycopg2 would have sent a BEGIN of its own"
        assert connection.connection.info.transaction_status == TRANSACTION_STATUS_INTRANS
    assert connection.connection.info.transaction_status == TRANSACTION_STATUS_IDLE
    assert fetch_value(MAIN, "select count(*) from kept") == 0
    execute(MAIN, "drop table kept")


def test_what_is_raised_rolls_a_transaction_back():
    with pytest.raises(ZeroDivisionError), transaction(MAIN):
        execute(MAIN, "create temporary table lost (n integer)")
        raise ZeroDivisionError
    assert connection.connection.info.transaction_status == TRANSACTION_STATUS_IDLE
    assert fetch_value(MAIN, "select to_regclass('pg_temp.lost')") is None


def test_a_transaction_whose_server_is_gone_at_the_end_does_not_count_as_committed():
    with pytest.raises((OperationalError, InterfaceError)), transaction(MAIN):
        terminate(fetch_value(MAIN, PID))
    connection.close()


def test_a_transaction_of_django_may_hold_one_of_ours():
    with atomic():
        with transaction(MAIN):
            execute(MAIN, "create temporary table inner_one (n integer)")
        assert connection.connection.info.transaction_status == TRANSACTION_STATUS_INTRANS
        set_rollback(True)
    assert fetch_value(MAIN, "select to_regclass('pg_temp.inner_one')") is None


def test_a_plain_block_of_django_begins_with_its_first_statement_and_ends_with_itself():
    """PLAT-01: also what knows nothing of workspaces is all or nothing."""
    with pytest.raises(ZeroDivisionError), atomic():
        assert connection.connection.info.transaction_status == TRANSACTION_STATUS_IDLE
        with connection.cursor() as cursor:
            cursor.execute("create temporary table plain (n integer)")
        assert connection.connection.info.transaction_status == TRANSACTION_STATUS_INTRANS
        raise ZeroDivisionError
    with atomic():
        assert fetch_value(MAIN, "select to_regclass('pg_temp.plain')") is None
        execute(MAIN, "create temporary table plain (n integer)")
    assert connection.connection.info.transaction_status == TRANSACTION_STATUS_IDLE
    assert fetch_value(MAIN, "select to_regclass('pg_temp.plain')") is not None
    execute(MAIN, "drop table plain")


def test_a_block_in_which_nothing_was_sent_sends_nothing():
    fetch_value(MAIN, PID)
    with CaptureQueriesContext(connection) as queries, atomic():
        pass
    assert [query["sql"] for query in queries] == []


def test_a_part_of_a_block_may_fail_alone():
    with atomic():
        execute(MAIN, "create temporary table kept (n integer)")
        with pytest.raises(ZeroDivisionError), atomic():
            execute(MAIN, "insert into pg_temp.kept values (1)")
            raise ZeroDivisionError
        assert fetch_value(MAIN, "select count(*) from pg_temp.kept") == 0
        set_rollback(True)
    assert fetch_value(MAIN, "select to_regclass('pg_temp.kept')") is None


def test_a_cursor_on_the_server_opens_its_block_first():
    with atomic(), connection.chunked_cursor() as cursor:
        cursor.execute("select generate_series(1, 3)")
        assert connection.connection.info.transaction_status == TRANSACTION_STATUS_INTRANS
        assert [row[0] for row in cursor] == [1, 2, 3]
    assert connection.connection.info.transaction_status == TRANSACTION_STATUS_IDLE
