"""The backend: refuses roles that could alter the audit trail, and checks connections without a query."""

from __future__ import annotations

import select
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base


class SuperuserRefused(ImproperlyConfigured):
    """The connection signs in as a superuser, who may rewrite the audit trail."""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, signed in with ordinary rights only."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; the server reports ``is_superuser`` by itself, so that asking costs no round trip."""
        connection = super().get_new_connection(conn_params)
        if connection.info.parameter_status("is_superuser") == "on":
            role = connection.info.user
            connection.close()
            raise SuperuserRefused(
                f"{role!r} is a superuser, but the application must sign in with ordinary rights: "
                "run `python manage.py bootstrap`, which makes a role for it."
            )
        return connection

    def is_usable(self) -> bool:
        """Whether the server has not hung up: only then there is something to read between two statements."""
        if self.connection is None or self.connection.closed:
            return False
        return not _has_something_to_read(self.connection.fileno()) or super().is_usable()


def _has_something_to_read(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
