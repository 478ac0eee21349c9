"""The frame of every view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.authentication import BaseAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.views import APIView

from odos.access.compile import may_administer
from odos.access.roles import is_external
from odos.accounts.principals import Principal
from odos.api.frame.authentication import BearerAuthentication, SessionAuthentication, request_workspace
from odos.api.frame.bodies import json_response
from odos.api.frame.idempotency import WRITING, written_once
from odos.api.frame.previewing import READING_METHODS, asked_preview, preview_principal
from odos.api.frame.problem_documents import language_of, problem_of, problem_response
from odos.api.frame.scopes import ANY, needed_scope, require_scope
from odos.audit.entries import Source
from odos.kernel.clock import utc_now
from odos.kernel.problems import Forbidden, Problem, Unauthenticated
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.records.context import Context
from odos.schema.model import Entity, Schema
from odos.storage.active import active_schema

_NEGOTIATOR = DefaultContentNegotiation()  # the frame asks for one, though there is nothing to choose

# Where nothing else is said. An answer is data: opened as a page it may load and run nothing.
_DEFAULT_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Endpoint(APIView):
    """A view whose request is pinned to one schema version.

    ``public`` ones are open to anybody; ``administrators`` ones to those who may change metadata.
    ``portal`` ones answer visitors from outside as well; all others refuse them.
    ``personal`` ones tell what nobody but their user reads: a preview does not show it.
    ``scope`` is what a token must be made for; else that follows from the method. ``reads``: POST only reads.
    ``keeps_answer``: keeps what it answers under an ``Idempotency-Key`` itself; see `idempotency`.
    """

    authentication_classes: Sequence[type[BaseAuthentication]] = (BearerAuthentication, SessionAuthentication)
    permission_classes = ()
    throttle_classes = ()
    parser_classes: Sequence[type[BaseParser]] = ()
    public: ClassVar[bool] = False
    administrators: ClassVar[bool] = False
    portal: ClassVar[bool] = False
    personal: ClassVar[bool] = False
    reads: ClassVar[bool] = False
    keeps_answer: ClassVar[bool] = False
    scope: ClassVar[str | None] = None

    workspace: Workspace
    schema_version: Schema
    _behind: Principal | None = None  # who looks as somebody else
    _reason: str | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Every writing method is done once for each key."""
        super().__init_subclass__(**kwargs)
        for name in sorted(method.lower() for method in WRITING):
            if name in vars(cls):
                setattr(cls, name, written_once(vars(cls)[name]))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What the frame does, without negotiating types of content: there is one.

        It also breaks the frame's circles, a parser context that knows its request and `head`, which is
        `get`: all that a request has made is then gone with it and leaves the collector nothing.
        """
        framed = Request(request, self.get_parsers(), self.get_authenticators(), _NEGOTIATOR, {})
        self.request = framed
        try:
            self.initial(framed, *args, **kwargs)
            response = self._handler(request)(framed, *args, **kwargs)
        except Exception as error:
            response = self.handle_exception(error)
        finally:
            framed.parser_context = {}
            vars(self).pop("head", None)
        return self.finalize_response(framed, response)

    def _handler(self, request: HttpRequest) -> Callable[..., HttpResponseBase]:
        method = (request.method or "").lower()
        known = method in self.http_method_names
        return cast(
            Callable[..., HttpResponseBase],
            getattr(self, method, self.http_method_not_allowed) if known else self.http_method_not_allowed,
        )

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Pin the version, then see who asks."""
        self.workspace = request_workspace(request)
        self.schema_version = active_schema(self.workspace)
        user: object = request.user
        if isinstance(user, Principal):
            self._check_scope(request, user)
        elif not self.public:
            raise Unauthenticated
        self._look_as_another(request)
        if not (self.public or self.portal) and self._is_external:
            raise Forbidden(text("This is for the staff only", "仅限内部员工使用"))
        if self.administrators and not self.may_administer:
            raise Forbidden(text("Only administrators may do this", "仅管理员可执行此操作"))

    def _check_scope(self, request: Request, user: Principal) -> None:
        scope = self.scope
        if scope is None:
            method = str(request.method)
            scope = needed_scope(method, administrators=self.administrators, reads=self.reads)
        require_scope(user, ANY if self.public else scope)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Which methods there are; the frame's own answer would describe classes."""
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def _look_as_another(self, request: Request) -> None:
        """``Odos-Preview-As``: an administrator reads with the eyes of a user or a role."""
        asked = asked_preview(request)
        if asked and isinstance(request.user, Principal):
            reads = self.reads or request.method in READING_METHODS
            own = self.context()
            seen_as: Any = preview_principal(own, asked, reads=reads, personal=self.personal)
            self._behind, self._reason = own.actor, f"preview as {asked}"[:200]
            request.user = seen_as

    @property
    def _is_external(self) -> bool:
        user = self.request.user
        return isinstance(user, Principal) and is_external(self.schema_version, user.roles)

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]
        """Every refusal is a problem document."""
        return problem_response(problem_of(exc), self.language)

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Name the version that was used."""
        if hasattr(self, "schema_version"):
            response.headers.setdefault("Odos-Version", str(self.schema_version.version))
        for name, value in _DEFAULT_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @property
    def actor(self) -> Principal:
        """Who asks; on public endpoints only after checking `is_signed_in`."""
        return cast(Principal, self.request.user)

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody is known to ask."""
        return isinstance(self.request.user, Principal)

    @property
    def may_administer(self) -> bool:
        """Whether the actor may change metadata."""
        return may_administer(schema=self.schema_version, principal=self.actor)

    @property
    def language(self) -> str:
        """The language of messages."""
        user = getattr(self.request, "_user", None)
        locale = user.locale if isinstance(user, Principal) else None
        return language_of(self.request, locale)

    @property
    def address(self) -> str | None:
        """Where the request came from."""
        return client_address(self.request)

    @property
    def agent(self) -> str:
        """The program that sent the request, as it names itself."""
        return str(self.request.META.get("HTTP_USER_AGENT", ""))

    def content(self) -> bytes:
        """What the request says, to recognise it when it is sent again."""
        return self.request.body

    def context(self) -> Context:
        """What operations need to know of this request. What is only read is told in its language, whatever
        the account says: a screen has changed over before the account has."""
        actor = self.actor
        is_reading = self.is_signed_in and (self.reads or self.request.method in READING_METHODS)
        if is_reading and actor.locale != self.language:
            actor = replace(actor, locale=self.language)
        return Context(
            workspace=self.workspace,
            schema=self.schema_version,
            actor=actor,
            now=utc_now(),
            source=cast(Source, self.request.auth),
            address=self.address,
            agent=self.agent,
            reason=self._reason,
            behind=self._behind,
        )

    def entity(self, key: str) -> Entity:
        """The entity of an address; one that the actor may in no way see is not found."""
        return self.schema_version.get_entity(key)


def respond(endpoint: Endpoint, work: Callable[[Context], tuple[int, object]]) -> HttpResponse:
    """The (status, JSON) of some work as an answer."""
    status, body = work(endpoint.context())
    return json_response(body, status)


def client_address(request: HttpRequest) -> str | None:
    """The peer's address; forwarded headers are believed only behind a proxy that sets REMOTE_ADDR."""
    return request.META.get("REMOTE_ADDR") or None


def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem document outside any endpoint."""
    return problem_response(problem, language_of(request))
