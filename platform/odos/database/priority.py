"""Work of PostgreSQL that may take its time gives way to what people wait for."""

from __future__ import annotations

import os

import psutil
from psycopg2.extensions import connection as Connection  # noqa: N812  (it is a class)

NICENESS = 10


def give_way(connection: Connection) -> bool:
    """Lower the priority of the back end that serves this connection, for good; tells whether it could be.

    It can for a server on this machine that runs as the same user, or where we are root: the embedded one
    always. Only for statements that hold no lock that others wait for: those would wait all the longer.
    """
    if not (connection.info.host or "").startswith("/"):
        return False
    backend = connection.info.backend_pid
    try:
        if not psutil.Process(backend).name().startswith("postgres"):
            return False
        os.setpriority(os.PRIO_PROCESS, backend, NICENESS)
    except (psutil.Error, OSError):
        return False
    return True
