from __future__ import annotations

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.database.session import fetch_value
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
