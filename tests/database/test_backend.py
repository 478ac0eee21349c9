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
