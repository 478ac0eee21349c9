"""Requests through the real WSGI application and its middleware, without a socket."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.wsgi import get_wsgi_application


class Refused(Exception):
    """An answer that is no success; measuring it would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """The body as it came."""

    body: bytes

    @property
    def json(self) -> Any:
        """The body decoded."""
        return json.loads(self.body)


class Client:
    """One user of the application in this process."""

    def __init__(self, token: str) -> None:
        self._application = get_wsgi_application()
        self._environ = {
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_AUTHORIZATION": f"Bearer {token}",
            "HTTP_ACCEPT": "application/json", "CONTENT_TYPE": "application/json", "SCRIPT_NAME": "",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip

    def get(self, path: str, **parameters: object) -> Answer:
        """A page or a record."""
        return self.send("GET", path, query=urlencode(parameters))

    def post(self, path: str, body: object) -> Answer:
        """A creation, a bulk call, a publish."""
        return self.send("POST", path, json.dumps(body).encode())

    def patch(self, path: str, body: object) -> Answer:
        """An update."""
        return self.send("PATCH", path, json.dumps(body).encode())

    def send(self, method: str, path: str, body: bytes = b"", query: str = "") -> Answer:
        """Any request; raises `Refused` unless it succeeds."""
        environ = self._environ | {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
        }  # fmt: skip
        statuses: list[str] = []

        def start_response(status: str, *_rest: Any) -> Callable[[bytes], object]:
            statuses.append(status)
            return bytearray().extend  # WSGI's old way to write a body; Django does not use it

        response = self._application(environ, start_response)
        answer = b"".join(response)
        response.close()
        if not statuses[0].startswith("2"):
            raise Refused(f"{method} {path}?{query}: {statuses[0]} {answer[:1000].decode()}")
        return Answer(answer)
