"""The web application, for gunicorn; each response names its process, so that all of them can be asked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from benchmarks.web import PROCESS_HEADER
from odos.config.wsgi import application as _inner


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """WSGI."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, (PROCESS_HEADER, str(os.getpid()))], *rest)

    return _inner(environ, start)
