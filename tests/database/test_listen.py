from __future__ import annotations

import logging
import queue

import psycopg2
import pytest
from django.conf import settings

from odos.database.listen import Listener, listen, stop_listening


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


def test_what_listens_ends_before_its_server_does(live_workspace, heard, listener, caplog):
    """Without a word: a command that stops its own server has nothing to warn of."""
    assert listening() == 1
    with caplog.at_level(logging.WARNING, "odos.database.listen"):
        stop_listening()
    assert listening() == 0
    assert not caplog.records
    notify(live_workspace.connect(), "to nobody")
    assert heard.empty()


def listening() -> int:
    """How many connections listen to the channel of these tests, as the server sees it."""
    connection = psycopg2.connect(settings.ODOS_ADMIN_DATABASE_URL)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_stat_activity where query like 'listen \"odd channel%'")
        (count,) = cursor.fetchone()
    connection.close()
    return int(count)
