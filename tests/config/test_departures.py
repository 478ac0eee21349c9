"""PLAT-01: nobody's query runs on for somebody who has gone away."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from psycopg2.errors import QueryCanceled

from odos.config.departures import DepartureMiddleware, Departures

TOO_LONG = "SELECT pg_sleep(600)"
MARK = b"served"


@pytest.fixture
def database(live_workspace) -> Iterator[object]:
    holder = SimpleNamespace(connection=live_workspace.connect())  # as Django holds it
    yield holder
    holder.connection.close()


@pytest.fixture
def departures() -> Departures:
    return Departures(after=0.05, every=0.02)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server's end and the browser's."""
    server, browser = socket.socketpair()
    yield server, browser
    server.close()
    browser.close()


def run(database, statement: str) -> None:
    with database.connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_query_of_somebody_who_left_is_cancelled(departures, database, ends):
    server, browser = ends
    threading.Timer(0.2, browser.close).start()
    with departures.watched(server, database), pytest.raises(QueryCanceled):
        run(database, TOO_LONG)


def test_who_waits_gets_the_answer(departures, database, ends):
    with departures.watched(ends[0], database):
        run(database, "SELECT pg_sleep(0.5)")


def test_a_request_that_is_over_is_left_alone(departures, database, ends):
    """The same connection works for somebody else by then."""
    server, browser = ends
    with departures.watched(server, database):
        run(database, "SELECT 1")
    browser.close()
    run(database, "SELECT pg_sleep(0.5)")


@pytest.mark.parametrize(
    ("method", "path", "is_watched"),
    [
        ("GET", "/api/records/account", True),
        ("POST", "/api/records/account/query", True),
        ("POST", "/api/rules/trace", True),
        ("POST", "/api/records/account", False),
        ("PATCH", "/api/records/account/1", False),
    ],
)
def test_reads_are_looked_after_and_writes_are_finished(ends, method, path, is_watched):
    """Which of them read, each endpoint says itself."""
    departures = Departures()
    seen: list[bool] = []

    def answer(request) -> HttpResponse:
        view, arguments, words = resolve(request.path)
        middleware.process_view(request, view, arguments, words)
        seen.append(bool(departures._waiting))
        return HttpResponse(MARK)

    middleware = DepartureMiddleware(answer, departures)
    request = RequestFactory().generic(method, path, **{"gunicorn.socket": ends[0]})
    assert middleware(request).content == MARK
    assert seen == [is_watched]
    assert not departures._waiting
