"""``Idempotency-Key``: the same write sent twice is done once and answered twice.

The key is taken in the transaction of the write itself. A second request with the same key waits for the
first, then gets its answer; one with another body is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import orjson
from django.http import HttpResponse

from odos.api.bodies import json_response
from odos.api.endpoint import Endpoint
from odos.database.session import execute, fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.texts import text
from odos.meta.operations import Applied, Receipt
from odos.records.context import Context
from odos.records.operations import fenced

Work = Callable[[Context], tuple[int, object]]
MAX_KEY = 200

_TAKE = """
    INSERT INTO idempotent_reply (actor_id, key, request, status, body) VALUES (%s, %s, %s, 0, '')
    ON CONFLICT (actor_id, key) DO NOTHING RETURNING id
"""
_READ = "SELECT request, status, body FROM idempotent_reply WHERE actor_id = %s AND key = %s"
_KEEP = "UPDATE idempotent_reply SET status = %s, body = %s WHERE actor_id = %s AND key = %s"


def once(endpoint: Endpoint, work: Work, *, content: bytes | None = None) -> HttpResponse:
    """Run a write and answer with its (status, JSON). ``content`` stands for the body of an upload."""
    context, key = endpoint.context(), _key(endpoint)
    if not key:
        status, body = work(context)
        return json_response(body, status)
    digest = _digest(endpoint, content)
    status, body = fenced(context, lambda current: _run_once(current, key, digest, work))
    return json_response(body, status)


def publish_once(endpoint: Endpoint, publish: Callable[[Receipt | None], Applied]) -> HttpResponse:
    """`once` for a publication, which opens its transaction itself and takes the fence from everybody."""
    key = _key(endpoint)
    try:
        applied = publish(_PublicationReceipt(endpoint, key) if key else None)
    except _AnsweredAlready as earlier:
        return _published(earlier.body)
    return _published(_applied_json(applied))


class _AnsweredAlready(Exception):
    """The publication was done before; this is what was answered."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.body = body


class _PublicationReceipt:
    """The answer under the key, kept in the transaction that publishes."""

    def __init__(self, endpoint: Endpoint, key: str) -> None:
        self._context, self._key = endpoint.context(), key
        self._digest = _digest(endpoint, None)

    def check(self) -> None:
        who = self._context.actor.user_id or 0
        if fetch_one(self._context.workspace, _READ, [who, self._key]) is not None:
            raise _AnsweredAlready(_earlier(self._context, who, self._key, self._digest)[1])

    def keep(self, applied: Applied) -> None:
        who, workspace = self._context.actor.user_id or 0, self._context.workspace
        fetch_one(workspace, _TAKE, [who, self._key, self._digest])
        execute(workspace, _KEEP, [200, _applied_json(applied), who, self._key])


def _applied_json(applied: Applied) -> str:
    return orjson.dumps({"version": applied.version, "jobs": list(applied.jobs)}).decode()


def _published(body: str) -> HttpResponse:
    """Names the version that it made, not the one that the request began on."""
    response = json_response(body)
    response["Odos-Version"] = str(orjson.loads(body)["version"])
    return response


def _key(endpoint: Endpoint) -> str:
    key: str = endpoint.request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if len(key) > MAX_KEY:
        message = text(
            "An Idempotency-Key has at most {n} characters", "Idempotency-Key 最多 {n} 个字符", n=MAX_KEY
        )
        raise Invalid(None, [Issue("key_too_long", message, ("Idempotency-Key",))])
    return key


def _run_once(context: Context, key: str, digest: str, work: Work) -> tuple[int, str]:
    who = context.actor.user_id or 0
    if fetch_one(context.workspace, _TAKE, [who, key, digest]) is None:
        return _earlier(context, who, key, digest)
    status, answer = work(context)
    body = answer if isinstance(answer, str) else orjson.dumps(answer, default=str).decode()
    execute(context.workspace, _KEEP, [status, body, who, key])
    return status, body


def _earlier(context: Context, who: int, key: str, digest: str) -> tuple[int, str]:
    row = fetch_one(context.workspace, _READ, [who, key])
    if row is None or row[0] != digest:
        message = text(
            "This Idempotency-Key was used for another request", "该 Idempotency-Key 已用于其他请求"
        )
        raise Conflict(None, [Issue("key_reused", message, ("Idempotency-Key",))])
    return row[1], row[2]


def _digest(endpoint: Endpoint, content: bytes | None) -> str:
    request = endpoint.request
    body = request.body if content is None else content
    told = f"{request.method} {request.get_full_path()}\n".encode() + body
    return hashlib.sha256(told).hexdigest()
