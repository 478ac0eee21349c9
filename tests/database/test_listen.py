from __future__ import annotations

import queue

import psycopg2
import pytest
from django.conf import settings

from odos.database.listen import Listener, listen


@pytest.fixture
def heard():
    return queue.Queue()


@pytest.fixture
def listener(live_workspace, heard):
    listener = listen("odd channel %s", heard.put)
    assert heard.get(timeout=10) is None, "a new connection may have missed something"
    yield listener
    listener.stop()


def notify(connection, payload):
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('odd channel %%s', %s)", [payload])
    connection.commit()


def test_notifications_arrive_in_order(live_workspace, listener, heard):
    sender = live_workspace.connect()
    for number in range(3):
        notify(sender, str(number))
    assert [heard.get(timeout=10) for _ in range(3)] == ["0", "1", "2"]


def test_a_lost_connection_is_made_again_and_told(live_workspace, listener, heard):
    connection = psycopg2.connect(settings.ODOS_ADMIN_DATABASE_URL)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'")
    connection.close()
    assert heard.get(timeout=10) is None
    notify(live_workspace.connect(), "after")
    assert heard.get(timeout=10) == "after"


def test_a_failing_callback_ends_nothing(live_workspace, heard):
    def callback(payload):
        heard.put(payload)
        raise ValueError("the listener's fault")

    listener = Listener("odd channel %s", callback)
    listener.ensure_started()
    listener.ensure_started()
    assert heard.get(timeout=10) is None
    notify(live_workspace.connect(), "one")
    assert heard.get(timeout=10) == "one"
    listener.stop()
