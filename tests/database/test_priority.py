"""PLAT-01: an index is built behind what people wait for."""

from __future__ import annotations

import os

import psycopg2
import pytest
from django.db import connection as django_connection

from odos.database.priority import NICENESS, give_way
from odos.storage.indexes import _builder


@pytest.fixture
def opened(workspace):
    made = psycopg2.connect(**django_connection.get_connection_params())
    yield made
    made.close()


def _niceness(connection) -> int:
    return os.getpriority(os.PRIO_PROCESS, connection.info.backend_pid)


def test_the_back_end_on_this_machine_is_lowered_and_no_other(opened, workspace):
    if not opened.info.host.startswith("/"):
        assert not give_way(opened)
        return
    before = _niceness(django_connection.connection)
    assert give_way(opened)
    assert (_niceness(opened), _niceness(django_connection.connection)) == (NICENESS, before)


def test_indexes_are_built_by_such_a_back_end(workspace):
    with _builder(workspace) as builder:
        assert not builder.info.host.startswith("/") or _niceness(builder) == NICENESS
