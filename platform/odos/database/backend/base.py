"""The backend: refuses roles that could alter the audit trail, and saves messages to the server.

Connections are checked without a query, and a transaction may begin in its first message.
"""

from __future__ import annotations

import select
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction


class SuperuserRefused(ImproperlyConfigured):
    """The connection signs in as a superuser, who may rewrite the audit trail."""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, signed in with ordinary rights only."""

    held = ""  # what opens the transaction and was not sent yet
    _due = False  # an atomic block has begun, but nothing was sent in it yet
    _begun = False  # the server is in a transaction that we told it to begin

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; the server reports ``is_superuser`` by itself, so that asking costs no round trip."""
        self._due = self._begun = False
        connection = super().get_new_connection(conn_params)
        if connection.info.parameter_status("is_superuser") == "on":
            role = connection.info.user
            connection.close()
            raise SuperuserRefused(
                f"{role!r} is a superuser, but the application must sign in with ordinary rights: "
                "run `python manage.py bootstrap`, which makes a role for it."
            )
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        """An atomic block begins: the server learns of it with the first message that is sent in it.

        psycopg2 would send a message of its own for that. So it stays in autocommit, all the time, and knows
        nothing of transactions; `_commit` and `_rollback` tell the server of their end.
        """
        self._due = True

    def _set_autocommit(self, autocommit: bool) -> None:
        opened: Any = self.connection
        if not (autocommit and opened.autocommit):
            super()._set_autocommit(autocommit)  # type: ignore[misc]

    def take_begin(self) -> str:
        """``BEGIN; `` for the first message of an atomic block, else nothing."""
        if not self._due:
            return ""
        self._due, self._begun = False, True
        return "BEGIN; "

    def hold(self, opening: str) -> None:
        """Send ``opening`` with the first statement of the atomic block that begins now."""
        self.held = opening

    def take_held(self) -> str:
        """What was held back, with ``BEGIN``, for the message that is sent next."""
        held, self.held = self.held, ""
        return f"{self.take_begin()}{held}; " if held else ""

    def take_whole(self) -> str:
        """What was held back, for a message that is the whole transaction: the server commits at its end."""
        held, self.held = self.held, ""
        self._due = False  # several statements in one message are one transaction anyway
        return f"{held}; "

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor; the transaction is open when it is used."""
        opening = self.take_held() or self.take_begin()
        if opening:
            with super().create_cursor() as first:
                first.execute(opening)
        return super().create_cursor(name)

    def _commit(self) -> None:
        if not self._end("COMMIT"):
            super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        if not self._end("ROLLBACK"):
            super()._rollback()  # type: ignore[misc]

    def _end(self, statement: str) -> bool:
        """End what `take_begin` began, if anything; False where psycopg2 keeps transactions itself."""
        opened: Any = self.connection
        begun, self._due, self._begun = self._begun, False, False
        if opened is None or not opened.autocommit:
            return False
        if begun:
            with debug_transaction(self, statement), self.wrap_database_errors, opened.cursor() as cursor:
                cursor.execute(statement)
        return True

    def close_if_health_check_failed(self) -> None:
        """Before whatever is sent outside a transaction: looking costs no query.

        Django looks once for each request; threads that serve none would keep a dead connection for ever.
        """
        if self.connection is not None and not self.in_atomic_block and not self.is_usable():
            self.close()

    def is_usable(self) -> bool:
        """Whether the server has not hung up: only then there is something to read between two statements."""
        if self.connection is None or self.connection.closed:
            return False
        return not _has_something_to_read(self.connection.fileno()) or super().is_usable()


def _has_something_to_read(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
