"""``Idempotency-Key``: the same write sent twice is done once and answered twice.

The frame of the endpoints (`written_once`) does it for every write: the key is taken in the transaction of
the write itself, so that a second request with the same key waits for the first, then gets its answer; one
with another body is refused. A refused write leaves no key behind. Three kinds of write open their
transaction themselves and keep the answer there: publications, signing in, where nobody is known until the
proof, and an erasure, of which the trail must see what was committed.

Answers may hold secrets (a new token, say) and what a body says may be one (a password): answers are kept
sealed, requests as a keyed digest.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, Protocol

import orjson
from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from odos.accounts.principals import Principal
from odos.accounts.sealed import WrongKey, seal, unseal
from odos.api.frame.bodies import json_response
from odos.database.session import execute, fetch_one, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.meta.receipts import Receipt as PublicationReceipt
from odos.schema.model import Schema
from odos.storage.fence import run_fenced

Handler = Callable[..., HttpResponse]
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
MAX_KEY = 200

_TAKE = """
    INSERT INTO idempotent_reply (actor_id, key, request, status, body) VALUES (%s, %s, %s, 0, '')
    ON CONFLICT (actor_id, key) DO NOTHING RETURNING id
"""
_READ = "SELECT request, status, body FROM idempotent_reply WHERE actor_id = %s AND key = %s"
_KEEP = "UPDATE idempotent_reply SET status = %s, body = %s WHERE actor_id = %s AND key = %s"


class Framed(Protocol):
    """What is asked of the endpoint whose writes these are: `odos.api.frame.endpoint.Endpoint` is one."""

    request: Request
    workspace: Workspace
    schema_version: Schema
    reads: ClassVar[bool]
    keeps_answer: ClassVar[bool]

    @property
    def actor(self) -> Principal: ...
    @property
    def is_signed_in(self) -> bool: ...
    def content(self) -> bytes: ...


def written_once(handler: Handler) -> Handler:
    """The handler of a writing method, run once for each key."""

    @wraps(handler)
    def answer(endpoint: Framed, *args: Any, **kwargs: Any) -> HttpResponse:
        key = "" if endpoint.reads else key_of(endpoint)
        if not key or endpoint.keeps_answer:
            return handler(endpoint, *args, **kwargs)
        receipt = receipt_of(endpoint, key, endpoint.actor if endpoint.is_signed_in else None)

        def on_version(schema: Schema) -> HttpResponse:
            endpoint.schema_version = schema
            earlier = receipt.take()
            if earlier is not None:
                return json_response(earlier.body, earlier.status)
            response = handler(endpoint, *args, **kwargs)
            receipt.keep(response.status_code, response.content.decode())
            return response

        return run_fenced(endpoint.workspace, on_version, schema=endpoint.schema_version)

    return answer


def sign_in_once(endpoint: Framed, principal: Principal, work: Callable[[], dict[str, Any]]) -> Any:
    """The answer of ``work``, which lets somebody in who has just proved who they are.

    The proof is asked for each time; a second factor's code differs, so it is no part of the request.
    """
    key = key_of(endpoint)
    if not key:
        return work()
    receipt = receipt_of(endpoint, key, principal, content=principal.username.encode())
    with transaction(endpoint.workspace):
        earlier = receipt.take()
        if earlier is not None:
            return orjson.loads(earlier.body)
        body = orjson.dumps(work(), default=str).decode()
        receipt.keep(200, body)
    return orjson.loads(body)


def publish_once(
    endpoint: Framed, publish: Callable[[PublicationReceipt | None], Mapping[str, Any]]
) -> HttpResponse:
    """A publication, which opens its transaction itself and takes the fence from everybody."""
    key = key_of(endpoint)
    receipt = receipt_of(endpoint, key, endpoint.actor) if key else None
    try:
        answer = publish(_Publication(receipt) if receipt else None)
    except _AnsweredAlready as earlier:
        answer = earlier.answer
    response = json_response(dict(answer))
    response["Odos-Version"] = str(answer["version"])  # that it made, not the one that the request began on
    return response


def repeat_once(endpoint: Framed, work: Callable[[], Any]) -> Any:
    """The answer of ``work``, which commits by itself and does no harm when it is done twice."""
    key = key_of(endpoint)
    if not key:
        return work()
    receipt = receipt_of(endpoint, key, endpoint.actor)
    earlier = receipt.find()
    if earlier is not None:
        return orjson.loads(earlier.body)
    answer = work()
    with transaction(endpoint.workspace):
        if receipt.take() is None:
            receipt.keep(200, orjson.dumps(answer, default=str).decode())
    return answer


@dataclass(frozen=True)
class Answer:
    """What was answered before."""

    status: int
    body: str


@dataclass(frozen=True)
class Receipt:
    """A key of somebody, with the request that it stands for. All in the transaction of the write."""

    workspace: Workspace
    who: int
    key: str
    digest: str

    def take(self) -> Answer | None:
        """Take the key, waiting for a write that has it; gives what that one answered."""
        if fetch_one(self.workspace, _TAKE, [self.who, self.key, self.digest]) is not None:
            return None
        found = self.find()
        if found is None:
            raise self._reused()
        return found

    def find(self) -> Answer | None:
        """What was answered; raises `Conflict` where the key stands for another request."""
        row = fetch_one(self.workspace, _READ, [self.who, self.key])
        if row is None:
            return None
        if not hmac.compare_digest(row[0], self.digest):
            raise self._reused()
        try:
            return Answer(row[1], unseal(row[2].encode()))
        except WrongKey as error:
            raise self._reused() from error

    def keep(self, status: int, body: str) -> None:
        """What whoever comes again will get."""
        execute(self.workspace, _KEEP, [status, seal(body).decode(), self.who, self.key])

    def _reused(self) -> Conflict:
        message = text(
            "This Idempotency-Key was used for another request", "该 Idempotency-Key 已用于其他请求"
        )
        return Conflict(None, [Issue("key_reused", message, ("Idempotency-Key",))])


def key_of(endpoint: Framed) -> str:
    """The key of the request, empty without one; raises `Invalid`."""
    key: str = endpoint.request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if len(key) > MAX_KEY:
        message = text(
            "An Idempotency-Key has at most {n} characters", "Idempotency-Key 最多 {n} 个字符", n=MAX_KEY
        )
        raise Invalid(None, [Issue("key_too_long", message, ("Idempotency-Key",))])
    return key


def receipt_of(
    endpoint: Framed, key: str, actor: Principal | None, *, content: bytes | None = None
) -> Receipt:
    """The receipt of the request; ``content`` stands for its body. Strangers share their keys."""
    request = endpoint.request
    body = endpoint.content() if content is None else content
    told = f"{request.method} {request.get_full_path()}\n".encode() + body
    digest = hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()
    return Receipt(endpoint.workspace, (actor and actor.user_id) or 0, key, digest)


class _AnsweredAlready(Exception):
    """The publication was done before; this is what was answered."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True)
class _Publication:
    """What `odos.meta` asks while publishers exclude each other."""

    receipt: Receipt

    def check(self) -> None:
        earlier = self.receipt.find()
        if earlier is not None:
            raise _AnsweredAlready(orjson.loads(earlier.body))

    def keep(self, answer: Mapping[str, Any]) -> None:
        self.receipt.take()
        self.receipt.keep(200, orjson.dumps(answer).decode())
